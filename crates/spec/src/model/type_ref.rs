//! Type expressions: `string`, `list<integer>`, `map<list<Filter>>`, `Filter`.

use std::fmt;
use std::ops::RangeInclusive;

use cloudwright_vocabulary::told;
use serde::{Deserialize, Serialize};

/// A type as a member's `type:` writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub enum TypeRef {
    /// A built-in type.
    Scalar(Scalar),
    /// An object whose fields stand beside the member (`fields:`).
    Object,
    /// A list.
    List(Box<TypeRef>),
    /// An object with any keys.
    Map(Box<TypeRef>),
    /// A type of `types:`, of the action or of the service.
    Named(String),
}

/// The built-in types. Widths are what the vendor says; clients use the widest of a kind, and hold
/// requests to the width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// Text.
    String,
    /// A signed number of unstated width.
    Integer,
    /// A signed 32-bit number.
    Int32,
    /// A signed 64-bit number.
    Int64,
    /// An unsigned 64-bit number.
    Uint64,
    /// A floating-point number of unstated width.
    Number,
    /// A 32-bit floating-point number.
    Float32,
    /// A 64-bit floating-point number.
    Float64,
    /// True or false.
    Boolean,
    /// Bytes as Base64 text.
    Binary,
    /// A date and time as text, in the vendor's own form.
    Datetime,
    /// A date as text.
    Date,
    /// Any JSON value.
    Any,
}

impl Scalar {
    /// The integers that it can hold; `None` where it holds none. One of unstated width has 64 bits.
    pub fn integers(self) -> Option<RangeInclusive<i128>> {
        let (smallest, largest): (i128, i128) = match self {
            Self::Integer | Self::Int64 => (i64::MIN.into(), i64::MAX.into()),
            Self::Int32 => (i32::MIN.into(), i32::MAX.into()),
            Self::Uint64 => (u64::MIN.into(), u64::MAX.into()),
            _ => return None,
        };
        Some(smallest..=largest)
    }

    /// Whether it is a number of any kind.
    pub fn is_number(self) -> bool {
        self.is_integer() || matches!(self, Self::Number | Self::Float32 | Self::Float64)
    }

    /// Whether it is a whole number of any kind.
    pub fn is_integer(self) -> bool {
        matches!(
            self,
            Self::Integer | Self::Int32 | Self::Int64 | Self::Uint64
        )
    }

    /// Whether it travels as a text.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::String | Self::Binary | Self::Datetime | Self::Date
        )
    }

    /// Every built-in type with its name in the language.
    pub const ALL: &[(&'static str, Self)] = &[
        ("string", Self::String),
        ("integer", Self::Integer),
        ("int32", Self::Int32),
        ("int64", Self::Int64),
        ("uint64", Self::Uint64),
        ("number", Self::Number),
        ("float32", Self::Float32),
        ("float64", Self::Float64),
        ("boolean", Self::Boolean),
        ("binary", Self::Binary),
        ("datetime", Self::Datetime),
        ("date", Self::Date),
        ("any", Self::Any),
    ];

    /// The name in the language.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, scalar)| *scalar == self)
            .map_or("any", |(name, _)| name)
    }
}

/// A type expression that cannot be read.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
pub enum TypeRefError {
    /// `list<…>` or `map<…>` without its end.
    #[error("`{0}` lacks a closing `>`")]
    Unclosed(String),
    /// Not a name.
    #[error("`{0}` is no type; write a built-in type, `list<…>`, `map<…>` or the name of a type")]
    NotAName(String),
    /// Deeper than anyone writes.
    #[error("`{0}…` nests deeper than {max} levels", max = TypeRef::MAX_DEPTH)]
    TooDeep(String),
}

impl fmt::Debug for TypeRefError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, f, |f| {
            let (name, text) = match self {
                Self::Unclosed(text) => ("Unclosed", text),
                Self::NotAName(text) => ("NotAName", text),
                Self::TooDeep(text) => ("TooDeep", text),
            };
            f.debug_tuple(name).field(text).finish()
        })
    }
}

impl TypeRef {
    /// How deep `list<…>` and `map<…>` may nest.
    pub const MAX_DEPTH: usize = 16;

    /// Reads a type expression.
    pub fn parse(text: &str) -> Result<Self, TypeRefError> {
        Self::parse_within(text, Self::MAX_DEPTH)
    }

    fn parse_within(text: &str, depth: usize) -> Result<Self, TypeRefError> {
        let text = text.trim();
        if depth == 0 {
            return Err(TypeRefError::TooDeep(text.chars().take(20).collect()));
        }
        for (prefix, wrap) in [
            ("list<", Self::List as fn(Box<Self>) -> Self),
            ("map<", Self::Map),
        ] {
            if let Some(rest) = text.strip_prefix(prefix) {
                let inner = rest
                    .strip_suffix('>')
                    .ok_or_else(|| TypeRefError::Unclosed(text.to_owned()))?;
                return Ok(wrap(Box::new(Self::parse_within(inner, depth - 1)?)));
            }
        }
        if text == "object" {
            return Ok(Self::Object);
        }
        if let Some((_, scalar)) = Scalar::ALL.iter().find(|(name, _)| *name == text) {
            return Ok(Self::Scalar(*scalar));
        }
        let is_name = !text.is_empty() && !text.contains(['<', '>', ' ', '\n', '\t', ',']);
        if is_name {
            Ok(Self::Named(text.to_owned()))
        } else {
            Err(TypeRefError::NotAName(text.to_owned()))
        }
    }

    /// Whether what it holds in the end is an integer of 32 bits.
    pub fn is_int32(&self) -> bool {
        *self.leaf() == Self::Scalar(Scalar::Int32)
    }

    /// The same lists and maps around another innermost type.
    #[must_use]
    pub fn with_leaf(&self, leaf: Self) -> Self {
        match self {
            Self::List(inner) => Self::List(Box::new(inner.with_leaf(leaf))),
            Self::Map(inner) => Self::Map(Box::new(inner.with_leaf(leaf))),
            _ => leaf,
        }
    }

    /// The name of the declared type that a list or map holds in the end, or that this is.
    pub fn leaf_name(&self) -> Option<&str> {
        match self.leaf() {
            Self::Named(name) => Some(name),
            _ => None,
        }
    }

    /// Whether it is a whole number, and no list of such.
    pub fn is_integer(&self) -> bool {
        matches!(self, Self::Scalar(scalar) if scalar.is_integer())
    }

    /// The innermost type: what a list or map holds in the end.
    pub fn leaf(&self) -> &Self {
        match self {
            Self::List(inner) | Self::Map(inner) => inner.leaf(),
            other => other,
        }
    }
}

impl TryFrom<String> for TypeRef {
    type Error = TypeRefError;

    fn try_from(text: String) -> Result<Self, TypeRefError> {
        Self::parse(&text)
    }
}

impl From<TypeRef> for String {
    fn from(type_ref: TypeRef) -> Self {
        type_ref.to_string()
    }
}

impl fmt::Display for TypeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(scalar) => f.write_str(scalar.name()),
            Self::Object => f.write_str("object"),
            Self::List(inner) => write!(f, "list<{inner}>"),
            Self::Map(inner) => write!(f, "map<{inner}>"),
            Self::Named(name) => f.write_str(name),
        }
    }
}
