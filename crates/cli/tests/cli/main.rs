//! The command as its users meet it: the real binary, with an environment of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod answers;
mod dry_run;
mod failures;
mod hostile;
mod interactive;
mod keys;
mod listing;
mod mock_server;
mod network;
mod output;
mod paging;
mod parameters;
mod readme;
mod run;
mod secrets;
mod server;
#[cfg(unix)]
mod terminal;
mod usage;
mod waiting;
