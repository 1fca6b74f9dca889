//! The headers that no caller may set in any protocol.

use crate::word::is_one_of;

/// Headers that authorise a request or say how it is framed, in lower case.
const FRAMING_HEADERS: &[&str] = &[
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Whether a header, in any case, authorises a request or says how it is framed.
pub fn is_framing_header(name: &str) -> bool {
    is_one_of(FRAMING_HEADERS, name)
}
