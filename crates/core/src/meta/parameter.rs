//! The table of a parameter, or of a field of a structure that requests hold.

use std::fmt;

use super::{Place, Serialize, TimeFormat};

table! {
    /// A parameter of an action, or a field of a structure.
    #[derive(Debug)]
    #[non_exhaustive]
    #[allow(
        clippy::struct_excessive_bools,
        reason = "a table of independent facts, each of which a page states or not"
    )]
    pub struct Parameter;
    /// An optional parameter without bounds.
    new {
        /// The wire name.
        name: &'static str;
        /// What it holds.
        kind: Kind;
        /// Where it travels.
        place: Place;
    }
    facts {
        /// The name that it has in Rust, where that does not follow from the wire name.
        rename: Option<&'static str> = None, set(rename: &'static str) = Some(rename);
        /// A call must give it.
        required: bool = false, set() = true;
        /// What the service takes where nothing is given, as text.
        default: Option<&'static str> = None, set(text: &'static str) = Some(text);
        /// Smallest number.
        min: Option<i64> = None, set(min: i64) = Some(min);
        /// Largest number.
        max: Option<i64> = None, set(max: i64) = Some(max);
        /// Shortest text in characters, or list in items.
        min_length: Option<u64> = None, set(length: u64) = Some(length);
        /// Longest text in characters, or list in items.
        max_length: Option<u64> = None, set(length: u64) = Some(length);
        /// Its integers, in a list or a map those of its items, have 32 bits. Otherwise they have 64.
        int32: bool = false, set() = true;
        /// The documented values; open.
        values: &'static [&'static str] = &[], set(values: &'static [&'static str]) = values;
        /// What it is.
        doc: &'static str = "", set(doc: &'static str) = doc;
        /// An example value, as text.
        example: Option<&'static str> = None, set(text: &'static str) = Some(text);
        /// Its value is a secret.
        sensitive: bool = false, set() = true;
        /// Deprecated.
        deprecated: bool = false, set() = true;
        /// Taken from the client's project id where a call does not give it.
        implicit: bool = false, set() = true;
        /// Makes a repeated write harmless: filled with a new UUID once a call where the call does not give it.
        idempotency_token: bool = false, set() = true;
        /// How a structured value is put into one text.
        serialize: Option<Serialize> = None, set(how: Serialize) = Some(how);
        /// How a time is written, where it is one and the page says so.
        time: Option<TimeFormat> = None, set(format: TimeFormat) = Some(format);
    }
}

/// What a parameter holds.
#[derive(Debug)]
#[non_exhaustive]
pub enum Kind {
    /// Text, also for enums, dates and Base64.
    String,
    /// A signed number.
    Integer,
    /// An unsigned number.
    Unsigned,
    /// A floating-point number.
    Number,
    /// True or false.
    Boolean,
    /// Any JSON value.
    Any,
    /// An object.
    Object(&'static Shape),
    /// A list.
    List(&'static Kind),
    /// An object with any keys.
    Map(&'static Kind),
}

impl Kind {
    /// What a list or a map of it holds in the end.
    pub(crate) fn leaf(&self) -> &Self {
        match self {
            Self::List(inner) | Self::Map(inner) => inner.leaf(),
            other => other,
        }
    }

    /// What a list of it holds.
    pub(crate) fn item(&self) -> Option<&'static Self> {
        match self {
            Self::List(item) => Some(item),
            _ => None,
        }
    }

    /// The fields of the structure that it is.
    pub(crate) fn fields(&self) -> &'static [Parameter] {
        match self {
            Self::Object(shape) => shape.fields,
            _ => &[],
        }
    }
}

/// The fields of a structure. `Debug` shows its name alone, for a structure may hold itself.
#[non_exhaustive]
pub struct Shape {
    /// The name of the type in the spec.
    pub name: &'static str,
    /// Its fields.
    pub fields: &'static [Parameter],
}

impl fmt::Debug for Shape {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Shape")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Shape {
    /// A structure.
    pub const fn new(name: &'static str, fields: &'static [Parameter]) -> Self {
        Self { name, fields }
    }
}

impl Parameter {
    /// The smallest and the largest integer that it may hold, in a list or a map each item: by its
    /// width and its documented bounds. `None` where it holds no integers.
    pub fn integers(&self) -> Option<(i128, i128)> {
        let (smallest, largest): (i128, i128) = match self.kind.leaf() {
            Kind::Integer if self.int32 => (i32::MIN.into(), i32::MAX.into()),
            Kind::Integer => (i64::MIN.into(), i64::MAX.into()),
            Kind::Unsigned => (u64::MIN.into(), u64::MAX.into()),
            _ => return None,
        };
        let smallest = self.min.map_or(smallest, |min| smallest.max(min.into()));
        let largest = self.max.map_or(largest, |max| largest.min(max.into()));
        Some((smallest, largest))
    }

    /// Whether a call that does not give it sends it all the same: the client fills it.
    pub const fn is_filled(&self) -> bool {
        self.implicit || self.idempotency_token
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Parameter, Place, Shape};

    #[test]
    fn a_structure_that_holds_itself_is_shown_as_far_as_its_name() {
        static TREE: Shape = Shape::new(
            "Tree",
            &[Parameter::new("Left", Kind::Object(&TREE), Place::Body)],
        );
        let shown = format!("{:?}", TREE.fields);
        assert!(
            shown.contains(r#"Object(Shape { name: "Tree", .. })"#),
            "{shown}"
        );
    }
}
