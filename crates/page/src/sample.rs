//! Samples: where a JSON or XML text ends, what a request line tells, which paths an answer shows.

use std::collections::HashSet;

use serde_json::Value;

use crate::facts::{Direction, Fact, Sample, SampleContent};
use crate::text::{PageText, prints};
use crate::words::{self, is_status, starts_with_any};
use crate::work;

/// Reads what a text is.
pub fn content(text: &str) -> SampleContent {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || !prints(c));
    if trimmed.starts_with(['{', '[']) {
        match serde_json::from_str(trimmed)
            .or_else(|error| serde_json::from_str(&spaced(trimmed)).map_err(|_| error))
        {
            Ok(value) => SampleContent::Json(value),
            Err(error) => SampleContent::InvalidJson(error.to_string()),
        }
    } else if trimmed.starts_with('<') {
        SampleContent::Xml
    } else {
        SampleContent::Text
    }
}

/// A JSON text whose white space is JSON's: browsers copy indentation as no-break spaces, and sites set
/// characters that do not print where a line may break. Strings stay.
fn spaced(text: &str) -> String {
    let mut string = false;
    let mut escaped = false;
    text.chars()
        .filter_map(|c| {
            match c {
                _ if escaped => escaped = false,
                '\\' if string => escaped = true,
                '"' => string = !string,
                _ => {}
            }
            match c {
                _ if string => Some(c),
                c if !prints(c) => None,
                c if c.is_whitespace() && !c.is_ascii() => Some(' '),
                c => Some(c),
            }
        })
        .collect()
}

/// The index behind the JSON text that starts on the line `first`: where its brackets are balanced. One that
/// is never balanced ends before a line that can be no JSON, behind an empty one; so does one that goes on
/// behind its last bracket. Strings end with their line, as in JSON.
pub fn json_end(text: &PageText<'_>, first: usize, end: usize) -> usize {
    let end = end.min(text.len());
    let mut depth = 0i64;
    let mut index = first;
    while index < end {
        if index > first && text.is_blank(index - 1) && starts_anew(text, index) {
            break;
        }
        depth += depth_of(text.lines()[index].raw);
        index += 1;
        if depth <= 0 {
            // `}` too many: the text goes on up to an empty line, and is invalid.
            while index < end && text.at(index).starts_with(['}', ']', ',', '"']) {
                index += 1;
            }
            return index;
        }
    }
    trim_end(text, first, index)
}

/// The same for an answer: a line of nothing but brackets behind it belongs to it, and makes it invalid.
pub fn closed_end(text: &PageText<'_>, first: usize, end: usize) -> usize {
    let is_bracket = |c| matches!(c, '}' | ']' | ',' | ' ');
    let mut behind = json_end(text, first, end);
    while let Some(index) = text.next_full(behind).filter(|&index| index < end) {
        if !text.at(index).chars().all(is_bracket) {
            break;
        }
        behind = index + 1;
    }
    behind
}

/// How many brackets a line leaves open.
fn depth_of(line: &str) -> i64 {
    work::done(line.len());
    let mut depth = 0;
    let mut string = false;
    let mut escaped = false;
    for byte in line.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if string => escaped = true,
            b'"' => string = !string,
            b'{' | b'[' if !string => depth += 1,
            b'}' | b']' if !string => depth -= 1,
            _ => {}
        }
    }
    depth
}

/// Whether a line behind an empty one can be no part of the JSON text before it: a bracket at its very
/// start, or a word.
fn starts_anew(text: &PageText<'_>, index: usize) -> bool {
    let line = &text.lines()[index];
    let literal = starts_with_any(line.text(), &["true", "false", "null"]);
    line.raw.starts_with(['{', '[']) || line.text().starts_with(char::is_alphabetic) && !literal
}

/// `end` without the empty lines before it.
pub fn trim_end(text: &PageText<'_>, first: usize, end: usize) -> usize {
    let mut full = (first..end.min(text.len())).rev();
    let last = full.find(|&index| !text.is_blank(index));
    last.map_or(first, |last| last + 1)
}

/// A sample of the raw lines `first..end`.
pub fn take(text: &PageText<'_>, direction: Direction, first: usize, end: usize) -> Sample {
    let raw = text.raw(first, end);
    let content = content(&raw);
    Sample {
        direction,
        title: None,
        status: None,
        text: Fact::stated(raw, text.span(first, end.max(first + 1) - 1)),
        content,
    }
}

