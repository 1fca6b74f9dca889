//! `cloudwright describe`: all that is documented of an action or a service, as text or as data.

mod answer;
mod example;
mod facts;
mod manual;
mod sparse;
mod text;

use clap::Args;

pub(crate) use example::{broken, quoted};
pub(crate) use manual::answer as manual_of_answer;

use crate::command::open_values::service_ids;
use crate::failure::Abort;
use crate::output::look::{self, Look};
use crate::output::{self, Format};
use crate::{catalog, put};

/// Tells all that is documented of an action: parameters, answer, errors, samples
#[derive(Args)]
#[command(
    after_help = "Example:\n  cloudwright describe tencent-tcr DescribeApplicationTriggerLogPersonal"
)]
pub(crate) struct Arguments {
    /// The service's id
    #[arg(value_name = "SERVICE", add = service_ids())]
    service: String,
    /// The action, as the wire spells it or in kebab case; the service and its actions unless given
    #[arg(value_name = "ACTION")]
    action: Option<String>,
    /// Write the facts as data instead of text
    #[arg(long = "output", short = 'o', value_name = "FORMAT")]
    #[arg(default_value = "text", hide_default_value = true)]
    format: Format,
}

/// Describes an action, or a service with its actions.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Abort> {
    let entry = catalog::service(&arguments.service)?;
    // Long lines are hard to read, however wide the terminal is.
    let width = look::width().map_or(100, |width| width.min(100));
    let look = Look::of_stdout();
    let Some(action) = &arguments.action else {
        let facts = facts::of_service(catalog::table(entry)?, &catalog::whole(entry)?);
        return put(&match arguments.format {
            Format::Text => text::render_service(&facts, look, width),
            format => output::render(&facts, None, format),
        });
    };
    let action = catalog::action(entry, action)?;
    let facts = facts::of(action);
    put(&match arguments.format {
        Format::Text => text::render(&facts, &broken(action.operation, "    "), look, width),
        format => output::render(&facts, None, format),
    })
}
