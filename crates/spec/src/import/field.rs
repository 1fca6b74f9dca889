//! Fields of an inventory become members of a spec.

use std::collections::BTreeMap;

use serde_json::Value;

use super::inventory::Field;
use super::{Inexpressible, inner};
use crate::merge::Direction;
use crate::model::{EnumValue, Location, Member, Required, Scalar, Serialize, TypeRef, value_text};

/// Turns fields into members; what cannot be expressed is added to `refusals`.
pub(super) struct Lowering<'a> {
    /// What types are called in the specs.
    pub(super) type_names: &'a BTreeMap<String, String>,
    /// Where a parameter of this name travels that does not say so.
    pub(super) usual_location: &'a dyn Fn(&str) -> Location,
    pub(super) refusals: Vec<Inexpressible>,
}

impl Lowering<'_> {
    /// All fields of a list.
    pub(super) fn members(
        &mut self,
        fields: &[Field],
        direction: Direction,
        place: &str,
    ) -> Vec<Member> {
        let member = |field| self.member(field, direction, place);
        fields.iter().filter_map(member).collect()
    }

    fn member(&mut self, field: &Field, direction: Direction, place: &str) -> Option<Member> {
        let place = format!("{place} `{}`", field.name);
        let type_ref = self.type_ref(field, &place)?;
        let fields = inner::inline_fields(field);
        let fields = fields.map(|fields| self.members(fields, Direction::Either, &place));
        Some(Member {
            location: self.location(field, direction, &place),
            required: required(field, direction),
            min: self.bound(field.min.as_ref(), &type_ref, &place),
            max: self.bound(field.max.as_ref(), &type_ref, &place),
            min_length: field.min_length,
            max_length: field.max_length,
            pattern: self.pattern(field, &place),
            values: self.values(field, &place),
            fields,
            doc: told_in_words(field, direction),
            example: field.example.clone(),
            sensitive: inner::chain(field).any(|found| found.sensitive),
            always: field.output_required,
            // Of a parameter it says that null may be sent; no client here sends null.
            nullable: field.nullable.filter(|_| direction != Direction::Request),
            deprecated: deprecated(field),
            implicit: field.implicit,
            serialize: self.serialize(field, &place),
            ..Member::new(&field.name, type_ref)
        })
    }

    pub(super) fn refuse(&mut self, place: &str, reason: impl Into<String>) {
        self.refusals.push(Inexpressible::new(place, reason));
    }

    fn type_ref(&mut self, field: &Field, place: &str) -> Option<TypeRef> {
        if let Some(key) = inner::foreign_key(field) {
            self.refuse(place, format!("`{key}` beside the type `{}`", field.kind));
            return None;
        }
        let scalar = match field.kind.as_str() {
            "string" => Scalar::String,
            "int" => Scalar::Integer,
            "int32" => Scalar::Int32,
            "int64" => Scalar::Int64,
            "uint64" => Scalar::Uint64,
            "float" | "float32" => Scalar::Float32,
            "float64" | "double" => Scalar::Float64,
            "number" => Scalar::Number,
            "bool" => Scalar::Boolean,
            "binary" => Scalar::Binary,
            "datetime" | "datetime_iso" => Scalar::Datetime,
            "date" => Scalar::Date,
            "any" => Scalar::Any,
            "list" => {
                let inner = self.inner(field.items.as_deref(), ("list", "items"), place)?;
                return Some(TypeRef::List(Box::new(inner)));
            }
            "map" => {
                let inner = self.inner(field.values.as_deref(), ("map", "values"), place)?;
                return Some(TypeRef::Map(Box::new(inner)));
            }
            "object" => return self.object(field, place),
            other => {
                self.refuse(place, format!("`{other}` is no type of the format"));
                return None;
            }
        };
        Some(TypeRef::Scalar(scalar))
    }

    fn inner(
        &mut self,
        field: Option<&Field>,
        (owner, key): (&str, &str),
        place: &str,
    ) -> Option<TypeRef> {
        let Some(field) = field else {
            self.refuse(place, format!("a {owner} without `{key}`"));
            return None;
        };
        let place = format!("{place}.{key}");
        if let Some(key) = inner::outer_key(field) {
            self.refuse(&place, format!("`{key}` means nothing inside of a type"));
        }
        self.type_ref(field, &place)
    }

    fn object(&mut self, field: &Field, place: &str) -> Option<TypeRef> {
        match (&field.reference, &field.fields) {
            (Some(name), _) => {
                let found = self.type_names.get(name).cloned();
                if found.is_none() {
                    self.refuse(place, format!("there is no type `{name}`"));
                }
                found.map(TypeRef::Named)
            }
            (None, Some(_)) => Some(TypeRef::Object),
            // An object of which nothing is known: any keys, any values.
            (None, None) => Some(TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::Any)))),
        }
    }

    fn location(&mut self, field: &Field, direction: Direction, place: &str) -> Option<Location> {
        let word = field.location.as_deref()?;
        let Ok(location) = word.replace('_', "-").parse() else {
            self.refuse(place, format!("`{word}` is no place of the format"));
            return None;
        };
        let usual = match direction {
            Direction::Request => (self.usual_location)(&field.name),
            Direction::Response | Direction::Either => Location::Body,
        };
        (location != usual).then_some(location)
    }

    fn bound(&mut self, value: Option<&Value>, type_ref: &TypeRef, place: &str) -> Option<i64> {
        let value = value?;
        let exact = value.as_i64().or_else(|| {
            let float = value.as_f64().filter(|float| float.fract() == 0.0)?;
            format!("{float:.0}").parse().ok()
        });
        if exact.is_none() {
            self.refuse(
                place,
                format!("the bound {value} of a `{type_ref}` is no signed whole number of 64 bits"),
            );
        }
        exact
    }

    fn values(&mut self, field: &Field, place: &str) -> Vec<EnumValue> {
        let said = |found: &&Field| {
            let list = found.enumeration.as_ref();
            list.is_some_and(|list| !list.is_empty())
        };
        let said = self.once(inner::chain(field).filter(said), "enum", place);
        let said = said.and_then(|found| found.enumeration.as_deref());
        self.enum_values(said.unwrap_or_default(), place)
    }

    /// The values of an enum.
    pub(super) fn enum_values(&mut self, values: &[Value], place: &str) -> Vec<EnumValue> {
        let mut list = Vec::with_capacity(values.len());
        for value in values {
            match enum_value(value) {
                Some(value) => list.push(value),
                None => self.refuse(
                    place,
                    format!("the enum value {value} is no text or number"),
                ),
            }
        }
        list
    }

    fn pattern(&mut self, field: &Field, place: &str) -> Option<String> {
        let said = inner::chain(field).filter(|found| found.pattern.is_some());
        self.once(said, "pattern", place)?.pattern.clone()
    }

    /// What a member has once, of all that say it.
    fn once<'f>(
        &mut self,
        mut said: impl Iterator<Item = &'f Field>,
        key: &str,
        place: &str,
    ) -> Option<&'f Field> {
        let first = said.next();
        if said.next().is_some() {
            self.refuse(place, format!("`{key}` of it and of what it holds"));
        }
        first
    }

    fn serialize(&mut self, field: &Field, place: &str) -> Option<Serialize> {
        let how = field.serialize.as_deref()?;
        let packing = match how {
            "json" => Serialize::Json,
            "simple" | "comma" => Serialize::Comma,
            other => {
                let reason = format!("`{other}` is no way to serialize of the format");
                self.refuse(place, reason);
                return None;
            }
        };
        if let Some(problem) = cannot_be_packed(field, packing) {
            let reason = format!("`serialize: {how}` of a `{}`: {problem}", field.kind);
            self.refuse(place, reason);
        }
        Some(packing)
    }
}

