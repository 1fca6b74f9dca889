//! Why an `Authorization` header could not be understood.

use std::error;
use std::fmt;

/// Why an `Authorization` header was refused. It quotes nothing of the header but names of headers, so it can
/// be logged and answered.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorizationError {
    /// The header is longer than any client makes it.
    TooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// It begins with none of the three algorithms.
    UnknownScheme,
    /// A part is missing or empty.
    Missing(&'static str),
    /// A part is there twice.
    Repeated(&'static str),
    /// There is a part that the scheme does not have.
    UnexpectedPart,
    /// The credential of TC3 is not `{id}/{date}/{service}/tc3_request`.
    MalformedScope,
    /// The list of signed headers is not lower-case header names joined by `;`, each once.
    MalformedSignedHeaders,
    /// The signature is not 64 lower-case hex digits.
    MalformedSignature,
    /// A header that is said to be signed was not received.
    HeaderNotReceived(String),
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { length } => {
                write!(formatter, "authorization of {length} bytes is too long")
            }
            Self::UnknownScheme => formatter.write_str("authorization has an unknown algorithm"),
            Self::Missing(part) => write!(formatter, "authorization lacks {part}"),
            Self::Repeated(part) => write!(formatter, "authorization has {part} twice"),
            Self::UnexpectedPart => {
                formatter.write_str("authorization has a part that its algorithm does not know")
            }
            Self::MalformedScope => {
                formatter.write_str("credential is not {id}/{date}/{service}/tc3_request")
            }
            Self::MalformedSignedHeaders => formatter.write_str(
                "signed headers are not lower-case names joined by semicolons, each once",
            ),
            Self::MalformedSignature => {
                formatter.write_str("signature is not 64 lower-case hex digits")
            }
            Self::HeaderNotReceived(name) => {
                write!(formatter, "signed header {name} was not received")
            }
        }
    }
}

impl fmt::Debug for AuthorizationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !formatter.alternate() {
            return fmt::Display::fmt(self, formatter);
        }
        match self {
            Self::TooLong { length } => formatter
                .debug_struct("TooLong")
                .field("length", length)
                .finish(),
            Self::UnknownScheme => formatter.write_str("UnknownScheme"),
            Self::Missing(part) => formatter.debug_tuple("Missing").field(part).finish(),
            Self::Repeated(part) => formatter.debug_tuple("Repeated").field(part).finish(),
            Self::UnexpectedPart => formatter.write_str("UnexpectedPart"),
            Self::MalformedScope => formatter.write_str("MalformedScope"),
            Self::MalformedSignedHeaders => formatter.write_str("MalformedSignedHeaders"),
            Self::MalformedSignature => formatter.write_str("MalformedSignature"),
            Self::HeaderNotReceived(name) => formatter
                .debug_tuple("HeaderNotReceived")
                .field(name)
                .finish(),
        }
    }
}

impl error::Error for AuthorizationError {}
