//! A draft that the checks take: examples and samples that deny the tables beyond what a conflict can say are
//! left out, because a spec must say what it knows.

use super::tree;
use crate::diagnostic::{Code, Severity};
use crate::load::{self, SourceFile};
use crate::merge::{ActionFacts, Facts};
use crate::model::{Member, Sample};

/// Leaves out of a new action what would be refused.
pub(super) fn settle(facts: &mut ActionFacts, service: &SourceFile) {
    if !has(
        facts,
        service,
        &[Code::BadExample, Code::SampleMismatch, Code::StaleConflict],
    ) {
        return;
    }
    // What a page shows is nearer than how it says that times are written.
    let shown = &[Code::BadExample, Code::SampleMismatch];
    if has(facts, service, shown) {
        let mut without = facts.clone();
        each(&mut without, &mut |member| member.format = None);
        if !has(&without, service, shown) {
            *facts = without;
        }
    }
    let samples: Vec<Sample> = std::mem::take(&mut facts.action.samples);
    if has(facts, service, &[Code::BadExample]) {
        each(facts, &mut |member| member.example = None);
    }
    if has(facts, service, &[Code::BadExample]) {
        each(facts, &mut |member| member.default = None);
    }
    for sample in samples {
        let mut with = facts.clone();
        with.action.samples.push(sample.clone());
        if has(&with, service, &[Code::SampleMismatch]) {
            // Its request may be what does not fit.
            let bare = Sample {
                request: None,
                ..sample
            };
            with.action.samples.pop();
            with.action.samples.push(bare.clone());
            if !has(&with, service, &[Code::SampleMismatch]) {
                facts.action.samples.push(bare);
            }
        } else {
            facts.action.samples.push(sample);
        }
    }
    // A conflict whose sample was left out is none.
    if has(facts, service, &[Code::StaleConflict]) {
        let samples = std::mem::take(&mut facts.action.samples);
        each(facts, &mut |member| member.conflict.clear());
        let fits = |facts: &ActionFacts, sample: &Sample| {
            let mut with = facts.clone();
            with.action.samples = vec![sample.clone()];
            !has(&with, service, &[Code::SampleMismatch])
        };
        let fitting = samples.into_iter().filter(|sample| fits(facts, sample));
        facts.action.samples = fitting.collect();
    }
}

/// Does something with every member.
fn each(facts: &mut ActionFacts, with: &mut dyn FnMut(&mut Member)) {
    let action = &mut facts.action;
    tree::each(&mut action.request, &mut action.types, with);
    tree::each(&mut action.response, &mut [], with);
}

/// Whether a draft would be refused for one of these reasons.
fn has(facts: &ActionFacts, service: &SourceFile, codes: &[Code]) -> bool {
    let all = Facts::of_pages("", vec![facts.clone()]);
    let files = std::slice::from_ref(service);
    let Ok(merged) = crate::merge::drafts_kept(files, &all, None) else {
        return false;
    };
    let mut files = merged.files;
    if !files.iter().any(|file| file.path == service.path) {
        files.push(service.clone());
    }
    let loaded = load::load(&files);
    let mut found = loaded.report.diagnostics().iter();
    found.any(|found| found.severity == Severity::Error && codes.contains(&found.code))
}
