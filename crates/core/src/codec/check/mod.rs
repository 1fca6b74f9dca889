//! What an action's table says of its parameters, held against a request before it is sent.
//!
//! One pass over the request finds everything that is wrong: what is missing, what is out of its
//! bounds, at any depth, and what does not fit together. The documented values of an enum are no
//! bound: vendors add to them without a word.

mod bounds;
mod rules;

use std::fmt::Write;

use super::parameters::Parameters;
use super::tape::{Event, Events, Tape};
use super::violation::{ViolationKind, Violations};
use super::{BodyStyle, Layout};
use crate::meta::{Kind, Operation, Parameter, Place, Serialize};

/// Tells everything that is wrong with the parameters of a request.
pub(super) fn check(
    operation: &'static Operation,
    parameters: &Parameters,
    layout: Layout,
    violations: &mut Violations,
) {
    let fields = operation.parameters;
    let mut check = Check {
        path: String::new(),
        violations,
    };
    let mut given = vec![false; fields.len()];
    for parameter in &parameters.given {
        if let Some(field) = fields.get(parameter.place) {
            check.path.push_str(field.name);
            given[parameter.place] = !vanishes(field, &parameter.value, layout);
            let mut events = parameter.value.events();
            if let Some(first) = events.next() {
                check.value(first, &mut events, Expected::field(field));
            }
            check.path.clear();
        }
    }
    check.find_missing(fields, &given);
    rules::check(operation, parameters, &given, violations);
}

/// Whether the value leaves nothing in the request, and so does not count as given: `null`, and an
/// empty list among pairs.
fn vanishes(parameter: &Parameter, value: &Tape, layout: Layout) -> bool {
    let in_pairs = match parameter.place {
        Place::Body => layout.body == BodyStyle::Form,
        Place::BodyRoot => false,
        Place::Query | Place::Path | Place::Header | Place::Host => true,
    };
    let mut events = value.events();
    match events.next() {
        None | Some(Event::Null) => true,
        Some(Event::OpenList) => {
            let is_empty = events.item().is_none();
            is_empty && in_pairs && !matches!(parameter.serialize, Some(Serialize::Json))
        }
        _ => false,
    }
}

struct Check<'a> {
    /// Of the value that comes next.
    path: String,
    violations: &'a mut Violations,
}

/// What the table says of the value that comes next.
#[derive(Clone, Copy)]
struct Expected {
    kind: Option<&'static Kind>,
    /// Whose bounds apply: those on numbers of a list or a map apply to its items.
    parameter: Option<&'static Parameter>,
    is_item: bool,
}

impl Expected {
    /// The table has nothing of it.
    const UNKNOWN: Self = Self {
        kind: None,
        parameter: None,
        is_item: false,
    };

    /// An item of this list or map.
    fn item(self, kind: Option<&'static Kind>) -> Self {
        Self {
            kind,
            is_item: true,
            ..self
        }
    }

    fn field(parameter: &'static Parameter) -> Self {
        Self {
            kind: Some(&parameter.kind),
            parameter: Some(parameter),
            is_item: false,
        }
    }
}

impl Check<'_> {
    /// Checks the value that begins with `first`.
    fn value(&mut self, first: Event<&str>, events: &mut Events<'_>, expected: Expected) {
        match first {
            Event::OpenObject => self.members(events, expected),
            Event::OpenList => self.items(events, expected),
            scalar => {
                let fault = |parameter| bounds::of_scalar(parameter, scalar, expected.is_item);
                self.tell(expected.parameter.and_then(fault));
            }
        }
    }

    fn members(&mut self, events: &mut Events<'_>, object: Expected) {
        let fields = object.kind.map_or(&[][..], Kind::fields);
        let unknown = match object.kind {
            Some(Kind::Map(values)) => object.item(Some(*values)),
            _ => Expected::UNKNOWN,
        };
        let mut given = vec![false; fields.len()];
        let end = self.path.len();
        while let Some((name, first)) = events.member() {
            self.path.push('.');
            self.path.push_str(name);
            let place = fields.iter().position(|field| field.name == name);
            let expected = place.map_or(unknown, |place| Expected::field(&fields[place]));
            if let Some(place) = place {
                given[place] = !matches!(first, Event::Null);
            }
            self.value(first, events, expected);
            self.path.truncate(end);
        }
        self.find_missing(fields, &given);
    }

    fn items(&mut self, events: &mut Events<'_>, list: Expected) {
        let expected = list.item(list.kind.and_then(Kind::item));
        let end = self.path.len();
        let mut count = 0;
        while let Some(first) = events.item() {
            // Writing to a `String` cannot fail.
            let _ = write!(self.path, "[{count}]");
            count += 1;
            self.value(first, events, expected);
            self.path.truncate(end);
        }
        let parameter = list.parameter.filter(|_| !list.is_item);
        self.tell(parameter.and_then(|parameter| bounds::of_list(parameter, count)));
    }

    /// Names every field that is required and was not given.
    fn find_missing(&mut self, fields: &'static [Parameter], given: &[bool]) {
        for (field, given) in fields.iter().zip(given) {
            if !field.required || *given {
                continue;
            }
            let end = self.path.len();
            if end > 0 {
                self.path.push('.');
            }
            self.path.push_str(field.name);
            let message = if field.implicit {
                "is required: give it, or the client's project id"
            } else {
                "is required"
            };
            self.violations
                .add(&self.path, ViolationKind::Missing, &[message]);
            self.path.truncate(end);
        }
    }

    /// Tells what is wrong with the value here.
    fn tell(&mut self, fault: Option<bounds::Fault>) {
        if let Some((kind, message)) = fault {
            self.violations.add(&self.path, kind, &[&message]);
        }
    }
}

#[cfg(test)]
mod tests;
