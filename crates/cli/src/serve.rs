//! `cloudwright mock`: the mock cloud, until somebody stops it.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::time::Duration;

use clap::ArgMatches;
use cloudwright_mock::{Mock, MockBuilder, Received, StartError};
use cloudwright_vocabulary::printable;

use crate::call::connect;
use crate::failure::{Failure, Stop};
use crate::look::Look;
use crate::{catalog, options, put, say};

/// How often the log is looked at.
const PAUSE: Duration = Duration::from_millis(100);

/// Runs the mock.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Stop> {
    let mock = builder(matches)?
        .start_blocking()
        .map_err(|error| not_started(&error))?;
    if let Some(path) = matches.get_one::<String>("replay") {
        replay(&mock, path)?;
    }
    if let Some(path) = matches.get_one::<String>("certificate") {
        std::fs::write(path, mock.ca_pem()).map_err(|error| {
            Failure::configuration(format!("{path} cannot be written: {error}"))
        })?;
    }
    put(&introduction(&mock))?;
    let runtime = connect::runtime()?;
    runtime.block_on(async {
        let stopped = stopped();
        if matches.get_flag("verbose") {
            tokio::select! {
                () = stopped => {}
                () = tell(&mock) => {}
            }
        } else {
            stopped.await;
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
    let wrong = |error: &dyn std::fmt::Display| Failure::configuration(format!("{path}: {error}"));
    let text = std::fs::read_to_string(path).map_err(|error| wrong(&error))?;
    mock.replay(&text).map_err(|error| wrong(&error))?;
    Ok(())
}

fn builder(matches: &ArgMatches) -> Result<MockBuilder, Failure> {
    let mut builder = Mock::builder().one_port_each(matches.get_flag("one-port-each"));
    if let Some(port) = matches.get_one::<u16>("port") {
        builder = builder.port(*port);
    }
    if let Some(address) = matches.get_one::<IpAddr>("listen") {
        builder = builder.listen(*address);
    }
    if let Some(services) = matches.get_many::<String>("service") {
        let services: Vec<String> = if matches.contains_id(options::SPECS) {
            services.cloned().collect()
        } else {
            let ids = services.map(|name| Ok(catalog::service(name)?.id.clone()));
            ids.collect::<Result<_, Failure>>()?
        };
        builder = builder.services(services);
    }
    if let Some(rows) = matches.get_one::<u64>("rows") {
        builder = builder.rows(*rows);
    }
    if let Some(latency) = matches.get_one::<Duration>("latency") {
        builder = builder.latency(*latency);
    }
    if let Some(folder) = matches.get_one::<String>(options::SPECS) {
        builder = builder.specs(folder);
    }
    Ok(builder)
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
