//! The first page: services and their actions, and how to get here from a shell.

use cloudwright_spec::LoadedService;
use cloudwright_spec::diagnostic::counted;
use cloudwright_spec::model::{Action, Protocol};
use maud::{Markup, html};

use super::html::{block, frame, prose};
use crate::message::{Request, value_of};
use crate::world::{World, environment};

/// Services with more actions than this have them folded away until they are searched.
const MOST_OPEN: usize = 30;

pub(super) fn page(world: &World, request: &Request) -> Markup {
    let query = request.query_pairs();
    let sought = value_of(&query, "q").unwrap_or_default().trim();
    let words: Vec<String> = sought.split_whitespace().map(str::to_lowercase).collect();
    let services = world.index.services();
    let cards = services
        .iter()
        .filter_map(|service| card(world, service, &words));
    let cards: Vec<Markup> = cards.collect();
    let body = html! {
        h1 { "Mock cloud" }
        p.lead {
            (counted(services.len(), "service")) " with "
            (counted(world.index.catalog().action_count(), "action")) " at "
            code { (world.endpoint(None)) }
            ". Signatures are checked, samples are answered, faults come on demand."
        }
        form.search method="get" action="/" role="search" {
            input type="text" name="q" value=(sought) placeholder="Search actions"
                aria-label="Search actions" spellcheck="false" autocapitalize="off";
            button type="submit" { "Search" }
        }
        div.cards {
            @for card in &cards { (card) }
            @if cards.is_empty() { p { "No action is like that." } }
        }
        (block("Environment for a shell", &environment::script(&environment::variables(world))))
    };
    frame("cloudwright mock cloud", None, &body)
}

/// A service with those of its actions that have all the words. `None` if none of them has.
fn card(world: &World, service: &LoadedService, words: &[String]) -> Option<Markup> {
    let about = &service.service;
    let is_sought = |action: &&Action| {
        let text = format!("{} {} {}", about.service, action.action, action.summary);
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let actions = service.actions.iter().map(|found| &found.action);
    let actions: Vec<&Action> = actions.filter(is_sought).collect();
    if actions.is_empty() && !words.is_empty() {
        return None;
    }
    let protocols: Vec<&str> = about
        .protocols
        .iter()
        .map(|it: &Protocol| it.as_str())
        .collect();
    let is_gone = |action: &Action| about.deprecated.is_some() || action.deprecated.is_some();
    Some(html! {
        article.card {
            h2 { (about.title) }
            p.facts {
                code { (about.service) } " · " (about.version.as_deref().unwrap_or("no version"))
                " · " (protocols.join(", "))
                br;
                code { (world.endpoint(Some(&about.service))) }
            }
            details open[!words.is_empty() || actions.len() <= MOST_OPEN] {
                summary { (counted(actions.len(), "action")) }
                ul.actions {
                    @for action in &actions {
                        li {
                            a href={ "/_mock/actions/" (about.service) "/" (action.action) } {
                                (action.action)
                            }
                            @if is_gone(action) { " " span.tag.warn { "deprecated" } }
                            br;
                            small { (prose(&action.summary)) }
                        }
                    }
                }
            }
        }
    })
}
