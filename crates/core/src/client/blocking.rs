//! Calls that block, for programs without an async runtime.

use std::fmt;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, mpsc};

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::client::mode::{Mode, Work, sealed};
use crate::client::response::Response;
use crate::codec::Decode;
use crate::error::{Error, ErrorKind};
use crate::machine::lock::locked;
use crate::transport::BoxFuture;

/// Calls block until they are done.
///
/// They run on one background thread a client and its clones share. It starts with the first call
/// and ends with the last clone. A call may be made from any thread, also from one that runs async
/// code, which then stands still for as long. A panic of a hook of the program (an interceptor, a
/// transport, a place of credentials) goes on in the thread that made the call.
#[derive(Clone)]
pub struct Blocking {
    /// What the thread takes its work from, once it runs.
    tasks: Arc<Mutex<Option<UnboundedSender<Task>>>>,
}

type Task = BoxFuture<'static, ()>;

impl Blocking {
    pub(crate) fn new() -> Self {
        Self {
            tasks: Arc::default(),
        }
    }

    /// Runs a future on the background thread and waits for it.
    fn wait<T: Send + 'static>(
        &self,
        work: BoxFuture<'static, Result<T, Error>>,
    ) -> Result<T, Error> {
        let (sender, receiver) = mpsc::sync_channel(1);
        self.spawn(Box::pin(async move {
            // A task of its own, which a panic ends and nothing else.
            let outcome = tokio::spawn(work).await;
            // Nobody waits any more if this fails.
            let _ = sender.send(outcome);
        }))?;
        match receiver.recv() {
            Ok(Ok(outcome)) => outcome,
            // A hook of the program panicked: its caller is who called.
            Ok(Err(ended)) if ended.is_panic() => resume_unwind(ended.into_panic()),
            Ok(Err(_)) | Err(mpsc::RecvError) => Err(gone()),
        }
    }

    fn spawn(&self, task: Task) -> Result<(), Error> {
        let mut tasks = locked(&self.tasks);
        let sender = match tasks.as_ref().filter(|sender| !sender.is_closed()) {
            Some(sender) => sender,
            None => tasks.insert(start()?),
        };
        sender.send(task).map_err(|_| gone())
    }
}

/// Cannot happen: the thread runs for as long as there is a client.
#[cold]
fn gone() -> Error {
    Error::configuration("the thread that makes calls is gone")
}

/// Starts the thread.
fn start() -> Result<UnboundedSender<Task>, Error> {
    let failed = |error: std::io::Error| {
        Error::new(
            ErrorKind::Configuration,
            "the thread that makes calls cannot be started",
        )
        .with_source(error)
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(failed)?;
    let (sender, mut receiver) = unbounded_channel::<Task>();
    std::thread::Builder::new()
        .name("cloudwright".to_owned())
        .spawn(move || {
            runtime.block_on(async move {
                // Ends when the last client drops its sender.
                while let Some(task) = receiver.recv().await {
                    tokio::spawn(task);
                }
            });
        })
        .map_err(failed)?;
    Ok(sender)
}

impl sealed::Sealed for Blocking {}

impl Mode for Blocking {
    type Sent<T: Decode + Default> = Result<Response<T>, Error>;
    type Done<T: Send + 'static> = Result<T, Error>;

    fn another(&self) -> Self {
        self.clone()
    }

    fn sent<T: Decode + Default>(&self, work: Work) -> Result<Response<T>, Error> {
        self.wait(work.0)?.into_response()
    }

    fn done<T: Send + 'static>(
        &self,
        work: BoxFuture<'static, Result<T, Error>>,
    ) -> Result<T, Error> {
        self.wait(work)
    }
}

impl fmt::Debug for Blocking {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Blocking")
    }
}
