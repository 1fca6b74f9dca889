//! Faults on demand by their names: how an answer goes wrong, on the wire or in its body. What they do to an
//! answer is `spoil`'s business, and when one strikes is `script`'s.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use cloudwright_vocabulary::told;

use super::damage::Damage;

/// A way in which an answer goes wrong. Written as in the header `x-mock-fault`: `reset`,
/// `slow=200`, `status=503`, `null-members`.
///
/// ```
/// use cloudwright_mock::{Damage, Fault};
///
/// assert_eq!("status=503".parse(), Ok(Fault::Status(503)));
/// assert_eq!("null-members".parse(), Ok(Fault::Damage(Damage::NullMembers)));
/// assert_eq!(Fault::Truncate.to_string(), "truncate");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// `reset`: the connection is reset before a byte is answered.
    Reset,
    /// `reset-body`: head and half of the body, then a reset.
    ResetBody,
    /// `close`: the connection is closed before a byte is answered.
    Close,
    /// `stall`: nothing is ever answered.
    Stall,
    /// `stall-body`: head and half of the body, then nothing more.
    StallBody,
    /// `truncate`: head and half of the body, then the connection is closed.
    Truncate,
    /// `slow` or `slow=MILLISECONDS`: the body in ten pieces with a pause before each.
    Slow(Duration),
    /// `slow-head` or `slow-head=MILLISECONDS`: the head in ten pieces with a pause before each.
    SlowHead(Duration),
    /// `wrong-length`: `Content-Length` is ten bytes too small.
    WrongLength,
    /// `not-http`: the bytes on the wire are no HTTP.
    NotHttp,
    /// `html`: a gateway's error page, status 502.
    Html,
    /// `html-200`: the same with status 200.
    Html200,
    /// `empty`: status 200 and no body.
    Empty,
    /// `status=CODE`: this status and a short text.
    Status(u16),
    /// `redirect` or `redirect=URL`: 307 to another host.
    Redirect(Option<String>),
    /// `gzip-bomb`: a small compressed body that becomes a gigabyte.
    GzipBomb,
    /// `garbage`: status 200 and bytes that are nothing.
    Garbage,
    /// `huge`: 32 MiB of JSON.
    Huge,
    /// Damage to the answer's JSON, by its own name.
    Damage(Damage),
}

/// A text that names no fault.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no fault; there are: {}", Fault::names().join(", "))]
pub struct UnknownFault {
    /// What was asked for.
    pub text: String,
}

impl fmt::Debug for UnknownFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, f, |f| {
            f.debug_struct("UnknownFault")
                .field("text", &self.text)
                .finish()
        })
    }
}

const SLOW: Duration = Duration::from_millis(100);

impl Fault {
    /// The names of all faults, with a placeholder where one takes a value.
    pub fn names() -> Vec<String> {
        let plain = PLAIN.iter().map(|(name, _)| (*name).to_owned());
        let valued = [
            "slow[=MS]",
            "slow-head[=MS]",
            "status=CODE",
            "redirect[=URL]",
        ];
        let damages = Damage::ALL.iter().map(|damage| damage.name().to_owned());
        plain
            .chain(valued.map(str::to_owned))
            .chain(damages)
            .collect()
    }
}

const PLAIN: &[(&str, Fault)] = &[
    ("reset", Fault::Reset),
    ("reset-body", Fault::ResetBody),
    ("close", Fault::Close),
    ("stall", Fault::Stall),
    ("stall-body", Fault::StallBody),
    ("truncate", Fault::Truncate),
    ("wrong-length", Fault::WrongLength),
    ("not-http", Fault::NotHttp),
    ("html", Fault::Html),
    ("html-200", Fault::Html200),
    ("empty", Fault::Empty),
    ("gzip-bomb", Fault::GzipBomb),
    ("garbage", Fault::Garbage),
    ("huge", Fault::Huge),
];

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        let unknown = || UnknownFault {
            text: text.to_owned(),
        };
        let (name, value) = match text.trim().split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text.trim(), None),
        };
        let pause = || -> Result<Duration, UnknownFault> {
            let millis = value.map(|value| value.parse().map_err(|_| unknown()));
            Ok(millis.transpose()?.map_or(SLOW, Duration::from_millis))
        };
        match (name, value) {
            ("slow", _) => Ok(Self::Slow(pause()?)),
            ("slow-head" | "slow-headers", _) => Ok(Self::SlowHead(pause()?)),
            ("redirect", target) => Ok(Self::Redirect(target.map(str::to_owned))),
            ("status", Some(status)) => {
                let status = status.parse().ok();
                let status = status.filter(|status| (200..1000).contains(status));
                status.map(Self::Status).ok_or_else(unknown)
            }
            (name, None) => {
                let plain = PLAIN.iter().find(|(known, _)| *known == name);
                let plain = plain.map(|(_, fault)| fault.clone());
                let mut damages = Damage::ALL.iter();
                let damage = damages.find(|damage| damage.name() == name);
                let fault = plain.or(damage.map(|damage| Self::Damage(*damage)));
                fault.ok_or_else(unknown)
            }
            _ => Err(unknown()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slow(pause) => write!(f, "slow={}", pause.as_millis()),
            Self::SlowHead(pause) => write!(f, "slow-head={}", pause.as_millis()),
            Self::Status(status) => write!(f, "status={status}"),
            Self::Redirect(None) => f.write_str("redirect"),
            Self::Redirect(Some(target)) => write!(f, "redirect={target}"),
            Self::Damage(damage) => f.write_str(damage.name()),
            plain => {
                let found = PLAIN.iter().find(|(_, fault)| fault == plain);
                f.write_str(found.map_or("", |(name, _)| name))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_written_as_it_is_read() {
        let valued = [
            "slow=5",
            "slow-head=7",
            "status=429",
            "redirect",
            "redirect=http://x/",
        ];
        let plain = PLAIN.iter().map(|(name, _)| *name);
        let damages = Damage::ALL.iter().map(|damage| damage.name());
        for text in valued.into_iter().chain(plain).chain(damages) {
            let fault: Result<Fault, _> = text.parse();
            assert_eq!(fault.map(|fault| fault.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_fault_is_told_what_there_is() {
        for text in ["", "nope", "status", "status=7", "slow=x", "reset=1"] {
            let error = text.parse::<Fault>();
            assert!(
                error.is_err_and(|error| error.to_string().contains("gzip-bomb")),
                "{text}"
            );
        }
    }
}