/// What the first lines of a request tell of the action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestHead {
    /// The HTTP method, if one is written.
    pub method: Option<String>,
    /// The host.
    pub host: Option<String>,
    /// The path, without the query.
    pub path: Option<String>,
    /// The value of `Action`, in the query or the `…-Action` header.
    pub action: Option<String>,
    /// The value of `Version`.
    pub version: Option<String>,
    /// The names in the query, in order.
    pub query: Vec<String>,
}

/// The methods of HTTP.
pub const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// The method and the target of a request line: `GET /v2/{id}/things?limit=1`.
pub fn request_line(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(['•', '-', ' ']);
    let (method, rest) = line.split_once([' ', '\t'])?;
    let target = target(rest)?;
    METHODS.contains(&method).then_some((method, target))
}

/// The target at the start of a text, without the host.
pub fn target(text: &str) -> Option<&str> {
    let target = text.trim_start().split(' ').next().unwrap_or("");
    let target = match target.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/')?..],
        None => target,
    };
    target.starts_with('/').then_some(target)
}

/// The status of `HTTP/1.1 404 Not Found`, above the body that travels with it.
pub fn status_line(line: &str) -> Option<&str> {
    let (_, rest) = line.strip_prefix("HTTP/")?.split_once(' ')?;
    rest.get(..3).filter(|code| is_status(code))
}

impl RequestHead {
    /// Reads `GET /path HTTP/1.1` with headers, `POST https://host/path`, or a URL whose query goes on
    /// over the next lines.
    pub fn of(request: &str) -> Self {
        let mut head = Self::default();
        let request: String = request
            .replace('\u{a0}', " ")
            .chars()
            .filter(|&c| prints(c))
            .collect();
        let mut lines = request
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty());
        let Some(first) = lines.next() else {
            return head;
        };
        head.target(first);
        let open = first.ends_with('?');
        for line in lines {
            if line.starts_with(['&', '?']) || open && line.contains('=') && !line.contains(' ') {
                head.query_of(line);
            } else if let Some((name, value)) = line.split_once(':') {
                head.header(name.trim(), value.trim());
            } else if line.starts_with('{') {
                break;
            }
        }
        head
    }

    fn target(&mut self, line: &str) {
        let (start, rest) = line.split_once(' ').unwrap_or((line, ""));
        let target = if METHODS.contains(&start) {
            self.method = Some(start.to_owned());
            rest.trim_start().split(' ').next().unwrap_or("")
        } else {
            start
        };
        let place = match target.split_once("://") {
            Some((scheme, rest)) if scheme.starts_with("http") => {
                let end = rest.find(['/', '?']).unwrap_or(rest.len());
                let host = &rest[..end];
                if is_host(host) {
                    self.host = Some(host.to_owned());
                }
                let place = &rest[end..];
                if place.starts_with('/') { place } else { "" }
            }
            _ => target,
        };
        let place = if place.is_empty() && target.contains("://") {
            "/"
        } else {
            place
        };
        if place.starts_with('/') {
            self.path = Some(place.split('?').next().unwrap_or(place).to_owned());
        }
        if let Some((_, query)) = target.split_once('?') {
            self.query_of(query);
        }
    }

    fn query_of(&mut self, query: &str) {
        for pair in query.split(['&', '?']) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (name.trim(), value.trim());
            match name {
                "" => continue,
                "Action" => self.action = word(value),
                "Version" => self.version = word(value),
                _ => {}
            }
            self.query.push(name.to_owned());
        }
    }

    fn header(&mut self, name: &str, value: &str) {
        match name.to_ascii_lowercase().as_str() {
            "host" if is_host(value) => self.host = Some(value.to_owned()),
            "x-tc-action" | "x-acs-action" => self.action = word(value),
            "x-tc-version" | "x-acs-version" => self.version = word(value),
            _ => {}
        }
    }
}

/// A value that is one word.
fn word(value: &str) -> Option<String> {
    let (word, _) = words::split(value, |c| words::in_name(c) || matches!(c, '-' | '.'));
    (!word.is_empty()).then(|| word.to_owned())
}

