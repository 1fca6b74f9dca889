//! Values that a member holds as one text: JSON in it, or items with commas between.

use super::{Read, Reader};
use crate::codec::decode::Field;
use crate::codec::error::{AnswerText, DecodeError, DecodeErrorKind, kind_of};
use crate::codec::findings::FindingKind;
use crate::codec::json::write_text;
use crate::codec::path::Path;
use crate::codec::scan::Scanner;
use crate::meta::Serialize;

/// What should stand where a value travels so.
fn expected(how: Serialize) -> &'static str {
    match how {
        Serialize::Json => "JSON in a text",
        Serialize::Comma => "a text with commas",
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
    /// Reads what a text holds to the field. What is not in a text is read as it stands there, and an
    /// empty text counts as absent.
    pub(super) fn packed(
        &mut self,
        field: &mut dyn Field,
        how: Serialize,
        path: &Path<'_>,
    ) -> Read<()> {
        let expected = expected(how);
        let start = self.scan.at();
        match self.scan.peek() {
            Some(b'"') => {}
            Some(b'n') => return field.read(self, path),
            _ => {
                field.read(self, path)?;
                let got = kind_of(self.scan.since(start).trim_start());
                self.found(path, FindingKind::Converted { expected, got });
                return Ok(());
            }
        }
        let text = self.text(path)?;
        if text.trim_ascii().is_empty() {
            // It is how a list of nothing is joined, and no JSON.
            if how == Serialize::Json {
                self.found(path, FindingKind::Empty { expected });
            }
            return Ok(());
        }
        match how {
            Serialize::Json => self.unpacked(&text, field, start, path),
            Serialize::Comma => {
                // That the items are texts is how they are written, and no finding.
                let told = std::mem::replace(&mut self.finds, false);
                let read = self.unpacked(&listed(&text), field, start, path);
                self.finds = told;
                read
            }
        }
    }

    /// Reads the JSON of a text that began at `start`. What is wrong in it fails as any value does,
    /// at the place of the text.
    fn unpacked(
        &mut self,
        json: &str,
        field: &mut dyn Field,
        start: usize,
        path: &Path<'_>,
    ) -> Read<()> {
        let source = AnswerText {
            text: json,
            skipped: 0,
        };
        let mut inner = Reader::new(source, self.decoding);
        inner.depth = self.depth;
        inner.finds = self.finds;
        inner.tells = self.failure.is_none();
        std::mem::swap(&mut inner.findings, &mut self.findings);
        std::mem::swap(&mut inner.room, &mut self.room);
        let read = field.read(&mut inner, path);
        let read = read.and_then(|()| inner.scanned(Scanner::end, path));
        std::mem::swap(&mut inner.findings, &mut self.findings);
        std::mem::swap(&mut inner.room, &mut self.room);
        match (read, inner.failure) {
            (Ok(()), _) if inner.failures == 0 => return Ok(()),
            (Err(error), _) if error.kind == DecodeErrorKind::TooLarge => return self.full(path),
            (Err(error), _) if error.kind == DecodeErrorKind::Deadline => return self.late(path),
            (Err(error), _) | (Ok(()), Some(error)) => self.fail_inside(*error, start, path),
            // It is not the first of the answer.
            (Ok(()), None) => self.failures += 1,
        }
        // A text that is no JSON from some place on has left what stood before it.
        field.clear();
        Ok(())
    }

    /// Remembers what was wrong inside of a text, if it is the first of the whole. A text that is
    /// not JSON is not shown: it may hold anything.
    #[cold]
    fn fail_inside(&mut self, inside: DecodeError, start: usize, path: &Path<'_>) {
        let expected = expected(Serialize::Json);
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
