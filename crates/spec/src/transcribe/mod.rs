//! A page becomes facts in the words of the language: what [`merge`](crate::merge) takes, and what a new
//! spec is drafted from. How pages are read is in `cloudwright-page`; nothing is written here.

mod contradictions;
mod pages;
mod propose;
mod route;
mod rules;
mod samples;
mod service;
mod settle;
mod times;
mod tree;
mod words;

use std::collections::{BTreeMap, HashMap, HashSet};

use cloudwright_page::facts::{
    Certainty, Fact, Member as Said, Page, Place as SaidPlace, Rate, Span,
};
use cloudwright_vocabulary::error_code;

pub use pages::{Saved, Transcribed, transcribe};
pub use propose::mark as mark_inferred;
pub use service::{Hints, ServiceFolder};

use crate::idempotency;
use crate::import::{access_of, class_of, name_problem, summary_of};
use crate::merge::{ActionFacts, Whole};
use crate::model::{
    Action, Deprecation, ErrorClass, ErrorCode, Location, Member, Provider, RateLimit, Required,
    Service, Source,
};

/// Whether the page's sentences become docs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prose {
    /// They do not: docs are written by a person.
    #[default]
    Leave,
    /// They do, for people who transcribe for themselves.
    Keep,
}

/// Why a page is not transcribed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Untranscribed {
    /// It does not name its action, and has no route to call it by.
    #[error("the page does not name its action; `--action` says it")]
    NoAction,
    /// Its action is no name for a file.
    #[error("`{0}` is no action's name")]
    BadName(String),
    /// Several services could be its own.
    #[error("the page may belong to {0}; `--service` says which")]
    SeveralServices(String),
    /// It does not tell what a new service is called.
    #[error("the page tells neither host nor product of a service; `--service {0}/NAME` says it")]
    UnnamedService(&'static str),
    /// The folder that was asked for is another provider's.
    #[error("a page of {0} does not belong below `{1}`")]
    OtherProvider(&'static str, String),
    /// The specs that it belongs to cannot be merged.
    #[error("{0}")]
    Specs(String),
}

/// What a page states, for the service that it belongs to; `called` is the action's name where the page has
/// none.
///
/// # Errors
/// If it names no action.
pub fn facts(
    page: &Page,
    service: &Service,
    called: Option<&str>,
    prose: Prose,
) -> Result<ActionFacts, Untranscribed> {
    let stated = text(page.head.action.as_ref());
    let name = called.or(stated).ok_or(Untranscribed::NoAction)?;
    if name_problem(name).is_some() {
        return Err(Untranscribed::BadName(crate::diagnostic::shown(name)));
    }
    let protocol = service.protocol();
    let own = page.parameters.iter();
    let own = own.filter(|said| !said.common && !is_protocols(said, service));
    let own: Vec<&Said> = own.collect();
    let answered = page.response.iter().filter(|said| is_success(said));
    let answered: Vec<&Said> = answered.collect();
    let mut types = tree::types(page);
    let mut request = tree::members(&own, &types);
    let mut response = tree::members(&answered, &types);
    for member in &mut response {
        member.required = Required::Unknown;
        member.default = None;
    }
    let shown = samples::read(page, &request);
    samples::deepen(&mut response, &mut types, &shown, service);
    samples::deepen_request(&mut request, &mut types, &shown);
    if prose == Prose::Leave {
        let without_doc = &mut |member: &mut Member| member.doc = None;
        tree::each(&mut request, &mut types, without_doc);
        tree::each(&mut response, &mut [], without_doc);
    }
    let head = &page.head;
    let (method, path) = (head.method.as_ref(), head.path.as_ref());
    let states_route = is_stated(method) && is_stated(path);
    let route = |fact| text(fact).filter(|_| states_route).map(str::to_owned);
    let errors = errors(page, service.provider);
    let has_errors = !errors.is_empty();
    let mut action = Action {
        action: name.to_owned(),
        rename: None,
        summary: summary_of(name),
        doc: None,
        source: Source {
            url: None,
            title: text(head.title.as_ref()).unwrap_or(name).to_owned(),
            updated: text(head.updated.as_ref()).and_then(words::date),
        },
        access: access_of(name, text(method).unwrap_or_default(), protocol),
        permissions: texts(&page.permissions),
        rate_limit: head.rate.as_ref().and_then(|rate| rate_limit(rate.value)),
        regions: texts(&head.regions),
        method: route(method),
        path: route(path),
        deprecated: page.deprecations.first().map(|_| Deprecation {
            doc: "The vendor's page says that it is deprecated.".to_owned(),
            replacement: None,
        }),
        removed: None,
        request,
        response,
        types,
        rules: Vec::new(),
        pagination: None,
        wait: Vec::new(),
        errors,
        samples: shown,
    };
    route::settle(&mut action);
    contradictions::conflicts(&mut action, service);
    action.pagination = propose::pagination(&action);
    action.rules = rules::of(page, &action.request);
    idempotency::mark_by_name(&mut action);
    Ok(ActionFacts {
        whole: Whole {
            // A page without a table of parameters may be one of which the table was lost.
            request: !page.parameters.is_empty(),
            response: !answered.is_empty(),
            errors: has_errors,
            regions: !head.regions.is_empty(),
            permissions: !page.permissions.is_empty(),
        },
        states_route,
        lines: lines(page),
        prose: sentences(page),
        action,
    })
}

/// Whether the protocol, the transport or the credentials send it.
fn is_protocols(said: &Said, service: &Service) -> bool {
    let mut place = said.place.iter();
    place.any(|place| place.value == SaidPlace::Header) && service.sets_header(&said.path.value)
}

/// Whether a field is of an answer that is no refusal.
fn is_success(said: &Said) -> bool {
    let mut status = said.status.iter();
    status.all(|status| status.value.starts_with('2'))
}

fn is_stated(fact: Option<&Fact<String>>) -> bool {
    fact.is_some_and(|fact| fact.certainty == Certainty::Stated)
}

fn text(fact: Option<&Fact<String>>) -> Option<&str> {
    fact.map(|fact| fact.value.as_str())
}

fn texts(facts: &[Fact<String>]) -> Vec<String> {
    let mut seen = HashSet::new();
    let once = facts.iter().filter(|fact| seen.insert(&fact.value));
    once.map(|fact| fact.value.clone()).collect()
}

fn rate_limit(rate: Rate) -> Option<RateLimit> {
    let is_period = matches!(rate.seconds, 1 | 60 | 3600) && rate.calls > 0;
    is_period.then_some(RateLimit {
        requests: rate.calls,
        seconds: rate.seconds,
    })
}

/// The codes that the page lists; where it lists statuses only, a status is the code.
fn errors(page: &Page, provider: Provider) -> Vec<ErrorCode> {
    let status_of = |text: &str| {
        let status = text.parse().ok();
        status.filter(|status: &u16| (100..600).contains(status))
    };
    let listed = page.error_codes.iter().map(|error| {
        // Alibaba's pages give the message of the wire; the others say what a code means.
        let message = error.message.as_ref().filter(|_| page.dialect == "alibaba");
        let status = text(error.status.as_ref()).and_then(status_of);
        (&error.code.value, status, text(message))
    });
    let statuses = page.status_codes.iter().flatten();
    let statuses = statuses.filter_map(|code| {
        let status = status_of(&code.value).filter(|status| *status >= 400)?;
        Some((&code.value, Some(status), None))
    });
    let statuses = statuses.filter(|_| page.error_codes.is_empty());
    let mut seen = HashSet::new();
    let all = listed.chain(statuses);
    let all = all.filter(|(code, ..)| !code.is_empty() && seen.insert(*code));
    all.map(|(code, status, message)| ErrorCode {
        code: code.clone(),
        status,
        message: message.map(str::to_owned),
        class: class(code, status, provider),
        ..ErrorCode::default()
    })
    .collect()
}

fn class(code: &str, status: Option<u16>, provider: Provider) -> ErrorClass {
    match (class_of(code, provider), status) {
        (ErrorClass::Other, Some(status)) => error_code::of_status(status),
        (class, _) => class,
    }
}

/// Where a member travels, as the language says it, which has the same words; a form is a body.
fn location(place: SaidPlace) -> Location {
    place.word().parse().unwrap_or(Location::Body)
}

/// What a member of a page is called in differences: `response Data.Items`.
fn subject(side: &str, said: &Said) -> String {
    let path = tree::segments(&said.path.value);
    let names: Vec<&str> = path.iter().filter_map(tree::Segment::name).collect();
    match names.as_slice() {
        [] => format!("{side} {}", tree::ROOT),
        names => format!("{side} {}", names.join(".")),
    }
}

fn sides(page: &Page) -> impl Iterator<Item = (String, &Said)> {
    let own = page.parameters.iter().filter(|said| !said.common);
    let request = own.map(|said| (subject("request", said), said));
    let answered = page.response.iter().filter(|said| is_success(said));
    request.chain(answered.map(|said| (subject("response", said), said)))
}

fn lines(page: &Page) -> HashMap<String, Span> {
    let mut lines = HashMap::new();
    for (subject, said) in sides(page) {
        lines.entry(subject).or_insert(said.path.lines);
    }
    for error in &page.error_codes {
        lines.insert(format!("error {}", error.code.value), error.code.lines);
    }
    for status in page.status_codes.iter().flatten() {
        let subject = format!("error {}", status.value);
        lines.entry(subject).or_insert(status.lines);
    }
    let head = &page.head;
    let one = |fact: &Option<Fact<String>>| fact.as_ref().map(|fact| fact.lines);
    let first = |facts: &[Fact<String>]| facts.first().map(|fact| fact.lines);
    let of_head = [
        ("method", one(&head.method)),
        ("path", one(&head.path)),
        ("host", one(&head.host)),
        ("rate_limit", head.rate.as_ref().map(|fact| fact.lines)),
        ("regions", first(&head.regions)),
        ("permissions", first(&page.permissions)),
        ("deprecated", first(&page.deprecations)),
    ];
    let of_head = of_head.into_iter();
    lines.extend(of_head.filter_map(|(key, lines)| Some((format!("head {key}"), lines?))));
    for (index, sample) in samples::responses(page).enumerate() {
        lines.insert(format!("sample {}", index + 1), sample.text.lines);
        lines
            .entry("sample".to_owned())
            .or_insert(sample.text.lines);
    }
    lines
}

/// The sentences of members, and around the tables, by subject.
fn sentences(page: &Page) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (subject, said) in sides(page) {
        if let Some(description) = &said.description {
            all.entry(subject)
                .or_insert_with(|| description.value.clone());
        }
    }
    let around: Vec<&str> = page.prose.iter().map(|fact| fact.value.as_str()).collect();
    // The date changes with every version and says nothing.
    let date = text(page.head.updated.as_ref());
    let around = around.join("\n").replace(date.unwrap_or("\0"), "");
    if !around.trim().is_empty() {
        all.insert("description".to_owned(), around);
    }
    all
}
