//! Saved pages into the specs: which service each belongs to, one merge a service, the locks. Pure: files in,
//! files out.

use std::collections::{BTreeMap, BTreeSet};

use cloudwright_page::facts::Page;

use super::{Hints, Prose, Untranscribed, propose, service, settle};
use crate::catalog::{Catalog, LoadedService};
use crate::diagnostic::Report;
use crate::load::{self, SERVICE_FILE, SourceFile};
use crate::lock::{LOCK_FILE, Lock, ReadAgain};
use crate::merge::yaml::Yaml;
use crate::merge::{self, ActionFacts, Difference, Facts};

/// A page as it was saved and read.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The file's name, for messages.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What it says.
    pub page: Page,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Transcribed {
    /// Files that are new or say something else now, locks too.
    pub files: Vec<SourceFile>,
    /// What was different, with the name of the page's file.
    pub differences: Vec<(String, Difference)>,
    /// Sentences that changed since they were read last, with the name of the page's file.
    pub read_again: Vec<(String, ReadAgain)>,
    /// Spec files that were left as they were, and why.
    pub refused: Vec<(String, String)>,
    /// Pages that were not transcribed, and why.
    pub failed: Vec<(String, Untranscribed)>,
    /// Actions whose names no page states: the pages' files and the names that were made of their routes.
    pub named: Vec<(String, String)>,
    /// What the checks say of drafts, by file.
    pub findings: Vec<(String, String)>,
}

/// One page with what it states.
struct PageFacts<'s> {
    saved: &'s Saved,
    facts: ActionFacts,
}

/// Merges pages into specs.
///
/// `specs` are all files of the specs folder, locks apart; `locks` are the locks by folder.
///
/// # Errors
/// The specs cannot be loaded.
pub fn transcribe(
    specs: &[SourceFile],
    locks: &BTreeMap<String, Lock>,
    pages: &[Saved],
    hints: &Hints,
    prose: Prose,
) -> Result<Transcribed, Report> {
    let (mut catalog, _) = load::load(specs).into_result()?;
    let by_path = |file: &SourceFile| (file.path.clone(), file.clone());
    let before: BTreeMap<String, SourceFile> = specs.iter().map(by_path).collect();
    let mut files = before.clone();
    let mut locks = locks.clone();
    let mut outcome = Transcribed::default();
    // Two pages of one action are merged one after the other: by their number among those, then by folder.
    let mut rounds: BTreeMap<(usize, String), Vec<PageFacts<'_>>> = BTreeMap::new();
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for saved in pages {
        match stated(saved, &mut catalog, &mut files, hints, prose) {
            Ok((folder, stated)) => {
                let action = stated.facts.action.action.clone();
                if saved.page.head.action.is_none() && hints.action.is_none() {
                    outcome.named.push((saved.name.clone(), action.clone()));
                }
                let number = seen.entry((folder.clone(), action)).or_default();
                rounds.entry((*number, folder)).or_default().push(stated);
                *number += 1;
            }
            Err(refused) => outcome.failed.push((saved.name.clone(), refused)),
        }
    }
    for ((_, folder), stated) in rounds {
        one_service(&folder, &stated, &mut files, &mut locks, &mut outcome);
    }
    let is_changed = |file: &SourceFile| before.get(&file.path) != Some(file);
    outcome.files.extend(files.into_values().filter(is_changed));
    for (folder, lock) in locks {
        if let Ok(text) = lock.to_text() {
            let path = format!("{folder}/{LOCK_FILE}");
            outcome.files.push(SourceFile::new(path, text));
        }
    }
    Ok(outcome)
}

