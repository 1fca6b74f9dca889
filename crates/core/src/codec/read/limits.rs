//! What bounds the reading of an answer: the call's time, and the memory that it may become.

use std::borrow::Cow;

use super::{Read, Reader};
use crate::codec::Decode;
use crate::codec::error::{DecodeError, DecodeErrorKind};
use crate::codec::path::Path;

/// Bytes of an answer that are read before the clock is looked at again: well below a millisecond
/// of work. Most answers are shorter, and never look.
pub(super) const STRETCH: usize = 64 << 10;

impl Reader<'_> {
    /// Looks at the clock, after each stretch of the answer.
    pub(super) fn look_if_due(&mut self, path: &Path<'_>) -> Read<()> {
        if self.scan.at() < self.stretch {
            return Ok(());
        }
        self.look(path)
    }

    /// Looks at the clock.
    #[cold]
    pub(super) fn look(&mut self, path: &Path<'_>) -> Read<()> {
        self.stretch = self.scan.at() + STRETCH;
        match self.decoding.is_late {
            Some(is_late) if is_late() => self.late(path),
            _ => Ok(()),
        }
    }

    /// A text to be kept, which is charged for.
    pub(in crate::codec) fn kept(&mut self, text: Cow<'_, str>, path: &Path<'_>) -> Read<String> {
        let bytes = match &text {
            Cow::Borrowed(text) => text.len(),
            Cow::Owned(text) => text.capacity(),
        };
        self.charge(bytes, path)?;
        Ok(text.into_owned())
    }

    /// Takes room for so many bytes of their own.
    pub(in crate::codec) fn charge(&mut self, bytes: usize, path: &Path<'_>) -> Read<()> {
        if self.room.block(bytes) {
            return Ok(());
        }
        self.full(path)
    }

    /// Takes room for what the whole result has grown by itself.
    pub(in crate::codec) fn charge_own(
        &mut self,
        result: &dyn Decode,
        path: &Path<'_>,
    ) -> Read<()> {
        let size = result.heap_size();
        let further = size - std::mem::replace(&mut self.own, size);
        self.charge(further, path)
    }

    /// There is no room for what comes next.
    #[cold]
    pub(in crate::codec) fn full<T>(&self, path: &Path<'_>) -> Read<T> {
        let (limit, text) = (self.room.limit(), self.source.text.len());
        let got = format!("more than {limit} bytes from a text of {text} bytes");
        let expected = "an answer that becomes no larger in memory than `max_decoded`";
        self.over(DecodeErrorKind::TooLarge, path, expected, got)
    }

    /// The call's time is up.
    #[cold]
    pub(super) fn late<T>(&self, path: &Path<'_>) -> Read<T> {
        let got = format!("{} of {} bytes", self.scan.at(), self.source.text.len());
        let expected = "an answer that is read within the call's time";
        self.over(DecodeErrorKind::Deadline, path, expected, got)
    }

    /// Reading ends here.
    fn over<T>(
        &self,
        kind: DecodeErrorKind,
        path: &Path<'_>,
        expected: &'static str,
        got: String,
    ) -> Read<T> {
        let error = DecodeError::new(kind, path, expected, got, self.scan.at(), self.source);
        Err(Box::new(error))
    }
}
