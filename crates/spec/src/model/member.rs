//! Members (parameters, fields) and the types that hold them.

use std::fmt;

use cloudwright_vocabulary::time_style;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize as SerdeSerialize, Serializer};
use serde_json::Value;

use super::removal::Removal;
use super::{ConflictKind, Evidence, Location, Required, Scalar, Serialize, TimeStyle, TypeRef};

/// A parameter of a request, a member of a response, or a field of a type.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, SerdeSerialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The wire name, exactly.
    pub name: String,
    /// Other spellings of the name that the vendor uses for the same member.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alias: Vec<String>,
    /// The Rust name where the derived one will not do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rename: Option<String>,
    /// Its type.
    #[serde(rename = "type")]
    pub type_ref: TypeRef,
    /// It is a time, or holds times, that are written so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<TimeStyle>,
    /// The zone of a time whose text names none: `Z` or `+08:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The Rust name of the type that is declared inline, where the derived one will not do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rename_type: Option<String>,
    /// Where it travels; the protocol's usual place where absent.
    #[serde(default, rename = "in", skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Whether a call must give it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: Required,
    /// What says so, where it is not the page's own table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_source: Option<String>,
    /// What the service takes where nothing is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// Smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// Shortest text in characters, or list in items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// Longest text in characters, or list in items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// A regular expression that the page gives; documented, not enforced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The documented values. On a string an open enum is made of them; on a number they are documented.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<EnumValue>,
    /// The members of an inline object; `type` is then `object`, `list<object>` or `map<object>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<Member>>,
    /// What it is, in our words; Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The page's example value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
    /// Where the member was seen.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evidence: Evidence,
    /// Its value is a secret: redacted in `Debug` and never logged.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sensitive: bool,
    /// The vendor says that answers always hold it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub always: Option<bool>,
    /// The vendor says that it may be null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nullable: Option<bool>,
    /// Deprecated; the text says why or what to use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// The vendor no longer documents it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Removal>,
    /// Taken from the client's configuration (the project id) where a call does not give it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub implicit: bool,
    /// Makes a repeated write harmless: filled once a call where the call does not give it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub idempotency_token: bool,
    /// How a structured value is put into one text; a field of a structure and a member of an
    /// answer travel so as well as a parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serialize: Option<Serialize>,
    /// Places where the page contradicts itself or something else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflict: Vec<Conflict>,
}

impl Member {
    /// Whether a call that does not give it has it all the same: the client fills it.
    pub fn is_filled(&self) -> bool {
        self.implicit || self.idempotency_token
    }

    /// Whether this is one of its spellings.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.alias.iter().any(|alias| alias == name)
    }

    /// Whether it is a time, or holds times: the vendor says so, or we do.
    pub fn is_time(&self) -> bool {
        let is_plain = matches!(self.type_ref.leaf(), TypeRef::Scalar(_));
        let is_named = *self.type_ref.leaf() == TypeRef::Scalar(Scalar::Datetime);
        is_named || (is_plain && self.format.is_some())
    }

    /// The zone of its times where their texts name none, in seconds east of UTC.
    pub fn east(&self) -> i32 {
        let zone = self.zone.as_deref();
        zone.and_then(time_style::offset).unwrap_or_default()
    }

    /// A member of which only name and type are known.
    pub fn new(name: impl Into<String>, type_ref: TypeRef) -> Self {
        Self {
            name: name.into(),
            type_ref,
            ..Self::default()
        }
    }
}

/// Whether a value is what it is taken for where nothing is said.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A default, example or parameter as text: a text without its quotes, anything else as compact JSON.
pub fn value_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One documented value: `desc`, or `{ value: 1, doc: Guangzhou }`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, SerdeSerialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct EnumValue {
    /// The value as text.
    pub value: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The Rust variant where the derived one will not do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rename: Option<String>,
    /// The vendor no longer documents it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Removal>,
}

/// Alone or as an object; what is derived above reads and writes the object.
impl<'de> Deserialize<'de> for EnumValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EnumValueVisitor)
    }
}

impl SerdeSerialize for EnumValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.doc.is_none() && self.rename.is_none() && self.removed.is_none() {
            return serializer.serialize_str(&self.value);
        }
        Self::serialize(self, serializer)
    }
}

struct EnumValueVisitor;

impl<'de> Visitor<'de> for EnumValueVisitor {
    type Value = EnumValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a whole number, or `{ value: …, doc: … }`")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<EnumValue, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<EnumValue, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<EnumValue, E> {
        Ok(EnumValue {
            value: text.to_owned(),
            ..EnumValue::default()
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<EnumValue, A::Error> {
        EnumValue::deserialize(MapAccessDeserializer::new(access))
    }
}

/// A contradiction, with its sides. A check fails when a conflict no longer applies.
#[derive(Clone, Debug, PartialEq, Deserialize, SerdeSerialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// What the sides disagree about.
    pub kind: ConflictKind,
    /// What the page's table or text says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Value>,
    /// What the page's sample says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<Value>,
    /// What the vendor's metadata or SDK says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// What the client does about it.
    pub doc: String,
}

/// A named type: an object with fields, or an open enum of texts.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, SerdeSerialize)]
#[serde(deny_unknown_fields)]
pub struct TypeDef {
    /// The name as the page or the metadata has it.
    pub name: String,
    /// The Rust name where the derived one will not do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rename: Option<String>,
    /// What it is, in our words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Where the type was seen.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evidence: Evidence,
    /// The fields of an object, in the page's order. An object may have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<Member>>,
    /// The values of an open enum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<EnumValue>>,
    /// Contradictions about the enum's values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflict: Vec<Conflict>,
    /// The vendor no longer documents it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Removal>,
}
