//! `cloudwright call`: one action, from flags to output.

pub(crate) mod connect;
mod dry_run;
mod explain;
mod narration;
mod pages;
mod policy;
pub(crate) mod prompt;
pub(crate) mod raw;
mod recording;
mod request;
mod result;
mod sending;
mod skeleton;
mod waiting;

use clap::ArgMatches;
use cloudwright_core::meta::Operation;

use crate::command::options::Options;
use crate::failure::Abort;
use crate::output::json;
use crate::output::look::Look;
use crate::put;

/// Makes the call and writes its result.
pub(crate) fn run(operation: &'static Operation, matches: &ArgMatches) -> Result<(), Abort> {
    let options = Options::read(matches)?;
    // What is refused is refused before anybody is asked for anything.
    let question = policy::judge(operation, &options)?;
    let parameters = request::parameters(operation, matches, &options)?;
    if options.preview.generate_input {
        let skeleton = skeleton::of(operation, &parameters);
        return put(&json::indented(&skeleton, Look::of_stdout()));
    }
    sending::run(operation, parameters, question, &options)
}
