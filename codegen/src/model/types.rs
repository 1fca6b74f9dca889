//! Types of the model: structures, open enums, members and their Rust types.

use cloudwright_spec::model::{EnumValue, Member, Removal};
use cloudwright_vocabulary::secret::is_secret_name;

/// Which way a type travels, and how. A type that nothing reaches travels neither way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "facts that go together in any way"
)]
pub(crate) struct Direction {
    /// Calls send it.
    pub request: bool,
    /// Answers hold it.
    pub response: bool,
    /// It is in a list or a map.
    pub item: bool,
    /// A table refers to its own: what calls send has one, stubs have none.
    pub tabled: bool,
}

impl Direction {
    pub(crate) const REQUEST: Self = Self {
        request: true,
        response: false,
        item: false,
        tabled: true,
    };
    pub(crate) const RESPONSE: Self = Self {
        request: false,
        response: true,
        item: false,
        tabled: false,
    };

    /// Both ways, in lists and outside of them, as a stub.
    pub(crate) const ANY: Self = Self {
        request: true,
        response: true,
        item: true,
        tabled: false,
    };

    /// Adds the other's; says whether that changed anything.
    pub(crate) fn join(&mut self, other: Self) -> bool {
        let before = *self;
        self.request |= other.request;
        self.response |= other.response;
        self.item |= other.item;
        self.tabled |= other.tabled;
        *self != before
    }
}

/// Where a type is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TypePlace {
    /// In the module of the action at hand.
    Action,
    /// In the crate's `types`.
    Service,
}

/// A type by where it is defined and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TypeId {
    pub place: TypePlace,
    pub index: usize,
}

/// What a member holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RustType {
    String,
    Integer,
    Unsigned,
    Number,
    Boolean,
    Any,
    /// A time, which is a number or a text on the wire.
    DateTime {
        number: bool,
    },
    Enum(TypeId),
    Struct(TypeId),
    List(Box<RustType>),
    Map(Box<RustType>),
}

impl RustType {
    /// What a list or map holds in the end.
    pub(crate) fn leaf(&self) -> &Self {
        match self {
            Self::List(inner) | Self::Map(inner) => inner.leaf(),
            other => other,
        }
    }

    /// The type that is referred to in the end.
    pub(crate) fn target(&self) -> Option<TypeId> {
        match self.leaf() {
            Self::Enum(id) | Self::Struct(id) => Some(*id),
            _ => None,
        }
    }
}

/// A member with its Rust name and type.
#[derive(Debug)]
pub(crate) struct MemberModel<'a> {
    pub spec: &'a Member,
    /// The Rust name; raw where it must be.
    pub ident: String,
    pub rust: RustType,
    /// The type holds its owner by value, so that a field of it must be boxed.
    pub boxed: bool,
}

impl MemberModel<'_> {
    /// Whether its value is not for the eyes of others: the spec says so, or a text has the name of a secret.
    pub(crate) fn is_secret(&self) -> bool {
        let is_text = matches!(self.rust.leaf(), RustType::String | RustType::Any);
        self.spec.sensitive || is_text && is_secret_name(&self.spec.name)
    }
}

/// A type of a file.
#[derive(Debug)]
pub(crate) struct TypeModel<'a> {
    /// The Rust name.
    pub name: String,
    /// The name in the spec; for inline types the path of the members that lead there.
    pub wire: String,
    /// What leads there from the file's top, as changes are told: `request Filters`, `type Filter`.
    pub subject: String,
    pub doc: Option<&'a str>,
    /// It is a stub of what is no longer documented.
    pub removed: Option<&'a Removal>,
    pub direction: Direction,
    pub kind: TypeKind<'a>,
    /// The `static` that holds the table of a structure that requests send.
    pub shape: String,
}

/// What a type is.
#[derive(Debug)]
pub(crate) enum TypeKind<'a> {
    Struct(Vec<MemberModel<'a>>),
    Enum(Vec<VariantModel<'a>>),
}

/// A documented value of an open enum.
#[derive(Debug)]
pub(crate) struct VariantModel<'a> {
    pub spec: &'a EnumValue,
    pub ident: String,
}

impl<'a> TypeModel<'a> {
    /// The members, if it is a structure.
    pub(crate) fn members(&self) -> &[MemberModel<'a>] {
        match &self.kind {
            TypeKind::Struct(members) => members,
            TypeKind::Enum(_) => &[],
        }
    }
}
