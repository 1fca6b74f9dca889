//! The inventory format `scale-neutral/1`: a product's facts as one JSON file, without prose.
//!
//! An inventory is made from a vendor's own metadata: by [`super::tencent`], or by a script where that
//! is source code. This module is its shape and nothing else; what becomes of it is in [`super`].
//! Unknown keys are refused, so that a fact the importer does not know is never dropped in silence.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// One product.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// The format's name: `scale-neutral/1`.
    pub schema: String,
    /// `tencent`, `alibaba` or `huawei`.
    pub provider: String,
    /// The vendor's code of the product.
    pub product: String,
    /// The API version.
    pub version: Option<String>,
    /// The host, with `{region}` where the region stands.
    pub host: String,
    /// Regions whose host is known, each with it; whether or not `host` would give the same.
    #[serde(default)]
    pub hosts: BTreeMap<String, String>,
    /// The regions that the product is offered in, where the vendor's metadata lists them.
    #[serde(default)]
    pub regions: Vec<String>,
    /// The wire protocol in words; decides between a provider's protocols.
    #[serde(default)]
    pub protocol_style: String,
    /// The member of the answer that holds the result.
    pub envelope: Option<String>,
    /// The shape of errors in words; the protocol knows it.
    pub error_envelope: Option<String>,
    /// The actions, in any order.
    #[serde(deserialize_with = "objects")]
    pub actions: Vec<ProductAction>,
    /// The types that actions share.
    #[serde(default, deserialize_with = "objects")]
    pub types: Vec<ProductType>,
}

/// One action.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductAction {
    /// The wire name.
    pub name: String,
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The vendor's word on its life: `online`, or something that means it will go.
    pub status: Option<String>,
    /// The parameters.
    #[serde(default, deserialize_with = "objects")]
    pub params: Vec<Field>,
    /// The result's members.
    #[serde(default, deserialize_with = "objects")]
    pub response: Vec<Field>,
    /// The business error codes.
    #[serde(default)]
    pub errors: Vec<String>,
    /// `RPC` or `ROA`, at Alibaba.
    pub style: Option<String>,
    /// Content types of the request; only JSON can be expressed.
    #[serde(default)]
    pub content_types: Vec<String>,
    /// Headers of the answer that hold results.
    #[serde(default)]
    pub response_headers: Vec<String>,
    /// The vendor's name of the request structure; not a fact of the wire.
    pub request_name: Option<String>,
    /// The vendor's name of the response structure; not a fact of the wire.
    pub response_name: Option<String>,
    /// Calls and their answers, as the vendor shows them.
    #[serde(default)]
    pub samples: Vec<ProductSample>,
    /// The action is called without a signature.
    #[serde(default)]
    pub skip_sign: bool,
}

/// A call that the vendor shows.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductSample {
    /// The parameters by wire name, where it shows them all.
    pub request: Option<Value>,
    /// The whole body of the answer.
    pub response: Value,
}

/// A named type.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductType {
    /// Its name.
    pub name: String,
    /// Its fields.
    #[serde(default, deserialize_with = "objects")]
    pub fields: Vec<Field>,
    /// `in`, `out` or `both`; follows from the actions.
    pub usage: Option<String>,
    /// The values, where the type is an enum of texts.
    #[serde(rename = "enum")]
    pub values: Option<Vec<Value>>,
}

/// A parameter, a member of a result or a field: a name and a type expression with facts.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "they are keys of the format")]
pub struct Field {
    /// The wire name; absent inside `items` and `values`.
    #[serde(default)]
    pub name: String,
    /// The type's kind: `string`, `int64`, `object`, `list`, `map`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// The named type of an object.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// The fields of an inline object.
    #[serde(default, deserialize_with = "objects_or_null")]
    pub fields: Option<Vec<Field>>,
    /// What a list holds.
    #[serde(default, deserialize_with = "object")]
    pub items: Option<Box<Field>>,
    /// What a map holds.
    #[serde(default, deserialize_with = "object")]
    pub values: Option<Box<Field>>,
    /// Where it travels.
    #[serde(rename = "in")]
    pub location: Option<String>,
    /// A call must give it.
    pub required: Option<bool>,
    /// Answers always hold it.
    pub output_required: Option<bool>,
    /// It may be null.
    pub nullable: Option<bool>,
    /// Withdrawn, but it may still appear.
    #[serde(default)]
    pub disabled: bool,
    /// Deprecated.
    #[serde(default)]
    pub deprecated: bool,
    /// Smallest number.
    pub min: Option<Value>,
    /// Largest number.
    pub max: Option<Value>,
    /// Shortest length.
    pub min_length: Option<u64>,
    /// Longest length.
    pub max_length: Option<u64>,
    /// A regular expression.
    pub pattern: Option<String>,
    /// The values.
    #[serde(rename = "enum")]
    pub enumeration: Option<Vec<Value>>,
    /// An example of its value, in the value's own type.
    pub example: Option<Value>,
    /// `json` or `simple` (joined by commas).
    pub serialize: Option<String>,
    /// Its value is a secret.
    #[serde(default)]
    pub sensitive: bool,
    /// Numbers cut out of prose; unverified.
    pub prose: Option<serde_json::Map<String, Value>>,
    /// Values cut out of prose; unverified.
    pub prose_enum: Option<Vec<Value>>,
    /// Taken from the credentials.
    #[serde(default)]
    pub implicit: bool,
    /// A name in the vendor's Python SDK; not a fact of the wire.
    pub py_attr: Option<String>,
}

/// What is an object in the file. Alone, a structure would be read from a list too, by position.
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(access)).map(Object)
    }
}

fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<Field>>, D::Error> {
    Object::deserialize(deserializer).map(|found| Some(Box::new(found.0)))
}

fn objects<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let list = Vec::<Object<T>>::deserialize(deserializer)?;
    Ok(list.into_iter().map(|found| found.0).collect())
}

fn objects_or_null<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<Field>>, D::Error> {
    let list = Option::<Vec<Object<Field>>>::deserialize(deserializer)?;
    Ok(list.map(|list| list.into_iter().map(|found| found.0).collect()))
}
