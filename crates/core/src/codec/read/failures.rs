//! What could not be read of an answer, and what it holds that its page does not say.

use std::collections::HashMap;

use super::{Read, Reader};
use crate::codec::error::{DecodeError, kind_of};
use crate::codec::findings::FindingKind;
use crate::codec::path::Path;

impl Reader<'_> {
    /// Goes past a value that is not what is expected.
    #[cold]
    pub(super) fn mismatch(&mut self, expected: &'static str, path: &Path<'_>) -> Read<()> {
        let start = self.scan.at();
        self.skip(path)?;
        self.fail(start, expected, path);
        Ok(())
    }

    /// Remembers what an answer held that its page does not say.
    #[cold]
    pub(in crate::codec) fn found(&mut self, path: &Path<'_>, kind: FindingKind) {
        let is_loss = matches!(kind, FindingKind::Unreadable { .. });
        if !self.silent && (self.finds || is_loss) {
            self.findings.add(path, kind);
        }
    }

    /// Remembers a text in which U+FFFD stands for half a character.
    #[cold]
    pub(super) fn half_a_character(&mut self, path: &Path<'_>) {
        if self.decoding.whole_characters {
            self.fail(self.scan.at(), "whole characters", path);
        } else {
            self.found(path, FindingKind::BrokenText);
        }
    }

    /// Remembers a value that could not be read, what was gone past since `start`. The first one of
    /// the answer will be told; where that is asked for, it is left out and only found.
    #[cold]
    pub(super) fn fail(&mut self, start: usize, expected: &'static str, path: &Path<'_>) {
        if self.silent {
            return;
        }
        let got = self.scan.since(start);
        if self.decoding.lenient && self.result_at != Some(start) {
            let got = kind_of(got);
            return self.found(path, FindingKind::Unreadable { expected, got });
        }
        self.failures += 1;
        let at = start + self.source.skipped;
        let is_first = self.failure.as_ref().is_none_or(|first| at < first.offset);
        if is_first && self.tells {
            let error = DecodeError::mismatch(path, expected, got, start, self.source);
            self.failure = Some(Box::new(error));
        }
    }

    /// Keeps how many values of a member could not be read, for the case that it is given again.
    #[cold]
    pub(super) fn has_failed(&mut self, name: &str, failures: usize, path: &Path<'_>) -> Read<()> {
        self.charge(size_of::<((usize, String), usize)>() + name.len(), path)?;
        if self.failed_here().is_none() {
            self.failed.push((self.object, HashMap::new()));
        }
        if let Some(here) = self.failed_here() {
            here.insert(name.to_owned(), failures);
        }
        Ok(())
    }

    /// A member may be given again: what could not be read of it before does not count any more.
    #[cold]
    pub(super) fn supersede(&mut self, name: &str) {
        let before = self.failed_here().and_then(|here| here.remove(name));
        self.failures -= before.unwrap_or_default();
        if self.failures == 0 {
            self.failure = None;
        }
    }

    /// Forgets what was kept of the members of the object that ends here.
    #[cold]
    pub(super) fn leave(&mut self, respelled: usize) {
        self.respelled.truncate(respelled);
        // Objects around this one begin before it, and those in it have ended.
        let around = self.failed.partition_point(|(at, _)| *at < self.object);
        self.failed.truncate(around);
    }

    /// What could not be read of the members of the object that is being read.
    fn failed_here(&mut self) -> Option<&mut HashMap<String, usize>> {
        // Those that begin behind this one are over.
        let open = self.failed.partition_point(|(at, _)| *at <= self.object);
        self.failed.truncate(open);
        let (object, members) = self.failed.last_mut()?;
        (*object == self.object).then_some(members)
    }
}
