//! An answer with the result in a member.
//!
//! It takes two passes over the outer object, however large that is: one for what is inside the
//! envelope, and one, if there is anything, for what stands beside it and gives way. The second goes
//! past the envelope without reading it again.

use std::collections::HashSet;

use super::super::error::DecodeErrorKind;
use super::{Decode, FindingKind, Path, Read, Reader, Root};
use crate::codec::read::with_first_letter_swapped;

/// The outer object, as far as it has been seen.
#[derive(Default)]
struct Outer {
    /// Where the envelope's value begins, and where it ends if that has been reached.
    inside: Option<(usize, Option<usize>)>,
    /// There are members beside the envelope.
    has_others: bool,
}

/// Names of members beside the envelope that it does not have inside.
#[derive(Default)]
struct Lacking {
    of_target: HashSet<String>,
    of_meta: HashSet<String>,
}

impl Reader<'_> {
    /// Reads the answer; with `whole`, all of what is inside is offered to `meta` as well.
    pub(super) fn enveloped(
        &mut self,
        member: &str,
        whole: bool,
        target: &mut dyn Decode,
        meta: &mut dyn Decode,
        root: &Path<'_>,
    ) -> Read<()> {
        self.scan.peek();
        let start = self.scan.at();
        self.result_at = Some(start);
        if !self.opens(b'{', "an object", root)? {
            return Ok(());
        }
        let mut outer = Outer::default();
        let read = self.inside(member, whole, &mut outer, target, meta, root);
        let is_over = |kind| matches!(kind, DecodeErrorKind::Deadline | DecodeErrorKind::TooLarge);
        if read.as_ref().is_err_and(|error| is_over(error.kind)) {
            return read;
        }
        if outer.has_others {
            let end = self.scan.at();
            self.scan.rewind(start);
            let others = self.beside(member, whole, &outer, target, meta, root);
            // What breaks the text was met before, at the same place.
            if read.is_ok() {
                others?;
                self.scan.rewind(end);
            }
        }
        if read.is_ok() && whole && outer.inside.is_none() {
            self.found(&root.member(member), FindingKind::NoEnvelope);
        }
        read
    }

    /// Reads what is inside the envelope, of several ones the last.
    fn inside(
        &mut self,
        member: &str,
        whole: bool,
        outer: &mut Outer,
        target: &mut dyn Decode,
        meta: &mut dyn Decode,
        root: &Path<'_>,
    ) -> Read<()> {
        self.each_member(root, &mut |reader, name, path| {
            if name != member {
                outer.has_others = true;
                // A document keeps its members in the answer's order.
                let _ = target.slot(name);
                reader.charge_own(target, path)?;
                return reader.skip(path);
            }
            let mut meta: Option<&mut dyn Decode> = if whole { Some(&mut *meta) } else { None };
            reader.scan.peek();
            let start = reader.scan.at();
            if let Some((earlier, _)) = outer.inside.replace((start, None)) {
                reader.found(path, FindingKind::DuplicateMember);
                let meta = meta.as_deref_mut().map(|meta| meta as _);
                reader.forget(earlier, target, meta, path)?;
            }
            reader.result(target, meta, path)?;
            outer.inside = Some((start, Some(reader.scan.at())));
            Ok(())
        })
    }

    /// Takes away what was read of an earlier envelope, which begins at `earlier`.
    #[cold]
    fn forget(
        &mut self,
        earlier: usize,
        target: &mut dyn Decode,
        mut meta: Option<&mut dyn Decode>,
        path: &Path<'_>,
    ) -> Read<()> {
        let here = self.scan.at();
        if let Root::Whole(mut slot) | Root::MembersOr(mut slot) = target.root() {
            slot.clear();
        }
        self.scan.rewind(earlier);
        if self.scan.peek() == Some(b'{') {
            self.each_member(path, &mut |reader, name, path| {
                clear(target, name);
                if let Some(meta) = &mut meta {
                    clear(&mut **meta, name);
                }
                reader.skip(path)
            })?;
        }
        self.scan.rewind(here);
        Ok(())
    }

    /// Reads the members beside the envelope, as far as the text is JSON.
    fn beside(
        &mut self,
        member: &str,
        whole: bool,
        outer: &Outer,
        target: &mut dyn Decode,
        meta: &mut dyn Decode,
        root: &Path<'_>,
    ) -> Read<()> {
        let mut lacking = Lacking::default();
        self.each_member(root, &mut |reader, name, path| {
            if name == member {
                return reader.past_envelope(outer, path);
            }
            let (mut of_target, mut of_meta) = (true, true);
            if outer.inside.is_some() {
                let names = &mut lacking.of_target;
                of_target = reader.is_lacking(target, name, names, path)?;
                let names = &mut lacking.of_meta;
                of_meta = !whole || reader.is_lacking(meta, name, names, path)?;
            }
            let meta: Option<&mut dyn Decode> = if of_meta { Some(&mut *meta) } else { None };
            if of_target {
                reader.offered(target, meta, name, path)?;
                reader.charge_own(target, path)
            } else {
                reader.for_meta_alone(meta, name, path)
            }
        })
    }

    /// Goes past the envelope, to where reading it has come.
    fn past_envelope(&mut self, outer: &Outer, path: &Path<'_>) -> Read<()> {
        self.scan.peek();
        let here = self.scan.at();
        match outer.inside {
            Some((start, Some(end))) if start == here => {
                self.scan.rewind(end);
                Ok(())
            }
            _ => self.skip(path),
        }
    }

    /// Whether what is inside the envelope has nothing of this name, so that what is beside counts.
    fn is_lacking(
        &mut self,
        decode: &mut dyn Decode,
        name: &str,
        lacking: &mut HashSet<String>,
        path: &Path<'_>,
    ) -> Read<bool> {
        match decode.slot(name).map(|mut slot| slot.is_set()) {
            // It may have been there beside before, and then be set by that.
            Some(true) => Ok(lacking.contains(name)),
            Some(false) => {
                if !lacking.contains(name) {
                    self.charge(2 * size_of::<String>() + name.len(), path)?;
                    lacking.insert(name.to_owned());
                }
                Ok(true)
            }
            None => Ok(true),
        }
    }

    /// Reads a member that is of no matter to the result.
    fn for_meta_alone(
        &mut self,
        meta: Option<&mut dyn Decode>,
        name: &str,
        path: &Path<'_>,
    ) -> Read<()> {
        if let Some(meta) = meta
            && self.meta_member(meta, name, path)?
        {
            return Ok(());
        }
        self.skip(path)
    }
}

/// Makes absent what a member of this name may have filled.
fn clear(decode: &mut dyn Decode, name: &str) {
    if let Some(mut slot) = decode.slot(name) {
        slot.clear();
    } else if let Some(mut slot) = with_first_letter_swapped(name)
        .as_deref()
        .and_then(|name| decode.slot(name))
    {
        slot.clear();
    }
}
