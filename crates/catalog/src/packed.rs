//! The lines of a service's block: its head, and its actions.
//!
//! What follows from something else is not in the file: the summary of an action is its name in words, an
//! idempotency token is one by its name, and error codes that many actions name stand once, in the head.

use cloudwright_spec::model::{Action, ErrorCode, Service};
use cloudwright_spec::{LoadedAction, idempotency, naming};
use serde::{Deserialize, Serialize};

use crate::CatalogError;

/// The first line of a block.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BlockHead {
    /// Without its actions' codes.
    pub(crate) service: Service,
    /// From what the actions are known.
    pub(crate) source: String,
    /// The error codes that actions name by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) codes: Vec<ErrorCode>,
    /// The actions in the order of their lines.
    pub(crate) actions: Vec<String>,
}

/// Each further line.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionLine {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) codes: Vec<usize>,
    /// Without summary, source, errors and the mark of an idempotency token.
    pub(crate) action: Action,
}

/// A block that was unpacked. Its actions are read one by one.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) head: BlockHead,
    text: String,
    /// Where the lines of the actions begin.
    starts: Vec<usize>,
}

impl Block {
    /// Reads the head of a block.
    pub(crate) fn read(text: String) -> Result<Self, CatalogError> {
        let first = text.lines().next().unwrap_or_default();
        let head: BlockHead = serde_json::from_str(first)?;
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts: Vec<usize> = newlines
            .map(|(at, _)| at + 1)
            .filter(|start| *start < text.len())
            .collect();
        if starts.len() != head.actions.len() {
            return Err(CatalogError::damaged(
                "a service has not the actions it names",
            ));
        }
        Ok(Self { head, text, starts })
    }

    /// The action of a name; `None` if there is none.
    pub(crate) fn action(&self, name: &str) -> Result<Option<LoadedAction>, CatalogError> {
        let at = self.head.actions.iter().position(|known| known == name);
        at.map(|at| self.at(at)).transpose()
    }

    /// All actions.
    pub(crate) fn all(&self) -> Result<Vec<LoadedAction>, CatalogError> {
        (0..self.starts.len()).map(|at| self.at(at)).collect()
    }

    fn at(&self, at: usize) -> Result<LoadedAction, CatalogError> {
        let start = self.starts.get(at).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..).and_then(|rest| rest.lines().next());
        let ActionLine { codes, mut action } = serde_json::from_str(line.unwrap_or_default())?;
        if self.head.actions.get(at) != Some(&action.action) {
            return Err(CatalogError::damaged(
                "an action is not where its service says",
            ));
        }
        action.summary = summary(&action.action);
        idempotency::mark_by_name(&mut action);
        self.head.source.clone_into(&mut action.source.title);
        for code in codes {
            let code = self.head.codes.get(code);
            let code = code.ok_or_else(|| CatalogError::damaged("an error code is missing"))?;
            action.errors.push(code.clone());
        }
        let folder = self.head.service.service.replacen('-', "/", 1);
        Ok(LoadedAction {
            file: format!("{folder}/{}.yaml", action.action),
            action,
        })
    }
}

/// What an action does, as far as its name says.
pub(crate) fn summary(action: &str) -> String {
    let words = naming::snake(action).replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let mut text: String = first.into_iter().chain(letters).collect();
    text.push('.');
    text
}

/// The text of a block.
#[cfg(feature = "make")]
pub(crate) fn block(
    service: &Service,
    source: &str,
    actions: &[LoadedAction],
) -> Result<String, CatalogError> {
    let mut head = BlockHead {
        service: service.clone(),
        source: source.to_owned(),
        codes: Vec::new(),
        actions: actions
            .iter()
            .map(|loaded| loaded.action.action.clone())
            .collect(),
    };
    let mut numbers = std::collections::BTreeMap::new();
    let mut lines = Vec::with_capacity(actions.len() + 1);
    for LoadedAction { action, .. } in actions {
        let mut action = action.clone();
        let mut codes = Vec::with_capacity(action.errors.len());
        for error in std::mem::take(&mut action.errors) {
            let number = *numbers.entry(error.code.clone()).or_insert_with(|| {
                head.codes.push(error);
                head.codes.len() - 1
            });
            codes.push(number);
        }
        action.summary.clear();
        action.source.title.clear();
        for member in &mut action.request {
            member.idempotency_token = false;
        }
        lines.push(serde_json::to_string(&ActionLine { codes, action })?);
    }
    lines.insert(0, serde_json::to_string(&head)?);
    Ok(lines.join("\n"))
}
