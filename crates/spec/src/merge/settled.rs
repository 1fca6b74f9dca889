//! A merge that samples deny is done once more without what they deny.
//!
//! A sample that comes with the facts and does not fit the spec is left out. A flag of the facts (`always`,
//! `nullable`: vendors are often wrong about both) that a sample in the spec denies is left out. Each is told,
//! for a person to look at, and keeps nothing else away.

use std::collections::BTreeSet;

use super::Merged;
use super::difference::{Difference, Kind};
use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic, Report, Severity, shown};
use crate::model::Member;

/// What the checks found wrong, so far as samples may be the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Denied {
    /// Actions whose files would be refused.
    actions: BTreeSet<String>,
    /// Members that samples are without, or have as null.
    members: BTreeSet<String>,
    /// The places, with what is said of them.
    places: BTreeSet<(String, String)>,
}

impl Denied {
    /// Adds what is wrong in an action's file.
    pub(super) fn add(&mut self, error: &Diagnostic) {
        let name = error.file.rsplit('/').next().unwrap_or_default();
        let action = name.strip_suffix(".yaml").unwrap_or(name);
        self.actions.insert(action.to_owned());
        if error.code == Code::SampleMismatch {
            // The check names the member that it is about first.
            let member = error.message.split('`').nth(1);
            self.members.extend(member.map(str::to_owned));
        }
        let place = (error.file.clone(), shown(&error.message));
        self.places.insert(place);
    }

    fn of(report: &Report) -> Self {
        let mut denied = Self::default();
        let errors = report.diagnostics().iter();
        for error in errors.filter(|found| found.severity == Severity::Error) {
            denied.add(error);
        }
        denied
    }

    /// The facts without what is denied; `None` if there is nothing to leave out.
    fn without(&self, facts: &Facts) -> Option<Facts> {
        let mut without = facts.clone();
        let mut is_less = false;
        for found in &mut without.actions {
            let action = &mut found.action;
            let is_refused = self.actions.contains(&action.action);
            if is_refused && !action.samples.is_empty() {
                action.samples.clear();
                is_less = true;
            }
            let own = action.types.iter_mut();
            let own = own.filter_map(|found| found.fields.as_mut());
            let lists = [&mut action.request, &mut action.response].into_iter();
            for list in lists.chain(own).filter(|_| is_refused) {
                is_less |= self.strip(list);
            }
        }
        for found in without
            .service
            .iter_mut()
            .flat_map(|found| &mut found.types)
        {
            if let Some(fields) = &mut found.fields {
                is_less |= self.strip(fields);
            }
        }
        is_less.then_some(without)
    }

    /// Takes the flags of members that are denied; whether there were any.
    fn strip(&self, members: &mut [Member]) -> bool {
        let mut is_less = false;
        for member in members {
            if self.members.contains(&member.name) {
                let flags = (member.always.take(), member.nullable.take());
                is_less |= flags != (None, None);
            }
            if let Some(fields) = &mut member.fields {
                is_less |= self.strip(fields);
            }
        }
        is_less
    }
}

/// Merges, and once more where samples deny what came of it.
pub(super) fn settled(
    facts: &Facts,
    merge: impl Fn(&Facts) -> Result<(Merged, Denied), Report>,
) -> Result<Merged, Report> {
    let first = merge(facts);
    let denied = match &first {
        Ok((_, denied)) => denied.clone(),
        Err(report) => Denied::of(report),
    };
    let Some(without) = denied.without(facts) else {
        return first.map(|(merged, _)| merged);
    };
    let Ok((mut second, _)) = merge(&without) else {
        return first.map(|(merged, _)| merged);
    };
    for (file, why) in denied.places {
        if !second.refused.iter().any(|(path, _)| *path == file) {
            second.differences.push(Difference {
                kind: Kind::ByHand,
                file,
                line: 1,
                subject: "samples".to_owned(),
                source: facts.origin.word(),
                lines: None,
                says: why,
                spec: String::new(),
            });
        }
    }
    Ok(second)
}
