//! `--query`: a `JMESPath` expression over the result.
//!
//! The library keeps the members of objects by name; a person expects them as the service sent
//! them, or as the expression lists them. The order is put back here.

use std::collections::{BTreeMap, BTreeSet};

use jmespath::ast::Ast;
use serde_json::{Map, Value};

use crate::failure::Failure;

/// An expression that has been read.
pub(crate) struct Query {
    expression: jmespath::Expression<'static>,
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
    /// Reads an expression.
    pub(crate) fn compile(text: &str) -> Result<Self, Failure> {
        let expression = jmespath::compile(text).map_err(|error| failure(text, &error))?;
        Ok(Self { expression })
    }

    /// The part of a result that the expression takes.
    pub(crate) fn apply(&self, result: &Value) -> Result<Value, Failure> {
        let wrong = |error| failure(self.expression.as_str(), &error);
        let found = self.expression.search(result).map_err(wrong)?;
        let mut part = serde_json::to_value(&*found)
            .map_err(|error| Failure::usage(format!("--query gives no JSON: {error}")))?;
        let mut orders = Orders::default();
        orders.learn_expression(self.expression.as_ast());
        orders.learn_value(result);
        orders.put(&mut part);
        Ok(part)
    }
}

fn failure(text: &str, error: &jmespath::JmespathError) -> Failure {
    let reason = error.to_string();
    let reason = reason
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches(':');
    Failure::usage("--query cannot be done")
        .with_fact("query", text)
        .with_fact("reason", reason)
        .with_hint("the language is described at https://jmespath.org")
}

/// In which order objects of certain names have their members.
#[derive(Debug, Default)]
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

    fn learn_expression(&mut self, ast: &Ast) {
        match ast {
            Ast::MultiHash { elements, .. } => {
                self.learn(elements.iter().map(|pair| pair.key.clone()).collect());
                for pair in elements {
                    self.learn_expression(&pair.value);
                }
            }
            Ast::MultiList { elements, .. } | Ast::Function { args: elements, .. } => {
                for element in elements {
                    self.learn_expression(element);
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
                self.learn_expression(lhs);
                self.learn_expression(rhs);
            }
            Ast::Expref { ast: node, .. }
            | Ast::Flatten { node, .. }
            | Ast::Not { node, .. }
            | Ast::ObjectValues { node, .. } => self.learn_expression(node),
            Ast::Identity { .. }
            | Ast::Field { .. }
            | Ast::Index { .. }
            | Ast::Literal { .. }
            | Ast::Slice { .. } => {}
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
            let part = Query::compile(query).unwrap().apply(&result).unwrap();
            assert_eq!(part.to_string(), expected, "{query}");
        }
    }

    #[test]
    fn an_expression_that_cannot_be_says_why() {
        let text = Query::compile("rows[").unwrap_err().to_string();
        assert!(
            text.contains("--query cannot be done") && text.contains("rows["),
            "{text}"
        );
        let text = Query::compile("length(n)")
            .unwrap()
            .apply(&json!({"n": 1}))
            .unwrap_err();
        assert!(text.to_string().contains("reason"), "{text}");
    }
}
