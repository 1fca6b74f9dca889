//! What an error of the operating system means to whoever named the file.

use std::io::{Error, ErrorKind};

/// Why a file or folder cannot be had, in words that say what to do about it.
pub fn reason(error: &Error) -> String {
    let why = match error.kind() {
        ErrorKind::NotFound => "it is not there",
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            "a file lies where a folder must be; take another name"
        }
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::PermissionDenied => "you may not; its owner and mode say who may",
        _ => return error.to_string(),
    };
    why.to_owned()
}
