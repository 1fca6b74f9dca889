//! Values that a member holds as one text: JSON in it, or items with commas between.

use super::{Read, Reader};
use crate::codec::Slot;
use crate::codec::decode::PackedPlace;
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

/// The next value of an answer, which should be one text that holds what belongs there.
pub struct PackedValue<'r, 'b> {
    reader: &'r mut Reader<'b>,
    path: &'r Path<'r>,
    packing: Packing,
}

impl PackedValue<'_, '_> {
    /// Reads what the text holds to the slot. What is not in a text is read as it stands there, and
    /// an empty text counts as absent.
    pub(in crate::codec) fn read_to(self, slot: Slot<'_>) -> Read<bool> {
        let Self {
            reader,
            path,
            packing,
        } = self;
        let expected = packing.expected();
        let start = reader.scan.at();
        match reader.scan.peek() {
            Some(b'"') => {}
            Some(b'n') => return reader.value(slot, path),
            _ => {
                let found = reader.value(slot, path)?;
                let got = kind_of(reader.scan.since(start).trim_start());
                let kind = FindingKind::Converted { expected, got };
                reader.findings.add(path, kind);
                return Ok(found);
            }
        }
        let text = reader.text(path)?;
        if text.trim_ascii().is_empty() {
            // It is how a list of nothing is joined, and no JSON.
            if let Packing::Json = packing {
                reader.findings.add(path, FindingKind::Empty { expected });
            }
            return Ok(false);
        }
        match packing {
            Packing::Json => Ok(reader.unpacked(&text, slot, start, path)),
            Packing::Comma => {
                // That the items are texts is how they are written, and no finding.
                let before = reader.findings.clone();
                let found = reader.unpacked(&listed(&text), slot, start, path);
                reader.findings = before;
                Ok(found)
            }
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
        place: &mut dyn PackedPlace,
        packing: Packing,
        path: &Path<'_>,
    ) -> Read<bool> {
        place.read(PackedValue {
            reader: self,
            path,
            packing,
        })
    }

    /// Reads the JSON of a text that began at `start`. What is wrong in it fails as any value does,
    /// at the place of the text.
    fn unpacked(&mut self, json: &str, slot: Slot<'_>, start: usize, path: &Path<'_>) -> bool {
        let mut inner = Reader::new(super::Source {
            text: json,
            skipped: 0,
        });
        inner.depth = self.depth;
        inner.findings = std::mem::take(&mut self.findings);
        let read = inner.value(slot, path);
        let end = |inner: &mut Reader<'_>| inner.scanned(super::Scanner::end, path);
        let read = read.and_then(|found| end(&mut inner).map(|()| found));
        let Reader {
            findings, failure, ..
        } = inner;
        self.findings = findings;
        match (read, failure) {
            (Ok(found), None) => found,
            (Err(error), _) | (Ok(_), Some(error)) => {
                self.fail_inside(*error, start, path);
                false
            }
        }
    }

    /// Remembers what was wrong inside of a text, if it is the first of the whole. A text that is
    /// not JSON is not shown: it may hold anything.
    #[cold]
    fn fail_inside(&mut self, inside: DecodeError, start: usize, path: &Path<'_>) {
        if self.failure.is_some() {
            return;
        }
        let expected = Packing::Json.expected();
        let outside = DecodeError::mismatch(path, expected, "", start, self.source);
        let error = match inside.kind {
            DecodeErrorKind::Syntax => DecodeError {
                got: "other text".to_owned(),
                ..outside
            },
            DecodeErrorKind::Mismatch | DecodeErrorKind::Depth => DecodeError {
                line: outside.line,
                column: outside.column,
                offset: outside.offset,
                ..inside
            },
        };
        self.failure = Some(Box::new(error));
    }
}