/// Whether a text is the name of a host, and no placeholder: at least two labels.
pub fn is_host(text: &str) -> bool {
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
        && text
            .rsplit('.')
            .next()
            .is_some_and(|last| last.bytes().any(|byte| byte.is_ascii_alphabetic()))
}

/// The paths that an answer shows with the JSON type of each, in order, each once.
pub fn paths(value: &Value) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    let mut known = HashSet::new();
    walk(value, "", &mut found, &mut known);
    found
}

/// The longest path that is told. Longer ones are nobody's, and would make the work quadratic.
const LONGEST_PATH: usize = 512;

fn walk(
    value: &Value,
    path: &str,
    found: &mut Vec<(String, &'static str)>,
    known: &mut HashSet<String>,
) {
    if path.len() > LONGEST_PATH {
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                if known.insert(path.clone()) {
                    found.push((path.clone(), type_of(member)));
                }
                walk(member, &path, found, known);
            }
        }
        Value::Array(items) => {
            let path = format!("{path}[]");
            for item in items {
                walk(item, &path, found, known);
            }
        }
        _ => {}
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_ends_where_its_brackets_do() {
        let text = PageText::new("{\n \"a\": \"}\\\"\",\n \"b\": [1]\n}\nnext\n");
        assert_eq!(json_end(&text, 0, text.len()), 4);
        let next = PageText::new("{\n \"a\": [1\n\nOutput\n\n{\n}\n");
        assert_eq!(json_end(&next, 0, next.len()), 2);
        let more = PageText::new("{\n}\n}\n\nx");
        assert_eq!(json_end(&more, 0, more.len()), 3);
        let open = PageText::new("{\n \"a\": [1\n\n\n");
        assert_eq!(json_end(&open, 0, open.len()), 2);
    }

    #[test]
    fn a_request_tells_its_head() {
        let head = RequestHead::of("https://x.example.com/?Action=ListThings\n&Limit=1\n&<common>");
        assert_eq!(head.host.as_deref(), Some("x.example.com"));
        assert_eq!(head.path.as_deref(), Some("/"));
        assert_eq!(head.action.as_deref(), Some("ListThings"));
        assert_eq!(head.method, None);
        let head =
            RequestHead::of("POST / HTTP/1.1\nHost: y.example.com\nX-TC-Action: PutThing\n\n{}");
        assert_eq!(head.method.as_deref(), Some("POST"));
        assert_eq!(head.host.as_deref(), Some("y.example.com"));
        assert_eq!(head.action.as_deref(), Some("PutThing"));
        let head =
            RequestHead::of("https://x.example.com/v2/index.php?\nAction=PutThing\n&Limit=1");
        assert_eq!(head.action.as_deref(), Some("PutThing"));
        let head = RequestHead::of("GET https://{endpoint}/v2/{id}/things?limit=1");
        assert_eq!(
            (head.host, head.path.as_deref()),
            (None, Some("/v2/{id}/things"))
        );
    }

    #[test]
    fn a_request_line_has_a_method_and_a_path() {
        for (line, expected) in [
            ("GET /v2/{id}/things", Some(("GET", "/v2/{id}/things"))),
            (
                "• PUT https://{endpoint}/v1/x HTTP/1.1",
                Some(("PUT", "/v1/x")),
            ),
            ("GET the list", None),
        ] {
            assert_eq!(request_line(line), expected, "{line}");
        }
    }

    #[test]
    fn invalid_json_is_no_json() {
        assert!(matches!(
            content("{\"a\": }"),
            SampleContent::InvalidJson(_)
        ));
        assert!(matches!(content(" [1]"), SampleContent::Json(_)));
        let SampleContent::Json(value) = content("{\u{a0}\u{a0}\"a\\\"b\": \"c\u{a0}d\"}") else {
            panic!("no-break spaces are white space");
        };
        assert_eq!(value["a\"b"], "c\u{a0}d");
        let SampleContent::Json(value) =
            content("\u{200b}{\n\u{200b}\"a\": \"b\u{200b}\"\u{feff}}\u{200b}")
        else {
            panic!("what does not print is no part of it");
        };
        assert_eq!(value["a"], "b\u{200b}");
        assert_eq!(content("<a/>"), SampleContent::Xml);
    }
}
