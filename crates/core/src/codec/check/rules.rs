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
                if let Some(message) = multiple_of(operation, parameters, name, of) {
                    violations.add(name.to_owned(), ViolationKind::Rule, message);
                }
            }
            Rule::Together(names)
            | Rule::OneOf(names)
            | Rule::AtMostOne(names)
            | Rule::AtLeastOne(names) => {
                let is_given = |name: &str| {
                    let mut fields = operation.parameters.iter();
                    let place = fields.position(|field| field.name == name);
                    place.is_some_and(|place| given[place])
                };
                together(rule, names, &is_given, violations);
            }
        }
    }
}

/// Why the first parameter is no multiple of the second, as it is given or else by default.
fn multiple_of(
    operation: &Operation,
    parameters: &Parameters,
    name: &str,
    of: &str,
) -> Option<String> {
    let given = |name: &str| {
        let event = parameters.scalar(name)?;
        Some((magnitude(event)?, event.text()?))
    };
    let default = || {
        let text = operation.parameter(of)?.default?;
        Some((text.parse::<i64>().ok()?.unsigned_abs(), text.to_owned()))
    };
    let (number, shown) = given(name)?;
    let (step, step_shown) = given(of).or_else(default)?;
    // A step of zero is out of its own bounds; zero divides nothing but zero.
    if number == 0 || number.checked_rem(step) == Some(0) {
        return None;
    }
    Some(format!(
        "must be 0 or a multiple of `{of}`, which is {step_shown}; it is {shown}"
    ))
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
    names: &'static [&'static str],
    is_given: &dyn Fn(&str) -> bool,
    violations: &mut Violations,
) {
    let count = names.iter().filter(|name| is_given(name)).count();
    let (told, before, after) = match rule {
        Rule::Together(_) if count > 0 => (false, "must be given together with ", ""),
        Rule::OneOf(_) | Rule::AtMostOne(_) if count > 1 => {
            (true, "cannot be given together with ", "")
        }
        Rule::OneOf(_) | Rule::AtLeastOne(_) if count == 0 => (false, "or ", " is required"),
        _ => return,
    };
    for name in names.iter().filter(|name| is_given(name) == told) {
        let mut message = before.to_owned();
        for other in names.iter().filter(|other| *other != name) {
            if message.len() > before.len() {
                message.push_str(", ");
            }
            message.push('`');
            message.push_str(other);
            message.push('`');
        }
        message.push_str(after);
        violations.add((*name).to_owned(), ViolationKind::Rule, message);
    }
}
