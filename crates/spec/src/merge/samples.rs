//! Samples of an action: new ones are added, one that its source shows otherwise is replaced, a person's stays.

use std::collections::BTreeSet;

use serde_json::Value;

use super::difference::DifferenceKind;
use super::edit::has_comments;
use super::facts::ActionFacts;
use super::holder::{Holder, Home};
use super::walk::Walk;
use super::yaml::Yaml;
use crate::load::shape;
use crate::lock;
use crate::model::{Sample, value_text};

impl<'a> Walk<'a> {
    /// Merges the samples of the current action.
    pub(super) fn samples(&mut self, facts: &'a ActionFacts, holder: Holder<'a>) {
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
            self.replace(holder, index, "response", says, Some(was));
            self.request(holder, index, &ours[index], sample);
        }
        for sample in theirs {
            let is_it = |one: &&Sample| one.response == sample.response;
            // Which is which of several that are answered alike is not known.
            let is_alone = theirs.iter().filter(is_it).count() == 1;
            let mut same = (0..ours.len()).filter(|index| is_it(&&ours[*index]));
            if let (true, Some(index), None) = (is_alone, same.next(), same.next()) {
                self.request(holder, index, &ours[index], sample);
            }
        }
        let mut written = Vec::new();
        for sample in news {
            let (site, says) = ((Home::Action, holder.node), value_text(&sample.response));
            if self.tell(DifferenceKind::Beside, site, ("sample", ""), says, "") {
                written.push(Yaml::of(sample));
            }
        }
        self.doc(Home::Action).append(holder, "samples", written);
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
    fn request(&mut self, holder: Holder<'a>, index: usize, ours: &Sample, theirs: &Sample) {
        let is_other = theirs.request != ours.request;
        let Some(says) = theirs.request.as_ref().filter(|_| is_other) else {
            return;
        };
        let digest = lock::digest(&text(ours));
        let before = self.value_before(Home::Action, "sample", &digest);
        if before == Some(&lock::values::request_of(ours)) {
            self.replace(holder, index, "request", says, ours.request.as_ref());
        }
    }

    fn replace(
        &mut self,
        holder: Holder<'a>,
        index: usize,
        key: &'static str,
        says: &Value,
        was: Option<&Value>,
    ) {
        let Some(node) = holder.node.items("samples").get(index) else {
            return;
        };
        let text = self.doc(Home::Action).edits.text();
        let is_commented = node
            .entry(key)
            .is_some_and(|found| has_comments(text, found));
        let holder = Holder::new(Home::Action, node, &shape::SAMPLE);
        let subject = format!("sample {}", index + 1);
        let about = (&*subject, key);
        let sides = (value_text(says), was.map(value_text).unwrap_or_default());
        if is_commented {
            let site = (Home::Action, holder.value_of(key));
            let _ = self.tell(DifferenceKind::ByHand, site, about, sides.0, sides.1);
        } else {
            let key_of = (holder, key);
            self.put(
                DifferenceKind::Beside,
                key_of,
                about,
                sides,
                &Yaml::of(says),
            );
        }
    }
}

fn text(sample: &Sample) -> String {
    sample.response.to_string()
}
