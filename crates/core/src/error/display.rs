//! The line a person reads, and what `Debug` makes of an error: that line and its causes, or the
//! fields.

use std::fmt;

use cloudwright_vocabulary::told;

use super::{Error, ErrorKind, Whereto};
use crate::meta::Operation;
use crate::secret::{Line, one_line};
use crate::transport::TransportError;

/// Longest message about credentials, which lists every place that was looked at.
const LONGEST_LIST: usize = 4000;

impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(action) = self.action() {
            write!(to, "{action}: ")?;
        }
        if let Some(code) = self.code() {
            write!(to, "{}", one_line(code.as_str()))?;
            if let Some(detail) = self.detail() {
                write!(to, " ({})", one_line(detail.as_str()))?;
            }
            if !self.message().is_empty() {
                to.write_str(": ")?;
            }
        }
        let line = match self.kind() {
            ErrorKind::Credentials => Line::of(self.message(), LONGEST_LIST),
            _ => one_line(self.message()),
        };
        if self.kind() == ErrorKind::InvalidRequest && !self.violations().is_empty() {
            write!(to, "not sent: {}", self.violations())?;
        } else {
            write!(to, "{line}")?;
        }
        if let Some(meaning) = self.meaning().filter(|_| !self.says_its_meaning()) {
            write!(to, " [{}]", meaning.trim_end_matches('.'))?;
        }
        write_facts(self, to)
    }
}

/// That a call's connection did not come about: to whom, through whom, and why.
#[cold]
pub(super) fn unreached(error: &Error, whereto: &Whereto) -> Option<String> {
    if error.kind() != ErrorKind::Connect {
        return None;
    }
    let cause = error.transport_error();
    let proxy = cause.and_then(TransportError::proxy);
    let proxy = proxy.map_or_else(String::new, |proxy| format!(" (through proxy {proxy})"));
    let reason = error.message();
    let Whereto { host, port, region } = whereto;
    let hint = region
        .as_deref()
        .zip(error.operation())
        .and_then(undocumented);
    let hint = hint.unwrap_or_default();
    Some(format!(
        "could not reach {host}:{port}{proxy}: {reason}{hint}"
    ))
}

/// A word about a region that the page does not know, which may be why its host is not there.
fn undocumented((region, operation): (&str, &Operation)) -> Option<String> {
    /// A few show what regions look like.
    const SHOWN: usize = 6;
    let known = match operation.regions {
        [] => operation.service.regions,
        own => own,
    };
    if known.is_empty() || known.contains(&region) {
        return None;
    }
    // What begins alike comes first: it may be what was meant.
    let by_likeness = (0..=region.len()).rev().flat_map(|length| {
        let known = known.iter().copied();
        known.filter(move |known| alike(known, region) == length)
    });
    let first: Vec<&str> = by_likeness.take(SHOWN).collect();
    let more = known.len() - first.len();
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let (id, first) = (operation.service.id, first.join(", "));
    Some(format!(
        "; {region} is not among the documented regions of {id} ({first}{more})"
    ))
}

/// How many bytes two texts have in common from their beginning on.
fn alike(left: &str, right: &str) -> usize {
    let pairs = left.bytes().zip(right.bytes());
    pairs.take_while(|(left, right)| left == right).count()
}

/// What the vendor's support asks for, in brackets.
fn write_facts(error: &Error, to: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (host, region) = match error.kind() {
        ErrorKind::Connect => (None, error.region()),
        ErrorKind::Timeout | ErrorKind::Transport => (error.host(), error.region()),
        _ => (None, None),
    };
    let mut facts = Vec::new();
    for (name, text) in [
        ("host", host),
        ("region", region),
        ("request id", error.request_id()),
    ] {
        facts.extend(text.map(|text| format!("{name} {}", one_line(text))));
    }
    facts.extend(error.status().map(|status| format!("status {status}")));
    if let [first, .., last] = error.attempts() {
        let mut attempts = format!("{} attempts", error.attempts().len());
        if let Some(stopped) = last.stopped() {
            attempts.extend([", ", stopped]);
        }
        if first.outcome() != last.outcome() {
            let begun = one_line(first.outcome()).to_string();
            attempts.extend(["; the first failed with ", &begun]);
        }
        facts.push(attempts);
    }
    match &*facts {
        [] => Ok(()),
        facts => write!(to, " ({})", facts.join(", ")),
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, formatter, |formatter| self.show_fields(formatter))
    }
}

