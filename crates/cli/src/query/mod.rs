//! `--query`: a `JMESPath` expression over the result.
//!
//! The library keeps the members of objects by name; a person expects them as the service sent
//! them, or as the expression lists them. The order is put back here. It also takes numbers for
//! floats, which [`exact`] mends.

mod exact;
mod number;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jmespath::ast::Ast;
use jmespath::{Expression, Runtime};
use serde_json::{Map, Value};

use crate::failure::Failure;

/// The functions of the language.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(exact::runtime);

/// An expression that has been read.
pub(crate) struct Query {
    /// Which option it was given to.
    option: &'static str,
    expression: Expression<'static>,
    /// How the expression lists members.
    orders: Orders,
}

impl std::fmt::Debug for Query {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_tuple("Query")
            .field(&self.expression.as_str())
            .finish()
    }
}

impl Query {
    /// Reads the expression of an option.
    pub(crate) fn compile(option: &'static str, text: &str) -> Result<Self, Failure> {
        let mut ast = jmespath::parse(text).map_err(|error| failure(option, text, &error))?;
        let mut orders = Orders::default();
        walk(&mut ast, &mut |node| {
            if let Ast::MultiHash { elements, .. } = node {
                orders.learn(elements.iter().map(|pair| pair.key.clone()).collect());
            }
            exact::compare_exactly(node);
        });
        Ok(Self {
            option,
            expression: Expression::new(text, ast, &RUNTIME),
            orders,
        })
    }

    /// The part of a result that the expression takes.
    pub(crate) fn apply(&self, result: &Value) -> Result<Value, Failure> {
        let wrong = |error| failure(self.option, self.expression.as_str(), &error);
        let found = self.expression.search(result).map_err(wrong)?;
        let mut part = serde_json::to_value(&*found)
            .map_err(|error| Failure::usage(format!("{} gives no JSON: {error}", self.option)))?;
        let mut orders = self.orders.clone();
        orders.learn_value(result);
        orders.put(&mut part);
        Ok(part)
    }
}

/// Goes to each part of an expression, the inner ones first.
fn walk(node: &mut Ast, visit: &mut impl FnMut(&mut Ast)) {
    match node {
        Ast::MultiHash { elements, .. } => {
            for pair in elements {
                walk(&mut pair.value, visit);
            }
        }
        Ast::MultiList { elements, .. } | Ast::Function { args: elements, .. } => {
            for element in elements {
                walk(element, visit);
            }
        }
        Ast::Comparison { lhs, rhs, .. }
        | Ast::Projection { lhs, rhs, .. }
        | Ast::And { lhs, rhs, .. }
        | Ast::Or { lhs, rhs, .. }
        | Ast::Subexpr { lhs, rhs, .. }
        | Ast::Condition {
            predicate: lhs,
            then: rhs,
            ..
        } => {
            walk(lhs, visit);
            walk(rhs, visit);
        }
        Ast::Expref { ast: node, .. }
        | Ast::Flatten { node, .. }
        | Ast::Not { node, .. }
        | Ast::ObjectValues { node, .. } => walk(node, visit),
        Ast::Identity { .. }
        | Ast::Field { .. }
        | Ast::Index { .. }
        | Ast::Literal { .. }
        | Ast::Slice { .. } => {}
    }
    visit(node);
}

fn failure(option: &str, text: &str, error: &jmespath::JmespathError) -> Failure {
    let reason = error.to_string();
    let reason = reason
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches(':');
    Failure::usage(format!("{option} cannot be done"))
        .with_fact("query", text)
        .with_fact("reason", reason)
        .with_hint("the language is described at https://jmespath.org")
}

/// In which order objects of certain names have their members.
#[derive(Clone, Debug, Default)]
struct Orders(BTreeMap<BTreeSet<String>, Vec<String>>);

impl Orders {
    fn learn(&mut self, names: Vec<String>) {
        let set: BTreeSet<String> = names.iter().cloned().collect();
        self.0.entry(set).or_insert(names);
    }

