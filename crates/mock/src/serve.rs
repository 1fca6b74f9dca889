//! A mock from plain options, as a command has them. Printing is the command's business.

use std::path::PathBuf;
use std::time::Duration;

use crate::builder::{MockBuilder, StartError};
use crate::mock::Mock;

/// What `cloudwright mock` can be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServeOptions {
    /// A specs folder instead of the specs that are built in.
    pub specs: Option<PathBuf>,
    /// The ids of the services to serve; all of them where empty.
    pub services: Vec<String>,
    /// The port; a random one where absent.
    pub port: Option<u16>,
    /// One port for each service.
    pub one_port_each: bool,
    /// Rows that paged actions have altogether; the samples as they are where absent.
    pub rows: Option<u64>,
    /// How long every answer waits.
    pub latency: Option<Duration>,
    /// The second since 1970 at which the clock stands still.
    pub clock: Option<i64>,
}

/// A served address and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Served {
    /// The service, or `None` if the address is for all of them.
    pub service: Option<String>,
    /// `http://127.0.0.1:PORT`.
    pub endpoint: String,
}

/// Starts a mock, which runs until it is dropped. What to tell people is in [`Mock::served`] and
/// [`Mock::environment_script`].
///
/// ```
/// use cloudwright_mock::{ServeOptions, serve};
///
/// # async fn example() -> Result<(), cloudwright_mock::StartError> {
/// let mock = serve(ServeOptions { rows: Some(250), ..ServeOptions::default() }).await?;
/// println!("{}", mock.environment_script());
/// # Ok(())
/// # }
/// ```
pub async fn serve(options: ServeOptions) -> Result<Mock, StartError> {
    MockBuilder::from(options).start().await
}

impl From<ServeOptions> for MockBuilder {
    fn from(options: ServeOptions) -> Self {
        let mut builder = Mock::builder()
            .services(options.services)
            .port(options.port.unwrap_or(0))
            .one_port_each(options.one_port_each)
            .latency(options.latency.unwrap_or_default());
        if let Some(folder) = options.specs {
            builder = builder.specs(folder);
        }
        if let Some(rows) = options.rows {
            builder = builder.rows(rows);
        }
        if let Some(unix) = options.clock {
            builder = builder.clock_stopped_at(unix);
        }
        builder
    }
}
