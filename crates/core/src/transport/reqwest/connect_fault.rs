//! Why there is no connection, read from the errors of the libraries beneath.

use std::error::Error as StdError;
use std::io::{self, ErrorKind};

use crate::transport::ConnectFailure;

type Cause<'e> = &'e (dyn StdError + 'static);

/// Why, and better words for it where there are any.
pub(super) fn of(error: Cause<'_>, timed_out: bool) -> (ConnectFailure, Option<String>) {
    let causes = causes(error);
    if timed_out {
        return (ConnectFailure::TimedOut, None);
    }
    if let Some(found) = causes.iter().find_map(|cause| of_tls(*cause)) {
        return found;
    }
    // hyper says these in words only; the types are not ours to name.
    let texts = causes.iter().map(ToString::to_string);
    let texts: Vec<String> = texts.map(|text| text.to_ascii_lowercase()).collect();
    let says = |part: &str| texts.iter().any(|text| text.contains(part));
    if says("dns error") {
        return (ConnectFailure::NameNotFound, None);
    }
    let mut kinds = causes
        .iter()
        .filter_map(|cause| cause.downcast_ref::<io::Error>());
    if let Some(failure) = kinds.find_map(|error| of_io(error.kind())) {
        return (failure, None);
    }
    if says("proxy authorization required") {
        let words = "the proxy wants credentials".to_owned();
        return (ConnectFailure::Proxy, Some(words));
    }
    if says("tunnel error") {
        return (ConnectFailure::Proxy, None);
    }
    let deepest = causes.last().map(|cause| format!("no connection: {cause}"));
    (ConnectFailure::Other, deepest)
}

fn of_io(kind: ErrorKind) -> Option<ConnectFailure> {
    Some(match kind {
        ErrorKind::ConnectionRefused => ConnectFailure::Refused,
        ErrorKind::TimedOut => ConnectFailure::TimedOut,
        ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable => ConnectFailure::Unreachable,
        ErrorKind::UnexpectedEof => ConnectFailure::Reset,
        kind if is_reset(kind) => ConnectFailure::Reset,
        _ => return None,
    })
}

pub(super) fn is_reset(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe
    )
}

/// The errors beneath, also those that the standard library's hold and do not call a source.
fn causes(error: Cause<'_>) -> Vec<Cause<'_>> {
    const DEEPEST: usize = 32;
    let mut causes = Vec::new();
    let mut next = Some(error);
    while let Some(cause) = next.filter(|_| causes.len() < DEEPEST) {
        causes.push(cause);
        let held = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        next = held
            .map(|held| held as Cause<'_>)
            .or_else(|| cause.source());
    }
    causes
}

/// What a server says of the connection where it says so after its own part is done: in TLS 1.3 that
/// is where it looks at the client's certificate. Nothing that was sent is read then.
#[cfg(feature = "rustls")]
pub(super) fn of_alert(error: Cause<'_>) -> Option<(ConnectFailure, String)> {
    use rustls::AlertDescription::{
        AccessDenied, BadCertificate, CertificateExpired, CertificateRequired, CertificateRevoked,
        CertificateUnknown, UnknownCA, UnsupportedCertificate,
    };
    use rustls::Error;

    let causes = causes(error);
    let alert = causes
        .iter()
        .find_map(|cause| match cause.downcast_ref::<Error>() {
            Some(Error::AlertReceived(alert)) => Some(*alert),
            _ => None,
        })?;
    let words = match alert {
        CertificateRequired => "the server wants a client certificate".to_owned(),
        BadCertificate
        | CertificateExpired
        | CertificateRevoked
        | CertificateUnknown
        | UnknownCA
        | UnsupportedCertificate
        | AccessDenied => {
            format!("the server does not take this client's certificate ({alert:?})")
        }
        _ => return None,
    };
    Some((ConnectFailure::Certificate, words))
}

/// The words of the operating system's TLS do not tell it.
#[cfg(not(feature = "rustls"))]
pub(super) fn of_alert(_: Cause<'_>) -> Option<(ConnectFailure, String)> {
    None
}

#[cfg(feature = "rustls")]
fn of_tls(cause: Cause<'_>) -> Option<(ConnectFailure, Option<String>)> {
    use rustls::{CertificateError, Error};

    let error = cause.downcast_ref::<Error>()?;
    let Error::InvalidCertificate(reason) = error else {
        let words = format!("{}: {error}", ConnectFailure::Tls);
        return Some((ConnectFailure::Tls, Some(words)));
    };
    let known = match reason {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet; is this machine's clock right?"
        }
        CertificateError::Revoked => "it was revoked",
        CertificateError::UnknownIssuer => "nobody that this machine trusts has signed it",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another host"
        }
        _ => "",
    };
    let reason: &dyn std::fmt::Display = if known.is_empty() { error } else { &known };
    let words = format!("{}: {reason}", ConnectFailure::Certificate);
    Some((ConnectFailure::Certificate, Some(words)))
}

