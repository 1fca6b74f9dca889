//! What a page says around its tables: title, date, URI, statuses, the action where code samples name it.

use std::collections::HashSet;

use crate::dialect::head::{fill, is_deprecation, requests, take_updated};
use crate::facts::{Fact, Page};
use crate::heading::{Section, Topic};
use crate::sample::{METHODS, request_line, target};
use crate::text::PageText;
use crate::words::{is_status, strip_any_end};

/// A request line where a table has the method and the URI in cells of their own, one a paragraph: the method on
/// the line at `index`, the target on the next.
fn request_cells<'a>(text: &'a PageText<'_>, index: usize) -> Option<(&'a str, &'a str)> {
    let method = text.at(index);
    if !METHODS.contains(&method) {
        return None;
    }
    let target = text.at(text.next_full(index + 1)?);
    target.starts_with('/').then_some((method, target))
}

/// The path of a target: without its query, and without the optional part that older pages have in brackets.
fn path_of(target: &str) -> &str {
    let path = target.split('?').next().unwrap_or(target);
    match path.strip_suffix('[') {
        Some(path) => path.trim_end_matches('/'),
        None => path,
    }
}

/// How many lines below the heading `URI` may have its words before the request line.
const BELOW: usize = 6;

/// Whether a request line stands a few lines below the heading `URI`.
pub(super) fn follows_uri(text: &PageText<'_>, first: usize) -> bool {
    (first..text.len())
        .filter(|&index| !text.at(index).is_empty())
        .take(BELOW)
        .any(|index| {
            let line = text.at(index);
            request_line(line).is_some()
                || labelled_target(line).is_some()
                || request_cells(text, index).is_some()
        })
}

/// How older pages start the line that has the path, and the line that has the method.
const PATH: &[&str] = &["path", "url", "uri"];
const METHOD: &[&str] = &["method", "请求方法"];

/// The target on a line that has it behind a label.
fn labelled_target(line: &str) -> Option<&str> {
    target(labelled(line, PATH)?)
}

fn labelled<'a>(line: &'a str, labels: &[&str]) -> Option<&'a str> {
    let (start, rest) = line.trim_start_matches(['•', '-', ' ']).split_once(':')?;
    let is = |label: &&str| start.trim_end().eq_ignore_ascii_case(label);
    labels.iter().any(is).then(|| rest.trim())
}

/// The names that the URI shows in braces or before `=`.
pub(super) fn uri_names(text: &PageText<'_>, sections: &[Section]) -> HashSet<String> {
    sections
        .iter()
        .filter(|section| section.topic == Topic::Syntax)
        .flat_map(Section::lines)
        .map(|index| text.at(index))
        .filter(|line| {
            request_line(line).is_some() || labelled_target(line).is_some() || line.starts_with('/')
        })
        .flat_map(|line| line.split(['/', '?', '&', '{', '}', '=', ' ', ',', '[', ']']))
        .filter(|name| !name.is_empty() && name.len() <= 128)
        .map(str::to_owned)
        .collect()
}

/// Reads what stands before the tables, and the action from the code samples.
pub(super) fn read(text: &PageText<'_>, sections: &[Section], page: &mut Page) {
    title(text, sections, page);
    for section in sections {
        match section.topic {
            Topic::Syntax if page.head.method.is_none() => uri(text, section, page),
            Topic::Other if page.head.action.is_none() => action(text, section, page),
            Topic::Description => {
                if page.head.action.is_none() {
                    page.head.action = name_below(text, section);
                }
                prose(text, section, page);
            }
            Topic::Permissions => permissions(text, section, page),
            _ => {}
        }
    }
}

fn title(text: &PageText<'_>, sections: &[Section], page: &mut Page) {
    let Some(before) = sections.first() else {
        return;
    };
    for index in before.lines() {
        let line = text.at(index);
        let is_date = take_updated(text, index, page);
        if !is_date && !line.is_empty() && line.chars().count() <= 120 {
            // The last line before the first heading is the title; buttons stand above it.
            page.head.title = Some(text.stated(index, line));
        }
    }
}

fn uri(text: &PageText<'_>, section: &Section, page: &mut Page) {
    for index in section.lines() {
        let line = text.at(index);
        if let Some((method, target)) = request_line(line).or_else(|| request_cells(text, index)) {
            page.head.method = Some(text.stated(index, method));
            page.head.path = Some(text.stated(index, path_of(target)));
            return;
        }
        if let Some(path) = labelled_target(line) {
            page.head.path = Some(text.stated(index, path_of(path)));
        } else if let Some(method) =
            labelled(line, METHOD).filter(|method| METHODS.contains(method))
        {
            page.head.method = Some(text.stated(index, method));
        }
    }
}

/// The permissions that a table of them names: `service:resource:action`.
fn permissions(text: &PageText<'_>, section: &Section, page: &mut Page) {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    for index in section.lines() {
        for cell in text.at(index).split(['\t', ' ']).take(8) {
            let words: Vec<&str> = cell.split(':').take(4).collect();
            let action = words.len() == 3 && words.iter().all(|word| is_word(word));
            if action && cell.starts_with(|c: char| c.is_ascii_lowercase()) {
                page.permissions.push(text.stated(index, cell));
            }
        }
    }
}

