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
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// The format's name: `scale-neutral/1`.
    pub schema: String,
    /// `tencent`, `alibaba` or `huawei`.
    pub provider: String,
    /// The vendor's code of the product.
    pub product: String,
    /// The API version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The host, with `{region}` where the region stands.
    pub host: String,
    /// Regions whose host is known, each with it; whether or not `host` would give the same.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hosts: BTreeMap<String, String>,
    /// The regions that the product is offered in, where the vendor's metadata lists them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// The wire protocol in words; decides between a provider's protocols.
    #[serde(default)]
    pub protocol_style: String,
    /// The member of the answer that holds the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envelope: Option<String>,
    /// The shape of errors in words; the protocol knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_envelope: Option<String>,
    /// The actions, in any order.
    #[serde(deserialize_with = "objects")]
    pub actions: Vec<ProductAction>,
    /// The types that actions share.
    #[serde(
        default,
        deserialize_with = "objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub types: Vec<ProductType>,
}

/// One action.
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct ProductAction {
    /// The wire name.
    pub name: String,
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The vendor's word on its life: `online`, or something that means it will go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The parameters.
    #[serde(
        default,
        deserialize_with = "objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub params: Vec<Field>,
    /// The result's members.
    #[serde(
        default,
        deserialize_with = "objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub response: Vec<Field>,
    /// The business error codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
    /// `RPC` or `ROA`, at Alibaba.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// Content types of the request; only JSON can be expressed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub content_types: Vec<String>,
    /// Headers of the answer that hold results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response_headers: Vec<String>,
    /// The vendor's name of the request structure; not a fact of the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_name: Option<String>,
    /// The vendor's name of the response structure; not a fact of the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_name: Option<String>,
    /// Calls and their answers, as the vendor shows them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<ProductSample>,
    /// The action is called without a signature.
    #[serde(default, skip_serializing_if = "is_false")]
    pub skip_sign: bool,
}

/// A call that the vendor shows.
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct ProductSample {
    /// The parameters by wire name, where it shows them all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Value>,
    /// The whole body of the answer.
    pub response: Value,
}

/// A named type.
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct ProductType {
    /// Its name.
    pub name: String,
    /// Its fields.
    #[serde(
        default,
        deserialize_with = "objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub fields: Vec<Field>,
    /// `in`, `out` or `both`; follows from the actions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// The values, where the type is an enum of texts.
    #[serde(default, rename = "enum", skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<Value>>,
}

/// A parameter, a member of a result or a field: a name and a type expression with facts.
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "they are keys of the format")]
pub struct Field {
    /// The wire name; absent inside `items` and `values`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The type's kind: `string`, `int64`, `object`, `list`, `map`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// The named type of an object.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The fields of an inline object.
    #[serde(
        default,
        deserialize_with = "objects_or_null",
        skip_serializing_if = "Option::is_none"
    )]
    pub fields: Option<Vec<Field>>,
    /// What a list holds.
    #[serde(
        default,
        deserialize_with = "object",
        skip_serializing_if = "Option::is_none"
    )]
    pub items: Option<Box<Field>>,
    /// What a map holds.
    #[serde(
        default,
        deserialize_with = "object",
        skip_serializing_if = "Option::is_none"
    )]
    pub values: Option<Box<Field>>,
    /// Where it travels.
    #[serde(default, rename = "in", skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// A call must give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// Answers always hold it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_required: Option<bool>,
    /// It may be null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nullable: Option<bool>,
    /// Withdrawn, but it may still appear.
    #[serde(default, skip_serializing_if = "is_false")]
    pub disabled: bool,
    /// Deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// Smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Value>,
    /// Largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Value>,
    /// Shortest length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// Longest length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// A regular expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The values.
    #[serde(default, rename = "enum", skip_serializing_if = "Option::is_none")]
    pub enumeration: Option<Vec<Value>>,
    /// An example of its value, in the value's own type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
    /// `json` or `simple` (joined by commas).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serialize: Option<String>,
    /// Its value is a secret.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// Numbers cut out of prose; unverified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prose: Option<serde_json::Map<String, Value>>,
    /// Values cut out of prose; unverified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prose_enum: Option<Vec<Value>>,
    /// Taken from the credentials.
    #[serde(default, skip_serializing_if = "is_false")]
    pub implicit: bool,
    /// A name in the vendor's Python SDK; not a fact of the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub py_attr: Option<String>,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
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
