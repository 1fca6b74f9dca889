//! The Rust names of wire names: the one place that decides them, for the checks and for codegen.
//!
//! A name follows from the wire name and its `rename:` alone, never from its neighbours: so what
//! is added to a spec cannot rename what was there before it. Two that become one name are refused
//! by the checks, which ask for a `rename:`. Turning wire names into names that the *wire* sees is
//! not done anywhere: the wire name travels as it is.

mod inline;

use std::cell::RefCell;
use std::collections::HashMap;

use heck::ToSnakeCase;

pub(crate) use inline::{EachType, types_of_action, types_of_file};
pub use inline::{Inside, declares_type};

/// A wire name with the `rename:` that the spec may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wire<'a> {
    /// The name on the wire.
    pub name: &'a str,
    /// The Rust name that the spec asks for.
    pub rename: Option<&'a str>,
}

impl<'a> Wire<'a> {
    /// A wire name and its `rename:`.
    pub fn new(name: &'a str, rename: Option<&'a str>) -> Self {
        Self { name, rename }
    }

    /// The name that the spec asks for, or the one that follows from the wire name.
    fn or(self, derive: impl Fn(&str) -> String) -> String {
        match self.rename {
            Some(rename) => rename.to_owned(),
            None => derive(self.name),
        }
    }
}

/// What a list of members becomes; each has its own taken names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The setters of an action's builder.
    Call,
    /// The fields and setters of a type.
    Type,
    /// The fields of a response, which has no setters.
    Response,
}

impl Owner {
    fn reserves(self, name: &str) -> bool {
        match self {
            Self::Call => {
                matches!(
                    name,
                    "call"
                        | "clone"
                        | "into_future"
                        | "items"
                        | "new"
                        | "pages"
                        | "poll_until"
                        | "prepare"
                        | "send"
                ) || name.starts_with("with_")
                    || name.starts_with("wait_until_")
            }
            Self::Type => matches!(name, "clone" | "new"),
            Self::Response => false,
        }
    }
}

/// The name of one member: of its setter, or of its field.
///
/// ```
/// use cloudwright_spec::naming::{Owner, Wire, member};
///
/// assert_eq!(member(Wire::new("RepoName", None), Owner::Call), "repo_name");
/// assert_eq!(member(Wire::new("Type", None), Owner::Call), "r#type");
/// assert_eq!(member(Wire::new("Super", None), Owner::Call), "super_");
/// assert_eq!(member(Wire::new("X-Swr-Expireat", None), Owner::Response), "x_swr_expireat");
/// assert_eq!(member(Wire::new("302Pv", None), Owner::Response), "n302pv");
/// ```
pub fn member(wire: Wire<'_>, owner: Owner) -> String {
    let name = wire.or(snake);
    if owner.reserves(&name) {
        format!("{name}_")
    } else {
        escape(name)
    }
}

/// The function that starts an action, and the stem of everything named after it.
///
/// ```
/// use cloudwright_spec::naming::{Wire, method};
///
/// assert_eq!(method(Wire::new("ListTriggerLog", None)), "list_trigger_log");
/// ```
pub fn method(wire: Wire<'_>) -> String {
    let name = wire.or(snake);
    // What the generated client has of its own.
    match name.as_str() {
        "blocking" | "builder" | "clone" | "from_core" | "from_env" => format!("{name}_"),
        _ => escape(name),
    }
}

/// The module of an action; also its file's stem, so it is never raw nor a device name.
pub fn module(wire: Wire<'_>) -> String {
    let name = wire.or(snake);
    let taken = is_keyword(&name)
        || matches!(name.as_str(), "aux" | "con" | "mod" | "nul" | "prn")
        || ["com", "lpt"].iter().any(|device| {
            let number = name.strip_prefix(device);
            number.is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']))
        });
    if taken { format!("{name}_") } else { name }
}

/// The builder type of an action.
///
/// ```
/// use cloudwright_spec::naming::{Wire, action_type};
///
/// assert_eq!(action_type(Wire::new("ListTriggerLog", None)), "ListTriggerLog");
/// assert_eq!(action_type(Wire::new("listTags", Some("tags"))), "Tags");
/// ```
pub fn action_type(wire: Wire<'_>) -> String {
    type_name(Wire::new(wire.rename.unwrap_or(wire.name), None))
}

