//! The outline of the language: which keys stand where and what they hold.
//!
//! The model's types are what a right file is read with. When that fails, a file is walked along
//! this outline instead, which finds everything that is wrong and not only the first thing. The
//! words are the vocabulary's. Tests keep outline, model and the editors' JSON Schema
//! together.

use crate::model::{
    Access, ConflictKind, ErrorClass, Evidence, Location, PagingStyle, Protocol, Provider,
    Required, Serialize, TimeStyle, WaitOutcome,
};

/// What a value can be.
#[derive(Debug)]
pub(crate) enum Shape {
    /// A text; numbers and dates without quotes are taken as they are written.
    Text,
    /// One of some words.
    Word(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A whole number within bounds.
    Integer(i64, u64),
    /// A type expression.
    Type,
    /// A request rate.
    Rate,
    /// Any plain data.
    Any,
    /// A text or number, or an object that describes one.
    EnumValue(&'static Object),
    /// An object whose keys are free and whose values are texts.
    Texts,
    /// A list.
    List(&'static Shape),
    /// An object with known keys.
    Object(&'static Object),
    /// One of several objects; the key says which.
    Union(&'static str, &'static [(&'static str, &'static Object)]),
}

/// An object with known keys.
#[derive(Debug)]
pub(crate) struct Object {
    /// What it is called in messages: `a member`.
    pub(crate) what: &'static str,
    pub(crate) keys: &'static [Key],
}

/// A key of an object.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) shape: &'static Shape,
    pub(crate) need: Need,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Optional,
    Required,
    /// It must, but the rest can be checked with this in its place.
    Fallback(&'static str),
}

impl Object {
    /// The names of its keys, in the language's order.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.keys.iter().map(|key| key.name).collect()
    }

    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

const fn key(name: &'static str, shape: &'static Shape) -> Key {
    Key {
        name,
        shape,
        need: Need::Optional,
    }
}

const fn needed(name: &'static str, shape: &'static Shape) -> Key {
    Key {
        name,
        shape,
        need: Need::Required,
    }
}

const fn or(name: &'static str, shape: &'static Shape, fallback: &'static str) -> Key {
    Key {
        name,
        shape,
        need: Need::Fallback(fallback),
    }
}

const TEXT: &Shape = &Shape::Text;
const TEXTS: &Shape = &Shape::List(TEXT);
const FLAG: &Shape = &Shape::Flag;
const ANY: &Shape = &Shape::Any;
const SIGNED: &Shape = &Shape::Integer(i64::MIN, i64::MAX as u64);
const LENGTH: &Shape = &Shape::Integer(0, u64::MAX);
const EVIDENCE: &Shape = &Shape::Word(Evidence::WORDS);
const TYPES: &Shape = &Shape::List(&Shape::Object(&TYPE));
const ERRORS: &Shape = &Shape::List(&Shape::Object(&ERROR));
const CONFLICTS: &Shape = &Shape::List(&Shape::Object(&CONFLICT));
const VALUES: &Shape = &Shape::List(&Shape::EnumValue(&ENUM_VALUE));

/// Members hold members, which only statics may say.
static MEMBERS: Shape = Shape::List(&Shape::Object(&MEMBER));

/// `provider.yaml`.
pub(crate) static PROVIDER: Object = Object {
    what: "a provider",
    keys: &[
        needed("provider", &Shape::Word(Provider::WORDS)),
        key("explorer", TEXT),
        key("errors", ERRORS),
        key("glossary", &Shape::Texts),
        key("protocols", &Shape::List(&Shape::Object(&OF_PROTOCOL))),
    ],
};

static OF_PROTOCOL: Object = Object {
    what: "what services of a protocol share",
    keys: &[
        needed("protocol", &Shape::Word(Protocol::WORDS)),
        key("explorer", TEXT),
        key("errors", ERRORS),
    ],
};

/// `service.yaml`.
pub(crate) static SERVICE: Object = Object {
    what: "a service",
    keys: &[
        needed("service", TEXT),
        needed("provider", &Shape::Word(Provider::WORDS)),
        needed("product", TEXT),
        or("title", TEXT, "-"),
        key("version", TEXT),
        needed("protocols", &Shape::List(&Shape::Word(Protocol::WORDS))),
        needed("crate", &Shape::Object(&CRATE)),
        needed("endpoints", &Shape::Object(&ENDPOINTS)),
        key("path", TEXT),
        key("envelope", TEXT),
        key("regions", TEXTS),
        key("deprecated", &Shape::Object(&DEPRECATION)),
        key("explorer", TEXT),
        key("errors", ERRORS),
        key("glossary", &Shape::Texts),
        key("types", TYPES),
    ],
};

static CRATE: Object = Object {
    what: "a crate",
    keys: &[needed("name", TEXT), needed("version", TEXT)],
};

pub(crate) static ENDPOINTS: Object = Object {
    what: "the endpoints",
    keys: &[
        needed("default", TEXT),
        key("by_region", &Shape::Texts),
        key("variants", &Shape::Texts),
    ],
};

static DEPRECATION: Object = Object {
    what: "a deprecation",
    keys: &[
        or("doc", TEXT, "-"),
        key("replacement", &Shape::Object(&REPLACEMENT)),
    ],
};

static REPLACEMENT: Object = Object {
    what: "a replacement",
    keys: &[or("service", TEXT, "-"), key("action", TEXT)],
};

pub(crate) static ERROR: Object = Object {
    what: "an error",
    keys: &[
        needed("code", TEXT),
        key("rename", TEXT),
        key("status", &Shape::Integer(0, u16::MAX as u64)),
        key("doc", TEXT),
        key("message", TEXT),
        key("class", &Shape::Word(ErrorClass::WORDS)),
        key("removed", &Shape::Object(&REMOVAL)),
    ],
};

/// `facade.yaml`.
pub(crate) static FACADE: Object = Object {
    what: "the facade",
    keys: &[needed("version", TEXT)],
};

/// An action file.
pub(crate) static ACTION: Object = Object {
    what: "an action",
    keys: &[
        needed("action", TEXT),
        key("rename", TEXT),
        or("summary", TEXT, "-"),
        key("doc", TEXT),
        needed("source", &Shape::Object(&SOURCE)),
        or("access", &Shape::Word(Access::WORDS), "read"),
        key("permissions", TEXTS),
        key("rate_limit", &Shape::Rate),
        key("regions", TEXTS),
        key("method", TEXT),
        key("path", TEXT),
        key("deprecated", &Shape::Object(&DEPRECATION)),
        key("removed", &Shape::Object(&REMOVAL)),
        key("request", &MEMBERS),
        key("response", &MEMBERS),
        key("types", TYPES),
        key("rules", &Shape::List(&Shape::Union("rule", RULES))),
        key("pagination", &Shape::Union("style", PAGINATION)),
        key("wait", &Shape::List(&Shape::Object(&WAIT))),
        key("errors", ERRORS),
        key("samples", &Shape::List(&Shape::Object(&SAMPLE))),
    ],
};

pub(crate) static SOURCE: Object = Object {
    what: "a source",
    keys: &[
        key("url", TEXT),
        or("title", TEXT, "-"),
        key("updated", TEXT),
    ],
};

pub(crate) static MEMBER: Object = Object {
    what: "a member",
    keys: &[
        needed("name", TEXT),
        key("alias", TEXTS),
        key("rename", TEXT),
        or("type", &Shape::Type, "any"),
        key("format", &Shape::Word(TimeStyle::WORDS)),
        key("zone", TEXT),
        key("rename_type", TEXT),
        key("in", &Shape::Word(Location::WORDS)),
        key("required", &Shape::Word(Required::WORDS)),
        key("required_source", TEXT),
        key("default", ANY),
        key("min", SIGNED),
        key("max", SIGNED),
        key("min_length", LENGTH),
        key("max_length", LENGTH),
        key("pattern", TEXT),
        key("values", VALUES),
        key("fields", &MEMBERS),
        key("doc", TEXT),
        key("example", ANY),
        key("evidence", EVIDENCE),
        key("sensitive", FLAG),
        key("always", FLAG),
        key("nullable", FLAG),
        key("deprecated", TEXT),
        key("removed", &Shape::Object(&REMOVAL)),
        key("implicit", FLAG),
        key("idempotency_token", FLAG),
        key("serialize", &Shape::Word(Serialize::WORDS)),
        key("conflict", CONFLICTS),
    ],
};

pub(crate) static TYPE: Object = Object {
    what: "a type",
    keys: &[
        needed("name", TEXT),
        key("rename", TEXT),
        key("doc", TEXT),
        key("evidence", EVIDENCE),
        key("fields", &MEMBERS),
        key("values", VALUES),
        key("conflict", CONFLICTS),
        key("removed", &Shape::Object(&REMOVAL)),
    ],
};

pub(crate) static ENUM_VALUE: Object = Object {
    what: "a value",
    keys: &[
        needed("value", TEXT),
        key("doc", TEXT),
        key("rename", TEXT),
        key("removed", &Shape::Object(&REMOVAL)),
    ],
};

static REMOVAL: Object = Object {
    what: "a removal",
    keys: &[or("since", TEXT, "0.1.0"), key("doc", TEXT)],
};

static CONFLICT: Object = Object {
    what: "a conflict",
    keys: &[
        needed("kind", &Shape::Word(ConflictKind::WORDS)),
        key("table", ANY),
        key("sample", ANY),
        key("metadata", ANY),
        or("doc", TEXT, "-"),
    ],
};

const RULES: &[(&str, &Object)] = &[
    ("multiple-of", &MULTIPLE_OF),
    ("together", &RULE_OF_MEMBERS),
    ("one-of", &RULE_OF_MEMBERS),
    ("at-most-one", &RULE_OF_MEMBERS),
    ("at-least-one", &RULE_OF_MEMBERS),
];

static MULTIPLE_OF: Object = Object {
    what: "a `multiple-of` rule",
    keys: &[
        needed("rule", TEXT),
        needed("member", TEXT),
        needed("of", TEXT),
        key("doc", TEXT),
        key("enforced", FLAG),
    ],
};

static RULE_OF_MEMBERS: Object = Object {
    what: "this rule",
    keys: &[
        needed("rule", TEXT),
        needed("members", TEXTS),
        key("doc", TEXT),
        key("enforced", FLAG),
    ],
};

const PAGINATION: &[(&str, &Object)] = &[
    (PagingStyle::Offset.as_str(), &BY_OFFSET),
    (PagingStyle::Page.as_str(), &BY_PAGE),
    (PagingStyle::Token.as_str(), &BY_TOKEN),
];

static BY_OFFSET: Object = Object {
    what: "paging by offset",
    keys: &[
        needed("style", TEXT),
        needed("offset", TEXT),
        key("limit", TEXT),
        needed("items", TEXT),
        key("total", TEXT),
    ],
};

static BY_PAGE: Object = Object {
    what: "paging by page",
    keys: &[
        needed("style", TEXT),
        needed("page", TEXT),
        key("size", TEXT),
        needed("items", TEXT),
        key("total", TEXT),
    ],
};

static BY_TOKEN: Object = Object {
    what: "paging by token",
    keys: &[
        needed("style", TEXT),
        needed("token", TEXT),
        needed("next", TEXT),
        key("limit", TEXT),
        needed("items", TEXT),
    ],
};

static WAIT: Object = Object {
    what: "a wait",
    keys: &[
        needed("name", TEXT),
        key("doc", TEXT),
        needed("path", TEXT),
        key("success", TEXTS),
        key("failure", TEXTS),
        key("pending", TEXTS),
        key("absent", &Shape::Word(WaitOutcome::WORDS)),
        key("delay", &Shape::Integer(1, 3600)),
    ],
};

pub(crate) static SAMPLE: Object = Object {
    what: "a sample",
    keys: &[
        key("name", TEXT),
        key("request", ANY),
        needed("response", ANY),
    ],
};

#[cfg(test)]
mod tests;
