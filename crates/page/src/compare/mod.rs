//! What changed between two versions of a page: the contract apart from prose, samples and order.
//!
//! Members are paired by name, never by position. What only the text of one version lost, another layout
//! or another wording of a type is no change.

mod head;
mod members;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::facts::{Content, Fact, Page, Span};

/// Kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A new parameter.
    ParamAdded,
    /// A parameter is gone.
    ParamRemoved,
    /// A parameter has another name.
    ParamRenamed,
    /// A parameter has another type.
    ParamType,
    /// A parameter must be given, or need not any more.
    ParamRequired,
    /// A parameter travels elsewhere.
    ParamLocation,
    /// Another default.
    Default,
    /// Other bounds.
    Range,
    /// A further allowed value.
    EnumValueAdded,
    /// A value is not allowed any more.
    EnumValueRemoved,
    /// A new field.
    ResponseAdded,
    /// A field is gone.
    ResponseRemoved,
    /// A field has another name.
    ResponseRenamed,
    /// A field has another type.
    ResponseType,
    /// A new error code.
    ErrorAdded,
    /// An error code is gone.
    ErrorRemoved,
    /// An error code has another name.
    ErrorRenamed,
    /// An error code has another HTTP status.
    ErrorStatus,
    /// A new HTTP status.
    StatusCodeAdded,
    /// An HTTP status is gone.
    StatusCodeRemoved,
    /// Another action.
    HeadAction,
    /// Another host.
    HeadHost,
    /// Another version.
    HeadVersion,
    /// Another HTTP method.
    HeadMethod,
    /// Another path.
    HeadPath,
    /// The text of an error.
    ErrorText,
    /// Sentences.
    Prose,
    /// A sample.
    Sample,
    /// An example of a member.
    Example,
    /// The order of members.
    Reorder,
}

impl Kind {
    /// Whether programs can notice.
    pub fn is_contract(self) -> bool {
        self < Self::ErrorText
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What kind it is.
    pub kind: Kind,
    /// The parameter, path, code or head field; fields of the answer with their status before a bar, and
    /// behind `response ` where the kind does not tell that it is one.
    pub r#where: String,
    /// What the older version says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What the newer one says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// Where the older version says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_lines: Option<Span>,
    /// Where the newer one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_lines: Option<Span>,
    /// The numbers that only one version of changed prose has: limits hide there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<String>,
}

impl Change {
    fn new(kind: Kind, r#where: impl Into<String>) -> Self {
        Self {
            kind,
            r#where: r#where.into(),
            old: None,
            new: None,
            old_lines: None,
            new_lines: None,
            numbers: Vec::new(),
        }
    }

    fn old(mut self, value: impl Into<String>, lines: Span) -> Self {
        self.old = Some(value.into());
        self.old_lines = Some(lines);
        self
    }

