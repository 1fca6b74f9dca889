//! The table of a parameter, or of a field of a structure that requests hold.

use std::fmt;

use super::{Place, Serialize, TimeFormat};

/// A parameter of an action, or a field of a structure.
#[derive(Debug)]
#[non_exhaustive]
#[allow(
    clippy::struct_excessive_bools,
    reason = "a table of independent facts, each of which a page states or not"
)]
pub struct Parameter {
    /// The wire name.
    pub name: &'static str,
    /// The name that it has in Rust, where that does not follow from the wire name.
    pub rename: Option<&'static str>,
    /// What it holds.
    pub kind: Kind,
    /// Where it travels.
    pub place: Place,
    /// A call must give it.
    pub required: bool,
    /// What the service takes where nothing is given, as text.
    pub default: Option<&'static str>,
    /// Smallest number.
    pub min: Option<i64>,
    /// Largest number.
    pub max: Option<i64>,
    /// Shortest text in characters, or list in items.
    pub min_length: Option<u64>,
    /// Longest text in characters, or list in items.
    pub max_length: Option<u64>,
    /// Its integers, in a list or a map those of its items, have 32 bits. Otherwise they have 64.
    pub int32: bool,
    /// The documented values; open.
    pub values: &'static [&'static str],
    /// What it is.
    pub doc: &'static str,
    /// An example value, as text.
    pub example: Option<&'static str>,
    /// Its value is a secret.
    pub sensitive: bool,
    /// Deprecated.
    pub deprecated: bool,
    /// Taken from the client's project id where a call does not give it.
    pub implicit: bool,
    /// Makes a repeated write harmless: filled once a call where the call does not give it.
    pub idempotency_token: bool,
    /// How a structured value is put into one text.
    pub serialize: Option<Serialize>,
    /// How a time is written, where it is one and the page says so.
    pub time: Option<TimeFormat>,
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
    /// An optional parameter without bounds.
    pub const fn new(name: &'static str, kind: Kind, place: Place) -> Self {
        Self {
            name,
            rename: None,
            kind,
            place,
            required: false,
            default: None,
            min: None,
            max: None,
            min_length: None,
            max_length: None,
            int32: false,
            values: &[],
            doc: "",
            example: None,
            sensitive: false,
            deprecated: false,
            implicit: false,
            idempotency_token: false,
            serialize: None,
            time: None,
        }
    }

    setters! {
        /// The name that it has in Rust.
        rename(rename: &'static str) = Some(rename);
        /// A call must give it.
        required() = true;
        /// Sets what the service takes where nothing is given.
        default(text: &'static str) = Some(text);
        /// Sets the smallest number.
        min(min: i64) = Some(min);
        /// Sets the largest number.
        max(max: i64) = Some(max);
        /// Sets the shortest length.
        min_length(length: u64) = Some(length);
        /// Sets the longest length.
        max_length(length: u64) = Some(length);
        /// Its integers have 32 bits.
        int32() = true;
        /// Sets the documented values.
        values(values: &'static [&'static str]) = values;
        /// Sets what it is.
        doc(doc: &'static str) = doc;
        /// Sets an example value.
        example(text: &'static str) = Some(text);
        /// Its value is a secret.
        sensitive() = true;
        /// Deprecated.
        deprecated() = true;
        /// Taken from the client's project id where a call does not give it.
        implicit() = true;
        /// Makes a repeated write harmless: filled with a new UUID once a call where the call does not give it.
        idempotency_token() = true;
        /// It is a time that is written so.
        time(format: TimeFormat) = Some(format);
        /// Sets how a structured value is put into one text.
        serialize(how: Serialize) = Some(how);
    }

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
