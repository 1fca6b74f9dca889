//! Merging facts into curated specs: facts in, text edits out.
//!
//! What a source states is held against what the files of a service say, by wire name and never by
//! position. New facts are added, changed ones are changed in their place, those that the source no longer
//! states become stubs; prose, names, rules, paging and comments stay, byte for byte. What a `conflict:` or
//! better evidence explains is no difference. Nothing is written here: the result is text by path.

mod action;
mod apart;
mod apart_errors;
mod conflicts;
mod difference;
mod edit;
mod endpoints;
mod facts;
mod gone;
mod member;
mod member_type;
mod members;
mod samples;
mod service;
mod settled;
mod types;
pub(crate) mod values;
mod walk;
pub(crate) mod yaml;

use std::collections::{BTreeMap, BTreeSet};

pub use difference::{Difference, Kind};
pub use facts::{ActionFacts, Facts, Lines, Origin, Whole};
pub(crate) use members::subject;

use crate::catalog::{Catalog, path_parameters};
use crate::diagnostic::{Code, Report, Severity, shown};
use crate::load::{self, ReadFile, SourceFile};
use crate::lock::Stated;
use crate::model::{Action, Location, Protocol, Service};
use settled::{Left, settled};

/// What came of a merge.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// Files that are new or say something else now.
    pub files: Vec<SourceFile>,
    /// What was different, in the order of the files.
    pub differences: Vec<Difference>,
    /// What was left to a person already when the source was last merged, and is not told again.
    pub left_before: Vec<Difference>,
    /// Files that were left as they were, because the checks would refuse the merged ones; with the reason.
    pub refused: Vec<(String, String)>,
    /// New files that the checks refuse, where drafts are kept for a person to mend; with the reason.
    pub findings: Vec<(String, String)>,
}

/// Merges facts into the files of one service.
///
/// `stated_before` has what the same source stated when it was last merged: only that can be gone. Where
/// nothing is known of an action, every member that has the source's evidence can.
///
/// # Errors
/// The files cannot be read, or what all of them share would be refused.
pub fn merge(
    files: &[SourceFile],
    facts: &Facts,
    stated_before: Option<&Stated>,
) -> Result<Merged, Report> {
    let read = load::read(files);
    let (catalog, _) = load::load_read(&read).into_result()?;
    let merged = settled(|left| {
        let mut merged = unchecked(&catalog, &read, facts, (stated_before, left));
        let (outcome, denied) = refuse(files, &read, &mut merged, None);
        (outcome.map(|()| merged), denied)
    });
    merged.map(|merged| told_once(merged, stated_before))
}

/// The same for drafts: new files are kept where the checks refuse them, and what was wrong before may stay
/// so (a page often does not say the version of the API).
pub(crate) fn drafts_kept(
    files: &[SourceFile],
    facts: &Facts,
    stated_before: Option<&Stated>,
) -> Result<Merged, Report> {
    let read = load::read(files);
    let loaded = load::load_read(&read);
    let before = errors(&loaded.report);
    settled(|left| {
        let mut merged = unchecked(&loaded.catalog, &read, facts, (stated_before, left));
        merged.findings.extend(before.iter().cloned());
        let (outcome, denied) = refuse(files, &read, &mut merged, Some(&before));
        (outcome.map(|()| merged), denied)
    })
}

/// What is wrong, by file.
fn errors(report: &Report) -> BTreeSet<(String, String)> {
    let errors = report.diagnostics().iter();
    errors
        .filter(|found| found.severity == Severity::Error)
        .map(|found| (found.file.clone(), found.message.clone()))
        .collect()
}