/// What a page states, and the folder of its service; a new one gets its file.
fn stated<'s>(
    saved: &'s Saved,
    catalog: &mut Catalog,
    files: &mut BTreeMap<String, SourceFile>,
    hints: &Hints,
    prose: Prose,
) -> Result<(String, PageFacts<'s>), Untranscribed> {
    let found = service::find(catalog, &saved.page, hints)?;
    let (folder, of, called) = if let Some(loaded) = found {
        let called = service::called(loaded, &saved.page, hints);
        (loaded.folder.clone(), loaded.service.clone(), called)
    } else {
        let (folder, drafted, inferred) = service::draft(catalog, &saved.page, hints)?;
        let loaded = LoadedService::new(folder.clone(), drafted.clone(), Vec::new());
        let called = service::called(&loaded, &saved.page, hints);
        // Nothing is left of a service whose page has no action.
        super::facts(&saved.page, &drafted, called.as_deref(), prose)?;
        let path = format!("{folder}/{SERVICE_FILE}");
        let mut text = merge::text_of("service", &Yaml::of(&drafted));
        for remark in inferred {
            let at = text.find('\n').map_or(0, |end| end + 1);
            text.insert_str(at, &format!("# {remark}\n"));
        }
        files.insert(path.clone(), SourceFile::new(path, text));
        catalog.services.push(loaded);
        (folder, drafted, called)
    };
    let facts = super::facts(&saved.page, &of, called.as_deref(), prose)?;
    Ok((folder, PageFacts { saved, facts }))
}

fn one_service(
    folder: &str,
    stated: &[PageFacts<'_>],
    files: &mut BTreeMap<String, SourceFile>,
    locks: &mut BTreeMap<String, Lock>,
    outcome: &mut Transcribed,
) {
    let prefix = format!("{folder}/");
    let own = files.range(prefix.clone()..);
    let own = own.take_while(|(path, _)| path.starts_with(&prefix));
    let shared = files.get(&load::provider_file(folder));
    let own = own.map(|(_, file)| file).chain(shared);
    let own: Vec<SourceFile> = own.cloned().collect();
    let known: BTreeSet<&str> = own.iter().map(|file| file.path.as_str()).collect();
    let lock = locks.entry(folder.to_owned()).or_default();
    let mut facts = Facts::of_pages(folder, Vec::new());
    let service_file = own.iter().find(|file| file.path.ends_with(SERVICE_FILE));
    for one in stated {
        let mut one = one.facts.clone();
        let path = format!("{folder}/{}.yaml", one.action.action);
        if let Some(file) = service_file.filter(|_| !known.contains(&*path)) {
            settle::settle(&mut one, file);
        }
        facts.actions.push(one);
    }
    let before = lock.stated(&facts.origin);
    let merged = match merge::drafts_kept(&own, &facts, before) {
        Ok(merged) => merged,
        Err(report) => {
            for one in stated {
                let refused = Untranscribed::Specs(report.to_string());
                outcome.failed.push((one.saved.name.clone(), refused));
            }
            return;
        }
    };
    for difference in merged.differences {
        let is_of = |one: &&PageFacts<'_>| {
            let action = &one.facts.action.action;
            difference.action() == action || difference.says == *action
        };
        let page = stated.iter().find(is_of).or(stated.first());
        let name = page.map_or_else(String::new, |one| one.saved.name.clone());
        outcome.differences.push((name, difference));
    }
    for file in merged.files {
        let file = match str::from_utf8(&file.content) {
            Ok(text) if !known.contains(&*file.path) => {
                SourceFile::new(file.path.clone(), propose::mark(text))
            }
            _ => file,
        };
        files.insert(file.path.clone(), file);
    }
    let left = merged.refused.iter().map(|(path, _)| path.as_str());
    let left: BTreeSet<&str> = left.collect();
    for one in stated {
        let path = format!("{folder}/{}.yaml", one.facts.action.action);
        if left.contains(path.as_str()) {
            continue;
        }
        let read_as = format!("{} {:?}", one.saved.page.dialect, one.saved.page.language);
        let changed = lock.page(&one.facts, &one.saved.text, &read_as.to_lowercase());
        let named = changed
            .into_iter()
            .map(|again| (one.saved.name.clone(), again));
        outcome.read_again.extend(named);
    }
    outcome.findings.extend(merged.findings);
    outcome.refused.extend(merged.refused);
}
