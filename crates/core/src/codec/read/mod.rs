//! The loop that reads an answer into slots.
//!
//! It keeps going after a value that cannot be read: the first such value becomes the error of the
//! whole, but what comes later, the request id above all, is still read. Text that is not JSON ends it.

mod any;
mod failures;
mod limits;
mod packed;
mod scalar;

use std::borrow::Cow;
use std::collections::HashMap;

use super::decoding::Decoding;
use super::error::{AnswerText, DecodeError, DecodeErrorKind};
use super::findings::{FindingKind, Findings};
use super::path::Path;
use super::room::Room;
use super::scan::{Broken, MAX_DEPTH, Scanned, Scanner, TOO_DEEP};
use super::{Decode, Slot};
use crate::meta::Serialize;
use crate::time::TimeFormat;
use limits::STRETCH;
pub(super) use scalar::{INTEGER, NUMBER, UNSIGNED, put};

/// The text is not JSON from some place on.
pub(super) type Read<T> = Result<T, Box<DecodeError>>;

pub(super) const OBJECT: &str = "an object";
pub(super) const LIST: &str = "a list";

/// An answer while it is being read. What it reads it hands to [`Field`](super::Field)s.
pub struct Reader<'b> {
    pub(super) scan: Scanner<'b>,
    pub(super) source: AnswerText<'b>,
    decoding: Decoding<'b>,
    /// How the times are written that are being read.
    times: TimeFormat,
    /// What the answer may still become.
    pub(super) room: Room,
    /// Up to where is read before the clock is looked at again.
    stretch: usize,
    depth: u32,
    /// Where the object begins whose members are being read.
    object: usize,
    /// Where the whole result begins.
    pub(super) result_at: Option<usize>,
    /// Members that were taken by another spelling, each with its object: those of the objects that
    /// are being read.
    respelled: Vec<(usize, String)>,
    pub(super) findings: Findings,
    /// The first value that could not be read.
    pub(super) failure: Option<Box<DecodeError>>,
    /// How many values could not be read.
    failures: usize,
    /// How many of them there are in each member of the objects that are being read, of those that have
    /// any: where the object begins, and its members.
    failed: Vec<(usize, HashMap<String, usize>)>,
    /// What was charged for the whole result's own.
    own: usize,
    /// Neither findings nor failures are kept: the result is not what is being read.
    pub(super) silent: bool,
    /// What is converted or passed over is a finding; not so where it is how such a value travels.
    pub(super) finds: bool,
    /// The first value that cannot be read is told as an error. Where the answer has one already,
    /// looking up lines and columns for more would make reading quadratic.
    tells: bool,
}

impl<'b> Reader<'b> {
    pub(super) fn new(source: AnswerText<'b>, decoding: Decoding<'b>) -> Self {
        Self {
            scan: Scanner::new(source.text),
            source,
            decoding,
            times: TimeFormat::UNDOCUMENTED,
            room: Room::new(decoding.max_decoded),
            stretch: STRETCH,
            depth: 0,
            object: 0,
            result_at: None,
            respelled: Vec::new(),
            findings: Findings::default(),
            failure: None,
            failures: 0,
            failed: Vec::new(),
            own: 0,
            silent: false,
            finds: true,
            tells: true,
        }
    }

    /// Reads the next value to where it belongs.
    pub(super) fn value(&mut self, slot: Slot<'_>, path: &Path<'_>) -> Read<()> {
        match slot {
            Slot::Plain(field) => field.read(self, path),
            Slot::TimeIn(format, field) => self.times(format, field, path),
            Slot::JsonText(field) => self.packed(field, Serialize::Json, path),
            Slot::CommaText(field) => self.packed(field, Serialize::Comma, path),
        }
    }

    /// Reads an object's members to the slots of a structure.
    pub(super) fn members(&mut self, target: &mut dyn Decode, path: &Path<'_>) -> Read<()> {
        self.charge(target.heap_size(), path)?;
        self.each_member(path, &mut |reader, name, path| match target.slot(name) {
            Some(slot) => reader.claimed(slot, path),
            None => reader.unclaimed(target, name, path),
        })
    }

