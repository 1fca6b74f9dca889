//! `cloudwright call`: one action, from flags to output.

pub(crate) mod connect;
mod dry_run;
mod narration;
mod pages;
mod policy;
pub(crate) mod prompt;
mod recording;
pub(crate) mod request;
mod skeleton;
pub(crate) mod waiting;

use clap::ArgMatches;
use cloudwright_core::meta::Operation;
use cloudwright_core::{Call, page_rows};
use serde_json::{Map, Value};

use crate::failure::Stop;
use crate::look::Look;
use crate::options::Options;
use crate::output::{self, columns};
use crate::put;

/// Makes the call and writes its result.
pub(crate) fn run(operation: &'static Operation, matches: &ArgMatches) -> Result<(), Stop> {
    let options = Options::read(matches)?;
    if options.generate_input {
        let given = request::unchecked(operation, matches, &options)?;
        let skeleton = skeleton::of(operation, &given);
        return put(&output::json::indented(&skeleton, Look::of_stdout()));
    }
    // What is refused is refused before anybody is asked for anything.
    let question = policy::judge(operation, &options)?;
    let parameters = request::parameters(operation, matches, &options)?;
    if let Some(question) = question {
        question.ask(operation)?;
    }
    make(operation, parameters, &options)
}

/// Makes a call of which no table knows anything but what is sent.
pub(crate) fn run_raw(
    operation: &'static Operation,
    parameters: Map<String, Value>,
    options: &Options,
) -> Result<(), Stop> {
    if let Some(question) = policy::judge(operation, options)? {
        question.ask(operation)?;
    }
    make(operation, parameters, options)
}

fn make(
    operation: &'static Operation,
    parameters: Map<String, Value>,
    options: &Options,
) -> Result<(), Stop> {
    connect::runtime()?.block_on(async {
        let session = connect::open(operation, options)?;
        let done = send(session.client.call(operation), parameters, options).await;
        session.ended(done)
    })
}

async fn send(call: Call, parameters: Map<String, Value>, options: &Options) -> Result<(), Stop> {
    let operation = call.operation();
    if options.dry_run {
        return dry_run::run(call, parameters, options).await;
    }
    if options.waiting.is_on() {
        let is_quiet = options.quiet || options.verbose;
        let result = waiting::fetch(call, parameters, &options.waiting, is_quiet).await?;
        return write(operation, &result, options);
    }
    let Some((call, parameters)) = pages::stream(call, parameters, options).await? else {
        return Ok(());
    };
    let fetched = pages::fetch(call, parameters, options).await?;
    write(operation, &fetched.result, options)?;
    if let Some(note) = &fetched.note {
        pages::note(options, note);
    }
    if let Some(remark) = &fetched.remark {
        pages::remark(options, remark);
    }
    Ok(())
}

fn write(operation: &Operation, result: &Value, options: &Options) -> Result<(), Stop> {
    let text = match &options.query {
        Some(query) => shown(&query.apply(result)?, None, options),
        None => shown(result, page_rows(operation, result), options),
    };
    put(&text)?;
    if text.is_empty() {
        pages::remark(options, "there are no entries");
    }
    Ok(())
}

/// A result in the format, and with the columns, that were asked for. `listed` are its entries.
fn shown(result: &Value, listed: Option<&Value>, options: &Options) -> String {
    if options.columns.is_empty() {
        return output::render(result, listed, options.format);
    }
    let listed = listed.unwrap_or(result);
    for told in columns::unknown(listed, &options.columns) {
        pages::note(options, &told);
    }
    let selected = columns::select(listed, &options.columns, options.format);
    output::render(&selected, None, options.format)
}
