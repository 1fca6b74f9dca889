//! What an action's table says of its parameters, held against a request before it is sent.
//!
//! One pass over the request finds everything that is wrong: what is missing, what is out of its
//! bounds, at any depth, and what does not fit together. The documented values of an enum are no
//! bound: vendors add to them without a word.

mod bounds;
mod rules;

use std::fmt::Write;

use super::encode::Encode;
use super::overrides::Overrides;
use super::request::{BodyStyle, Layout, write};
use super::sink::{Scalar, Sink};
use super::violation::{ViolationKind, Violations};
use crate::meta::{Kind, Operation, Parameter, Place};

/// Everything that is wrong with the parameters of a request; empty where nothing is.
///
/// Overrides count as the request's own.
pub(super) fn check(
    operation: &'static Operation,
    request: &dyn Encode,
    overrides: &Overrides,
    layout: Layout,
) -> Violations {
    let mut check = Check {
        layout,
        violations: Violations::default(),
        path: String::new(),
        next: Next::NOTHING,
        open: vec![Open::members(operation.parameters, 0)],
        integers: Vec::new(),
    };
    write(operation, request, overrides, &mut check);
    check.finish(operation)
}

struct Check {
    layout: Layout,
    violations: Violations,
    /// Of the value that comes next.
    path: String,
    next: Next,
    /// What is open; the first is the request itself.
    open: Vec<Open>,
    /// The action's own numbers, for its rules.
    integers: Vec<(&'static str, i128)>,
}

/// What the table says of the value that comes next.
#[derive(Clone, Copy)]
struct Next {
    kind: Option<&'static Kind>,
    /// Whose bounds apply: a list's bounds on numbers apply to its items.
    parameter: Option<&'static Parameter>,
    is_item: bool,
}

impl Next {
    const NOTHING: Self = Self {
        kind: None,
        parameter: None,
        is_item: false,
    };
}

/// An object or list that is open.
struct Open {
    path_end: usize,
    kind: OpenKind,
}

enum OpenKind {
    /// A structure, and which of its fields were given.
    Members {
        fields: &'static [Parameter],
        given: Vec<bool>,
    },
    /// Any keys, or anything at all.
    Map(Option<&'static Kind>),
    List {
        list: Next,
        item: Option<&'static Kind>,
        count: u64,
    },
}

impl Open {
    fn members(fields: &'static [Parameter], path_end: usize) -> Self {
        let given = vec![false; fields.len()];
        Self {
            path_end,
            kind: OpenKind::Members { fields, given },
        }
    }
}

impl Check {
    fn finish(mut self, operation: &'static Operation) -> Violations {
        self.path.clear();
        if let Some(Open {
            kind: OpenKind::Members { fields, given },
            ..
        }) = self.open.pop()
        {
            self.find_missing(fields, &given);
            let given = |name: &str| {
                let place = fields.iter().position(|field| field.name == name);
                place.is_some_and(|index| given[index])
            };
            rules::check(operation, &given, &self.integers, &mut self.violations);
        }
        self.violations
    }

    /// Names every field that is required and was not given.
    fn find_missing(&mut self, fields: &'static [Parameter], given: &[bool]) {
        for (field, given) in fields.iter().zip(given) {
            if !field.required || *given {
                continue;
            }
            let mut parameter = self.path.clone();
            if !parameter.is_empty() {
                parameter.push('.');
            }
            parameter.push_str(field.name);
            let message = if field.implicit {
                "is required: give it, or the client's project id"
            } else {
                "is required"
            };
            self.violations
                .add(parameter, ViolationKind::Missing, message);
        }
    }

    fn violated(&mut self, kind: ViolationKind, message: String) {
        self.violations.add(self.path.as_str(), kind, message);
    }

