//! A whole answer: its envelope, the vendor's own members, and the result.

mod enveloped;

use std::borrow::Cow;

use super::decoding::Decoding;
use super::error::{AnswerText, DecodeError};
use super::findings::{FindingKind, Findings};
use super::json::write_text;
use super::path::Path;
use super::read::{Read, Reader, with_first_letter_swapped};
use super::scan::Scanner;
use super::{Decode, Root, Slot};
use enveloped::Enveloped;

pub use cloudwright_vocabulary::layout::Envelope;

/// Reads an answer in one pass.
///
/// Every member is offered to `meta`, which holds what the protocol knows (request id, code,
/// message, error), and to `target`, which holds the result; both may claim it. Inside
/// [`Envelope::Part`] members are the result's alone.
///
/// Members beside the envelope are offered to both as well, for pages and samples contradict each
/// other on that; what is inside wins. Of members with the same name in one object the last counts,
/// `null` too, and so does the last of several envelopes.
///
/// `meta` is filled as far as the text is JSON, also where an error is returned, and a member of it
/// that cannot be read stays absent. Bytes that are not UTF-8 count as U+FFFD; a byte-order mark is
/// passed over.
///
/// # Errors
///
/// Text that is not JSON, nests too deep, becomes too large in memory, or holds a value of another kind
/// than the page says. Of several such values the first one is named.
pub fn decode_body(
    body: &[u8],
    envelope: Envelope,
    target: &mut dyn Decode,
    meta: &mut dyn Decode,
) -> Result<Findings, Box<DecodeError>> {
    decode_body_as(body, envelope, Decoding::default(), target, meta)
}

/// The same, read as the call asks for.
pub(crate) fn decode_body_as(
    body: &[u8],
    envelope: Envelope,
    decoding: Decoding<'_>,
    target: &mut dyn Decode,
    meta: &mut dyn Decode,
) -> Result<Findings, Box<DecodeError>> {
    let stripped = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let text = match std::str::from_utf8(stripped) {
        Ok(text) => Cow::Borrowed(text),
        // Several times slower, also where there is nothing to replace.
        Err(_) => String::from_utf8_lossy(stripped),
    };
    let source = AnswerText {
        text: &text,
        skipped: body.len() - stripped.len(),
    };
    let mut reader = Reader::new(source, decoding);
    let root = Path::root();
    if matches!(text, Cow::Owned(_)) {
        reader.found(&root, FindingKind::BrokenText);
    }
    match envelope {
        Envelope::Flat => reader.result(target, Some(meta), &root),
        Envelope::Whole(member) => {
            Enveloped::new(member, true, target, meta).read(&mut reader, &root)
        }
        Envelope::Part(member) => {
            Enveloped::new(member, false, target, meta).read(&mut reader, &root)
        }
    }?;
    reader.finish(&root)
}

/// Reads a whole result that stands for itself: no envelope, nothing of the protocol's beside it.
///
/// # Errors
///
/// As [`decode_body`].
#[cfg(any(test, feature = "serde", feature = "testing"))]
pub(crate) fn read_value(text: &str, target: &mut dyn Decode) -> Result<(), Box<DecodeError>> {
    let mut reader = Reader::new(AnswerText { text, skipped: 0 }, Decoding::default());
    let root = Path::root();
    reader.result(target, None, &root)?;
    reader.finish(&root).map(drop)
}

impl Reader<'_> {
    /// What was found in a text that was read to its end.
    pub(super) fn finish(mut self, root: &Path<'_>) -> Result<Findings, Box<DecodeError>> {
        self.scanned(Scanner::end, root)?;
        match self.failure {
            Some(error) => Err(error),
            None => Ok(self.findings),
        }
    }

    /// The result, which is an object with members unless its type says otherwise.
    fn result(
        &mut self,
        target: &mut dyn Decode,
        mut meta: Option<&mut dyn Decode>,
        path: &Path<'_>,
    ) -> Read<()> {
        let is_object = self.scan.peek() == Some(b'{');
        self.result_at = Some(self.scan.at());
        if !is_object || matches!(target.root(), Root::Whole(_)) {
            if let (true, Some(meta)) = (is_object, &mut meta) {
                self.meta_members(*meta, path)?;
            }
            if let Root::Whole(slot) | Root::MembersOr(slot) = target.root() {
                return self.claimed(slot, path);
            }
        }
        if !self.opens(b'{', "an object", path)? {
            return Ok(());
        }
        self.each_member(path, &mut |reader, name, path| {
            let meta = meta.as_deref_mut().map(|meta| meta as _);
            reader.offered(target, meta, name, path)?;
            reader.charge_own(target, path)
        })
    }

    /// A member that `meta` may claim, and the result as well.
    fn offered(
        &mut self,
        target: &mut dyn Decode,
        meta: Option<&mut dyn Decode>,
        name: &str,
        path: &Path<'_>,
    ) -> Read<()> {
        let start = self.scan.at();
        let claimed = match meta {
            Some(meta) => self.meta_member(meta, name, path)?,
            None => false,
        };
        if let Some(slot) = target.slot(name) {
            self.scan.rewind(start);
            return self.claimed(slot, path);
        }
        if claimed && !self.has_other_case(target, name) {
            return Ok(());
        }
        self.scan.rewind(start);
        self.unclaimed(target, name, path)
    }

    /// Whether the result takes the member under the other case of its first letter.
    #[cold]
    fn has_other_case(&self, target: &mut dyn Decode, name: &str) -> bool {
        let other_case = with_first_letter_swapped(name);
        let slot = other_case.as_deref().and_then(|name| target.slot(name));
        slot.is_some_and(|mut slot| !slot.field().is_set() || self.respelling(name).is_some())
    }

    /// Reads the member if `meta` claims it. Nothing that is wrong with it is told.
    fn meta_member(&mut self, meta: &mut dyn Decode, name: &str, path: &Path<'_>) -> Read<bool> {
        let Some(mut slot) = meta.slot(name) else {
            return Ok(false);
        };
        slot.field().clear();
        self.silent = true;
        let read = self.value(slot, path);
        self.silent = false;
        read.map(|()| true)
    }

    /// Reads what `meta` claims of an object, and goes back to its beginning.
    fn meta_members(&mut self, meta: &mut dyn Decode, path: &Path<'_>) -> Read<()> {
        let start = self.scan.at();
        self.each_member(path, &mut |reader, name, path| {
            if reader.meta_member(meta, name, path)? {
                return Ok(());
            }
            reader.skip(path)
        })?;
        self.scan.rewind(start);
        Ok(())
    }
}

/// Reads a text, the value of a header, to a slot; an empty one for something else than a text is
/// absent. `name` is for the error.
///
/// # Errors
///
/// A text that is not of the slot's kind.
pub(crate) fn decode_text(
    slot: Slot<'_>,
    name: &str,
    text: &str,
    decoding: Decoding<'_>,
) -> Result<Findings, Box<DecodeError>> {
    let mut quoted = String::with_capacity(text.len() + 2);
    write_text(text, &mut quoted);
    let root = Path::root();
    let path = root.member(name);
    let source = AnswerText {
        text: &quoted,
        skipped: 0,
    };
    let mut reader = Reader::new(source, decoding);
    // That everything in a header is text is no finding.
    reader.finds = false;
    reader.value(slot, &path)?;
    reader.finish(&root)
}

#[cfg(test)]
mod tests;
