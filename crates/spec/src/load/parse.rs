//! One file: from bytes to the model, or to everything that is wrong with it.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::diagnostic::{At, Code, Finding};
use crate::load::conform::Walk;
use crate::load::read::MAX_FILE_BYTES;
use crate::load::shape::{Object, Shape};
use crate::source::{self, Node};

/// What came of a file.
pub(crate) struct Parsed<T> {
    /// The model; after findings, what could be saved of it.
    pub(crate) model: Option<T>,
    pub(crate) findings: Vec<Finding>,
    /// The tree, if it is one.
    pub(crate) root: Option<Node>,
}

impl<T> Parsed<T> {
    pub(crate) fn of(model: T) -> Self {
        Self {
            model: Some(model),
            findings: Vec::new(),
            root: None,
        }
    }

    fn failed(finding: Finding) -> Self {
        Self {
            model: None,
            findings: vec![finding],
            root: None,
        }
    }

    pub(crate) fn map<M>(self, wrap: impl FnOnce(T) -> M) -> Parsed<M> {
        Parsed {
            model: self.model.map(wrap),
            findings: self.findings,
            root: self.root,
        }
    }
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
    let error = |code, at, message: &str| Finding::error(code, file, at, message);
    if content.len() > MAX_FILE_BYTES {
        let message = format!("the file is larger than {} MiB", MAX_FILE_BYTES >> 20);
        return Parsed::failed(error(Code::Unreadable, At::File, &message));
    }
    let text = text_of(content);
    if let Cow::Owned(lossy) = &text {
        let at = lossy.find(char::REPLACEMENT_CHARACTER).unwrap_or_default();
        let at = At::Bytes(at..at + char::REPLACEMENT_CHARACTER.len_utf8());
        return Parsed::failed(error(Code::Unreadable, at, "the file is no UTF-8 text"));
    }
    let tree = match source::parse(&text) {
        Ok(tree) => tree,
        Err(problem) => {
            let mut finding = error(Code::Syntax, At::Bytes(problem.bytes), &problem.message);
            finding.help.extend(problem.help.map(str::to_owned));
            return Parsed::failed(finding);
        }
    };
    let Some(root) = tree.root.as_ref().filter(|root| !root.is_null()) else {
        return Parsed::failed(error(Code::MissingKey, At::File, "the file is empty"));
    };
    let mut walk = Walk::new(file);
    let value = walk.shape(&Shape::Object(outline), root);
    let mut findings = Vec::new();
    for (bytes, what) in tree.not_plain {
        let message = format!("{what} in a spec; specs are plain data");
        let mut finding = error(Code::NotPlain, At::Bytes(bytes), &message);
        finding.help("write out what is meant");
        findings.push(finding);
    }
    findings.append(&mut walk.findings.list);
    let model = value.map(serde_json::from_value).transpose();
    let model = model.unwrap_or_else(|problem| {
        // The walk has told why, unless outline and model differ, which a test keeps them from.
        if findings.is_empty() {
            findings.push(error(Code::Unreadable, At::File, &problem.to_string()));
        }
        None
    });
    Parsed {
        model,
        findings,
        root: tree.root,
    }
}
