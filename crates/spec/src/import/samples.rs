//! Of the samples that an inventory has of an action the first that fits what it declares. Vendors write samples
//! by hand, and many are of an older version; one that denies the types beside it would keep its file away.

use std::collections::BTreeSet;

use crate::catalog::{Catalog, LoadedAction, LoadedService};
use crate::check;
use crate::diagnostic::Severity;
use crate::model::{Action, Sample, Service};

/// So many samples of an action are tried.
const TRIED: usize = 4;

/// Leaves each action the first of its samples that fits.
pub(super) fn choose(folder: &str, service: &Service, actions: &mut [Action]) {
    let all = actions.iter_mut();
    let all: Vec<Vec<Sample>> = all
        .map(|action| std::mem::take(&mut action.samples))
        .collect();
    for at in 0..TRIED {
        let mut tried = BTreeSet::new();
        for (action, samples) in actions.iter_mut().zip(&all) {
            if action.samples.is_empty() && at < samples.len() {
                action.samples.push(samples[at].clone());
                tried.insert(action.action.clone());
            }
        }
        if tried.is_empty() {
            break;
        }
        let refused = refused(folder, service, actions);
        for action in actions.iter_mut() {
            let name = &action.action;
            if tried.contains(name) && refused.contains(&file(folder, name)) {
                action.samples.clear();
            }
        }
    }
}

/// The file of an action.
fn file(folder: &str, action: &str) -> String {
    format!("{folder}/{action}.yaml")
}

/// The files of actions that would be refused.
fn refused(folder: &str, service: &Service, actions: &[Action]) -> BTreeSet<String> {
    let actions = actions.iter().map(|action| LoadedAction {
        file: file(folder, &action.action),
        action: action.clone(),
    });
    let catalog = Catalog {
        services: vec![LoadedService::new(
            folder,
            service.clone(),
            actions.collect(),
        )],
        ..Catalog::default()
    };
    let findings = check::check(&catalog, &BTreeSet::new());
    let errors = findings.iter();
    let errors = errors.filter(|found| found.severity() == Severity::Error);
    errors.map(|found| found.file().to_owned()).collect()
}
