//! What changed between two versions of a page: the contract apart from prose, samples and order.
//!
//! Members are paired by name, never by position. What only the text of one version lost, another layout
//! or another wording of a type is no change.

mod head;
mod members;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::facts::{ErrorCode, Fact, Page, SampleContent, Span};
use wording::Wording;

/// Kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
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

impl ChangeKind {
    /// Whether programs can notice.
    pub fn is_contract(self) -> bool {
        self < Self::ErrorText
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What kind it is.
    pub kind: ChangeKind,
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
    /// From what one version says to what the other does.
    fn new(
        kind: ChangeKind,
        r#where: impl Into<String>,
        old: Option<&Fact<String>>,
        new: Option<&Fact<String>>,
    ) -> Self {
        Self {
            kind,
            r#where: r#where.into(),
            old: old.map(|fact| fact.value.clone()),
            new: new.map(|fact| fact.value.clone()),
            old_lines: old.map(|fact| fact.lines),
            new_lines: new.map(|fact| fact.lines),
            numbers: Vec::new(),
        }
    }

    /// A fact that both versions state, if they state it differently. Where one does not, nothing
    /// changed.
    fn between(
        kind: ChangeKind,
        r#where: &str,
        old: Option<&Fact<String>>,
        new: Option<&Fact<String>>,
        same: impl Fn(&str, &str) -> bool,
    ) -> Option<Self> {
        let (was, is) = (old?, new?);
        (!same(&was.value, &is.value)).then(|| Self::new(kind, r#where, old, new))
    }
}

/// What changed from one version of a page to the next, the contract first.
pub fn compare(old: &Page, new: &Page) -> Vec<Change> {
    let wording = Wording::between(old, new);
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

fn errors(old: &Page, new: &Page, wording: &Wording, changes: &mut Vec<Change>) {
    let by_code = |page: &'_ Page| -> BTreeMap<String, ErrorCode> {
        let codes = page.error_codes.iter();
        codes
            .map(|error| (error.code.value.clone(), error.clone()))
            .collect()
    };
    let (before, after) = (by_code(old), by_code(new));
    if wording.relayout && (before.is_empty() || after.is_empty()) {
        // Other layouts link to their errors or list them: that says nothing of the action.
        return;
    }
    let mut added: Vec<&ErrorCode> = after
        .values()
        .filter(|error| !before.contains_key(&error.code.value))
        .collect();
    for (code, error) in &before {
        let was = Some(&error.code);
        if let Some(now) = after.get(code) {
            let [status, text] = [ChangeKind::ErrorStatus, ChangeKind::ErrorText];
            let (old, new) = (error.status.as_ref(), now.status.as_ref());
            changes.extend(Change::between(status, code, old, new, str::eq));
            let (old, new) = (error.message.as_ref(), now.message.as_ref());
            changes.extend(Change::between(text, code, old, new, wording::says_same));
        } else if let Some(renamed) = added.iter().position(|new| same_message(error, new)) {
            let is = Some(&added.remove(renamed).code);
            changes.push(Change::new(ChangeKind::ErrorRenamed, code, was, is));
        } else {
            changes.push(Change::new(ChangeKind::ErrorRemoved, code, was, None));
        }
    }
    for error in added {
        let code = &error.code;
        let change = Change::new(ChangeKind::ErrorAdded, &code.value, None, Some(code));
        changes.push(change);
    }
}

/// Whether two errors say the same, and something.
fn same_message(old: &ErrorCode, new: &ErrorCode) -> bool {
    let plain = |error: &ErrorCode| Some(wording::plain(&error.message.as_ref()?.value));
    let message = plain(old).filter(|message| !message.is_empty());
    message.is_some() && message == plain(new)
}

fn statuses(old: &Page, new: &Page, changes: &mut Vec<Change>) {
    let (Some(before), Some(after)) = (&old.status_codes, &new.status_codes) else {
        return;
    };
    let lacks = |statuses: &[Fact<String>], status: &Fact<String>| {
        statuses.iter().all(|known| known.value != status.value)
    };
    for status in before.iter().filter(|status| lacks(after, status)) {
        let kind = ChangeKind::StatusCodeRemoved;
        changes.push(Change::new(kind, &status.value, Some(status), None));
    }
    for status in after.iter().filter(|status| lacks(before, status)) {
        let kind = ChangeKind::StatusCodeAdded;
        changes.push(Change::new(kind, &status.value, None, Some(status)));
    }
}

fn samples(old: &Page, new: &Page, changes: &mut Vec<Change>) {
    let texts = |page: &Page| -> Vec<String> {
        page.samples
            .iter()
            .map(|sample| match &sample.content {
                SampleContent::Json(value) => value.to_string(),
                _ => wording::plain(&sample.text.value),
            })
            .collect()
    };
    let (before, after) = (texts(old), texts(new));
    if before == after {
        return;
    }
    // Where the first sample stands that the other version has not at that place.
    let lines = |page: &Page, own: &[String], other: &[String]| {
        let index = (0..own.len()).find(|&index| own.get(index) != other.get(index))?;
        Some(page.samples[index].text.lines)
    };
    changes.push(Change {
        old_lines: lines(old, &before, &after),
        new_lines: lines(new, &after, &before),
        ..Change::new(ChangeKind::Sample, "samples", None, None)
    });
}

/// Sentences around the tables: those that only one version has.
fn prose(old: &Page, new: &Page, changes: &mut Vec<Change>) {
    let known = |page: &Page| -> BTreeSet<String> {
        let sentences = page.prose.iter();
        sentences
            .map(|sentence| wording::plain(&sentence.value))
            .collect()
    };
    let own = |page: &Page, other: &Page| -> Option<Fact<String>> {
        let other = known(other);
        let own = page.prose.iter();
        own.filter(|sentence| !other.contains(&wording::plain(&sentence.value)))
            .cloned()
            .reduce(|all, next| Fact {
                value: all.value + "\n" + &next.value,
                lines: all.lines.and(next.lines),
                ..all
            })
    };
    let (gone, come) = (own(old, new), own(new, old));
    if gone.is_none() && come.is_none() {
        return;
    }
    let text = |fact: Option<Fact<String>>| fact.map_or(String::new(), |fact| fact.value);
    changes.push(Change {
        old_lines: gone.as_ref().map(|fact| fact.lines),
        new_lines: come.as_ref().map(|fact| fact.lines),
        numbers: wording::changed_numbers(&text(gone), &text(come)),
        ..Change::new(ChangeKind::Prose, "description", None, None)
    });
}
