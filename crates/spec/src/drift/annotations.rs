//! The report as annotations: a line each, as GitHub's runner reads them from a job's output.

use std::collections::HashMap;
use std::fmt::Write as _;

use cloudwright_vocabulary::printable;

use super::change::{Effect, Level};
use super::{Change, Drift, ServiceDrift, place};
use crate::catalog::provider_file;

impl Drift {
    /// The report as annotations of the changes from this level on. `prefix` is the specs folder as
    /// the repository knows it; `texts` are the files of the later state by their path in it.
    pub fn annotations(&self, level: Level, prefix: &str, texts: &HashMap<&str, &str>) -> String {
        let mut out = String::new();
        for service in &self.services {
            for group in service.shown(level) {
                let change = group.change;
                let (file, line) = seen(service, change, texts);
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

/// File and line in which a change is to be seen.
fn seen(service: &ServiceDrift, change: &Change, texts: &HashMap<&str, &str>) -> (String, usize) {
    let own = service.file(change);
    let shared = format!("{}/service.yaml", service.folder);
    // What all services of a provider inherit stands where they inherit it from.
    let inherited = provider_file(&service.folder);
    for file in [&own, &inherited] {
        if let Some(text) = texts.get(file.as_str())
            && (*file == own || own == shared)
            && let Some(line) = place::exact_line(text, change)
        {
            return (file.clone(), line);
        }
    }
    // What is gone with its file is told in the file that stays.
    let is_there = texts.contains_key(own.as_str());
    let file = if is_there { own } else { shared };
    let text = texts.get(file.as_str());
    let line = text.map_or(1, |text| place::line(text, change));
    (file, line)
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
