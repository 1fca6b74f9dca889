//! What queries do with numbers, exactly.
//!
//! The library turns every number into a float before it looks at it, so that integers above 2 to
//! the power of 53 that are neighbours are equal to it. What looks at numbers is replaced here: its
//! functions under their own names, and its comparisons by functions whose names nobody can write
//! in an expression ([`compare_exactly`]).

use std::cmp::Ordering;

use jmespath::ast::{Ast, Comparator};
use jmespath::functions::{ArgumentType, CustomFunction, Signature};
use jmespath::{
    Context, ErrorReason, JmespathError, Rcvar, Runtime, RuntimeError, Variable, interpret,
};
use serde_json::Value;

use super::number::{Exact, sum};

type Evaluated = Result<Rcvar, JmespathError>;

/// The library's functions, with exact ones in place of those that look at numbers.
pub(super) fn runtime() -> Runtime {
    let mut runtime = Runtime::new();
    runtime.register_builtin_functions();
    let list_of = |item| ArgumentType::TypedArray(Box::new(item));
    let numbers = || list_of(ArgumentType::Number);
    let sortable = || ArgumentType::Union(vec![list_of(ArgumentType::String), numbers()]);
    let by = || vec![ArgumentType::Array, ArgumentType::Expref];
    let mut set = |name: &str, takes: Vec<ArgumentType>, function: ExactFunction| {
        let function = CustomFunction::new(Signature::new(takes, None), Box::new(function));
        runtime.register_function(name, Box::new(function));
    };
    set("sort_by", by(), |given, context| {
        let sorted = sorted_by(given, context)?.into_iter();
        Ok(array(sorted.map(|(_, item)| item).collect()))
    });
    set("min_by", by(), |given, context| {
        let sorted = sorted_by(given, context)?;
        Ok(or_null(sorted.first().map(|(_, item)| item)))
    });
    // Of several that are the greatest, the first counts.
    set("max_by", by(), |given, context| {
        let sorted = sorted_by(given, context)?;
        let greatest = sorted.last().and_then(|(greatest, _)| {
            let mut sorted = sorted.iter();
            sorted.find(|(key, _)| order(key, greatest).is_eq())
        });
        Ok(or_null(greatest.map(|(_, item)| item)))
    });
    let mut set = |name: &str, takes: Vec<ArgumentType>, function: PlainFunction| {
        let function = move |given: &[Rcvar], _: &mut Context<'_>| Ok(function(given));
        let function = CustomFunction::new(Signature::new(takes, None), Box::new(function));
        runtime.register_function(name, Box::new(function));
    };
    for (_, name, function) in COMPARISONS {
        set(name, vec![ArgumentType::Any; 2], *function);
    }
    set("abs", vec![ArgumentType::Number], |given| {
        each_number(&given[0], Exact::abs)
    });
    set("ceil", vec![ArgumentType::Number], |given| {
        each_number(&given[0], |number| number.rounded(f64::ceil))
    });
    set("floor", vec![ArgumentType::Number], |given| {
        each_number(&given[0], |number| number.rounded(f64::floor))
    });
    set("sum", vec![numbers()], |given| {
        json_number(sum(&exact(&given[0])))
    });
    set("avg", vec![numbers()], |given| average(&exact(&given[0])));
    set("to_number", vec![ArgumentType::Any], |given| {
        to_number(&given[0])
    });
    let text_or_list = ArgumentType::Union(vec![ArgumentType::String, ArgumentType::Array]);
    set("contains", vec![text_or_list, ArgumentType::Any], |given| {
        contains(&given[0], &given[1])
    });
    set("sort", vec![sortable()], |given| array(sorted(&given[0])));
    set("max", vec![sortable()], |given| {
        or_null(sorted(&given[0]).last())
    });
    set("min", vec![sortable()], |given| {
        or_null(sorted(&given[0]).first())
    });
    runtime
}

/// A function that cannot fail.
type PlainFunction = fn(&[Rcvar]) -> Rcvar;