/// The name of a type.
///
/// ```
/// use cloudwright_spec::naming::{Wire, type_name};
///
/// assert_eq!(type_name(Wire::new("TriggerLogResp", None)), "TriggerLogResp");
/// assert_eq!(type_name(Wire::new("GetWsTokenReq_Label", None)), "GetWsTokenReqLabel");
/// assert_eq!(type_name(Wire::new("Option", None)), "OptionType");
/// ```
pub fn type_name(wire: Wire<'_>) -> String {
    let name = wire.or(camel);
    let mut taken = [PRELUDE, RUNTIME]
        .into_iter()
        .flat_map(str::split_whitespace);
    if taken.any(|taken| taken == name) {
        format!("{name}Type")
    } else {
        name
    }
}

/// The variant of an open enum that stands for a value.
///
/// ```
/// use cloudwright_spec::naming::{Wire, variant};
///
/// let values = ["Succeed", "1.0", "10", "<", "<=", "", "-1", "+1"];
/// assert_eq!(
///     values.map(|value| variant(Wire::new(value, None))),
///     ["Succeed", "V1_0", "V10", "Less", "LessEqual", "Empty", "Minus1", "Plus1"]
/// );
/// ```
pub fn variant(wire: Wire<'_>) -> String {
    if let Some(rename) = wire.rename {
        return rename.to_owned();
    }
    if let Some((_, name)) = SYMBOLS.iter().find(|(symbol, _)| *symbol == wire.name) {
        return (*name).to_owned();
    }
    let signed = [('-', "Minus"), ('+', "Plus")]
        .into_iter()
        .find_map(|(sign, word)| {
            let number = wire.name.strip_prefix(sign)?;
            let is_number = number.starts_with(|first: char| first.is_ascii_digit());
            is_number.then(|| format!("{word}{}", camel_words(number)))
        });
    let name = signed.unwrap_or_else(|| camel_words(wire.name));
    match name.as_bytes().first() {
        None => "Empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("V{name}"),
        // `Other` is the variant of every open enum that keeps what the spec does not know.
        Some(_) if name == "Self" || name == "Other" => format!("{name}Value"),
        Some(_) => name,
    }
}

/// The variant of a service's error codes that stands for a code. Twins within a service are refused
/// by the checks. A number gets a word: what it is.
///
/// ```
/// use cloudwright_spec::naming::{Wire, error_variant};
///
/// let of = |code| error_variant(Wire::new(code, None));
/// assert_eq!(of("ResourceNotFound.ErrNoRepo"), "ResourceNotFoundErrNoRepo");
/// assert_eq!(of("404"), "Status404");
/// assert_eq!(of("4000"), "Code4000");
/// ```
pub fn error_variant(wire: Wire<'_>) -> String {
    let is_number = wire.name.starts_with(|first: char| first.is_ascii_digit());
    if wire.rename.is_some() || !is_number {
        return variant(wire);
    }
    let is_status = wire
        .name
        .parse::<u16>()
        .is_ok_and(|status| wire.name.len() == 3 && (100..600).contains(&status));
    let word = if is_status { "Status" } else { "Code" };
    format!("{word}{}", camel_words(wire.name))
}

/// Snake case in ASCII that is an identifier, save for keywords.
pub fn snake(wire: &str) -> String {
    let name = words(wire);
    match name.as_bytes().first() {
        None => "empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("n{name}"),
        Some(_) => name,
    }
}

/// Upper camel case in ASCII that is an identifier. Digits that were apart stay apart (`V1_0`).
pub fn camel(wire: &str) -> String {
    let name = camel_words(wire);
    match name.as_bytes().first() {
        None => "Empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("N{name}"),
        Some(_) if name == "Self" => "SelfType".to_owned(),
        Some(_) => name,
    }
}

/// Whether a text can stand as an identifier in generated code (a raw one counts).
pub fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && text != "_"
}

/// Whether a text is a keyword, of any edition.
pub fn is_keyword(text: &str) -> bool {
    KEYWORDS.binary_search(&text).is_ok()
}

/// A name with a number behind it, for what cannot have the name alone: an importer's answer to
/// twins, and what a check proposes. `separator` is what the case of the name puts between words;
/// a number never stands right behind a digit, where it would read as another number.
///
/// ```
/// use cloudwright_spec::naming::numbered;
///
/// assert_eq!(numbered("ip_addr", "_", 2), "ip_addr_2");
/// assert_eq!(numbered("r#type", "_", 2), "type_2");
/// assert_eq!(numbered("Detail", "", 2), "Detail2");
/// assert_eq!(numbered("V1", "", 2), "V1_2");
/// ```
pub fn numbered(name: &str, separator: &str, number: u32) -> String {
    let bare = name
        .strip_prefix("r#")
        .unwrap_or(name)
        .trim_end_matches('_');
    let separator = if bare.ends_with(|last: char| last.is_ascii_digit()) {
        "_"
    } else {
        separator
    };
    format!("{bare}{separator}{number}")
}