fn unchecked(
    catalog: &Catalog,
    read: &[ReadFile<'_>],
    facts: &Facts,
    known: (Option<&Stated>, &Left),
) -> Merged {
    let mut merged = Merged::default();
    for service in &catalog.services {
        let own = format!("{}/", service.folder);
        let own: Vec<&ReadFile<'_>> = read
            .iter()
            .filter(|read| read.file.path.starts_with(&own))
            .collect();
        service::merge(service, &own, facts, known, &mut merged);
    }
    merged
}

/// Takes back what the checks would refuse, and tells which differences may be why.
fn refuse(
    files: &[SourceFile],
    read: &[ReadFile<'_>],
    merged: &mut Merged,
    before: Option<&BTreeSet<(String, String)>>,
) -> (Result<(), Report>, Left) {
    let mut denied = Left::default();
    if merged.files.is_empty() {
        return (Ok(()), denied);
    }
    let mut is_apart = false;
    loop {
        let changed = load::read(&merged.files);
        let all: BTreeMap<&str, &ReadFile<'_>> = read
            .iter()
            .chain(&changed)
            .map(|read| (read.file.path.as_str(), read))
            .collect();
        let Err(report) = load::load_read(all.into_values()).into_result() else {
            return (Ok(()), denied);
        };
        let mut refused: BTreeMap<String, String> = BTreeMap::new();
        let mut drafts: BTreeMap<String, String> = BTreeMap::new();
        let has_twins = report
            .diagnostics()
            .iter()
            .any(|found| found.code == Code::SameRustName);
        if has_twins && !is_apart {
            is_apart = true;
            let apart = tell_apart(files, std::mem::take(&mut merged.files));
            merged.files = apart_errors::apart(files, apart);
            continue;
        }
        let is_new = |file: &str, message: &str| {
            before.is_none_or(|before| !before.contains(&(file.to_owned(), message.to_owned())))
        };
        let mut is_worse = false;
        let errors = report.diagnostics().iter();
        for error in errors.filter(|found| found.severity == Severity::Error) {
            if !is_new(&error.file, &error.message) {
                continue;
            }
            is_worse = true;
            let old = files.iter().find(|file| file.path == error.file);
            let old_text = old.map(|old| load::text_of(&old.content));
            denied.add(error, merged, old_text.as_deref());
            let is_ours = merged.files.iter().any(|file| file.path == error.file);
            if is_ours && !error.file.ends_with(load::SERVICE_FILE) {
                let line = error.span.as_ref().map_or(0, |span| span.line);
                let told = format!("line {line}: {}", shown(&error.message));
                let is_draft = old.is_none();
                let list = if is_draft && before.is_some() {
                    &mut drafts
                } else {
                    &mut refused
                };
                list.entry(error.file.clone()).or_insert(told);
            }
        }
        if !is_worse {
            return (Ok(()), denied);
        }
        if refused.is_empty() && !drafts.is_empty() {
            merged.findings.extend(drafts);
            return (Ok(()), denied);
        }
        if refused.is_empty() {
            return (Err(report), denied);
        }
        let is_left = |difference: &Difference| !refused.contains_key(&difference.file);
        merged.differences.retain(is_left);
        merged
            .files
            .retain(|file| !refused.contains_key(&file.path));
        merged.refused.extend(refused);
    }
}

/// Puts aside what was left to a person before.
fn told_once(mut merged: Merged, stated_before: Option<&Stated>) -> Merged {
    let was_left = |difference: &Difference| {
        difference.kind == Kind::ByHand
            && stated_before.is_some_and(|before| before.was_left(difference))
    };
    let all = std::mem::take(&mut merged.differences).into_iter();
    (merged.left_before, merged.differences) = all.partition(was_left);
    merged
}

/// Gives what is new names of its own in Rust.
fn tell_apart(before: &[SourceFile], files: Vec<SourceFile>) -> Vec<SourceFile> {
    let apart = |file: SourceFile| {
        let old = before.iter().find(|old| old.path == file.path);
        let old = old.map(|old| load::text_of(&old.content));
        let text = load::text_of(&file.content);
        let is_service = file.path.ends_with(load::SERVICE_FILE);
        let tell = if is_service {
            apart::service
        } else {
            apart::action
        };
        match tell(old.as_deref(), &text) {
            Some(text) => SourceFile::new(file.path.clone(), text),
            None => file,
        }
    };
    files.into_iter().map(apart).collect()
}

/// A spec file: what it says, below the line that tells editors the schema.
pub(crate) fn text_of(schema: &str, value: &yaml::Yaml) -> String {
    let mut text = format!("# yaml-language-server: $schema=../../schema/{schema}.schema.json\n");
    if let yaml::Yaml::Mapping(map) = value {
        for line in yaml::block(map, 0, yaml::Layout::default()) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// Where a parameter of an action with this method and path travels that does not say so.
pub(crate) fn usual_location(
    service: &Service,
    (method, path): (&str, &str),
    name: &str,
) -> Location {
    if path_parameters(path).any(|found| found == name) {
        return Location::Path;
    }
    let protocol = service.protocols.first().copied();
    protocol
        .unwrap_or(Protocol::TencentTc3)
        .usual_location(method)
}

/// The method and the path of an action.
pub(crate) fn route<'s>(service: &'s Service, action: &'s Action) -> (&'s str, &'s str) {
    let protocol = service
        .protocols
        .first()
        .copied()
        .unwrap_or(Protocol::TencentTc3);
    let method = action
        .method
        .as_deref()
        .unwrap_or_else(|| protocol.usual_method());
    let path = action.path.as_deref().or(service.path.as_deref());
    (method, path.unwrap_or_else(|| protocol.usual_path()))
}

#[cfg(test)]
mod tests;