/// What the operating system's TLS says is known by its words.
#[cfg(not(feature = "rustls"))]
fn of_tls(cause: Cause<'_>) -> Option<(ConnectFailure, Option<String>)> {
    let text = cause.to_string();
    let words = text.to_ascii_lowercase();
    let is_about = |part| words.contains(part);
    // What holds it says the same with other words around it.
    let is_deepest = cause.source().is_none();
    let failure = if is_about("certificate") {
        ConnectFailure::Certificate
    } else if is_about("ssl") || is_about("tls") {
        ConnectFailure::Tls
    } else {
        return None;
    };
    is_deepest.then(|| (failure, Some(format!("{failure}: {text}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_found_below_other_errors() {
        for (kind, failure) in [
            (ErrorKind::ConnectionRefused, ConnectFailure::Refused),
            (ErrorKind::TimedOut, ConnectFailure::TimedOut),
            (ErrorKind::NetworkUnreachable, ConnectFailure::Unreachable),
            (ErrorKind::ConnectionReset, ConnectFailure::Reset),
            (ErrorKind::UnexpectedEof, ConnectFailure::Reset),
        ] {
            let error = io::Error::other(io::Error::other(io::Error::from(kind)));
            assert_eq!(of(&error, false), (failure, None));
            assert_eq!(of(&error, true).0, ConnectFailure::TimedOut);
        }
        let error = io::Error::other(io::Error::other("dns error"));
        assert_eq!(of(&error, false).0, ConnectFailure::NameNotFound);
        let (failure, words) = of(&io::Error::other(io::Error::other("odd")), false);
        assert_eq!(failure, ConnectFailure::Other);
        assert_eq!(words.as_deref(), Some("no connection: odd"));
    }

    #[cfg(feature = "rustls")]
    #[test]
    fn a_certificate_that_is_not_accepted_is_told_in_words() {
        use rustls::{AlertDescription, CertificateError, Error};
        for (error, failure, part) in [
            (
                Error::InvalidCertificate(CertificateError::Expired),
                ConnectFailure::Certificate,
                "it has expired",
            ),
            (
                Error::InvalidCertificate(CertificateError::UnknownIssuer),
                ConnectFailure::Certificate,
                "trusts",
            ),
            (
                Error::InvalidCertificate(CertificateError::BadSignature),
                ConnectFailure::Certificate,
                "BadSignature",
            ),
            (
                Error::AlertReceived(AlertDescription::HandshakeFailure),
                ConnectFailure::Tls,
                "HandshakeFailure",
            ),
        ] {
            let (found, words) = of(&io::Error::other(io::Error::other(error)), false);
            assert_eq!(found, failure);
            assert!(
                words.as_deref().is_some_and(|words| words.contains(part)),
                "{words:?}"
            );
        }
    }
}
