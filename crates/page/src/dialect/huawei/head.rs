//! What a page says around its tables: title, date, URI, statuses, the action where code samples name it.

use crate::facts::{Fact, Page};
use crate::heading::{Part, Section};
use crate::sample;
use crate::text::Text;

const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// The method and the target of a request line: `GET /v2/{id}/things?limit=1`.
pub(super) fn request_line(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(['•', '-', ' ']);
    let (method, rest) = line.split_once(' ')?;
    let target = rest.trim_start().split(' ').next().unwrap_or("");
    let target = match target.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/')?..],
        None => target,
    };
    (METHODS.contains(&method) && target.starts_with('/')).then_some((method, target))
}

/// Reads what stands before the tables, and the action from the code samples.
pub(super) fn read(text: &Text<'_>, sections: &[Section], page: &mut Page) {
    title(text, sections, page);
    for section in sections {
        match section.part {
            Part::Syntax if page.head.method.is_none() => uri(text, section, page),
            Part::Other if page.head.action.is_none() => action(text, section, page),
            Part::Description => prose(text, section, page),
            _ => {}
        }
    }
}

fn title(text: &Text<'_>, sections: &[Section], page: &mut Page) {
    const UPDATED: &[&str] = &["更新时间:", "Updated on ", "Updated at ", "Last Updated:"];
    let Some(before) = sections.first() else {
        return;
    };
    for index in before.first..before.end {
        let line = text.at(index);
        if let Some(date) = UPDATED.iter().find_map(|start| line.strip_prefix(start)) {
            page.head.updated = Some(Fact::stated(
                date.trim().to_owned(),
                text.span(index, index),
            ));
        } else if !line.is_empty() && line.chars().count() <= 120 {
            // The last line before the first heading is the title; buttons stand above it.
            page.head.title = Some(Fact::stated(line.to_owned(), text.span(index, index)));
        }
    }
}

fn uri(text: &Text<'_>, section: &Section, page: &mut Page) {
    for index in section.first..section.end {
        if let Some((method, target)) = request_line(text.at(index)) {
            let span = text.span(index, index);
            let path = target.split('?').next().unwrap_or(target);
            page.head.method = Some(Fact::stated(method.to_owned(), span));
            page.head.path = Some(Fact::stated(path.to_owned(), span));
            return;
        }
    }
}

/// The code samples of SDKs have classes that are named after the action.
fn action(text: &Text<'_>, section: &Section, page: &mut Page) {
    for index in section.first..section.end {
        let line = text.at(index);
        let name = between(line, "class ", "Solution")
            .or_else(|| between(line, "new ", "Request()"))
            .or_else(|| between(line, "&model.", "Request{"))
            .or_else(|| between(line, "request = ", "Request()"));
        if let Some(name) = name {
            page.head.action = Some(Fact::sampled(name.to_owned(), text.span(index, index)));
            return;
        }
    }
}

/// The word between two texts on a line.
fn between<'a>(line: &'a str, start: &str, end: &str) -> Option<&'a str> {
    if line.len() > 400 {
        return None;
    }
    let rest = &line[line.find(start)? + start.len()..];
    let name = &rest[..rest.find(end)?];
    (name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    .then_some(name)
}

fn prose(text: &Text<'_>, section: &Section, page: &mut Page) {
    for index in section.first..section.end {
        let line = text.at(index);
        let lower = line.to_lowercase();
        if ["deprecated", "废弃", "即将下线", "has been discarded"]
            .iter()
            .any(|word| lower.contains(word))
        {
            page.deprecations
                .push(Fact::stated(line.to_owned(), text.span(index, index)));
        }
    }
    page.prose.extend(text.prose(section.first, section.end));
}

/// Reads the list of statuses.
pub(super) fn statuses(text: &Text<'_>, sections: &[Section], page: &mut Page) {
    let mut found: Vec<Fact<String>> = Vec::new();
    let mut listed = false;
    for section in sections
        .iter()
        .filter(|section| section.part == Part::Statuses)
    {
        listed = true;
        for index in section.first..section.end {
            let line = text.lines()[index].cells().next().unwrap_or("");
            let code = line.split([' ', '(']).next().unwrap_or("");
            let status = code.len() == 3
                && code.bytes().all(|byte| byte.is_ascii_digit())
                && line.len() <= 40;
            if status && !found.iter().any(|known| known.value == code) {
                found.push(Fact::stated(code.to_owned(), text.span(index, index)));
            }
        }
    }
    if listed {
        page.status_codes = Some(found);
    }
    hosts(page);
}

/// A host that a request sample names, where it is no placeholder.
fn hosts(page: &mut Page) {
    let host = page.samples.iter().find_map(|sample| {
        let head = sample::RequestHead::of(&sample.text.value);
        (sample.direction == crate::facts::Direction::Request)
            .then_some(head.host)
            .flatten()
            .map(|host| Fact::sampled(host, sample.text.lines))
    });
    page.head.host = host;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_line_has_a_method_and_a_path() {
        assert_eq!(
            request_line("GET /v2/{id}/things"),
            Some(("GET", "/v2/{id}/things"))
        );
        assert_eq!(
            request_line("• PUT https://{endpoint}/v1/x HTTP/1.1"),
            Some(("PUT", "/v1/x"))
        );
        assert_eq!(request_line("GET the list"), None);
    }

    #[test]
    fn code_names_the_action() {
        assert_eq!(
            between("public class ListThingsSolution {", "class ", "Solution"),
            Some("ListThings")
        );
        assert_eq!(
            between(
                "        request = ListThingsRequest()",
                "request = ",
                "Request()"
            ),
            Some("ListThings")
        );
        assert_eq!(between("class of a Solution", "class ", "Solution"), None);
    }
}
