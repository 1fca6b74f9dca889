//! Samples of an action: new ones are added, one that its source shows otherwise is replaced, a person's stays.

use std::collections::BTreeSet;

use serde_json::Value;

use super::difference::Kind;
use super::edit::has_comments;
use super::facts::ActionFacts;
use super::values::plain;
use super::walk::{Home, Walk, entry, items, yaml_of};
use super::yaml;
use crate::load::shape;
use crate::lock;
use crate::model::Sample;
use crate::source::Node;

impl<'a> Walk<'a> {
    /// Merges the samples of the current action.
    pub(super) fn samples(&mut self, facts: &'a ActionFacts, root: &'a Node) {
        let Some(current) = &self.current else { return };
        let (ours, theirs) = (&current.spec.samples, &facts.action.samples);
        // Those of a page are the ones that people look at.
        if !ours.is_empty() && !self.may_change() {
            return;
        }
        let known: BTreeSet<String> = ours.iter().map(text).collect();
        // One that the source showed before and the spec has no more has been taken out by a person.
        let is_new = |sample: &&Sample| !known.contains(&text(sample)) && !self.was_shown(sample);
        let mut news: Vec<&Sample> = theirs.iter().filter(is_new).collect();
        for (index, sample) in self.replaced(ours, theirs, &news) {
            news.retain(|one| !std::ptr::eq(*one, sample));
            let (says, was) = (&sample.response, &ours[index].response);
            self.replace(index, "response", says, Some(was), root);
            self.request(index, &ours[index], sample, root);
        }
        for sample in theirs {
            let is_it = |one: &&Sample| one.response == sample.response;
            // Which is which of several that are answered alike is not known.
            let is_alone = theirs.iter().filter(is_it).count() == 1;
            let mut same = (0..ours.len()).filter(|index| is_it(&&ours[*index]));
            if let (true, Some(index), None) = (is_alone, same.next(), same.next()) {
                self.request(index, &ours[index], sample, root);
            }
        }
        let mut written = Vec::new();
        for sample in news {
            let (home, says) = ((Home::Action, root), plain(&sample.response));
            if self.tell(Kind::Beside, home, ("sample", ""), says, "") {
                written.extend(yaml::value(sample).ok());
            }
        }
        let doc = self.doc(Home::Action);
        doc.append((root, &shape::ACTION), "samples", written);
    }

    /// Whether the source showed a sample when it was last merged.
    fn was_shown(&self, sample: &Sample) -> bool {
        let digest = lock::digest(&text(sample));
        self.value_before(Home::Action, "sample", &digest).is_some()
    }

    /// Which samples of the spec are the source's and shown otherwise now: those that it showed before, or, where
    /// nothing is known of that, those in the places of new ones.
    fn replaced<'s>(
        &self,
        ours: &[Sample],
        theirs: &'s [Sample],
        news: &[&'s Sample],
    ) -> Vec<(usize, &'s Sample)> {
        let is_still = |sample: &Sample| theirs.iter().any(|one| one.response == sample.response);
        if self.knows_lists() {
            let gone = ours.iter().enumerate();
            let gone = gone.filter(|(_, sample)| self.was_shown(sample) && !is_still(sample));
            let pairs = gone.zip(news).map(|((index, _), sample)| (index, *sample));
            return pairs.collect();
        }
        if ours.len() != theirs.len() {
            return Vec::new();
        }
        let pairs = theirs.iter().enumerate().filter(|(index, sample)| {
            let is_new = news.iter().any(|one| std::ptr::eq(*one, *sample));
            is_new && !is_still(&ours[*index])
        });
        pairs.collect()
    }

    /// Another request, where the spec has the source's own.
    fn request(&mut self, index: usize, ours: &Sample, theirs: &Sample, root: &'a Node) {
        let Some(says) = theirs
            .request
            .as_ref()
            .filter(|_| theirs.request != ours.request)
        else {
            return;
        };
        let digest = lock::digest(&text(ours));
        let before = self.value_before(Home::Action, "sample", &digest);
        if before == Some(&lock::values::request_of(ours)) {
            self.replace(index, "request", says, ours.request.as_ref(), root);
        }
    }

    fn replace(
        &mut self,
        index: usize,
        key: &'static str,
        says: &Value,
        was: Option<&Value>,
        root: &'a Node,
    ) {
        let Some(node) = items(root, "samples").get(index) else {
            return;
        };
        let found = entry(node, key);
        let text = self.doc(Home::Action).edits.text();
        let kind = if found.is_some_and(|found| has_comments(text, found)) {
            Kind::ByHand
        } else {
            Kind::Beside
        };
        let subject = format!("sample {}", index + 1);
        let was = was.map(plain).unwrap_or_default();
        let is_merged = self.tell(
            kind,
            (Home::Action, node),
            (&subject, key),
            plain(says),
            was,
        );
        if is_merged && kind == Kind::Beside {
            let doc = self.doc(Home::Action);
            doc.set((node, &shape::SAMPLE), key, &yaml_of(says));
        }
    }
}

fn text(sample: &Sample) -> String {
    sample.response.to_string()
}
