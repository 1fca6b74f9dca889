//! How one request is answered, as a test writes it. Which requests it is for is `when`'s business.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use cloudwright_spec::closest;
use serde_json::Value;

use crate::message::Answer;
use crate::message::fault::{Fault, UnknownFault};
use crate::message::vendor_error::VendorError;

/// How one request is answered, once it has proved who sent it.
///
/// ```
/// use cloudwright_mock::{Fault, Reply};
/// use std::time::Duration;
///
/// let fail_twice_then_answer = [
///     Reply::error("InternalError"),
///     Reply::fault(Fault::Reset).after(Duration::from_millis(50)),
///     Reply::answer(),
/// ];
/// assert_eq!("error=InternalError".parse(), Ok(fail_twice_then_answer[0].clone()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub(crate) kind: ReplyKind,
    pub(crate) delay: Duration,
    pub(crate) retry_after: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ReplyKind {
    Answer,
    Result(Value),
    Error(String),
    Refusal(VendorError),
    Fault(Fault),
    /// An answer of the test's own.
    Own(Answer),
}

impl Reply {
    /// The usual answer: checks, then the sample or rows.
    pub fn answer() -> Self {
        Self::new(ReplyKind::Answer)
    }

    /// A success with this result, in the vendor's envelope and with a request id. Names and types
    /// must be those of the action's page.
    ///
    /// ```
    /// use cloudwright_mock::{Mock, Reply};
    /// use serde_json::json;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = Mock::start().await?;
    /// mock.script("ListTriggerLog", [Reply::result(json!({"totalCount": 0, "logInfo": []}))])?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn result(result: impl Into<Value>) -> Self {
        Self::new(ReplyKind::Result(result.into()))
    }

    /// An error that the action or its service documents, in the vendor's shape.
    pub fn error(code: impl Into<String>) -> Self {
        Self::new(ReplyKind::Error(code.into()))
    }

    /// An error that nobody documents, in the vendor's shape. The status counts for vendors that
    /// use one.
    pub fn refusal(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        let error = VendorError::new(status, &code.into(), message);
        Self::new(ReplyKind::Refusal(error))
    }

    /// A fault.
    pub fn fault(fault: Fault) -> Self {
        Self::new(ReplyKind::Fault(fault))
    }

    /// A body of your own.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "callers make the body in place, as they do for a result"
    )]
    pub fn json(status: u16, body: Value) -> Self {
        Self::new(ReplyKind::Own(Answer::json(status, &body)))
    }

    /// An answer of your own, byte for byte.
    pub fn raw(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Self {
        let headers = headers.iter();
        let headers = headers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self::new(ReplyKind::Own(Answer {
            status,
            headers: headers.collect(),
            body: body.into().into(),
            ..Answer::default()
        }))
    }

    /// The same, later.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The same, with the vendor's header that says when to come back: `Retry-After` in seconds,
    /// or Alibaba's `x-acs-retry-after` in milliseconds.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// The same, a number of times.
    pub fn times(self, count: usize) -> Vec<Self> {
        vec![self; count]
    }

    fn new(kind: ReplyKind) -> Self {
        Self {
            kind,
            delay: Duration::ZERO,
            retry_after: None,
        }
    }

    /// How many bytes it holds, roughly.
    pub(crate) fn weight(&self) -> usize {
        128 + match &self.kind {
            ReplyKind::Answer => 0,
            ReplyKind::Error(code) => code.len(),
            ReplyKind::Refusal(error) => error.code.len() + error.message.len(),
            ReplyKind::Fault(fault) => fault.to_string().len(),
            // A tree takes several times its text.
            ReplyKind::Result(body) => 4 * body.to_string().len(),
            ReplyKind::Own(answer) => {
                let headers = answer.headers.iter();
                let headers = headers.map(|(name, value)| name.len() + value.len());
                answer.body.len() + headers.sum::<usize>()
            }
        }
    }
}

/// A text that is no reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no reply; {}", meant(text))]
pub struct UnknownReply {
    /// What was asked for.
    pub text: String,
}

/// What was perhaps meant, or else what there is, as the end of a sentence.
fn meant(text: &str) -> String {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, format!("={value}")),
        None => (text, String::new()),
    };
    let faults = Fault::names();
    let names = faults
        .iter()
        .map(|name| name.split(['=', '[']).next().unwrap_or(name));
    match closest(name.trim(), names.chain(["answer", "error"])) {
        Some(word) => format!("did you mean `{word}{value}`?"),
        None => format!("there are: answer, error=CODE, {}", faults.join(", ")),
    }
}

/// Reads `answer`, `error=CODE` or the name of a fault.
impl FromStr for Reply {
    type Err = UnknownReply;

    fn from_str(text: &str) -> Result<Self, UnknownReply> {
        let text = text.trim();
        match text.strip_prefix("error=") {
            Some(code) => Ok(Self::error(code)),
            None if text == "answer" => Ok(Self::answer()),
            None => {
                let unknown = |UnknownFault { text }| UnknownReply { text };
                Ok(Self::fault(text.parse().map_err(unknown)?))
            }
        }
    }
}

/// In the log: how a reply was written.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ReplyKind::Answer => f.write_str("answer"),
            ReplyKind::Result(_) => f.write_str("result"),
            ReplyKind::Error(code) | ReplyKind::Refusal(VendorError { code, .. }) => {
                write!(f, "error={code}")
            }
            ReplyKind::Fault(fault) => fault.fmt(f),
            ReplyKind::Own(answer) => write!(f, "raw={}", answer.status),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_reply_is_told_what_was_meant() {
        for (text, meant) in [
            ("answr", "`answer`"),
            ("eror=4400", "`error=4400`"),
            ("rest", "`reset`"),
            ("truncat", "`truncate`"),
            ("statu=503", "`status=503`"),
            ("null-member", "`null-members`"),
        ] {
            let told = text.parse::<Reply>().map_err(|error| error.to_string());
            let expected = format!("did you mean {meant}?");
            assert!(
                told.as_ref().is_err_and(|told| told.contains(&expected)),
                "{told:?}"
            );
        }
        let told = "xyzzy".parse::<Reply>().map_err(|error| error.to_string());
        assert!(told.is_err_and(|told| told.contains("gzip-bomb") && !told.contains("mean")));
    }
}
