//! Rules over several parameters of an action.

use super::bounds::digits;
use crate::codec::violation::{ViolationKind, Violations};
use crate::meta::{Operation, Rule};
use crate::text::listed;

/// Checks the action's rules. `given` tells of a name whether the request gives it, `integers` are
/// the numbers it gives.
pub(super) fn check(
    operation: &Operation,
    given: &dyn Fn(&str) -> bool,
    integers: &[(&'static str, i128)],
    violations: &mut Violations,
) {
    for rule in operation.rules {
        match *rule {
            Rule::MultipleOf(name, of) => multiple_of(operation, name, of, integers, violations),
            Rule::Together(names) => {
                let absent = names.iter().filter(|name| !given(name));
                if absent.clone().count() < names.len() {
                    for name in absent {
                        let message =
                            format!("must be given together with {}", others(names, name));
                        violations.add(*name, ViolationKind::Rule, message);
                    }
                }
            }
            Rule::OneOf(names) => {
                at_most_one(names, given, violations);
                at_least_one(names, given, violations);
            }
            Rule::AtMostOne(names) => at_most_one(names, given, violations),
            Rule::AtLeastOne(names) => at_least_one(names, given, violations),
        }
    }
}

fn multiple_of(
    operation: &Operation,
    name: &'static str,
    of: &'static str,
    integers: &[(&'static str, i128)],
    violations: &mut Violations,
) {
    let value = |name: &str| {
        let given = integers.iter().find(|(known, _)| *known == name);
        given.map(|(_, number)| *number)
    };
    let default = || {
        Some(i128::from(
            operation.parameter(of)?.default?.parse::<i64>().ok()?,
        ))
    };
    let (Some(number), Some(step)) = (value(name), value(of).or_else(default)) else {
        return;
    };
    // A step of zero is out of its own bounds; zero divides nothing but zero.
    if number != 0 && number.checked_rem(step) != Some(0) {
        let (step, number) = (digits(step), digits(number));
        let message = format!("must be 0 or a multiple of `{of}`, which is {step}; it is {number}");
        violations.add(name, ViolationKind::Rule, message);
    }
}

fn at_most_one(
    names: &'static [&'static str],
    given: &dyn Fn(&str) -> bool,
    violations: &mut Violations,
) {
    let together = names.iter().filter(|name| given(name));
    if together.clone().count() > 1 {
        for name in together {
            let message = format!("cannot be given together with {}", others(names, name));
            violations.add(*name, ViolationKind::Rule, message);
        }
    }
}

fn at_least_one(
    names: &'static [&'static str],
    given: &dyn Fn(&str) -> bool,
    violations: &mut Violations,
) {
    if !names.iter().any(|name| given(name)) {
        for name in names {
            let message = format!("or {} is required", others(names, name));
            violations.add(*name, ViolationKind::Rule, message);
        }
    }
}

/// The other names of a rule, for a sentence.
fn others(names: &[&str], name: &str) -> String {
    let others = names.iter().filter(|other| **other != name);
    let quoted: Vec<String> = others.map(|other| format!("`{other}`")).collect();
    listed(&mut quoted.iter().map(String::as_str))
}
