//! Rules over several parameters of an action.

use crate::codec::parameters::Parameters;
use crate::codec::tape::Event;
use crate::codec::violation::{ViolationKind, Violations};
use crate::meta::{Operation, Rule};

/// Checks the action's rules. `given` tells of each parameter of the table whether the request gives
/// it.
pub(super) fn check(
    operation: &Operation,
    parameters: &Parameters,
    given: &[bool],
    violations: &mut Violations,
) {
    for rule in operation.rules {
        match *rule {
            Rule::MultipleOf(name, of) => {
                multiple_of(operation, parameters, name, of, violations);
            }
            Rule::Together(names)
            | Rule::OneOf(names)
            | Rule::AtMostOne(names)
            | Rule::AtLeastOne(names) => {
                let is_given = |name: &str| {
                    let mut fields = operation.parameters.iter().zip(given);
                    fields.any(|(field, given)| *given && field.name == name)
                };
                let (present, absent): (Vec<&str>, Vec<&str>) =
                    names.iter().partition(|name| is_given(name));
                together(rule, names, &present, &absent, violations);
            }
        }
    }
}

/// Checks that the first parameter is a multiple of the second, as that is given or else by default.
fn multiple_of(
    operation: &Operation,
    parameters: &Parameters,
    name: &str,
    of: &str,
    violations: &mut Violations,
) {
    let given = |name: &str| {
        let event = parameters.scalar(name)?;
        Some((magnitude(event)?, event.text()?))
    };
    let default = || {
        let text = operation.parameter(of)?.default?;
        Some((text.parse::<i64>().ok()?.unsigned_abs(), text.to_owned()))
    };
    let (Some((number, shown)), Some((step, step_shown))) =
        (given(name), given(of).or_else(default))
    else {
        return;
    };
    // A step of zero is out of its own bounds; zero divides nothing but zero.
    if number != 0 && number.checked_rem(step) != Some(0) {
        let (before, after) = ("must be 0 or a multiple of `", "; it is ");
        let message = [before, of, "`, which is ", &step_shown, after, &shown];
        violations.add(name, ViolationKind::Rule, &message);
    }
}

/// The integer without its sign, which makes no difference to what divides it.
fn magnitude(event: Event<&str>) -> Option<u64> {
    match event {
        Event::Integer(number) => Some(number.unsigned_abs()),
        Event::Unsigned(number) => Some(number),
        _ => None,
    }
}

/// Checks how many of some parameters are given.
fn together(
    rule: &Rule,
    names: &[&str],
    present: &[&str],
    absent: &[&str],
    violations: &mut Violations,
) {
    let (told, before, after) = match (rule, present.len()) {
        (Rule::Together(_), 1..) => (absent, "must be given together with ", ""),
        (Rule::OneOf(_) | Rule::AtMostOne(_), 2..) => {
            (present, "cannot be given together with ", "")
        }
        (Rule::OneOf(_) | Rule::AtLeastOne(_), 0) => (absent, "or ", " is required"),
        _ => return,
    };
    for name in told {
        let mut others = String::new();
        for other in names.iter().filter(|other| *other != name) {
            others.push_str(if others.is_empty() { "`" } else { ", `" });
            others.push_str(other);
            others.push('`');
        }
        violations.add(name, ViolationKind::Rule, &[before, &others, after]);
    }
}
