//! The report as annotations: a line each, as GitHub's runner reads them from a job's output.

use std::collections::HashMap;
use std::fmt::Write as _;

use cloudwright_vocabulary::printable;

use super::change::{Effect, Level};
use super::{Change, Drift, Group, place};

impl Drift {
    /// The report as annotations of the changes from this level on. `prefix` is the specs folder as
    /// the repository knows it; `texts` are the files of the later state by their path in it.
    pub fn annotations(&self, level: Level, prefix: &str, texts: &HashMap<&str, &str>) -> String {
        let mut out = String::new();
        for service in &self.services {
            for group in Group::of(&service.changes) {
                if !group.is_shown(level) {
                    continue;
                }
                let change = group.change;
                let file = service.file(change);
                // What is gone with its file is told in the file that stays.
                let shared = format!("{}/service.yaml", service.folder);
                let is_there = texts.contains_key(file.as_str());
                let file = if is_there { file } else { shared };
                let line = texts
                    .get(file.as_str())
                    .map_or(1, |text| place::line(text, change));
                let title = format!("{} {}", service.service, change.id);
                let message = format!("{}: {}; {}", group.subject(), group.what(), change.reason());
                // Writing to a string does not fail.
                let _ = writeln!(
                    out,
                    "::{} file={},line={line},title={}::{}",
                    command(change),
                    property(&format!("{prefix}{file}")),
                    property(&title),
                    data(&message)
                );
            }
        }
        out
    }
}

fn command(change: &Change) -> &'static str {
    let is_otherwise = change.verdicts.behaviour == Effect::Changed;
    match change.level() {
        _ if change.accepted.is_some() => "notice",
        Level::Breaking => "error",
        _ if change.verdicts.is_breaking() || is_otherwise => "warning",
        _ => "notice",
    }
}

/// A text that cannot end its line, nor act on whoever shows it.
fn data(text: &str) -> String {
    printable::text(text).replace('%', "%25")
}

/// A text that cannot end its property either.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