/// Why a value cannot become one text, if that is seen without its type's definition.
fn cannot_be_packed(field: &Field, packing: Serialize) -> Option<&'static str> {
    let has_parts = |field: &Field| matches!(field.kind.as_str(), "object" | "list" | "map");
    let item = field.items.as_deref().filter(|_| field.kind == "list");
    let is_plain = |item: &Field| !has_parts(item) || item.reference.is_some();
    match packing {
        _ if field.location.as_deref() == Some("body_root") => {
            Some("the whole body is JSON as it is, and not in a text")
        }
        Serialize::Json if !has_parts(field) => {
            Some("only a list, an object or a map is put into JSON")
        }
        Serialize::Comma if !item.is_some_and(is_plain) => {
            Some("only a list of texts or numbers can be joined by commas")
        }
        _ => None,
    }
}

fn required(field: &Field, direction: Direction) -> Required {
    match (direction, field.required) {
        (Direction::Response, _) | (_, None) => Required::Unknown,
        (_, Some(true)) => Required::Yes,
        (_, Some(false)) => Required::No,
    }
}

fn deprecated(field: &Field) -> Option<String> {
    if field.disabled {
        Some("The vendor has withdrawn it; it may still appear.".to_owned())
    } else if field.deprecated {
        Some("The vendor calls it deprecated.".to_owned())
    } else {
        None
    }
}

/// One value of an enum.
fn enum_value(value: &Value) -> Option<EnumValue> {
    let is_plain = matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_));
    is_plain.then(|| EnumValue {
        value: value_text(value),
        ..EnumValue::default()
    })
}

/// What no key says: facts that were cut out of prose stay prose, told and not enforced.
fn told_in_words(field: &Field, direction: Direction) -> Option<String> {
    let mut words = Vec::new();
    let mentions: Vec<String> = inner::chain(field).flat_map(mentions).collect();
    if !mentions.is_empty() {
        let mentions = mentions.join("; ");
        words.push(format!(
            "The vendor's text mentions: {mentions} (unverified)."
        ));
    }
    let of_parts: Vec<String> = inner::all(field).flat_map(inner::in_words).collect();
    if !of_parts.is_empty() {
        let of_parts = of_parts.join(", ");
        words.push(format!("The vendor says of what is in it: {of_parts}."));
    }
    if direction == Direction::Request && field.nullable == Some(true) {
        words.push("The vendor says that it may be null.".to_owned());
    }
    if direction == Direction::Response && field.required == Some(true) {
        words.push("The vendor calls it required.".to_owned());
    }
    (!words.is_empty()).then(|| words.join(" "))
}

fn mentions(field: &Field) -> Vec<String> {
    let numbers = field.prose.iter().flatten().map(|(what, value)| {
        let what = what.replace('_', " ");
        format!("{what} {}", plain(value))
    });
    let values: Vec<String> = field.prose_enum.iter().flatten().map(plain).collect();
    let values = (!values.is_empty()).then(|| format!("values {}", values.join(", ")));
    numbers.chain(values).collect()
}

fn plain(value: &Value) -> String {
    format!("`{}`", value_text(value))
}