    /// Reads the value to the slot, and not over what a member of the same name left there.
    pub(super) fn claimed(&mut self, mut slot: Slot<'_>, path: &Path<'_>) -> Read<()> {
        if slot.field().is_set() {
            self.given_again(&mut slot, path);
        }
        self.value(slot, path)
    }

    /// Makes way for a member that was there before, by its own or another spelling.
    #[cold]
    fn given_again(&mut self, slot: &mut Slot<'_>, path: &Path<'_>) {
        slot.field().clear();
        self.found(path, FindingKind::DuplicateMember);
        // From now on the page's own spelling is there.
        let other_case = path.name().and_then(with_first_letter_swapped);
        if let Some(place) = other_case.and_then(|name| self.respelling(&name)) {
            self.respelled.swap_remove(place);
        }
    }

    /// A member without a slot: another spelling of one that has it, or news.
    ///
    /// Only the first letter's case is bridged, and only where the page's own spelling left nothing:
    /// that is how the vendors' gateways and samples differ from their pages.
    #[cold]
    pub(super) fn unclaimed(
        &mut self,
        target: &mut dyn Decode,
        name: &str,
        path: &Path<'_>,
    ) -> Read<()> {
        let other_case = with_first_letter_swapped(name);
        if let Some(mut slot) = other_case.as_deref().and_then(|name| target.slot(name)) {
            let is_again = self.respelling(name).is_some();
            if is_again {
                slot.field().clear();
                self.found(path, FindingKind::DuplicateMember);
            } else if !slot.field().is_set() {
                self.found(path, FindingKind::OtherCase);
                self.respelled.push((self.object, name.to_owned()));
            } else {
                self.found(path, FindingKind::UnknownMember);
                return self.skip(path);
            }
            return self.value(slot, path);
        }
        self.found(path, FindingKind::UnknownMember);
        self.skip(path)
    }

    /// Where it is kept that a member of this name was taken in this object for one of another spelling.
    /// There are no more of them than the type has fields.
    pub(super) fn respelling(&self, name: &str) -> Option<usize> {
        let here = |(object, taken): &(usize, String)| *object == self.object && taken == name;
        self.respelled.iter().rposition(here)
    }

