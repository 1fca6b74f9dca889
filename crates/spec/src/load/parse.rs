//! One file: from bytes to the model, or to everything that is wrong with it.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::diagnostic::Code;
use crate::finding::{At, Finding};
use crate::load::conform::Walk;
use crate::load::read::MAX_FILE_BYTES;
use crate::load::shape::{Object, Shape};
use crate::source;

/// What came of a file.
pub(crate) struct Parsed<T> {
    /// The model; after findings, what could be saved of it.
    pub(crate) model: Option<T>,
    pub(crate) findings: Vec<Finding>,
}

/// The text of a file, as the readers and the renderer see it; a byte order mark is left out.
pub(crate) fn text_of(content: &[u8]) -> Cow<'_, str> {
    let content = content.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(content);
    // Nearly all texts are right, and to see that takes less than to look for what is wrong.
    match str::from_utf8(content) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(content),
    }
}

/// Reads a file.
pub(crate) fn parse<T: DeserializeOwned>(
    file: &str,
    content: &[u8],
    outline: &'static Object,
) -> Parsed<T> {
    if content.len() > MAX_FILE_BYTES {
        let message = format!("the file is larger than {} MiB", MAX_FILE_BYTES >> 20);
        return failed(Finding::error(Code::Unreadable, file, At::File, message));
    }
    let text = text_of(content);
    if let Cow::Owned(lossy) = &text {
        let at = lossy.find(char::REPLACEMENT_CHARACTER).unwrap_or_default();
        let at = At::Bytes(at..at + char::REPLACEMENT_CHARACTER.len_utf8());
        let message = "the file is no UTF-8 text";
        return failed(Finding::error(Code::Unreadable, file, at, message));
    }
    match serde_yaml::from_str(&text) {
        Ok(model) if !may_hold_more_than_plain_data(&text) => Parsed {
            model: Some(model),
            findings: Vec::new(),
        },
        Ok(model) => Parsed {
            model: Some(model),
            findings: look_again(file, &text, outline),
        },
        Err(error) => explain(file, &text, outline, &error),
    }
}

fn failed<T>(finding: Finding) -> Parsed<T> {
    Parsed {
        model: None,
        findings: vec![finding],
    }
}

/// Looks for what the model's reader takes and the language does not have.
fn look_again(file: &str, text: &str, outline: &'static Object) -> Vec<Finding> {
    let tree = match source::parse(text) {
        Ok(tree) => tree,
        Err(error) => {
            let at = At::Bytes(error.bytes);
            return vec![Finding::error(Code::Syntax, file, at, error.message)];
        }
    };
    let mut findings = not_plain(file, &tree);
    if let Some(root) = tree.root.as_ref().filter(|_| findings.is_empty()) {
        let mut walk = Walk::new(file);
        walk.shape(&Shape::Object(outline), root);
        findings.append(&mut walk.findings);
    }
    findings
}

/// Finds everything that is wrong with a file that the model's reader has refused.
fn explain<T: DeserializeOwned>(
    file: &str,
    text: &str,
    outline: &'static Object,
    error: &serde_yaml::Error,
) -> Parsed<T> {
    let tree = match source::parse(text) {
        Ok(tree) => tree,
        Err(error) => {
            let at = At::Bytes(error.bytes);
            return failed(Finding::error(Code::Syntax, file, at, error.message));
        }
    };
    let mut findings = not_plain(file, &tree);
    let Some(root) = tree.root.as_ref().filter(|root| !root.is_null()) else {
        return failed(Finding::error(
            Code::MissingKey,
            file,
            At::File,
            "the file is empty",
        ));
    };
    let mut walk = Walk::new(file);
    let saved = walk.shape(&Shape::Object(outline), root);
    findings.append(&mut walk.findings);
    if findings.is_empty() {
        findings.push(in_own_words(file, text, error));
    }
    Parsed {
        model: saved.and_then(|saved| serde_json::from_value(saved).ok()),
        findings,
    }
}

/// The reader's own error, where the walk along the outline sees nothing wrong.
fn in_own_words(file: &str, text: &str, error: &serde_yaml::Error) -> Finding {
    let at = error.location().map_or(At::File, |place| {
        let line_start = text
            .split_inclusive('\n')
            .take(place.line().saturating_sub(1))
            .map(str::len)
            .sum::<usize>();
        let line = text[line_start..].split('\n').next().unwrap_or_default();
        let column = line
            .char_indices()
            .nth(place.column().saturating_sub(1))
            .map_or(line.len(), |(byte, _)| byte);
        At::Bytes(line_start + column..line_start + column + 1)
    });
    let message = error.to_string();
    let message = message
        .split_once(" at line ")
        .map_or(message.as_str(), |(what, _)| what);
    Finding::error(Code::Syntax, file, at, message)
}

fn not_plain(file: &str, tree: &source::Tree) -> Vec<Finding> {
    tree.not_plain
        .iter()
        .map(|(bytes, what)| {
            let message = format!("{what} in a spec; specs are plain data");
            Finding::error(Code::NotPlain, file, At::Bytes(bytes.clone()), message)
                .help("write out what is meant")
        })
        .collect()
}

/// Whether a text may hold anchors, aliases, tags, or numbers that are not decimal: their signs
/// stand where a value can begin. It may be wrong in texts; a second look then finds nothing.
fn may_hold_more_than_plain_data(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins_value = |at: usize| {
        matches!(
            at.checked_sub(1).and_then(|before| bytes.get(before)),
            None | Some(b' ' | b'\t' | b'\n' | b'\r' | b'[' | b'{' | b',' | b':')
        )
    };
    bytes.iter().enumerate().any(|(at, byte)| {
        let next = || bytes.get(at + 1).copied().unwrap_or(b' ');
        match byte {
            b'&' | b'*' | b'!' => begins_value(at) && !next().is_ascii_whitespace(),
            b'+' => begins_value(at) && next().is_ascii_digit(),
            b'0' => {
                matches!(next(), b'x' | b'o' | b'b')
                    && (begins_value(at) || bytes.get(at.wrapping_sub(1)) == Some(&b'-'))
            }
            _ => false,
        }
    })
}
