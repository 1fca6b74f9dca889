//! An inventory as facts: what [`merge`](crate::merge) takes, beside what the inventory could not say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Inexpressible;
use super::product::{self, ServiceDraft};
use crate::catalog::LoadedService;
use crate::load::Identity;
use crate::lock::Lock;
use crate::lock::values::Statements;
use crate::merge::{ActionFacts, DifferenceKind, Facts, Merged, Origin, Whole};
use crate::model::{Action, Evidence, Service};
use crate::naming;

/// An inventory, ready to be merged.
#[derive(Debug)]
pub struct Merging {
    /// The folder of its service, if it is a new one: `tencent/tcr`.
    pub folder: String,
    /// What it states.
    pub facts: Facts,
    /// Actions that cannot be expressed; empty unless that was allowed.
    pub left_out: Vec<Inexpressible>,
    /// Parameters that every client sets itself, each with the number of actions that list it.
    pub own_parameters: BTreeMap<String, usize>,
}

impl Merging {
    /// A service that was read elsewhere (the catalogue's, say), with all its actions.
    pub fn of(loaded: &LoadedService) -> Self {
        let LoadedService {
            folder, service, ..
        } = loaded;
        let name = product::source_title(service.provider.as_str(), &service.product);
        let actions = loaded.actions.iter().map(|found| {
            let mut action = found.action.clone();
            action.source.title.clone_from(&name);
            // A catalogue may have been made when codes were named as constants are.
            let renames = action.errors.iter_mut();
            for rename in renames.filter_map(|error| error.rename.as_mut()) {
                *rename = naming::camel(rename);
            }
            stated(action, service)
        });
        Self::new(folder.clone(), service.clone(), actions.collect(), name)
    }

    /// What an inventory states that gives its service whole.
    fn new(folder: String, service: Service, actions: Vec<ActionFacts>, name: String) -> Self {
        let origin = Origin {
            evidence: Evidence::Metadata,
            name,
        };
        Self {
            folder,
            facts: Facts {
                origin,
                service: Some(service),
                actions,
                is_whole: true,
                unread: BTreeSet::new(),
            },
            left_out: Vec::new(),
            own_parameters: BTreeMap::new(),
        }
    }

    /// Provider, product and version: each version of a product is a service of its own.
    pub fn identity(&self) -> Option<Identity> {
        let service = self.facts.service.as_ref()?;
        Some((
            service.provider,
            service.product.clone(),
            service.version.clone(),
        ))
    }

    /// Only these actions, and the types that they need.
    pub fn only(&mut self, actions: &[String]) {
        self.facts
            .actions
            .retain(|facts| actions.contains(&facts.action.action));
        self.facts.is_whole = false;
    }
}

pub(super) fn facts(draft: ServiceDraft) -> Merging {
    let service = draft.service;
    let first = draft.actions.first();
    let name = first.map_or_else(String::new, |action| action.source.title.clone());
    let actions = draft.actions.into_iter();
    let actions = actions.map(|action| stated(action, &service)).collect();
    let mut merging = Merging::new(draft.folder, service, actions, name);
    merging.facts.unread = draft.unread;
    Merging {
        left_out: draft.action_refusals,
        own_parameters: draft.own_parameters,
        ..merging
    }
}

fn stated(mut action: Action, service: &Service) -> ActionFacts {
    let (method, path) = service.route(&action);
    let (method, path) = (method.to_owned(), path.to_owned());
    for member in &mut action.request {
        let usual = || service.usual_location((&method, &path), &member.name);
        member.location = Some(member.location.unwrap_or_else(usual));
    }
    (action.method, action.path) = (Some(method), Some(path));
    ActionFacts {
        whole: Whole {
            request: true,
            response: true,
            // Not all vendors publish them there.
            errors: !action.errors.is_empty(),
            regions: false,
            permissions: false,
        },
        states_route: true,
        lines: HashMap::new(),
        prose: BTreeMap::new(),
        action,
    }
}

impl Merging {
    /// Records in a lock what the inventory states, and what of it a merge left to a person. Of files that were
    /// refused the lock says what it said.
    pub fn lock(&self, lock: &mut Lock, merged: &Merged) {
        let title = &self.facts.origin.name;
        let before = lock.clone();
        let is_refused = |action: &str| {
            let name = format!("/{action}.yaml");
            merged.refused.iter().any(|(file, _)| file.ends_with(&name))
        };
        let actions = self.facts.actions.iter();
        for facts in actions.filter(|facts| !is_refused(&facts.action.action)) {
            let text = json(&facts.action);
            let mut stated = Statements::of_action(&facts.action);
            if facts.action.samples.is_empty() {
                // They were not asked for: what is known of them stays known.
                let known = before.actions.get(&facts.action.action);
                let known = known.and_then(|known| known.inventory.as_ref());
                let known = known.into_iter().flat_map(|known| &known.values);
                let samples = known.filter(|(key, _)| key.starts_with("sample: "));
                stated
                    .values
                    .extend(samples.map(|(key, value)| (key.clone(), value.clone())));
            }
            lock.inventory(&facts.action.action, title, stated, &text);
        }
        if let Some(service) = self.facts.service.as_ref().filter(|_| self.facts.is_whole) {
            let stated = Statements::of_service(service);
            lock.inventory("", title, stated, &json(&service.types));
        }
        for difference in merged.differences.iter().chain(&merged.left_before) {
            if difference.kind == DifferenceKind::ByHand {
                lock.leave(&before, difference);
            }
        }
    }
}

/// What is digested of facts: their shortest form.
fn json(facts: &impl serde::Serialize) -> String {
    serde_json::to_string(facts).unwrap_or_default()
}
