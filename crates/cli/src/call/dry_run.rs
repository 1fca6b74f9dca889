//! `--dry-run`: the request as it would be sent, as one JSON object.

use cloudwright_core::credentials::CredentialsError;
use cloudwright_core::{Call, Error, Prepared};
use serde_json::{Map, Value, json};

use super::connect::{self, UNSIGNED};
use super::narration::note;
use crate::command::options::{Options, PreviewOptions};
use crate::failure::Abort;
use crate::output::json::indented;
use crate::output::look::Look;
use crate::put;

/// Writes the object. Where there are no keys it is marked: all is as it would be sent but the
/// signature.
pub(super) async fn run(
    call: Call,
    parameters: Map<String, Value>,
    options: &Options,
) -> Result<(), Abort> {
    let operation = call.operation();
    let parameters = Value::Object(parameters);
    let error = match call.prepare_dynamic(parameters.clone()).await {
        Ok(prepared) => {
            let shown = shown(&prepared, &options.preview);
            return put(&indented(&shown, Look::of_stdout()));
        }
        // A profile that was named has to be there.
        Err(error) if options.target.profile.is_none() && is_without_keys(&error) => error,
        Err(error) => return Err(error.into()),
    };
    let connection = connect::open(operation, options, false)?;
    let call = connection.client.call(operation);
    // What is wrong beside the keys is told, as it would be with keys.
    let prepared = call.prepare_dynamic(parameters).await?;
    let mut shown = shown(&prepared, &options.preview);
    unsign(&mut shown);
    shown["unsigned"] = "no credentials were found".into();
    put(&indented(&shown, Look::of_stdout()))?;
    let cloud = operation.service.provider.title();
    let action = error.action().unwrap_or_default();
    let said = format!("there are no credentials for {cloud}: {action} is shown unsigned");
    note(options, &said);
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

/// What is shown of a request.
fn shown(prepared: &Prepared, options: &PreviewOptions) -> Value {
    let redacted = prepared.redacted();
    let prepared = if options.show_secrets {
        prepared
    } else {
        &redacted
    };
    let headers = prepared.headers();
    let headers = headers.map(|(name, value)| (name.to_owned(), value.into()));
    let body = match prepared.body() {
        [] => Value::Null,
        body => String::from_utf8_lossy(body).into(),
    };
    let mut shown = json!({
        "method": prepared.method(),
        "url": prepared.url(),
        "headers": Value::Object(headers.collect()),
        "body": body,
    });
    if options.explain_signature {
        shown["canonical_request"] = prepared.canonical_request().into();
        shown["string_to_sign"] = prepared.string_to_sign().into();
    }
    shown
}
