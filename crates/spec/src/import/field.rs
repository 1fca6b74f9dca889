//! Fields of an inventory become members of a spec.

use serde_json::Value;

use super::Refusal;
use super::inventory::Field;
use crate::model::{EnumValue, Location, Member, Required, Scalar, Serialize, TypeRef};

/// Which way a field travels.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// In a request.
    Request,
    /// In an answer.
    Response,
    /// In a type; either way.
    Either,
}

/// Turns fields into members; what cannot be expressed is added to `refusals`.
pub(super) struct Lowering<'a> {
    pub(super) type_names: &'a dyn Fn(&str) -> Option<String>,
    pub(super) usual_location: Location,
    pub(super) refusals: Vec<Refusal>,
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
        let fields = inline_fields(field);
        let fields = fields.map(|fields| self.members(fields, Direction::Either, &place));
        Some(Member {
            location: self.location(field, direction, &place),
            required: required(field, direction),
            min: self.bound(field.min.as_ref(), &type_ref, &place),
            max: self.bound(field.max.as_ref(), &type_ref, &place),
            min_length: field.min_length,
            max_length: field.max_length,
            pattern: field.pattern.clone(),
            values: self.values(field, &place),
            fields,
            doc: told_in_words(field, direction),
            sensitive: field.sensitive,
            always: field.output_required,
            // Of a parameter it says that null may be sent; no client here sends null.
            nullable: field.nullable.filter(|_| direction != Direction::Request),
            deprecated: deprecated(field),
            implicit: field.implicit,
            serialize: self.serialize(field, &place),
            ..Member::new(&field.name, type_ref)
        })
    }

    fn refuse(&mut self, place: &str, reason: impl Into<String>) {
        self.refusals.push(Refusal {
            place: place.to_owned(),
            reason: reason.into(),
        });
    }

    fn type_ref(&mut self, field: &Field, place: &str) -> Option<TypeRef> {
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
                let inner = self.inner(field.items.as_deref(), "items", place)?;
                return Some(TypeRef::List(Box::new(inner)));
            }
            "map" => {
                let inner = self.inner(field.values.as_deref(), "values", place)?;
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

    fn inner(&mut self, field: Option<&Field>, key: &str, place: &str) -> Option<TypeRef> {
        let Some(field) = field else {
            self.refuse(place, format!("a {} without `{key}`", key_owner(key)));
            return None;
        };
        self.type_ref(field, &format!("{place}.{key}"))
    }

    fn object(&mut self, field: &Field, place: &str) -> Option<TypeRef> {
        match (&field.reference, &field.fields) {
            (Some(name), _) => {
                let found = (self.type_names)(name);
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
        let location = match field.location.as_deref()? {
            "body" => Location::Body,
            "body_root" => Location::BodyRoot,
            "query" => Location::Query,
            "path" => Location::Path,
            "header" => Location::Header,
            "host" => Location::Host,
            other => {
                self.refuse(place, format!("`{other}` is no place of the format"));
                return None;
            }
        };
        let usual = match direction {
            Direction::Request => self.usual_location,
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
                format!("the bound {value} of a `{type_ref}` is no whole number"),
            );
        }
        exact
    }

    fn values(&mut self, field: &Field, place: &str) -> Vec<EnumValue> {
        let mut list = Vec::new();
        for value in field.enumeration.iter().flatten() {
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

    fn serialize(&mut self, field: &Field, place: &str) -> Option<Serialize> {
        match field.serialize.as_deref()? {
            "json" => Some(Serialize::Json),
            "simple" | "comma" => Some(Serialize::Comma),
            other => {
                self.refuse(
                    place,
                    format!("`{other}` is no way to serialize of the format"),
                );
                None
            }
        }
    }
}

fn key_owner(key: &str) -> &'static str {
    if key == "items" { "list" } else { "map" }
}

/// The fields of the inline object that a type leads to, through lists and maps.
fn inline_fields(field: &Field) -> Option<&[Field]> {
    let inner = field.items.as_deref().or(field.values.as_deref());
    match inner {
        Some(inner) => inline_fields(inner),
        None if field.reference.is_none() => field.fields.as_deref(),
        None => None,
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
pub(super) fn enum_value(value: &Value) -> Option<EnumValue> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => return None,
    };
    Some(EnumValue {
        value: text,
        doc: None,
        rename: None,
    })
}

/// What no key says: facts that were cut out of prose stay prose, told and not enforced.
fn told_in_words(field: &Field, direction: Direction) -> Option<String> {
    let numbers = field.prose.iter().flatten().map(|(what, value)| {
        let what = what.replace('_', " ");
        format!("{what} {}", plain(value))
    });
    let values: Vec<String> = field.prose_enum.iter().flatten().map(plain).collect();
    let values = (!values.is_empty()).then(|| format!("values {}", values.join(", ")));
    let said: Vec<String> = numbers.chain(values).collect();
    let said = (!said.is_empty()).then(|| {
        format!(
            "The vendor's text mentions: {} (unverified).",
            said.join("; ")
        )
    });
    let null = (direction == Direction::Request && field.nullable == Some(true))
        .then(|| "The vendor says that it may be null.".to_owned());
    let words: Vec<String> = said.into_iter().chain(null).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}
