//! Values of any kind, kept as JSON.

use super::{Read, Reader};
use crate::codec::Json;
use crate::codec::findings::FindingKind;
use crate::codec::path::Path;
use crate::codec::scan::WrittenNumber;

const IN_RANGE: &str = "a number within the range of f64";

impl Reader<'_> {
    /// Any value, with the `null`s in it. The reader's depth limit bounds the recursion.
    pub(in crate::codec) fn json(&mut self, path: &Path<'_>) -> Read<Json> {
        Ok(match self.scan.peek() {
            Some(b'"') => {
                let text = self.text(path)?;
                Json::String(self.kept(text, path)?)
            }
            Some(b't' | b'f') => Json::Bool(self.true_or_false(path)?),
            Some(b'-' | b'0'..=b'9') => self.json_number(path)?,
            Some(b'[') => {
                let mut items = Vec::new();
                self.each_item(path, &mut |reader, path| {
                    if !reader.room.grow(&mut items) {
                        return reader.full(path);
                    }
                    items.push(reader.json(path)?);
                    Ok(())
                })?;
                Json::Array(items)
            }
            Some(b'{') => {
                let mut members = serde_json::Map::new();
                self.each_member(path, &mut |reader, name, path| {
                    let size = size_of::<(String, Json)>();
                    if !reader.room.entry(members.len(), size, name) {
                        return reader.full(path);
                    }
                    let value = reader.json(path)?;
                    if members.insert(name.to_owned(), value).is_some() {
                        reader.found(path, FindingKind::DuplicateMember);
                    }
                    Ok(())
                })?;
                Json::Object(members)
            }
            _ => {
                self.scanned(|scan| scan.literal("null"), path)?;
                Json::Null
            }
        })
    }

    fn json_number(&mut self, path: &Path<'_>) -> Read<Json> {
        let start = self.scan.at();
        let number = self.written_number(path)?;
        Ok(exact_or_nearest(number).map_or_else(
            || {
                self.fail(start, IN_RANGE, path);
                Json::Null
            },
            Json::Number,
        ))
    }
}

/// An integer of 64 bits as it is, any other number as the nearest `f64`.
fn exact_or_nearest(number: WrittenNumber<'_>) -> Option<serde_json::Number> {
    // `-0` has no integer: as a number it is the `f64` that keeps its sign.
    if number.is_integer && number.text != "-0" {
        if let Ok(integer) = number.text.parse::<i64>() {
            return Some(integer.into());
        }
        if let Ok(unsigned) = number.text.parse::<u64>() {
            return Some(unsigned.into());
        }
    }
    serde_json::Number::from_f64(number.text.parse().ok()?)
}
