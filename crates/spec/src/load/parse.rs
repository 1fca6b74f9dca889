//! One file: from bytes to the model, or to everything that is wrong with it.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::diagnostic::Code;
use crate::finding::{At, Finding};
use crate::load::conform::Walk;
use crate::load::read::MAX_FILE_BYTES;
use crate::load::shape::{Object, Shape};
use crate::source::{self, Node};

/// What came of a file.
#[derive(Clone)]
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
    with_tree(file, content, outline).0
}

/// Reads a file, and gives its tree too, if it is one.
pub(crate) fn with_tree<T: DeserializeOwned>(
    file: &str,
    content: &[u8],
    outline: &'static Object,
) -> (Parsed<T>, Option<Node>) {
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
    let tree = match source::parse(&text) {
        Ok(tree) => tree,
        Err(error) => {
            let at = At::Bytes(error.bytes);
            let finding = Finding::error(Code::Syntax, file, at, error.message);
            return failed(match error.help {
                Some(help) => finding.help(help),
                None => finding,
            });
        }
    };
    let Some(root) = tree.root.as_ref().filter(|root| !root.is_null()) else {
        let message = "the file is empty";
        return failed(Finding::error(Code::MissingKey, file, At::File, message));
    };
    let mut walk = Walk::new(file);
    let value = walk.shape(&Shape::Object(outline), root);
    let mut findings = not_plain(file, &tree);
    findings.append(&mut walk.findings);
    let model = value.map(serde_json::from_value).transpose();
    let model = model.unwrap_or_else(|error| {
        // The walk has told why, unless outline and model differ, which a test keeps them from.
        if findings.is_empty() {
            let message = error.to_string();
            findings.push(Finding::error(Code::Unreadable, file, At::File, message));
        }
        None
    });
    (Parsed { model, findings }, tree.root)
}

fn failed<T>(finding: Finding) -> (Parsed<T>, Option<Node>) {
    let parsed = Parsed {
        model: None,
        findings: vec![finding],
    };
    (parsed, None)
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
