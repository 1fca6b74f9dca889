//! From parameters to what is written: the call itself, or what was asked for in its place.

use cloudwright_core::Call;
use cloudwright_core::meta::Operation;
use serde_json::{Map, Value};

use super::policy::Question;
use super::{connect, dry_run, pages, result, waiting};
use crate::command::options::Options;
use crate::failure::Abort;

/// Makes the call, once it is confirmed where that is wanted.
pub(super) fn run(
    operation: &'static Operation,
    parameters: Map<String, Value>,
    question: Option<Question>,
    options: &Options,
) -> Result<(), Abort> {
    if let Some(question) = question {
        question.ask(operation)?;
    }
    connect::runtime()?.block_on(async {
        let connection = connect::open(operation, options, true)?;
        let done = send(connection.client.call(operation), parameters, options).await;
        connection.ended(done)
    })
}

async fn send(call: Call, parameters: Map<String, Value>, options: &Options) -> Result<(), Abort> {
    let operation = call.operation();
    if options.preview.dry_run {
        return dry_run::run(call, parameters, options).await;
    }
    if options.waiting.is_on() {
        let answer = waiting::fetch(call, parameters, options).await?;
        return result::write(operation, &answer, options);
    }
    pages::run(call, parameters, options).await
}
