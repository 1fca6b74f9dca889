//! Why there is no connection, read from the errors of the libraries beneath.

use std::io::{self, ErrorKind};

use super::causes::Causes;
use crate::transport::ConnectFailure;

/// Why there is no connection, and better words for it where there are any.
type Reason = (ConnectFailure, Option<String>);

/// Why, by the errors of an attempt to connect.
pub(super) fn of(causes: &Causes<'_>, timed_out: bool) -> Reason {
    if timed_out {
        return (ConnectFailure::TimedOut, None);
    }
    if let Some(reason) = of_tls(causes) {
        return reason;
    }
    if causes.say("dns error") {
        return (ConnectFailure::NameNotFound, None);
    }
    let mut kinds = causes.all::<io::Error>().map(io::Error::kind);
    if let Some(failure) = kinds.find_map(of_io) {
        return (failure, None);
    }
    if causes.say("proxy authorization required") {
        let words = "the proxy wants credentials".to_owned();
        return (ConnectFailure::Proxy, Some(words));
    }
    if causes.say("tunnel error") {
        return (ConnectFailure::Proxy, None);
    }
    let deepest = causes.deepest();
    let words = deepest.map(|cause| format!("no connection: {cause}"));
    (ConnectFailure::Other, words)
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

/// What a server says of the connection where it says so after its own part is done: in TLS 1.3 that
/// is where it looks at the client's certificate. Nothing that was sent is read then.
#[cfg(feature = "rustls")]
pub(super) fn of_alert(causes: &Causes<'_>) -> Option<Reason> {
    use rustls::AlertDescription::{
        AccessDenied, BadCertificate, CertificateExpired, CertificateRequired, CertificateRevoked,
        CertificateUnknown, UnknownCA, UnsupportedCertificate,
    };
    use rustls::Error;

    let alert = causes.all().find_map(|error| match error {
        Error::AlertReceived(alert) => Some(*alert),
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
    Some((ConnectFailure::Certificate, Some(words)))
}

/// The words of the operating system's TLS do not tell it.
#[cfg(not(feature = "rustls"))]
pub(super) fn of_alert(_: &Causes<'_>) -> Option<Reason> {
    None
}

#[cfg(feature = "rustls")]
fn of_tls(causes: &Causes<'_>) -> Option<Reason> {
    use rustls::{CertificateError, Error};

    let error = causes.all::<Error>().next()?;
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
fn of_tls(causes: &Causes<'_>) -> Option<Reason> {
    // What holds the deepest says the same with other words around it.
    let text = causes.deepest()?.to_string();
    let words = text.to_ascii_lowercase();
    let failure = if words.contains("certificate") {
        ConnectFailure::Certificate
    } else if words.contains("ssl") || words.contains("tls") {
        ConnectFailure::Tls
    } else {
        return None;
    };
    Some((failure, Some(format!("{failure}: {text}"))))
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
            let causes = Causes::of(&error);
            assert_eq!(of(&causes, false), (failure, None));
            assert_eq!(of(&causes, true).0, ConnectFailure::TimedOut);
        }
        let error = io::Error::other(io::Error::other("dns error"));
        assert_eq!(
            of(&Causes::of(&error), false).0,
            ConnectFailure::NameNotFound
        );
        let odd = io::Error::other(io::Error::other("odd"));
        let (failure, words) = of(&Causes::of(&odd), false);
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
            let error = io::Error::other(io::Error::other(error));
            let (found, words) = of(&Causes::of(&error), false);
            assert_eq!(found, failure);
            assert!(
                words.as_deref().is_some_and(|words| words.contains(part)),
                "{words:?}"
            );
        }
    }
}
