//! Objects with any keys.

use super::{OBJECT, Read, Reader};
use crate::codec::decode::MapPlace;
use crate::codec::findings::FindingKind;
use crate::codec::path::Path;

impl Reader<'_> {
    /// Reads the object to its place; tells whether there is one.
    pub(super) fn map(&mut self, place: &mut dyn MapPlace, path: &Path<'_>) -> Read<bool> {
        if !self.opens(b'{', OBJECT, path)? {
            return Ok(false);
        }
        self.each_member(path, &mut |reader, key, path| {
            if place.remove(key) {
                reader.found(path, FindingKind::DuplicateMember);
            }
            if reader.takes_null_item(path)? {
                return Ok(());
            }
            let Some(value) = place.add(key, &mut reader.room) else {
                return reader.full(path);
            };
            if !reader.value(value, path)? {
                place.remove(key);
            }
            Ok(())
        })?;
        Ok(true)
    }
}
