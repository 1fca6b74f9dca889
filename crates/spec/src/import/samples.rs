//! Of the samples that an inventory has of an action the first that fits what it declares. Vendors write samples
//! by hand, and many are of an older version; one that denies the types beside it would keep its file away.

use std::collections::BTreeSet;

use super::ImportError;
use super::inventory::{ProductAction, ProductSample};
use super::product::{Lowered, write};
use crate::diagnostic::Severity;
use crate::load;
use crate::model::{Action, Sample};

/// So many samples of an action are tried.
const TRIED: usize = 4;

/// All that an inventory has of an action.
pub(super) fn of(found: &ProductAction) -> Vec<Sample> {
    let sample = |shown: &ProductSample| Sample {
        name: None,
        request: shown.request.clone(),
        response: shown.response.clone(),
    };
    found.samples.iter().map(sample).collect()
}

/// Leaves each action the first of its samples that fits.
pub(super) fn choose(lowered: &mut Lowered) -> Result<(), ImportError> {
    let mut all: Vec<Vec<Sample>> = Vec::with_capacity(lowered.actions.len());
    for action in &mut lowered.actions {
        all.push(std::mem::take(&mut action.samples));
    }
    for at in 0..TRIED {
        let mut tried = BTreeSet::new();
        for (action, samples) in lowered.actions.iter_mut().zip(&mut all) {
            if action.samples.is_empty() && at < samples.len() {
                action.samples.push(samples[at].clone());
                tried.insert(action.action.clone());
            }
        }
        if tried.is_empty() {
            break;
        }
        let refused = refused(lowered)?;
        let is_refused = |action: &&mut Action| {
            tried.contains(&action.action) && refused.contains(&action.action)
        };
        for action in lowered.actions.iter_mut().filter(is_refused) {
            action.samples.clear();
        }
    }
    Ok(())
}

/// The actions whose files would be refused.
fn refused(lowered: &Lowered) -> Result<BTreeSet<String>, ImportError> {
    let files = write(&lowered.folder, &lowered.service, &lowered.actions)?;
    let loaded = load::load(&files);
    let errors = loaded.report.diagnostics().iter();
    let errors = errors.filter(|found| found.severity == Severity::Error);
    let name = |file: &str| {
        let name = file.rsplit('/').next()?.strip_suffix(".yaml")?;
        Some(name.to_owned())
    };
    Ok(errors.filter_map(|error| name(&error.file)).collect())
}
