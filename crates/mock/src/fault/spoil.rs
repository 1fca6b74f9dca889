//! Answers spoilt by a fault: marked for the wire, damaged, or replaced.

use bytes::Bytes;
use serde_json::Value;

use super::bomb;
use crate::catalog::ActionTypes;
use crate::message::Answer;
use crate::message::fault::Fault;

impl Fault {
    /// The answer with this fault, of which little or nothing may be left.
    pub(crate) fn apply(&self, mut answer: Answer, body: &Value, context: &Context) -> Answer {
        match self {
            Self::Html => Answer::new(502, "text/html", HTML),
            Self::Html200 => Answer::new(200, "text/html", HTML),
            Self::Empty => Answer::new(200, "application/json", ""),
            Self::Status(status) => {
                Answer::text(*status, format!("{status} from the mock cloud\n"))
            }
            Self::Redirect(target) => {
                let target = target.as_deref().unwrap_or(context.elsewhere);
                Answer::text(307, "").with_header("location", target)
            }
            Self::GzipBomb => Answer::new(200, "application/json", bomb::gzip())
                .with_header("content-encoding", "gzip"),
            Self::Huge => Answer::new(200, "application/json", huge()),
            Self::Garbage => Answer::new(200, "application/json", GARBAGE),
            Self::Damage(damage) => {
                answer.body = Bytes::from(damage.apply(body, context.types));
                answer
            }
            on_the_wire => {
                answer.delivery = Some(on_the_wire.clone());
                answer
            }
        }
    }
}

/// Where a redirect leads unless told otherwise: the log must show that a client followed it.
pub(crate) const ELSEWHERE: &str = "/_mock/elsewhere";

/// What faults need to know of the exchange.
pub(crate) struct Context<'a> {
    pub(crate) types: Option<ActionTypes<'a>>,
    /// An address on another host name, where a redirect leads.
    pub(crate) elsewhere: &'a str,
}

const HTML: &str = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n\
    <center><h1>502 Bad Gateway</h1></center>\n<hr><center>mock</center>\n</body>\n</html>\n";

const GARBAGE: &[u8] = b"\x00\xff\xfe{\"Response\": \x80\x81 ]]]] \x1b[31m\xf0\x28\x8c\x28";

fn huge() -> String {
    format!("{{\"Padding\": \"{}\"}}", "x".repeat(32 << 20))
}