    fn new_value(mut self, value: impl Into<String>, lines: Span) -> Self {
        self.new = Some(value.into());
        self.new_lines = Some(lines);
        self
    }
}

/// What changed from one version of a page to the next, the contract first.
pub fn compare(old: &Page, new: &Page) -> Vec<Change> {
    let wording = wording::Wording::between(old, new);
    let mut changes = Vec::new();
    head::compare(old, new, &mut changes);
    members::parameters(old, new, &wording, &mut changes);
    members::response(old, new, &wording, &mut changes);
    errors(old, new, &wording, &mut changes);
    statuses(old, new, &mut changes);
    samples(old, new, &mut changes);
    prose(old, new, &mut changes);
    changes.sort_by_key(|change| !change.kind.is_contract());
    changes
}

fn errors(old: &Page, new: &Page, wording: &wording::Wording, changes: &mut Vec<Change>) {
    let by_code = |page: &'_ Page| {
        page.error_codes
            .iter()
            .map(|error| (error.code.value.clone(), error.clone()))
            .collect::<BTreeMap<_, _>>()
    };
    let (before, after) = (by_code(old), by_code(new));
    if wording.relayout && (before.is_empty() || after.is_empty()) {
        // Other layouts link to their errors or list them: that says nothing of the action.
        return;
    }
    let mut added: Vec<_> = after
        .values()
        .filter(|error| !before.contains_key(&error.code.value))
        .collect();
    for error in before.values() {
        let Some(now) = after.get(&error.code.value) else {
            let message = error
                .message
                .as_ref()
                .map(|message| wording::plain(&message.value));
            let renamed = message
                .filter(|message| !message.is_empty())
                .and_then(|message| {
                    added.iter().position(|new| {
                        new.message
                            .as_ref()
                            .is_some_and(|new| wording::plain(&new.value) == message)
                    })
                });
            let mut change = Change::new(Kind::ErrorRemoved, &error.code.value)
                .old(&error.code.value, error.code.lines);
            if let Some(renamed) = renamed {
                let new = added.remove(renamed);
                change.kind = Kind::ErrorRenamed;
                change = change.new_value(&new.code.value, new.code.lines);
            }
            changes.push(change);
            continue;
        };
        if let (Some(was), Some(is)) = (&error.status, &now.status)
            && was.value != is.value
        {
            changes.push(
                Change::new(Kind::ErrorStatus, &error.code.value)
                    .old(&was.value, was.lines)
                    .new_value(&is.value, is.lines),
            );
        }
        if let (Some(was), Some(is)) = (&error.message, &now.message)
            && wording::plain(&was.value) != wording::plain(&is.value)
        {
            changes.push(
                Change::new(Kind::ErrorText, &error.code.value)
                    .old(&was.value, was.lines)
                    .new_value(&is.value, is.lines),
            );
        }
    }
    for error in added {
        changes.push(
            Change::new(Kind::ErrorAdded, &error.code.value)
                .new_value(&error.code.value, error.code.lines),
        );
    }
}

fn statuses(old: &Page, new: &Page, changes: &mut Vec<Change>) {
    let (Some(before), Some(after)) = (&old.status_codes, &new.status_codes) else {
        return;
    };
    for status in before {
        if !after.iter().any(|new| new.value == status.value) {
            changes.push(
                Change::new(Kind::StatusCodeRemoved, &status.value)
                    .old(&status.value, status.lines),
            );
        }
    }
    for status in after {
        if !before.iter().any(|old| old.value == status.value) {
            changes.push(
                Change::new(Kind::StatusCodeAdded, &status.value)
                    .new_value(&status.value, status.lines),
            );
        }
    }
}

fn samples(old: &Page, new: &Page, changes: &mut Vec<Change>) {
    let texts = |page: &Page| -> Vec<String> {
        page.samples
            .iter()
            .map(|sample| match &sample.content {
                Content::Json(value) => value.to_string(),
                _ => wording::plain(&sample.text.value),
            })
            .collect()
    };
    let (before, after) = (texts(old), texts(new));
    if before != after {
        let mut change = Change::new(Kind::Sample, "samples");
        if let Some(index) = (0..before.len()).find(|&index| after.get(index) != before.get(index))
        {
            change.old_lines = Some(old.samples[index].text.lines);
        }
        if let Some(index) = (0..after.len()).find(|&index| after.get(index) != before.get(index)) {
            change.new_lines = Some(new.samples[index].text.lines);
        }
        changes.push(change);
    }
}

/// Sentences around the tables: those that only one version has.
fn prose(old: &Page, new: &Page, changes: &mut Vec<Change>) {
    let known = |page: &Page| -> BTreeSet<String> {
        page.prose
            .iter()
            .map(|sentence| wording::plain(&sentence.value))
            .collect()
    };
    let (before, after) = (known(old), known(new));
    let own = |page: &'_ Page, other: &BTreeSet<String>| -> Vec<Fact<String>> {
        page.prose
            .iter()
            .filter(|sentence| !other.contains(&wording::plain(&sentence.value)))
            .cloned()
            .collect()
    };
    let (gone, come) = (own(old, &after), own(new, &before));
    if gone.is_empty() && come.is_empty() {
        return;
    }
    let whole = |sentences: &[Fact<String>]| {
        sentences
            .iter()
            .map(|sentence| sentence.value.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let lines = |sentences: &[Fact<String>]| {
        sentences
            .iter()
            .map(|sentence| sentence.lines)
            .reduce(Span::and)
    };
    let mut change = Change::new(Kind::Prose, "description");
    change.numbers = wording::changed_numbers(&whole(&gone), &whole(&come));
    change.old_lines = lines(&gone);
    change.new_lines = lines(&come);
    changes.push(change);
}