    /// The value that came last is none: it does not count as given.
    fn take_back(&mut self) {
        let Some(parameter) = self.next.parameter.filter(|_| !self.next.is_item) else {
            return;
        };
        if let Some(Open {
            kind: OpenKind::Members { fields, given },
            ..
        }) = self.open.last_mut()
            && let Some(index) = fields.iter().position(|field| field.name == parameter.name)
        {
            given[index] = false;
        }
    }

    fn is_top(&self) -> bool {
        self.open.len() == 1
    }

    /// Whether an empty list of this parameter leaves nothing in the request.
    fn vanishes_when_empty(&self, parameter: &Parameter) -> bool {
        let in_pairs = match parameter.place {
            Place::Body => self.layout.body == BodyStyle::Form,
            Place::BodyRoot => false,
            Place::Query | Place::Path | Place::Header | Place::Host => true,
        };
        in_pairs && !matches!(parameter.serialize, Some(crate::meta::Serialize::Json))
    }

    fn close(&mut self) -> Option<OpenKind> {
        let open = self.open.pop()?;
        self.path.truncate(open.path_end);
        Some(open.kind)
    }

    fn open_any(&mut self, kind: OpenKind) {
        let path_end = self.path.len();
        self.open.push(Open { path_end, kind });
    }
}

impl Sink for Check {
    fn field(&mut self, name: &str) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        self.path.truncate(open.path_end);
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(name);
        self.next = match &mut open.kind {
            OpenKind::Members { fields, given } => {
                let index = fields.iter().position(|field| field.name == name);
                index.map_or(Next::NOTHING, |index| {
                    given[index] = true;
                    Next {
                        kind: Some(&fields[index].kind),
                        parameter: Some(&fields[index]),
                        is_item: false,
                    }
                })
            }
            OpenKind::Map(kind) => Next {
                kind: *kind,
                ..Next::NOTHING
            },
            OpenKind::List { .. } => Next::NOTHING,
        };
    }

    fn item(&mut self) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        self.path.truncate(open.path_end);
        if let OpenKind::List { list, item, count } = &mut open.kind {
            // Writing to a `String` cannot fail.
            let _ = write!(self.path, "[{count}]");
            *count += 1;
            self.next = Next {
                kind: *item,
                parameter: list.parameter,
                is_item: true,
            };
        }
    }

    fn scalar(&mut self, value: Scalar<'_>) {
        if matches!(value, Scalar::Null) {
            self.take_back();
            return;
        }
        let Some(parameter) = self.next.parameter else {
            return;
        };
        if self.is_top()
            && let Some(number) = bounds::integer_of(value)
        {
            self.integers.push((parameter.name, number));
        }
        if let Some((kind, message)) = bounds::of_scalar(parameter, value, self.next.is_item) {
            self.violated(kind, message);
        }
    }

    fn open_object(&mut self) {
        let open = match self.next.kind {
            Some(Kind::Object(shape)) => Open::members(shape.fields, self.path.len()).kind,
            Some(Kind::Map(values)) => OpenKind::Map(Some(values)),
            _ => OpenKind::Map(None),
        };
        self.open_any(open);
    }

    fn close_object(&mut self) {
        if let Some(OpenKind::Members { fields, given }) = self.close() {
            self.find_missing(fields, &given);
        }
    }

    fn open_list(&mut self) {
        let item = match self.next.kind {
            Some(Kind::List(item)) => Some(*item),
            _ => None,
        };
        self.open_any(OpenKind::List {
            list: self.next,
            item,
            count: 0,
        });
    }

    fn close_list(&mut self) {
        let Some(OpenKind::List { list, count, .. }) = self.close() else {
            return;
        };
        let Some(parameter) = list.parameter.filter(|_| !list.is_item) else {
            return;
        };
        if count == 0 && self.is_top() && self.vanishes_when_empty(parameter) {
            self.next = list;
            self.take_back();
        }
        if let Some((kind, message)) = bounds::of_list(parameter, count) {
            self.violated(kind, message);
        }
    }
}

#[cfg(test)]
mod tests;
