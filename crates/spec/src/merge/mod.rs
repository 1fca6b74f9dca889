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
mod doc;
mod edit;
mod endpoints;
mod facts;
mod gone;
mod holder;
mod member;
mod member_type;
mod members;
mod pair;
mod samples;
mod service;
mod settled;
mod types;
pub(crate) mod values;
mod walk;
pub(crate) mod yaml;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

pub use difference::{Difference, DifferenceKind};
pub(crate) use facts::Direction;
pub use facts::{ActionFacts, Facts, Origin, Whole};
pub(crate) use members::subject;
pub(crate) use service::without_usual_route;

use crate::catalog::Catalog;
use crate::diagnostic::{Code, Diagnostic, Report, Severity, shown};
use crate::load::{self, ReadFile, SourceFile};
use crate::lock::Stated;
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
    stated_before: Option<Stated<'_>>,
) -> Result<Merged, Report> {
    let read = load::read(files);
    let (catalog, _) = load::load_read(&read).into_result()?;
    let known = (stated_before, None);
    let merged = settled(|left| attempt(files, (&catalog, &read), facts, known, left))?;
    Ok(told_once(merged, stated_before))
}

/// The same for drafts: new files are kept where the checks refuse them, and what was wrong before may stay
/// so (a page often does not say the version of the API).
pub(crate) fn drafts_kept(
    files: &[SourceFile],
    facts: &Facts,
    stated_before: Option<Stated<'_>>,
) -> Result<Merged, Report> {
    let read = load::read(files);
    let loaded = load::load_read(&read);
    let before = errors(&loaded.report);
    let known = (stated_before, Some(&before));
    settled(|left| attempt(files, (&loaded.catalog, &read), facts, known, left))
}

/// Merges without what is left to a person. Errors that were there `before` are kept in drafts.
fn attempt(
    files: &[SourceFile],
    (catalog, read): (&Catalog, &[ReadFile<'_>]),
    facts: &Facts,
    (stated_before, before): (Option<Stated<'_>>, Option<&Errors>),
    left: &Left,
) -> (Result<Merged, Report>, Left) {
    let mut merged = unchecked(catalog, read, facts, (stated_before, left));
    merged
        .findings
        .extend(before.into_iter().flatten().cloned());
    let (outcome, denied) = refuse(files, read, &mut merged, before);
    (outcome.map(|()| merged), denied)
}

/// What is wrong: files and messages.
type Errors = BTreeSet<(String, String)>;

/// What is wrong, by file.
fn errors(report: &Report) -> Errors {
    let errors = error_diagnostics(report);
    errors
        .map(|found| (found.file.clone(), found.message.clone()))
        .collect()
}

fn error_diagnostics(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    let all = report.diagnostics().iter();
    all.filter(|found| found.severity == Severity::Error)
}

fn unchecked(
    catalog: &Catalog,
    read: &[ReadFile<'_>],
    facts: &Facts,
    known: (Option<Stated<'_>>, &Left),
) -> Merged {
    let mut merged = Merged::default();
    for service in &catalog.services {
        let own = format!("{}/", service.folder);
        let is_own = |read: &&ReadFile<'_>| read.file.path.starts_with(&own);
        let own: Vec<&ReadFile<'_>> = read.iter().filter(is_own).collect();
        service::merge(service, &own, facts, known, &mut merged);
    }
    merged
}

/// Takes back what the checks would refuse, and tells which differences may be why. Errors in `before`, which
/// drafts have, are none.
fn refuse(
    files: &[SourceFile],
    read: &[ReadFile<'_>],
    merged: &mut Merged,
    before: Option<&Errors>,
) -> (Result<(), Report>, Left) {
    let mut denied = Left::default();
    let mut is_apart = false;
    while !merged.files.is_empty() {
        let Err(report) = checked(read, &merged.files) else {
            break;
        };
        let mut found = report.diagnostics().iter();
        if !is_apart && found.any(|found| found.code == Code::SameRustName) {
            is_apart = true;
            merged.files = tell_apart(files, std::mem::take(&mut merged.files));
            continue;
        }
        let is_new = |error: &&Diagnostic| {
            let error = (error.file.clone(), error.message.clone());
            before.is_none_or(|before| !before.contains(&error))
        };
        let errors: Vec<&Diagnostic> = error_diagnostics(&report).filter(is_new).collect();
        let mut refused: BTreeMap<String, String> = BTreeMap::new();
        let mut drafts: BTreeMap<String, String> = BTreeMap::new();
        for error in &errors {
            let old = text_before(files, &error.file);
            denied.add(error, merged, old.as_deref());
            let is_ours = merged.files.iter().any(|file| file.path == error.file);
            if is_ours && !error.file.ends_with(load::SERVICE_FILE) {
                let line = error.span.as_ref().map_or(0, |span| span.line);
                let told = format!("line {line}: {}", shown(&error.message));
                let is_kept = old.is_none() && before.is_some();
                let list = if is_kept { &mut drafts } else { &mut refused };
                list.entry(error.file.clone()).or_insert(told);
            }
        }
        if !refused.is_empty() {
            let is_left = |file: &str| !refused.contains_key(file);
            merged.differences.retain(|found| is_left(&found.file));
            merged.files.retain(|file| is_left(&file.path));
            merged.refused.extend(refused);
        } else if drafts.is_empty() && !errors.is_empty() {
            return (Err(report), denied);
        } else {
            merged.findings.extend(drafts);
            break;
        }
    }
    (Ok(()), denied)
}

/// Checks the files of a merge beside those that were read.
fn checked(read: &[ReadFile<'_>], files: &[SourceFile]) -> Result<(), Report> {
    let changed = load::read(files);
    let all = read.iter().chain(&changed);
    let all: BTreeMap<&str, &ReadFile<'_>> =
        all.map(|read| (read.file.path.as_str(), read)).collect();
    let loaded = load::load_read(all.into_values());
    loaded.into_result().map(drop)
}

/// What a file said before the merge, if it was there.
fn text_before<'f>(files: &'f [SourceFile], path: &str) -> Option<Cow<'f, str>> {
    let old = files.iter().find(|old| old.path == path)?;
    Some(load::text_of(&old.content))
}

/// Puts aside what was left to a person before.
fn told_once(mut merged: Merged, stated_before: Option<Stated<'_>>) -> Merged {
    let was_left = |difference: &Difference| {
        difference.kind == DifferenceKind::ByHand
            && stated_before.is_some_and(|before| before.was_left(difference))
    };
    let all = std::mem::take(&mut merged.differences).into_iter();
    (merged.left_before, merged.differences) = all.partition(was_left);
    merged
}

/// Gives what is new names of its own in Rust.
fn tell_apart(before: &[SourceFile], files: Vec<SourceFile>) -> Vec<SourceFile> {
    let apart = |file: SourceFile| {
        let old = text_before(before, &file.path);
        let text = load::text_of(&file.content);
        let told = apart::told_apart(&file.path, old.as_deref(), &text);
        told.map_or_else(|| file.clone(), |told| file.with_text(&told))
    };
    let files = files.into_iter().map(apart).collect();
    apart_errors::apart(before, files)
}

/// A spec file: what it says, below the line that tells editors the schema.
pub(crate) fn text_of(schema: &str, value: &yaml::Yaml) -> String {
    let mut text = format!("# yaml-language-server: $schema=../../schema/{schema}.schema.json\n");
    if let yaml::Yaml::Mapping(map) = value {
        for line in yaml::block(map, 0, yaml::LIST_INDENT) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests;
