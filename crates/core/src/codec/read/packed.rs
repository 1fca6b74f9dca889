//! Values that a member holds as one text: JSON in it, or items with commas between.

use super::{Read, Reader};
use crate::codec::Slot;
use crate::codec::decode::Field;
use crate::codec::error::{DecodeError, DecodeErrorKind, kind_of};
use crate::codec::findings::FindingKind;
use crate::codec::json::write_text;
use crate::codec::path::Path;

/// How a value is put into one text.
#[derive(Clone, Copy)]
pub(super) enum Packing {
    Json,
    Comma,
}

impl Packing {
    fn expected(self) -> &'static str {
        match self {
            Self::Json => "JSON in a text",
            Self::Comma => "a text with commas",
        }
    }
}

/// The items as a list of JSON.
fn listed(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 8);
    for item in text.split(',') {
        json.push(if json.is_empty() { '[' } else { ',' });
        write_text(item, &mut json);
    }
    json.push(']');
    json
}

impl Reader<'_> {
    /// A value that is in one text; tells whether there is one.
    pub(super) fn packed(
        &mut self,
        field: &mut dyn Field,
        packing: Packing,
        path: &Path<'_>,
    ) -> Read<bool> {
        let found = self.packed_in(field.place(), packing, path)?;
        if !found {
            // A text that is no JSON from some place on has left what stood before it.
            field.clear();
        }
        Ok(found)
    }

    /// Reads what the text holds to the slot. What is not in a text is read as it stands there, and
    /// an empty text counts as absent.
    fn packed_in(&mut self, slot: Slot<'_>, packing: Packing, path: &Path<'_>) -> Read<bool> {
        let expected = packing.expected();
        let start = self.scan.at();
        match self.scan.peek() {
            Some(b'"') => {}
            Some(b'n') => return self.value(slot, path),
            _ => {
                let found = self.value(slot, path)?;
                let got = kind_of(self.scan.since(start).trim_start());
                let kind = FindingKind::Converted { expected, got };
                self.found(path, kind);
                return Ok(found);
            }
        }
        let text = self.text(path)?;
        if text.trim_ascii().is_empty() {
            // It is how a list of nothing is joined, and no JSON.
            if let Packing::Json = packing {
                self.found(path, FindingKind::Empty { expected });
            }
            return Ok(false);
        }
        match packing {
            Packing::Json => self.unpacked(&text, slot, start, path),
            Packing::Comma => {
                // That the items are texts is how they are written, and no finding.
                let told = std::mem::replace(&mut self.finds, false);
                let found = self.unpacked(&listed(&text), slot, start, path);
                self.finds = told;
                found
            }
        }
    }

    /// Reads the JSON of a text that began at `start`. What is wrong in it fails as any value does,
    /// at the place of the text.
    fn unpacked(
        &mut self,
        json: &str,
        slot: Slot<'_>,
        start: usize,
        path: &Path<'_>,
    ) -> Read<bool> {
        let mut inner = Reader::new(
            super::Source {
                text: json,
                skipped: 0,
            },
            self.decoding,
        );
        inner.depth = self.depth;
        inner.finds = self.finds;
        inner.tells = self.failure.is_none();
        std::mem::swap(&mut inner.findings, &mut self.findings);
        std::mem::swap(&mut inner.room, &mut self.room);
        let read = inner.value(slot, path);
        let end = |inner: &mut Reader<'_>| inner.scanned(super::Scanner::end, path);
        let read = read.and_then(|found| end(&mut inner).map(|()| found));
        std::mem::swap(&mut inner.findings, &mut self.findings);
        std::mem::swap(&mut inner.room, &mut self.room);
        let failures = inner.failures;
        match (read, inner.failure) {
            (Ok(found), _) if failures == 0 => Ok(found),
            (Err(error), _) if error.kind == DecodeErrorKind::TooLarge => self.full(path),
            (Err(error), _) if error.kind == DecodeErrorKind::Deadline => self.late(path),
            (Err(error), _) | (Ok(_), Some(error)) => {
                self.fail_inside(*error, start, path);
                Ok(false)
            }
            // It is not the first of the answer.
            (Ok(_), None) => {
                self.failures += 1;
                Ok(false)
            }
        }
    }

    /// Remembers what was wrong inside of a text, if it is the first of the whole. A text that is
    /// not JSON is not shown: it may hold anything.
    #[cold]
    fn fail_inside(&mut self, inside: DecodeError, start: usize, path: &Path<'_>) {
        let expected = Packing::Json.expected();
        if self.decoding.lenient {
            let got = "other text";
            return self.found(path, FindingKind::Unreadable { expected, got });
        }
        self.failures += 1;
        if self.failure.is_some() {
            return;
        }
        let outside = DecodeError::mismatch(path, expected, "", start, self.source);
        let error = match inside.kind {
            DecodeErrorKind::Mismatch | DecodeErrorKind::Depth => DecodeError {
                line: outside.line,
                column: outside.column,
                offset: outside.offset,
                ..inside
            },
            _ => DecodeError {
                got: "other text".to_owned(),
                ..outside
            },
        };
        self.failure = Some(Box::new(error));
    }
}