/// `接口名称` and the action on the line below it.
fn name_below(text: &PageText<'_>, section: &Section) -> Option<Fact<String>> {
    const LABELS: &[&str] = &["接口名称", "API name", "API Name", "Interface name"];
    let label = section.lines().find(|&index| {
        let line = text.at(index).trim_matches(['•', '-', ' ', ':']);
        LABELS.contains(&line)
    })?;
    let index = text
        .next_full(label + 1)
        .filter(|&index| index < section.end)?;
    let name = text.at(index);
    let valid = name.len() <= 100
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    valid.then(|| text.stated(index, name))
}

/// The code samples of SDKs have classes that are named after the action.
fn action(text: &PageText<'_>, section: &Section, page: &mut Page) {
    for index in section.lines() {
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

/// The action that a type of the page is named after: `CreateThingOption` where things are posted to
/// `…/things`. Only if one action alone fits the method and the path; it is inferred.
pub(super) fn named_action(page: &Page) -> Option<Fact<String>> {
    const BEHIND: &[&str] = &["Option", "Item", "ExtendParam", "RequestBody", "Req"];
    const READS: &[&str] = &["List", "Show"];
    let head = &page.head;
    let method = head.method.as_ref()?.value.as_str();
    let target = &head.path.as_ref()?.value;
    let path = target.to_lowercase();
    let path: String = path.chars().filter(char::is_ascii_alphanumeric).collect();
    let fits = |action: &str| {
        let mut letters = action.bytes().skip(1);
        let noun = letters.position(|byte| byte.is_ascii_uppercase());
        let Some((verb, noun)) = noun.map(|at| action.split_at(at + 1)) else {
            return false;
        };
        let noun = noun.to_ascii_lowercase();
        !stands_in(verb, target)
            && READS.contains(&verb) == (method == "GET")
            && path.contains(noun.trim_end_matches('s'))
    };
    let mut found: Option<Fact<String>> = None;
    for fact in page.members().filter_map(|member| member.r#type.as_ref()) {
        let action = fact
            .value
            .name()
            .and_then(|name| strip_any_end(name, BEHIND));
        let Some(action) = action.filter(|action| fits(action)) else {
            continue;
        };
        match &found {
            Some(known) if known.value != action => return None,
            Some(_) => {}
            None => found = Some(Fact::inferred(action.to_owned(), fact.lines)),
        }
    }
    found
}

/// Whether what looks like a verb is a noun: things of the path are called so, as `/autopilot/v3/clusters`
/// has them. Behind the last slash it may be what is done.
fn stands_in(verb: &str, path: &str) -> bool {
    let verb = verb.to_ascii_lowercase();
    path.rsplit('/').skip(1).any(|segment| {
        segment
            .strip_suffix('s')
            .unwrap_or(segment)
            .eq_ignore_ascii_case(&verb)
    })
}

fn prose(text: &PageText<'_>, section: &Section, page: &mut Page) {
    for index in section.lines() {
        let line = text.at(index);
        if is_deprecation(line) {
            page.deprecations.push(text.stated(index, line));
        }
    }
    page.prose.extend(text.prose(section.first, section.end));
}

/// Reads the list of statuses.
pub(super) fn statuses(text: &PageText<'_>, sections: &[Section], page: &mut Page) {
    for section in sections {
        if section.topic != Topic::Statuses {
            continue;
        }
        let found = page.status_codes.get_or_insert_default();
        for index in section.lines() {
            let line = text.lines()[index].cells().next().unwrap_or("");
            let code = line.split([' ', '(']).next().unwrap_or("");
            let known = found.iter().any(|known| known.value == code);
            if is_status(code) && line.len() <= 40 && !known {
                found.push(text.stated(index, code));
            }
        }
    }
    // A host that a request sample names, where it is no placeholder.
    for (request, lines) in requests(page) {
        fill(&mut page.head.host, request.host, lines);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Language, Member, Span};
    use crate::types::Type;

    #[test]
    fn a_type_names_the_action_that_fits_method_and_path() {
        let action = |method: &str, path: &str, words: &[&str]| {
            let mut page = Page::new("huawei", Language::En);
            page.head.method = Some(Fact::stated(method.to_owned(), Span::line(1)));
            page.head.path = Some(Fact::stated(path.to_owned(), Span::line(1)));
            for words in words {
                let mut member = Member::named("x", Span::line(2));
                member.r#type = Some(Fact::stated(Type::new(words), Span::line(2)));
                page.parameters.push(member);
            }
            named_action(&page).map(|action| action.value)
        };
        let things = "/v1/{id}/big-things";
        let option = "CreateBigThingOption object";
        assert_eq!(
            action("POST", things, &[option, option]).as_deref(),
            Some("CreateBigThing")
        );
        assert_eq!(action("GET", things, &[option]), None);
        assert_eq!(action("POST", "/v1/others", &[option]), None);
        // `BigThing` is no action of big things.
        assert_eq!(
            action("POST", "/bigs/v1/things", &["BigThingOption object"]),
            None
        );
        assert_eq!(
            action("POST", things, &[option, "AddBigThingItem object"]),
            None
        );
        assert_eq!(
            action("GET", things, &["Array of ListBigThingsItem objects"]).as_deref(),
            Some("ListBigThings")
        );
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
