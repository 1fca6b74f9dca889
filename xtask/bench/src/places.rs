//! Where the repository is, and what is printed.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why something could not be measured, in words.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// The repository, which this program is built from.
pub(crate) fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Writes to standard output; a reader that went away is no failure.
pub(crate) fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Writes to standard error, in the same manner.
pub(crate) fn complain(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