impl Error {
    fn show_fields(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = &*self.0;
        let mut shown = formatter.debug_struct("Error");
        shown.field("kind", &fields.kind);
        if let Some(operation) = fields.operation {
            shown.field("action", &operation.name);
        }
        if let Some(code) = &fields.code {
            shown.field("code", code).field("class", &fields.class);
        }
        shown.field("message", &one_line(&fields.message).to_string());
        if let Some(whereto) = &fields.whereto {
            shown
                .field("host", &whereto.host)
                .field("port", &whereto.port)
                .field("region", &whereto.region);
        }
        if let Some(status) = fields.status {
            shown
                .field("status", &status)
                .field("request_id", &fields.request_id)
                .field("body", &self.body().map(<[u8]>::len));
        }
        if !fields.violations.is_empty() {
            shown.field("violations", &fields.violations);
        }
        if !fields.attempts.is_empty() {
            shown.field("attempts", &fields.attempts);
        }
        if let Some(source) = &fields.source {
            shown.field("source", source);
        }
        shown.finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::error::ErrorCode;
    use crate::meta::{ErrorClass, ErrorCodeInfo};
    use crate::testing::service::{OPERATION, TENCENT};

    #[test]
    fn a_service_error_is_one_line_with_all_that_support_asks_for() {
        static INFO: ErrorCodeInfo =
            ErrorCodeInfo::new("ResourceNotFound.ErrNoRepo", ErrorClass::NotFound)
                .doc("The repository does not exist.");
        let error = Error::new(ErrorKind::Service, "no\r\n repo\u{1b}[2J")
            .with_operation(&OPERATION)
            .with_code(ErrorCode::new(INFO.code), None, INFO.class, Some(&INFO))
            .with_answer(
                200,
                Some("id-1".to_owned()),
                Some(&Bytes::from_static(b"{}")),
            );
        assert_eq!(
            error.to_string(),
            "ListThings: ResourceNotFound.ErrNoRepo: no repo [2J \
             [The repository does not exist] (request id id-1, status 200)"
        );
        assert!(error.is_not_found() && error.is_service() && !error.is_retryable());
    }

    #[test]
    fn the_documented_meaning_is_told_once() {
        static INFO: ErrorCodeInfo =
            ErrorCodeInfo::new("Odd", ErrorClass::Other).doc("The repository\n does not exist.");
        for (message, shown) in [
            (
                "the Repository does not  exist",
                "Odd: the Repository does not  exist",
            ),
            (
                "The repository does not exist.",
                "Odd: The repository does not exist.",
            ),
            ("", "Odd [The repository\n does not exist]"),
            (
                "no such repository",
                "Odd: no such repository [The repository\n does not exist]",
            ),
        ] {
            let error = Error::new(ErrorKind::Service, message).with_code(
                ErrorCode::new(INFO.code),
                None,
                INFO.class,
                Some(&INFO),
            );
            assert_eq!(error.to_string(), shown);
        }
    }

    #[test]
    fn a_code_that_is_not_explained_has_no_meaning() {
        static BARE: ErrorCodeInfo = ErrorCodeInfo::new("Odd", ErrorClass::Other);
        let error = Error::new(ErrorKind::Service, "no").with_code(
            ErrorCode::new(BARE.code),
            None,
            BARE.class,
            Some(&BARE),
        );
        assert_eq!(
            (error.to_string(), error.meaning()),
            ("Odd: no".to_owned(), None)
        );
    }

    #[test]
    fn every_place_that_was_looked_at_for_credentials_stays_in_the_line() {
        let places: Vec<String> = (0..30)
            .map(|index| format!("place {index} has none"))
            .collect();
        let error = Error::new(ErrorKind::Credentials, places.join(", "));
        assert!(error.to_string().ends_with("place 29 has none"), "{error}");
    }

    #[test]
    fn an_error_is_one_pointer_large() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    }

    #[test]
    fn regions_that_begin_like_the_one_that_was_given_are_shown_first() {
        static LISTED: Operation = Operation::read(&TENCENT, "Test").regions(&[
            "eu-frankfurt",
            "ap-beijing",
            "ap-guangzhou",
            "ap-shanghai",
            "ap-tokyo",
            "na-ashburn",
            "sa-saopaulo",
        ]);
        let hint = undocumented(("ap-guangzhuo", &LISTED));
        let expected = "; ap-guangzhuo is not among the documented regions of tencent-tcr (ap-guangzhou, \
            ap-beijing, ap-shanghai, ap-tokyo, eu-frankfurt, na-ashburn and 1 more)";
        assert_eq!(hint.as_deref(), Some(expected));
        assert_eq!(undocumented(("ap-tokyo", &LISTED)), None);
    }
}