    /// Visits an object's members. The bracket has been seen.
    pub(super) fn each_member(
        &mut self,
        path: &Path<'_>,
        visit: &mut dyn FnMut(&mut Self, &str, &Path<'_>) -> Read<()>,
    ) -> Read<()> {
        let outer = self.object;
        self.object = self.scan.at();
        let respelled = self.respelled.len();
        self.enter(b'{', path)?;
        if !self.scan.take(b'}') {
            loop {
                self.look_if_due(path)?;
                let name = match self.scan.quick_name() {
                    Some(name) => Cow::Borrowed(name),
                    None => self.name(path)?,
                };
                if self.failures > 0 {
                    self.supersede(&name);
                }
                let failures = self.failures;
                let member = path.member(&name);
                visit(self, &name, &member)?;
                if self.failures != failures {
                    self.has_failed(&name, self.failures - failures, &member)?;
                }
                if !self.scanned(|scan| scan.more(b'}'), path)? {
                    break;
                }
            }
        }
        if self.respelled.len() > respelled || self.failures > 0 {
            self.leave(respelled);
        }
        self.object = outer;
        self.depth -= 1;
        Ok(())
    }

    /// A member's name in any form.
    fn name(&mut self, path: &Path<'_>) -> Read<Cow<'b, str>> {
        let name = self.scanned(Scanner::name, path)?;
        if name.replaced {
            self.half_a_character(&path.member(&name.value));
        }
        Ok(name.value)
    }

    /// Visits a list's items. The bracket has been seen.
    pub(super) fn each_item(
        &mut self,
        path: &Path<'_>,
        visit: &mut dyn FnMut(&mut Self, &Path<'_>) -> Read<()>,
    ) -> Read<()> {
        self.enter(b'[', path)?;
        if !self.scan.take(b']') {
            let mut index = 0;
            loop {
                self.look_if_due(path)?;
                visit(self, &path.item(index))?;
                index += 1;
                if !self.scanned(|scan| scan.more(b']'), path)? {
                    break;
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// Goes past a `null` in a list or map, which is counted and left out.
    pub(super) fn takes_null_item(&mut self, path: &Path<'_>) -> Read<bool> {
        let is_null = self.scan.peek() == Some(b'n');
        if is_null {
            self.scanned(|scan| scan.literal("null"), path)?;
            self.found(path, FindingKind::NullItem);
        }
        Ok(is_null)
    }

    /// Whether an object or a list is next. What else may stand there is gone past.
    pub(super) fn opens(
        &mut self,
        bracket: u8,
        expected: &'static str,
        path: &Path<'_>,
    ) -> Read<bool> {
        if self.scan.peek() == Some(bracket) {
            return Ok(true);
        }
        self.stands_in(bracket, expected, path)?;
        Ok(false)
    }

    /// Goes past what stands in place of an object or a list: `null` is absent, and so is what
    /// vendors write for nothing, an empty text or PHP's empty list for an empty object.
    #[cold]
    fn stands_in(&mut self, bracket: u8, expected: &'static str, path: &Path<'_>) -> Read<()> {
        let start = self.scan.at();
        self.skip(path)?;
        let json = self.scan.since(start);
        let is_empty = match json.as_bytes() {
            b"null" => return Ok(()),
            [b'[', inner @ .., b']'] => bracket == b'{' && inner.trim_ascii().is_empty(),
            json => json == b"\"\"",
        };
        if is_empty {
            self.found(path, FindingKind::Empty { expected });
        } else {
            self.fail(start, expected, path);
        }
        Ok(())
    }

    /// Goes past a value of any kind, of which nothing is told but that it is no JSON.
    pub(super) fn skip(&mut self, path: &Path<'_>) -> Read<()> {
        let silent = std::mem::replace(&mut self.silent, true);
        let read = self.skip_value(path);
        self.silent = silent;
        read
    }

    /// The limit of depth bounds the recursion.
    fn skip_value(&mut self, path: &Path<'_>) -> Read<()> {
        match self.scan.peek() {
            Some(b'{') => self.each_member(path, &mut |reader, _, path| reader.skip_value(path)),
            Some(b'[') => self.each_item(path, &mut |reader, path| reader.skip_value(path)),
            _ => self.scanned(Scanner::skip_scalar, path),
        }
    }

    fn enter(&mut self, bracket: u8, path: &Path<'_>) -> Read<()> {
        if self.depth == MAX_DEPTH {
            return self.scanned(|scan| Err(scan.broken(TOO_DEEP)), path);
        }
        self.depth += 1;
        self.scan.take(bracket);
        Ok(())
    }

    /// Calls the scanner, and says where if it fails.
    pub(super) fn scanned<T>(
        &mut self,
        scan: impl FnOnce(&mut Scanner<'b>) -> Scanned<T>,
        path: &Path<'_>,
    ) -> Read<T> {
        scan(&mut self.scan).or_else(|broken| self.broken(broken, path))
    }

    #[cold]
    fn broken<T>(&self, broken: Broken, path: &Path<'_>) -> Read<T> {
        Err(Box::new(if self.tells {
            DecodeError::broken(broken, path, self.source)
        } else {
            DecodeError::untold(DecodeErrorKind::of(broken))
        }))
    }
}

pub(super) fn with_first_letter_swapped(name: &str) -> Option<String> {
    let mut swapped = name.to_owned();
    let first = swapped.get_mut(..1)?;
    first.make_ascii_uppercase();
    if name.starts_with(&*first) {
        first.make_ascii_lowercase();
    }
    (swapped != name).then_some(swapped)
}

#[cfg(test)]
mod tests;
