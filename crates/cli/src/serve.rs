//! `cloudwright mock`: the mock cloud, until somebody stops it.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::time::Duration;

use clap::Args;
use cloudwright_mock::{Mock, MockBuilder, Received, StartError};
use cloudwright_vocabulary::{os_error, printable};

use crate::call::connect;
use crate::command::open_values::service_ids;
use crate::command::options::duration;
use crate::failure::{Abort, Failure};
use crate::given::SetIfGiven as _;
use crate::output::look::Look;
use crate::{catalog, put, say};

/// Runs a mock cloud on this machine until Ctrl-C
///
/// It speaks the clouds' protocols, checks signatures and parameters, and answers the samples of the documentation.
/// Standard output gets lines for a shell that lead tools to it.
#[derive(Args)]
#[command(
    after_help = "A page for the browser is at the address. Any request may bear the headers `x-mock-error: CODE` \
                  and `x-mock-fault: reset|stall|truncate|slow|html|status=503`.\n\n\
                  Example:\n  cloudwright mock --port 8080 --rows 250"
)]
pub(crate) struct Arguments {
    /// Listen on this port; a free one unless given
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Listen on this address instead of the loopback's: 0.0.0.0 in a container
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<IpAddr>,
    /// Give every service a port of its own, from --port on
    #[arg(long)]
    one_port_each: bool,
    /// Serve this one only, of all that `services` lists; may be repeated
    #[arg(long, value_name = "SERVICE", add = service_ids())]
    service: Vec<String>,
    /// Answer paged actions with this many entries instead of the sample
    #[arg(long, value_name = "COUNT")]
    rows: Option<u64>,
    /// Wait before each answer: 200ms, 1.5s
    #[arg(long, value_name = "TIME", value_parser = duration)]
    latency: Option<Duration>,
    /// Answer from this recording, each exchange once; `call --record` makes one
    #[arg(long, value_name = "FILE")]
    replay: Option<String>,
    /// Write the certificate that clients have to trust for https to this file
    #[arg(long, value_name = "FILE")]
    certificate: Option<String>,
    /// Tell of each request on standard error
    #[arg(long, short)]
    verbose: bool,
}

/// How often the log is looked at.
const PAUSE: Duration = Duration::from_millis(100);

/// Runs the mock, of these specs alone where a folder is named.
pub(crate) fn run(arguments: &Arguments, specs: Option<&str>) -> Result<(), Abort> {
    let mock = builder(arguments, specs)?
        .start_blocking()
        .map_err(|error| not_started(&error))?;
    if let Some(path) = &arguments.replay {
        replay(&mock, path)?;
    }
    if let Some(path) = &arguments.certificate {
        std::fs::write(path, mock.ca_pem()).map_err(|error| {
            Failure::configuration(format!(
                "{path} cannot be written: {}",
                os_error::reason(&error)
            ))
        })?;
    }
    put(&introduction(&mock))?;
    connect::runtime()?.block_on(async {
        tokio::select! {
            () = stopped() => {}
            () = tell(&mock), if arguments.verbose => {}
        }
    });
    Ok(())
}

/// What is wrong with specs is shown as the specs' own checks show it.
fn not_started(error: &StartError) -> Failure {
    match error {
        StartError::Specs(report) => {
            Failure::configuration("the specs are wrong").with_drawing(report)
        }
        _ => Failure::configuration(error.to_string()),
    }
}

fn replay(mock: &Mock, path: &str) -> Result<(), Failure> {
    let wrong = |reason: String| Failure::configuration(format!("{path}: {reason}"));
    let text = std::fs::read_to_string(path).map_err(|error| wrong(os_error::reason(&error)))?;
    mock.replay(&text)
        .map_err(|error| wrong(error.to_string()))?;
    Ok(())
}

fn builder(arguments: &Arguments, specs: Option<&str>) -> Result<MockBuilder, Failure> {
    if let Some(folder) = specs {
        catalog::check_specs(folder.as_ref())?;
    }
    let id = |name: &String| match specs {
        // What a folder has is for the mock to say.
        Some(_) => Ok(name.clone()),
        None => Ok(catalog::service(name)?.id.clone()),
    };
    let services = arguments
        .service
        .iter()
        .map(id)
        .collect::<Result<Vec<_>, Failure>>()?;
    let builder = Mock::builder()
        .one_port_each(arguments.one_port_each)
        .given(arguments.port, MockBuilder::port)
        .given(arguments.listen, MockBuilder::listen)
        .given(arguments.rows, MockBuilder::rows)
        .given(arguments.latency, MockBuilder::latency)
        .given(specs, MockBuilder::specs);
    Ok(if services.is_empty() {
        builder
    } else {
        builder.services(services)
    })
}

/// Lines for a shell: where the mock is, as comments, and variables that lead tools there.
fn introduction(mock: &Mock) -> String {
    let mut text = format!("# The mock cloud is at {}\n", mock.endpoint());
    for service in mock.services() {
        let _ = writeln!(
            text,
            "#   {service}: --endpoint {}",
            mock.endpoint_for(&service)
        );
    }
    text.push_str(&mock.environment_script());
    text.push_str("# Ctrl-C ends it.\n");
    text
}

/// Waits for Ctrl-C, or for a request to end.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut end) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = end.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// Tells of each request, one line each, and of signatures that differ where they first do.
async fn tell(mock: &Mock) {
    let look = Look::of_stderr();
    let mut told = 0;
    loop {
        if mock.request_count() > told {
            for received in mock
                .requests()
                .iter()
                .filter(|received| received.number > told)
            {
                say(&line(received, look));
            }
            told = mock.request_count();
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn line(received: &Received, look: Look) -> String {
    let service = received.service.as_deref().unwrap_or("?");
    let action = received.action.as_deref().unwrap_or(&received.path);
    let end = match &received.code {
        Some(code) => look.error(&printable::text(code)),
        None => look.value("ok"),
    };
    let mut text = format!(
        "{} {} {} {} {end}\n",
        received.method,
        printable::text(service),
        printable::text(action),
        received.status,
    );
    if let Some(message) = &received.message {
        let _ = writeln!(text, "    {}", printable::text(message));
    }
    text
}