/// A function that evaluates expressions.
type ExactFunction = fn(&[Rcvar], &mut Context<'_>) -> Evaluated;

fn array(items: Vec<Rcvar>) -> Rcvar {
    Variable::Array(items).into()
}

/// The comparators, with what takes their place: its name, and what it does.
const COMPARISONS: &[(Comparator, &str, PlainFunction)] = &[
    (Comparator::Equal, "==", |given| {
        truth(equal(&given[0], &given[1]))
    }),
    (Comparator::NotEqual, "!=", |given| {
        truth(!equal(&given[0], &given[1]))
    }),
    (Comparator::LessThan, "<", |given| {
        ordered(given, Ordering::is_lt)
    }),
    (Comparator::LessThanEqual, "<=", |given| {
        ordered(given, Ordering::is_le)
    }),
    (Comparator::GreaterThan, ">", |given| {
        ordered(given, Ordering::is_gt)
    }),
    (Comparator::GreaterThanEqual, ">=", |given| {
        ordered(given, Ordering::is_ge)
    }),
];

/// Puts the exact function in place of a comparison.
pub(super) fn compare_exactly(node: &mut Ast) {
    let Ast::Comparison {
        offset,
        comparator,
        lhs,
        rhs,
    } = node
    else {
        return;
    };
    let known = COMPARISONS.iter().find(|(known, ..)| known == comparator);
    if let Some((_, name, _)) = known {
        *node = Ast::Function {
            offset: *offset,
            name: (*name).to_owned(),
            args: vec![(**lhs).clone(), (**rhs).clone()],
        };
    }
}

fn truth(is: bool) -> Rcvar {
    Variable::Bool(is).into()
}

fn or_null(found: Option<&Rcvar>) -> Rcvar {
    found.cloned().unwrap_or_else(|| Variable::Null.into())
}

/// Only numbers have an order for operators; anything else gives null.
fn ordered(given: &[Rcvar], is: fn(Ordering) -> bool) -> Rcvar {
    if given.iter().all(|value| value.is_number()) {
        truth(is(order(&given[0], &given[1])))
    } else {
        Variable::Null.into()
    }
}

/// The order of two numbers or two texts.
fn order(left: &Variable, right: &Variable) -> Ordering {
    match (left, right) {
        (Variable::Number(left), Variable::Number(right)) => {
            Exact::of(left).order(Exact::of(right))
        }
        (Variable::String(left), Variable::String(right)) => left.cmp(right),
        _ => Ordering::Equal,
    }
}

fn equal(left: &Variable, right: &Variable) -> bool {
    match (left, right) {
        (Variable::Number(first), Variable::Number(second)) => {
            match (Exact::of(first), Exact::of(second)) {
                // The library knows how near two floats are that mean the same.
                (Exact::Float(_), Exact::Float(_)) => left == right,
                (first, second) => first.order(second).is_eq(),
            }
        }
        (Variable::Array(left), Variable::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| equal(left, right))
        }
        (Variable::Object(left), Variable::Object(right)) => {
            let pairs = left.iter().zip(right);
            left.len() == right.len()
                && pairs
                    .into_iter()
                    .all(|(left, right)| left.0 == right.0 && equal(left.1, right.1))
        }
        _ => left == right,
    }
}

fn items(value: &Variable) -> &[Rcvar] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The numbers of a list.
fn exact(value: &Variable) -> Vec<Exact> {
    let numbers = items(value).iter().filter_map(|item| match &**item {
        Variable::Number(number) => Some(Exact::of(number)),
        _ => None,
    });
    numbers.collect()
}

fn json_number(number: Exact) -> Rcvar {
    number
        .number()
        .map_or(Variable::Null, Variable::Number)
        .into()
}

fn each_number(value: &Rcvar, change: impl Fn(Exact) -> Exact) -> Rcvar {
    match &**value {
        Variable::Number(number) => json_number(change(Exact::of(number))),
        _ => value.clone(),
    }
}

/// The sum divided by the count: an integer where it is one.
fn average(numbers: &[Exact]) -> Rcvar {
    let count = numbers.len() as i128;
    match sum(numbers) {
        _ if count == 0 => Variable::Null.into(),
        Exact::Integer(sum) if sum % count == 0 => json_number(Exact::Integer(sum / count)),
        sum => json_number(Exact::Float(sum.float() / Exact::Integer(count).float())),
    }
}

fn to_number(value: &Rcvar) -> Rcvar {
    match &**value {
        Variable::Number(_) => value.clone(),
        Variable::String(text) => match serde_json::from_str(text) {
            Ok(Value::Number(number)) => Variable::Number(number).into(),
            _ => Variable::Null.into(),
        },
        _ => Variable::Null.into(),
    }
}

fn contains(place: &Variable, wanted: &Variable) -> Rcvar {
    truth(match (place, wanted) {
        (Variable::String(text), Variable::String(part)) => text.contains(part.as_str()),
        (Variable::Array(items), _) => items.iter().any(|item| equal(item, wanted)),
        _ => false,
    })
}

fn sorted(list: &Variable) -> Vec<Rcvar> {
    let mut items = items(list).to_vec();
    items.sort_by(|left, right| order(left, right));
    items
}

/// The items of the first argument, each with what the expression of the second makes of it, sorted by that: all
/// numbers or all texts.
fn sorted_by(
    given: &[Rcvar],
    context: &mut Context<'_>,
) -> Result<Vec<(Rcvar, Rcvar)>, JmespathError> {
    let mut keyed: Vec<(Rcvar, Rcvar)> = Vec::new();
    let Some(expression) = given[1].as_expref() else {
        return Ok(keyed);
    };
    for (invocation, item) in items(&given[0]).iter().enumerate() {
        let key = interpret(item, expression, context)?;
        let first = keyed.first().map(|(first, _)| first.get_type());
        let is_right = match &first {
            Some(first) => *first == key.get_type(),
            None => key.is_number() || key.is_string(),
        };
        if !is_right {
            let expected =
                first.map_or_else(|| "string|number".to_owned(), |first| first.to_string());
            let reason = RuntimeError::InvalidReturnType {
                expected: format!("expression->{expected}"),
                actual: key.get_type().to_string(),
                position: 1,
                invocation,
            };
            return Err(JmespathError::from_ctx(
                context,
                ErrorReason::Runtime(reason),
            ));
        }
        keyed.push((key, item.clone()));
    }
    keyed.sort_by(|left, right| order(&left.0, &right.0));
    Ok(keyed)
}
