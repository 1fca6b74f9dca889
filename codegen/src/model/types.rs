//! Types of the model: structures, open enums, members and their Rust types.

use std::collections::HashMap;

use cloudwright_spec::model::{EnumValue, ErrorCode, Member, Removal};
use cloudwright_spec::naming::{self, Wire};
use cloudwright_vocabulary::secret::is_secret_name;

/// How a type is used. One that nothing reaches is not used at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Calls send it.
    pub request: bool,
    /// Answers hold it.
    pub response: bool,
    /// A table refers to its own: what calls send has one, stubs have none.
    pub tabled: bool,
}

impl Usage {
    pub(crate) const REQUEST: Self = Self {
        request: true,
        response: false,
        tabled: true,
    };
    pub(crate) const RESPONSE: Self = Self {
        request: false,
        response: true,
        tabled: false,
    };

    /// As whatever it was, of a stub.
    pub(crate) const STUB: Self = Self {
        request: true,
        response: true,
        tabled: false,
    };

    /// Adds the other's; says whether that changed anything.
    pub(crate) fn join(&mut self, other: Self) -> bool {
        let before = *self;
        self.request |= other.request;
        self.response |= other.response;
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

/// What the declared types of a file stand for, by the name that the spec uses.
pub(crate) type Declared<'a> = HashMap<&'a str, RustType>;

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
    /// Whether it is a list or a map, which is empty where the wire has nothing.
    pub(crate) fn is_collection(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map(_))
    }

    /// What a list or map holds in the end.
    pub(crate) fn leaf(&self) -> &Self {
        match self {
            Self::List(inner) | Self::Map(inner) => inner.leaf(),
            other => other,
        }
    }

    /// The type as programs write it; `path` names those that the specs define.
    pub(crate) fn written(&self, path: &impl Fn(TypeId) -> String) -> String {
        match self {
            Self::String => "String".to_owned(),
            Self::Integer => "i64".to_owned(),
            Self::Unsigned => "u64".to_owned(),
            Self::Number => "f64".to_owned(),
            Self::Boolean => "bool".to_owned(),
            Self::Any => "Json".to_owned(),
            Self::DateTime { .. } => "DateTime".to_owned(),
            Self::Enum(id) | Self::Struct(id) => path(*id),
            Self::List(inner) => format!("Vec<{}>", inner.written(path)),
            Self::Map(inner) => format!("BTreeMap<String, {}>", inner.written(path)),
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
    /// The type of the field: lists and maps as they are, the rest optional.
    pub(crate) fn written(&self, path: &impl Fn(TypeId) -> String) -> String {
        let plain = self.rust.written(path);
        if self.rust.is_collection() {
            plain
        } else if self.boxed {
            format!("Option<Box<{plain}>>")
        } else {
            format!("Option<{plain}>")
        }
    }

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
    pub usage: Usage,
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

/// A documented value of an open enum, or an error code.
#[derive(Debug)]
pub(crate) struct VariantModel<'a> {
    pub ident: String,
    /// The text on the wire.
    pub value: &'a str,
    pub doc: Option<&'a str>,
    pub removed: Option<&'a Removal>,
}

impl<'a> VariantModel<'a> {
    pub(super) fn of_value(spec: &'a EnumValue) -> Self {
        Self {
            ident: naming::variant(Wire::new(&spec.value, spec.rename.as_deref())),
            value: &spec.value,
            doc: spec.doc.as_deref(),
            removed: spec.removed.as_ref(),
        }
    }

    pub(super) fn of_error(spec: &'a ErrorCode, rename: Option<&str>) -> Self {
        Self {
            ident: naming::error_variant(Wire::new(&spec.code, rename)),
            value: &spec.code,
            doc: spec.doc.as_deref(),
            removed: spec.removed.as_ref(),
        }
    }
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
