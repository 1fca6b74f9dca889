//! The loop that reads an answer into slots.
//!
//! It keeps going after a value that cannot be read: the first such value becomes the error of the
//! whole, but what comes later, the request id above all, is still read. Text that is not JSON ends it.

mod any;
mod map;
mod packed;
mod scalar;

pub use any::AnyValue;
pub use map::KeyedValue;
pub use packed::PackedValue;
pub(super) use scalar::{boolean_in, finite, number_in};
pub(crate) use scalar::{integer_in, unsigned_in};

use std::borrow::Cow;

use super::error::{DecodeError, Source};
use super::findings::{FindingKind, Findings};
use super::path::Path;
use super::scan::{Broken, MAX_DEPTH, Scanned, Scanner, TOO_DEEP};
use super::{Decode, ListPlace, Slot};
use packed::Packing;
use scalar::{INTEGER, NUMBER, UNSIGNED, put_number};

/// The text is not JSON from some place on.
pub(super) type Read<T> = Result<T, Box<DecodeError>>;

const OBJECT: &str = "an object";
const LIST: &str = "a list";

pub(super) struct Reader<'b> {
    pub(super) scan: Scanner<'b>,
    source: Source<'b>,
    depth: u32,
    pub(super) findings: Findings,
    /// The first value that could not be read.
    pub(super) failure: Option<Box<DecodeError>>,
    /// Nothing is told of what is being read.
    pub(super) silent: bool,
    /// Members of the result that stood beside its envelope: a second one inside is no finding.
    pub(super) beside: Vec<String>,
}

impl<'b> Reader<'b> {
    pub(super) fn new(source: Source<'b>) -> Self {
        Self {
            scan: Scanner::new(source.text),
            source,
            depth: 0,
            findings: Findings::default(),
            failure: None,
            silent: false,
            beside: Vec::new(),
        }
    }

    /// Reads the next value to where it belongs; tells whether it was there and could be read.
    pub(super) fn value(&mut self, slot: Slot<'_>, path: &Path<'_>) -> Read<bool> {
        let first = self.scan.peek();
        Ok(match slot {
            Slot::String(place) => store(place, self.string(first, path)?.map(Into::into)),
            Slot::Integer(place) => self.number(INTEGER, first, path, &mut |text| {
                store(place, integer_in(text))
            })?,
            Slot::Unsigned(place) => self.number(UNSIGNED, first, path, &mut |text| {
                store(place, unsigned_in(text))
            })?,
            Slot::Number(place) | Slot::NumberItem(place) => {
                self.number(NUMBER, first, path, &mut |text| {
                    put_number(place, text).is_some()
                })?
            }
            Slot::Boolean(place) => self.boolean(place, first, path)?,
            Slot::Any(place) | Slot::AnyItem(place) => self.any(place, path)?,
            Slot::Enum(place) => {
                let text = self.string(first, path)?;
                text.map(|text| place.put(&text)).is_some()
            }
            Slot::Object(place) => {
                self.opens(b'{', OBJECT, path)? && self.members(place.start(), path)?
            }
            Slot::List(place) => self.list(place, path)?,
            Slot::Map(place) => place.read(KeyedValue { reader: self, path })?,
            Slot::JsonText(place) => self.packed(place, Packing::Json, path)?,
            Slot::CommaText(place) => self.packed(place, Packing::Comma, path)?,
            Slot::StringItem(place) => {
                let mut text = None;
                self.value(Slot::String(&mut text), path)?;
                put(place, text)
            }
            Slot::IntegerItem(place) => {
                let mut number = None;
                self.value(Slot::Integer(&mut number), path)?;
                put(place, number)
            }
            Slot::UnsignedItem(place) => {
                let mut number = None;
                self.value(Slot::Unsigned(&mut number), path)?;
                put(place, number)
            }
            Slot::BooleanItem(place) => {
                let mut value = None;
                self.value(Slot::Boolean(&mut value), path)?;
                put(place, value)
            }
            Slot::ObjectItem(item) => {
                self.opens(b'{', OBJECT, path)? && self.members(item, path)?
            }
        })
    }

    /// Reads an object's members to the slots of a structure.
    fn members(&mut self, target: &mut dyn Decode, path: &Path<'_>) -> Read<bool> {
        self.each_member(path, |reader, name, path| reader.member(target, name, path))?;
        Ok(true)
    }

    /// Reads a member to its slot.
    pub(super) fn member(
        &mut self,
        target: &mut dyn Decode,
        name: &str,
        path: &Path<'_>,
    ) -> Read<()> {
        match target.slot(name) {
            Some(slot) => self.claimed(slot, path),
            None => self.unclaimed(target, name, path),
        }
    }