fn escape(name: String) -> String {
    if matches!(name.as_str(), "crate" | "self" | "super" | "Self") {
        format!("{name}_")
    } else if is_keyword(&name) {
        format!("r#{name}")
    } else {
        name
    }
}

/// Only letters and digits of ASCII, the rest as gaps. Where nothing else would remain, the
/// characters' numbers stand for them, so that names in other scripts are told apart.
fn identifier_text(wire: &str) -> String {
    let ascii: String = wire
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    if wire.is_empty() || ascii.bytes().any(|byte| byte != b'_') {
        return ascii;
    }
    let codes: Vec<String> = wire
        .chars()
        .map(|c| format!("u{:x}", u32::from(c)))
        .collect();
    codes.join("_")
}

/// Capitals that are one word with what follows them, written as a word: `NodeIDs` is `node_ids` and no
/// `node_i_ds`, `IPv6` is `ipv6`.
fn as_words(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut start = 0;
    while start < bytes.len() {
        let capitals = bytes[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_uppercase());
        let end = start + capitals.count().max(1);
        let run = &text[start..end];
        let rest = &bytes[end..];
        let is_plural = matches!(rest, [b's'] | [b's', b'A'..=b'Z' | b'0'..=b'9' | b'_', ..]);
        let is_version = run.ends_with("IP") && matches!(rest, [b'v', b'0'..=b'9', ..]);
        if is_version {
            out.push_str(&text[start..end - 1]);
            out.push('p');
        } else if is_plural && run.len() > 1 && bytes[start].is_ascii_uppercase() {
            out.push_str(&run[..1]);
            out.push_str(&run[1..].to_ascii_lowercase());
        } else {
            out.push_str(run);
        }
        start = end;
    }
    out
}

thread_local! {
    /// The words that a thread has found in names: specs say the same few thousand names over and
    /// over, and to find the words of one takes as long as to write the code for it.
    static WORDS: RefCell<HashMap<String, String>> = RefCell::default();
}

/// The words of a name in small letters, with underscores between them.
fn words(wire: &str) -> String {
    WORDS.with_borrow_mut(|known| {
        if let Some(words) = known.get(wire) {
            return words.clone();
        }
        let words = as_words(&identifier_text(wire)).to_snake_case();
        known.insert(wire.to_owned(), words.clone());
        words
    })
}

fn camel_words(wire: &str) -> String {
    let words = words(wire);
    let mut name = String::with_capacity(words.len());
    for word in words.split('_') {
        let digits_meet = name.ends_with(|c: char| c.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_digit());
        if digits_meet {
            name.push('_');
        }
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// Values that are made of signs only, and what they are called.
const SYMBOLS: &[(&str, &str)] = &[
    ("", "Empty"),
    ("!", "Not"),
    ("!=", "NotEqual"),
    ("%", "Percent"),
    ("*", "All"),
    ("+", "Plus"),
    ("-", "Minus"),
    (".", "Dot"),
    ("/", "Slash"),
    ("<", "Less"),
    ("<=", "LessEqual"),
    ("=", "Equal"),
    ("==", "EqualEqual"),
    (">", "Greater"),
    (">=", "GreaterEqual"),
    ("_", "Underscore"),
];

/// What generated files write without a path: names of the prelude and of its derives.
const PRELUDE: &str = "\
    AsMut AsRef Box Clone Copy Debug Default Display DoubleEndedIterator Drop Eq Err \
    ExactSizeIterator Extend Fn FnMut FnOnce From FromIterator Future Hash Into IntoFuture \
    IntoIterator Iterator None Ok Option Ord PartialEq PartialOrd Result Self Send Sized \
    Some String Sync ToOwned ToString TryFrom TryInto Unpin Vec";

/// The same of the runtime, and of what generated crates have themselves.
const RUNTIME: &str = "\
    Async BTreeMap Blocking Client ClientBuilder DateTime Decode Encode Error ErrorCode \
    IntoDateTime Json M Mode OpenEnum Operation Paged Request Response Slot TimeFormat \
    Writer";

/// Sorted: the strict and the reserved keywords of all editions.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests;
