//! The report as JSON, for programs. `specs/schema/drift.schema.json` describes it.

use serde::Serialize;

use super::change::{Direction, Level, Verdicts};
use super::{Change, Drift, Group, ServiceDrift, Standing};

/// The form of this report; raised when a key goes or comes to mean something else.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct DriftForm<'d> {
    format: u32,
    level: Option<Level>,
    services: Vec<ServiceForm<'d>>,
}

#[derive(Serialize)]
struct ServiceForm<'d> {
    #[serde(rename = "service")]
    id: &'d str,
    version: Option<&'d str>,
    declared: Option<&'d str>,
    wanted: Option<String>,
    standing: &'static str,
    level: Option<Level>,
    changes: Vec<ChangeForm<'d>>,
}

#[derive(Serialize)]
struct ChangeForm<'d> {
    id: String,
    subject: String,
    subjects: Vec<String>,
    what: &'d str,
    why: &'d str,
    level: Level,
    verdicts: Verdicts,
    direction: Direction,
    renamed: Option<&'d str>,
    accepted: Option<&'d str>,
    with: Vec<String>,
    file: String,
}

impl Drift {
    /// The report as JSON, of the changes from this level on.
    pub fn json(&self, level: Level) -> String {
        let services = self.services.iter();
        let report = DriftForm {
            format: FORMAT,
            level: self.level(),
            services: services.map(|drift| service(drift, level)).collect(),
        };
        // Texts and numbers only: there is nothing that JSON could not say.
        serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
    }
}

fn service(service: &ServiceDrift, level: Level) -> ServiceForm<'_> {
    let shown = service.shown(level);
    ServiceForm {
        id: &service.service,
        version: service.version.as_deref(),
        declared: service.declared.as_deref(),
        wanted: service.wanted(),
        standing: match service.standing() {
            Standing::Enough => "enough",
            Standing::TooLow(_) => "too-low",
            Standing::Lowered => "lowered",
            Standing::Gone => "gone",
        },
        level: service.level(),
        changes: shown.iter().map(|group| change(service, group)).collect(),
    }
}

fn change<'d>(service: &ServiceDrift, group: &Group<'d>) -> ChangeForm<'d> {
    let change = group.change;
    let what = |part: &&Change| format!("{} {}", part.subject(), part.what);
    ChangeForm {
        id: change.id.to_string(),
        subject: group.subject(),
        subjects: group.all.iter().map(|change| change.subject()).collect(),
        what: &change.what,
        why: &change.why,
        level: change.level(),
        verdicts: change.verdicts,
        direction: change.direction,
        renamed: change.renamed.as_deref(),
        accepted: change.accepted.as_deref(),
        with: group.parts.iter().map(what).collect(),
        file: service.file(change),
    }
}
