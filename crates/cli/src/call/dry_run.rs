//! `--dry-run`: the request as it would be sent, as one JSON object.

use cloudwright_core::credentials::CredentialsError;
use cloudwright_core::{Call, Error, Prepared};
use serde_json::{Map, Value};

use super::connect::{self, UNSIGNED};
use super::pages;
use crate::failure::Stop;
use crate::look::Look;
use crate::options::Options;
use crate::output::json;
use crate::put;

/// Writes the object. Where there are no keys it is marked: all is as it would be sent but the
/// signature.
pub(super) async fn run(
    call: Call,
    parameters: Map<String, Value>,
    options: &Options,
) -> Result<(), Stop> {
    let operation = call.operation();
    let parameters = Value::Object(parameters);
    let error = match call.prepare_dynamic(parameters.clone()).await {
        Ok(prepared) => return put(&text(&described(&prepared, options))),
        // A profile that was named has to be there.
        Err(error) if options.profile.is_none() && is_without_keys(&error) => error,
        Err(error) => return Err(error.into()),
    };
    let session = connect::open_unsigned(operation, options)?;
    let call = session.client.call(operation);
    // What is wrong beside the keys is told, as it would be with keys.
    let prepared = call.prepare_dynamic(parameters).await?;
    let mut shown = described(&prepared, options);
    unsign(&mut shown);
    shown["unsigned"] = "no credentials were found".into();
    put(&text(&shown))?;
    let cloud = operation.service.provider.title();
    let action = error.action().unwrap_or_default();
    let said = format!("there are no credentials for {cloud}: {action} is shown unsigned");
    pages::note(options, &said);
    Ok(())
}

/// Whether nobody set up any keys. Keys that are there and cannot be used are an error.
fn is_without_keys(error: &Error) -> bool {
    let source = std::error::Error::source(error);
    let reason = source.and_then(|source| source.downcast_ref::<CredentialsError>());
    reason.is_some_and(CredentialsError::is_not_configured)
}

/// Takes out what a placeholder signed.
fn unsign(shown: &mut Value) {
    for name in ["Authorization", "X-Auth-Token"] {
        if let Some(value) = shown["headers"].get_mut(name) {
            *value = UNSIGNED.into();
        }
    }
    for name in ["url", "body"] {
        if let Some(Value::String(text)) = shown.get_mut(name) {
            *text = without_signature(text);
        }
    }
}

/// A query or a form with a mark in place of its signature.
fn without_signature(text: &str) -> String {
    let Some(at) = text.find("Signature=").filter(|at| is_start(&text[..*at])) else {
        return text.to_owned();
    };
    let value = at + "Signature=".len();
    let end = text[value..]
        .find('&')
        .map_or(text.len(), |end| value + end);
    format!("{}{UNSIGNED}{}", &text[..value], &text[end..])
}

fn is_start(before: &str) -> bool {
    before.is_empty() || before.ends_with(['?', '&'])
}

fn text(shown: &Value) -> String {
    json::indented(shown, Look::of_stdout())
}

fn described(prepared: &Prepared, options: &Options) -> Value {
    if options.show_secrets {
        return describe(prepared, options.explain_signature);
    }
    describe(&prepared.redacted(), options.explain_signature)
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
