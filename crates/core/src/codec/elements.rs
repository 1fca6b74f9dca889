//! How each type of a field is read: what Rust type a kind of value becomes.
//!
//! A program has the code for the types that it reads, and for no other: how a text becomes an `f64` is 15 KB, and
//! any JSON value 20 KB.

use std::collections::BTreeMap;

use super::Json;
use super::decode::{Decode, Element, Field};
use super::findings::FindingKind;
use super::number::number_in;
use super::path::Path;
use super::read::{INTEGER, LIST, NUMBER, OBJECT, Read, Reader, UNSIGNED, put};
use crate::time::DateTime;

impl<T: Element> Field for Option<T> {
    fn read(&mut self, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        T::read(self, from, path)
    }
}

impl<V: Element> Field for Vec<V> {
    fn read(&mut self, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        items(|| self, from, path)
    }
}

impl<V: Element> Field for BTreeMap<String, V> {
    fn read(&mut self, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        entries(|| self, from, path)
    }
}

impl<T: Decode + Default> Element for T {
    fn read(to: &mut Option<Self>, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        if from.opens(b'{', OBJECT, path)? {
            from.members(to.insert(T::default()), path)?;
        }
        Ok(())
    }
}

impl<V: Element> Element for Vec<V> {
    fn read(to: &mut Option<Self>, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        items(|| to.insert(Self::new()), from, path)
    }
}

impl<V: Element> Element for BTreeMap<String, V> {
    fn read(to: &mut Option<Self>, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        entries(|| to.insert(Self::new()), from, path)
    }
}

/// Reads a list's items to a list that is there once there is one in the answer.
fn items<'t, V: Element>(
    list: impl FnOnce() -> &'t mut Vec<V>,
    from: &mut Reader<'_>,
    path: &Path<'_>,
) -> Read<()> {
    if !from.opens(b'[', LIST, path)? {
        return Ok(());
    }
    let list = list();
    from.each_item(path, &mut |from, path| {
        if from.takes_null_item(path)? {
            return Ok(());
        }
        if !from.room.grow(list) {
            return from.full(path);
        }
        let mut item = None;
        let read = V::read(&mut item, from, path);
        list.extend(item);
        read
    })
}

/// Reads the entries of an object with any keys to a map that is there once there is one in the answer.
fn entries<'t, V: Element>(
    map: impl FnOnce() -> &'t mut BTreeMap<String, V>,
    from: &mut Reader<'_>,
    path: &Path<'_>,
) -> Read<()> {
    if !from.opens(b'{', OBJECT, path)? {
        return Ok(());
    }
    let map = map();
    from.each_member(path, &mut |from, key, path| {
        if map.remove(key).is_some() {
            from.found(path, FindingKind::DuplicateMember);
        }
        if from.takes_null_item(path)? {
            return Ok(());
        }
        if !from.room.entry(map.len(), size_of::<(String, V)>(), key) {
            return from.full(path);
        }
        let mut value = None;
        let read = V::read(&mut value, from, path);
        map.extend(value.map(|value| (key.to_owned(), value)));
        read
    })
}

impl Element for String {
    fn read(to: &mut Option<Self>, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        if let Some(text) = from.string(path)? {
            *to = Some(from.kept(text, path)?);
        }
        Ok(())
    }
}

impl Element for i64 {
    fn read(to: &mut Option<Self>, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        from.number(INTEGER, path, &mut |text| put(to, text.parse().ok()))
    }
}

impl Element for u64 {
    fn read(to: &mut Option<Self>, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        from.number(UNSIGNED, path, &mut |text| put(to, text.parse().ok()))
    }
}

impl Element for f64 {
    fn read(to: &mut Option<Self>, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        from.number(NUMBER, path, &mut |text| put(to, number_in(text)))
    }
}

impl Element for bool {
    fn read(to: &mut Option<Self>, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        *to = from.boolean(path)?;
        Ok(())
    }
}

impl Element for Json {
    fn read(to: &mut Option<Self>, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        *to = Some(from.json(path)?).filter(|value| !value.is_null());
        Ok(())
    }
}

impl Element for DateTime {
    fn read(to: &mut Option<Self>, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        *to = from.time(path)?;
        Ok(())
    }
}
