//! Objects with any keys.

use super::{OBJECT, Read, Reader};
use crate::codec::decode::MapPlace;
use crate::codec::findings::FindingKind;
use crate::codec::path::Path;

/// The next value of an answer, which should be an object with any keys.
pub struct KeyedValue<'r, 'b> {
    pub(super) reader: &'r mut Reader<'b>,
    pub(super) path: &'r Path<'r>,
}

impl KeyedValue<'_, '_> {
    /// Reads the object to its place; tells whether there is one.
    pub(in crate::codec) fn read_to(self, place: &mut dyn MapPlace) -> Read<bool> {
        let Self { reader, path } = self;
        if !reader.opens(b'{', OBJECT, path)? {
            return Ok(false);
        }
        reader.each_member(path, |reader, key, path| {
            if place.contains(key) {
                reader.found(path, FindingKind::DuplicateMember);
                place.remove(key);
            }
            if reader.takes_null_item(path)? {
                return Ok(());
            }
            let Some(value) = place.add(key, &mut reader.room) else {
                return Err(reader.full(path));
            };
            if !reader.value(value, path)? {
                place.remove(key);
            }
            Ok(())
        })?;
        Ok(true)
    }
}
