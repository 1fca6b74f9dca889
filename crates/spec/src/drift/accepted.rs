//! `drift-accepted.yaml`: changes that were decided on, with the reason.

use serde::Deserialize;

use super::{Drift, ServiceDrift};
use crate::version::Version;

/// A change that was decided on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The id of the change: `parameter-removed`.
    pub id: String,
    /// The service's id.
    pub service: String,
    /// What changed, as the report says it: `ListThings request Limit`.
    pub subject: String,
    /// Why it is accepted.
    pub reason: String,
    /// The version of the crate from which on it is no longer.
    pub until: String,
}

/// Why an entry does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Idle {
    /// No change is like it.
    MatchesNothing(Accepted),
    /// The version until which it holds has come.
    Over(Accepted),
}

impl std::fmt::Display for Idle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (entry, why) = match self {
            Self::MatchesNothing(entry) => (entry, "matches no change".to_owned()),
            Self::Over(entry) => (entry, format!("was accepted until {}", entry.until)),
        };
        let (id, service, subject) = (&entry.id, &entry.service, &entry.subject);
        let place = format!("{service} {subject}, {id}");
        write!(f, "drift-accepted.yaml: {place}: {why}; delete it")
    }
}

/// Reads the entries of the file.
///
/// # Errors
/// What is wrong with the file, with line and column.
pub fn read(text: &str) -> Result<Vec<Accepted>, String> {
    // Errors say the place and leave the text out: they stand in one line.
    let options = serde_yaml::options! { with_snippet: false };
    let entries: Vec<Accepted> = serde_yaml::from_str_with_options(text, options)
        .map_err(|error| format!("drift-accepted.yaml: {error}"))?;
    for entry in &entries {
        if entry.reason.trim().is_empty() {
            return Err(format!("drift-accepted.yaml: {} has no reason", entry.id));
        }
        if Version::parse(&entry.until).is_err() {
            let until = &entry.until;
            return Err(format!("drift-accepted.yaml: `{until}` is no version"));
        }
    }
    Ok(entries)
}

/// Notes in the changes that they are accepted; returns the entries that do nothing.
pub fn apply(drift: &mut Drift, entries: Vec<Accepted>) -> Vec<Idle> {
    let mut idle = Vec::new();
    for entry in entries {
        let mut services = drift.services.iter_mut();
        match services.find(|service| service.service == entry.service) {
            Some(service) if is_over(service, &entry) => idle.push(Idle::Over(entry)),
            Some(service) => {
                if !accept(service, &entry) {
                    idle.push(Idle::MatchesNothing(entry));
                }
            }
            None => idle.push(Idle::MatchesNothing(entry)),
        }
    }
    idle
}

fn is_over(service: &ServiceDrift, entry: &Accepted) -> bool {
    let declared = service.declared.as_deref().map(Version::parse);
    match (declared, Version::parse(&entry.until)) {
        (Some(Ok(declared)), Ok(until)) => declared >= until,
        _ => false,
    }
}

fn accept(service: &mut ServiceDrift, entry: &Accepted) -> bool {
    let mut found = false;
    for change in &mut service.changes {
        if change.id.to_string() == entry.id && change.subject() == entry.subject {
            change.accepted = Some(entry.reason.clone());
            found = true;
        }
    }
    found
}