    /// Reads the value to the slot, and not over what a member of the same name left there.
    pub(super) fn claimed(&mut self, mut slot: Slot<'_>, path: &Path<'_>) -> Read<()> {
        if slot.is_set() {
            slot.clear();
            self.found(path, FindingKind::DuplicateMember);
        }
        self.value(slot, path)?;
        Ok(())
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
        if let Some(slot) = other_case.as_deref().and_then(|name| target.slot(name))
            && !slot.is_set()
        {
            self.found(path, FindingKind::OtherCase);
            self.value(slot, path)?;
            return Ok(());
        }
        self.found(path, FindingKind::UnknownMember);
        self.skip(path)
    }

    /// Visits an object's members. The bracket has been seen.
    pub(super) fn each_member(
        &mut self,
        path: &Path<'_>,
        mut visit: impl FnMut(&mut Self, &str, &Path<'_>) -> Read<()>,
    ) -> Read<()> {
        self.visit_members(path, &mut visit)
    }

    fn visit_members(
        &mut self,
        path: &Path<'_>,
        visit: &mut dyn FnMut(&mut Self, &str, &Path<'_>) -> Read<()>,
    ) -> Read<()> {
        self.enter(b'{', path)?;
        if !self.scan.take(b'}') {
            loop {
                let name = match self.scan.quick_name() {
                    Some(name) => Cow::Borrowed(name),
                    None => self.name(path)?,
                };
                visit(self, &name, &path.member(&name))?;
                if !self.scanned(|scan| scan.more(b'}'), path)? {
                    break;
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// A member's name in any form.
    fn name(&mut self, path: &Path<'_>) -> Read<Cow<'b, str>> {
        let name = self.scanned(Scanner::name, path)?;
        if name.replaced {
            let path = path.member(&name.value);
            self.found(&path, FindingKind::BrokenText);
        }
        Ok(name.value)
    }

    fn list(&mut self, place: &mut dyn ListPlace, path: &Path<'_>) -> Read<bool> {
        if !self.opens(b'[', LIST, path)? {
            return Ok(false);
        }
        self.each_item(path, |reader, path| {
            if reader.takes_null_item(path)? {
                return Ok(());
            }
            if !reader.value(place.add(), path)? {
                place.remove_last();
            }
            Ok(())
        })?;
        Ok(true)
    }

    /// Visits a list's items. The bracket has been seen.
    fn each_item(
        &mut self,
        path: &Path<'_>,
        mut visit: impl FnMut(&mut Self, &Path<'_>) -> Read<()>,
    ) -> Read<()> {
        self.visit_items(path, &mut visit)
    }

    fn visit_items(
        &mut self,
        path: &Path<'_>,
        visit: &mut dyn FnMut(&mut Self, &Path<'_>) -> Read<()>,
    ) -> Read<()> {
        self.enter(b'[', path)?;
        if !self.scan.take(b']') {
            let mut index = 0;
            loop {
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
    fn takes_null_item(&mut self, path: &Path<'_>) -> Read<bool> {
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

    /// Goes past a value that is not what is expected.
    #[cold]
    fn mismatch(&mut self, expected: &'static str, path: &Path<'_>) -> Read<()> {
        let start = self.scan.at();
        self.skip(path)?;
        self.fail(start, expected, path);
        Ok(())
    }

    /// Remembers what an answer held that its page does not say.
    #[cold]
    pub(super) fn found(&mut self, path: &Path<'_>, kind: FindingKind) {
        if !self.silent {
            self.findings.add(path, kind);
        }
    }

    /// Remembers the first value that could not be read: what was gone past since `start`.
    #[cold]
    fn fail(&mut self, start: usize, expected: &'static str, path: &Path<'_>) {
        if self.failure.is_none() && !self.silent {
            let got = self.scan.since(start);
            let error = DecodeError::mismatch(path, expected, got, start, self.source);
            self.failure = Some(Box::new(error));
        }
    }

    /// Goes past a value of any kind.
    pub(super) fn skip(&mut self, path: &Path<'_>) -> Read<()> {
        let room = MAX_DEPTH - self.depth;
        self.scanned(|scan| scan.skip(room), path)
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
        scan(&mut self.scan).map_err(|broken| self.broken(broken, path))
    }

    #[cold]
    #[expect(
        clippy::unnecessary_box_returns,
        reason = "boxed here, and not where it is called"
    )]
    fn broken(&self, broken: Broken, path: &Path<'_>) -> Box<DecodeError> {
        Box::new(DecodeError::broken(broken, path, self.source))
    }
}

fn store<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    *place = value;
    place.is_some()
}

fn put<T>(place: &mut T, value: Option<T>) -> bool {
    value.map(|value| *place = value).is_some()
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
