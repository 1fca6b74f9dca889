//! What the body of an error says, in any of the shapes the vendors and their gateways use.

use crate::codec::{Decode, Envelope, Slot, Tree};
use crate::meta::{FailureSign, Protocol};
use crate::secret::{beginning, one_line};
use crate::transport::HttpResponse;

/// Longest part of a body that stands in a message.
const EXCERPT: usize = 200;
/// How deep a code is looked for.
const DEPTH: u32 = 4;

/// A service's complaint.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Complaint {
    pub(super) code: Option<String>,
    pub(super) detail: Option<String>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
}

/// `Response.Error` of Tencent's API 3.0.
impl Decode for Complaint {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        match name {
            "Code" => Slot::of(&mut self.code),
            "Message" => Slot::of(&mut self.message),
            _ => None,
        }
    }
}

/// Names a code may have, with the name its message then has. Alibaba's gateways write both cases.
const SHAPES: &[(&str, &[&str])] = &[
    ("error_code", &["error_msg", "error_message", "message"]),
    ("errorCode", &["errorMsg", "errorMessage", "message"]),
    ("Code", &["Message", "message"]),
    ("code", &["message", "Message", "msg"]),
];

/// Reads the body of an answer whose status is an error.
///
/// Where there is no code the status stands in its place, and a text that is no JSON becomes the
/// message.
#[cold]
pub(super) fn complaint(protocol: Protocol, response: &HttpResponse) -> Complaint {
    let document = Tree::read_broken(&response.body).unwrap_or_default();
    let mut found = from_json(protocol, &document);
    if found.code.is_none() {
        found.code = Some(response.status.to_string());
        if found.message.is_none() {
            found.message = Some(excerpt(&response.body)).filter(|excerpt| !excerpt.is_empty());
        }
    }
    if found.message.is_none() {
        found.message = Some(match &response.unread {
            None => reason(response.status),
            Some(why) => format!("{} ({why})", reason(response.status)),
        });
    }
    found
}

fn from_json(protocol: Protocol, json: &Tree) -> Complaint {
    let root = match protocol.envelope() {
        Envelope::Whole(member) => json.get(member).unwrap_or(json),
        _ => json,
    };
    let (code, message) = find(root, DEPTH).unwrap_or_default();
    let detail = match protocol.failure_sign() {
        FailureSign::NonzeroCode => text(root, "codeDesc"),
        _ => None,
    };
    let request_id = ["RequestId", "requestId", "request_id"]
        .into_iter()
        .find_map(|name| text(root, name));
    Complaint {
        code: code.map(str::to_owned),
        detail: detail.map(str::to_owned),
        message: message.map(str::to_owned),
        request_id: request_id.map(str::to_owned),
    }
}

/// A code and its message, at this level, or in an object or the first item of a list below it.
fn find(json: &Tree, depth: u32) -> Option<(Option<&str>, Option<&str>)> {
    let Tree::Object(members) = json else {
        return None;
    };
    for (code, messages) in SHAPES {
        if let Some(code) = text(json, code) {
            let message = messages.iter().find_map(|name| text(json, name));
            return Some((Some(code), message));
        }
    }
    let depth = depth.checked_sub(1)?;
    let below = members.iter().find_map(|(_, value)| match value {
        Tree::List(items) => find(items.first()?, depth),
        value => find(value, depth),
    });
    below.or_else(|| {
        let mut messages = SHAPES.iter().flat_map(|(_, messages)| *messages);
        Some((None, Some(messages.find_map(|name| text(json, name))?)))
    })
}

fn text<'t>(json: &'t Tree, name: &str) -> Option<&'t str> {
    match json.get(name)? {
        Tree::Text(text) if !text.is_empty() => Some(text),
        Tree::Number(number) => Some(number),
        _ => None,
    }
}

/// The beginning of a body, on one line.
#[cold]
pub(super) fn excerpt(body: &[u8]) -> String {
    // A character is cut at most once, at the end.
    let text = String::from_utf8_lossy(&body[..body.len().min(4 * EXCERPT)]);
    let line = one_line(text.trim()).to_string();
    match beginning(&line, EXCERPT) {
        Some(start) => format!("{start}…"),
        None => line,
    }
}

fn reason(status: u16) -> String {
    let known = http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason());
    known.unwrap_or("no reason given").to_owned()
}