    fn learn_value(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                self.learn(members.keys().cloned().collect());
                for value in members.values() {
                    self.learn_value(value);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.learn_value(item)),
            _ => {}
        }
    }

    fn put(&self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.values_mut().for_each(|value| self.put(value));
                let set: BTreeSet<String> = members.keys().cloned().collect();
                if let Some(names) = self.0.get(&set) {
                    let mut ordered = Map::new();
                    for name in names {
                        if let Some(value) = members.remove(name) {
                            ordered.insert(name.clone(), value);
                        }
                    }
                    *members = ordered;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.put(item)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use serde_json::json;

    use super::*;

    #[test]
    fn members_keep_the_order_of_the_answer_or_of_the_expression() {
        let result =
            json!({"rows": [{"z": 1, "a": {"y": 2, "b": 3}}], "n": 9_007_199_254_740_993_i64});
        for (query, expected) in [
            ("rows[0]", r#"{"z":1,"a":{"y":2,"b":3}}"#),
            ("rows[].{z: z, y: a.y, b: a.b}", r#"[{"z":1,"y":2,"b":3}]"#),
            (
                "{rows: length(rows), n: n}",
                r#"{"rows":1,"n":9007199254740993}"#,
            ),
            ("nothing", "null"),
        ] {
            let part = Query::compile("--query", query)
                .unwrap()
                .apply(&result)
                .unwrap();
            assert_eq!(part.to_string(), expected, "{query}");
        }
    }

    /// What a query makes of a result, as JSON text.
    fn asked(query: &str, result: &Value) -> String {
        let query = Query::compile("--query", query).unwrap();
        query.apply(result).unwrap().to_string()
    }

    #[test]
    fn every_operator_and_function_is_exact_for_64_bits() {
        // Neighbours that are the same float, and the ends of what is exact.
        let a = 1_152_921_504_606_846_976_u64;
        let b = a + 1;
        let most = u64::MAX;
        let least = i64::MIN;
        let rows = json!({"rows": [{"id": b, "n": "b"}, {"id": a, "n": "a"}], "ids": [b, a],
            "ends": [most, most - 1, least, least + 1], "a": a, "b": b});
        for (query, expected) in [
            ("rows[?id == `1152921504606846977`].n", r#"["b"]"#),
            ("rows[?id != `1152921504606846977`].n", r#"["a"]"#),
            ("rows[?id > `1152921504606846976`].n", r#"["b"]"#),
            ("rows[?id >= `1152921504606846977`].n", r#"["b"]"#),
            ("rows[?id < `1152921504606846977`].n", r#"["a"]"#),
            ("rows[?id <= `1152921504606846976`].n", r#"["a"]"#),
            ("rows[?!(id == `1152921504606846977`)].n", r#"["a"]"#),
            ("rows[?id == `1152921504606846976.0`].n", r#"["a"]"#),
            ("ids == [b, a]", "true"),
            ("ids == [a, a]", "false"),
            ("{x: a} == {x: b}", "false"),
            ("{x: a} == {x: a}", "true"),
            ("rows[0] == {id: b, n: 'b'}", "true"),
            (
                "ids[?contains(`[1152921504606846977]`, @)]",
                "[1152921504606846977]",
            ),
            ("contains([a], b)", "false"),
            ("sort(ids)", "[1152921504606846976,1152921504606846977]"),
            (
                "sort(ends)",
                "[-9223372036854775808,-9223372036854775807,18446744073709551614,18446744073709551615]",
            ),
            ("sort_by(rows, &id)[].n", r#"["a","b"]"#),
            ("max(ids)", "1152921504606846977"),
            ("min(ids)", "1152921504606846976"),
            ("max_by(rows, &id).n", r#""b""#),
            ("min_by(rows, &id).n", r#""a""#),
            ("sum(ids)", "2305843009213693953"),
            ("sum(ends)", "18446744073709551614"),
            ("avg([b, b])", "1152921504606846977"),
            ("abs(ends[2])", "9223372036854775808"),
            ("abs(ends[0])", "18446744073709551615"),
            ("ceil(b)", "1152921504606846977"),
            ("floor(b)", "1152921504606846977"),
            ("to_number('1152921504606846977')", "1152921504606846977"),
            ("to_number('[1]')", "null"),
            ("to_string(b)", r#""1152921504606846977""#),
            ("to_array(b)", "[1152921504606846977]"),
            ("not_null(nothing, b)", "1152921504606846977"),
            ("reverse(ids)", "[1152921504606846976,1152921504606846977]"),
            ("map(&(@ == `1152921504606846977`), ids)", "[true,false]"),
            ("values({x: b})", "[1152921504606846977]"),
            ("merge({x: a}, {x: b})", r#"{"x":1152921504606846977}"#),
            ("[a, b][1]", "1152921504606846977"),
            ("b && a", "1152921504606846976"),
            ("nothing || b", "1152921504606846977"),
        ] {
            assert_eq!(asked(query, &rows), expected, "{query}");
        }
    }

    /// Where numbers are small, the library is right: the exact functions say what it says.
    #[test]
    fn small_numbers_and_texts_are_what_they_are_to_the_library() {
        let result = json!({"n": [3, 1.5, -2, 1, 3], "t": ["b", "a", "c"], "none": [], "text": "7",
            "rows": [{"k": 2, "s": "x"}, {"k": 1, "s": "y"}, {"k": 2, "s": "z"}], "o": {"a": 1}});
        for query in [
            "n[?@ > `1`]",
            "n[?@ >= `1.5`]",
            "n[?@ < `3`]",
            "n[?@ <= `-2`]",
            "n[?@ == `3`]",
            "n[?@ != `3`]",
            "t[?@ == 'a']",
            "t[?@ > 'a']",
            "t == n",
            "o == {a: `1`}",
            "o == o",
            "`0.71` == `0.7100000000000002`",
            "none == `[]`",
            "sort(n)",
            "sort(t)",
            "sort(none)",
            "max(n)",
            "max(t)",
            "max(none)",
            "min(n)",
            "min(t)",
            "min(none)",
            "sort_by(rows, &k)",
            "sort_by(rows, &s)",
            "sort_by(none, &k)",
            "max_by(rows, &k)",
            "max_by(rows, &s)",
            "min_by(rows, &k)",
            "min_by(rows, &s)",
            "max_by(none, &k)",
            "contains(n, `1.5`)",
            "contains(t, 'a')",
            "contains('abc', 'b')",
            "contains('abc', `1`)",
            "sum(n)",
            "sum(none)",
            "avg(n)",
            "abs(n[2])",
            "ceil(n[1])",
            "floor(n[1])",
            "to_number(text)",
            "to_number('x')",
            "to_number(t)",
            "sort_by(rows, &o)",
            "sort_by(rows, &(k || s))",
            "max_by(rows, &@)",
            "sort(rows)",
            "sort(n, t)",
            "abs(t)",
            "contains(o, 'a')",
        ] {
            let theirs = jmespath::compile(query).unwrap().search(&result);
            let theirs = theirs.map(|found| serde_json::to_value(&*found).unwrap());
            match (
                Query::compile("--query", query).unwrap().apply(&result),
                theirs,
            ) {
                (Ok(ours), Ok(theirs)) => assert!(same(&ours, &theirs), "{query}: {ours} {theirs}"),
                (ours, theirs) => assert!(ours.is_err() && theirs.is_err(), "{query}: {ours:?}"),
            }
        }
    }

    /// Equal, where 3 is 3.0.
    fn same(left: &Value, right: &Value) -> bool {
        match (left, right) {
            (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
            (Value::Array(left), Value::Array(right)) => {
                left.len() == right.len()
                    && left
                        .iter()
                        .zip(right)
                        .all(|(left, right)| same(left, right))
            }
            _ => left == right,
        }
    }

    #[test]
    fn an_expression_that_cannot_be_says_why() {
        let text = Query::compile("--query", "rows[").unwrap_err().to_string();
        assert!(
            text.contains("--query cannot be done") && text.contains("rows["),
            "{text}"
        );
        let text = Query::compile("--query", "length(n)")
            .unwrap()
            .apply(&json!({"n": 1}))
            .unwrap_err();
        assert!(text.to_string().contains("reason"), "{text}");
    }
}
