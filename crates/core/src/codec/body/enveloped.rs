//! An answer with the result in a member.
//!
//! It takes two passes over the outer object, however large that is: one for what is inside the
//! envelope, and one, if there is anything, for what stands beside it and gives way. The second goes
//! past the envelope without reading it again.

use std::collections::HashSet;

use super::super::error::DecodeErrorKind;
use super::{Decode, FindingKind, Path, Read, Reader, Root};
use crate::codec::read::with_first_letter_swapped;

/// An answer while it is read: where it goes, and what of its outer object has been seen.
pub(super) struct Enveloped<'e> {
    /// The member that holds the result.
    member: &'e str,
    /// All of what is inside is offered to `meta` as well.
    whole: bool,
    target: &'e mut dyn Decode,
    meta: &'e mut dyn Decode,
    /// Where the envelope's value begins, and where it ends if that has been reached.
    inside: Option<(usize, Option<usize>)>,
    /// There are members beside the envelope.
    has_others: bool,
}

impl<'e> Enveloped<'e> {
    pub(super) fn new(
        member: &'e str,
        whole: bool,
        target: &'e mut dyn Decode,
        meta: &'e mut dyn Decode,
    ) -> Self {
        Self {
            member,
            whole,
            target,
            meta,
            inside: None,
            has_others: false,
        }
    }

    /// Reads the answer.
    pub(super) fn read(mut self, reader: &mut Reader<'_>, root: &Path<'_>) -> Read<()> {
        reader.scan.peek();
        let start = reader.scan.at();
        reader.result_at = Some(start);
        if !reader.opens(b'{', "an object", root)? {
            return Ok(());
        }
        let read = self.read_inside(reader, root);
        let is_over = |kind| matches!(kind, DecodeErrorKind::Deadline | DecodeErrorKind::TooLarge);
        if read.as_ref().is_err_and(|error| is_over(error.kind)) {
            return read;
        }
        if self.has_others {
            let end = reader.scan.at();
            reader.scan.rewind(start);
            let others = self.read_beside(reader, root);
            // What breaks the text was met before, at the same place.
            if read.is_ok() {
                others?;
                reader.scan.rewind(end);
            }
        }
        if read.is_ok() && self.whole && self.inside.is_none() {
            reader.found(&root.member(self.member), FindingKind::NoEnvelope);
        }
        read
    }

    /// Reads what is inside the envelope, of several ones the last.
    fn read_inside(&mut self, reader: &mut Reader<'_>, root: &Path<'_>) -> Read<()> {
        reader.each_member(root, &mut |reader, name, path| {
            if name != self.member {
                self.has_others = true;
                // A document keeps its members in the answer's order.
                let _ = self.target.slot(name);
                reader.charge_own(self.target, path)?;
                return reader.skip(path);
            }
            reader.scan.peek();
            let start = reader.scan.at();
            if let Some((earlier, _)) = self.inside.replace((start, None)) {
                reader.found(path, FindingKind::DuplicateMember);
                self.forget(reader, earlier, path)?;
            }
            let meta: Option<&mut dyn Decode> = if self.whole {
                Some(&mut *self.meta)
            } else {
                None
            };
            reader.result(self.target, meta, path)?;
            self.inside = Some((start, Some(reader.scan.at())));
            Ok(())
        })
    }

    /// Takes away what was read of an earlier envelope, which begins at `earlier`.
    #[cold]
    fn forget(&mut self, reader: &mut Reader<'_>, earlier: usize, path: &Path<'_>) -> Read<()> {
        let here = reader.scan.at();
        if let Root::Whole(mut slot) | Root::MembersOr(mut slot) = self.target.root() {
            slot.field().clear();
        }
        reader.scan.rewind(earlier);
        if reader.scan.peek() == Some(b'{') {
            reader.each_member(path, &mut |reader, name, path| {
                clear(self.target, name);
                if self.whole {
                    clear(self.meta, name);
                }
                reader.skip(path)
            })?;
        }
        reader.scan.rewind(here);
        Ok(())
    }

    /// Reads the members beside the envelope, as far as the text is JSON.
    fn read_beside(&mut self, reader: &mut Reader<'_>, root: &Path<'_>) -> Read<()> {
        // Names of members that the envelope does not have inside.
        let (mut of_target, mut of_meta) = (HashSet::new(), HashSet::new());
        let is_inside = self.inside.is_some();
        reader.each_member(root, &mut |reader, name, path| {
            if name == self.member {
                return self.go_past(reader, path);
            }
            let is_for_target =
                !is_inside || is_lacking(self.target, reader, name, &mut of_target, path)?;
            let is_for_meta = !(is_inside && self.whole)
                || is_lacking(self.meta, reader, name, &mut of_meta, path)?;
            let meta: Option<&mut dyn Decode> = if is_for_meta {
                Some(&mut *self.meta)
            } else {
                None
            };
            if is_for_target {
                reader.offered(self.target, meta, name, path)?;
                return reader.charge_own(self.target, path);
            }
            if let Some(meta) = meta
                && reader.meta_member(meta, name, path)?
            {
                return Ok(());
            }
            reader.skip(path)
        })
    }

    /// Goes past the envelope, to where reading it has come.
    fn go_past(&self, reader: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        reader.scan.peek();
        let here = reader.scan.at();
        match self.inside {
            Some((start, Some(end))) if start == here => {
                reader.scan.rewind(end);
                Ok(())
            }
            _ => reader.skip(path),
        }
    }
}

/// Whether what is inside the envelope has nothing of this name, so that what is beside counts.
fn is_lacking(
    decode: &mut dyn Decode,
    reader: &mut Reader<'_>,
    name: &str,
    lacking: &mut HashSet<String>,
    path: &Path<'_>,
) -> Read<bool> {
    match decode.slot(name).map(|mut slot| slot.field().is_set()) {
        // It may have been there beside before, and then be set by that.
        Some(true) => Ok(lacking.contains(name)),
        Some(false) => {
            if !lacking.contains(name) {
                reader.charge(2 * size_of::<String>() + name.len(), path)?;
                lacking.insert(name.to_owned());
            }
            Ok(true)
        }
        None => Ok(true),
    }
}

/// Makes absent what a member of this name may have filled.
fn clear(decode: &mut dyn Decode, name: &str) {
    if let Some(mut slot) = decode.slot(name) {
        slot.field().clear();
    } else if let Some(mut slot) = with_first_letter_swapped(name)
        .as_deref()
        .and_then(|name| decode.slot(name))
    {
        slot.field().clear();
    }
}
