//! `--dry-run`: the request as it would be sent, as one JSON object.

use cloudwright_core::Prepared;
use cloudwright_core::meta::Operation;
use serde_json::{Map, Value};

use super::redaction;
use crate::look::Look;
use crate::options::Options;
use crate::output::json;

/// The object, on lines of its own.
pub(super) fn text(operation: &Operation, prepared: &Prepared, options: &Options) -> String {
    let mut shown = describe(prepared, options.explain_signature);
    if !options.show_secrets {
        shown = redaction::redacted(
            operation,
            describe(&prepared.redacted(), options.explain_signature),
        );
    }
    json::indented(&shown, Look::of_stdout())
}

fn describe(prepared: &Prepared, explain: bool) -> Value {
    let headers: Map<String, Value> = prepared
        .headers()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let body = match prepared.body() {
        [] => Value::Null,
        body => String::from_utf8_lossy(body).into(),
    };
    let mut shown = serde_json::json!({
        "method": prepared.method(),
        "url": prepared.url(),
        "headers": headers,
        "body": body,
    });
    if explain {
        shown["canonical_request"] = prepared.canonical_request().into();
        shown["string_to_sign"] = prepared.string_to_sign().into();
    }
    shown
}
