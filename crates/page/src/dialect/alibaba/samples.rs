//! Requests and answers that a page shows, the skeletons of its syntax sections, and what they tell of the
//! names and the nesting of members.

use std::collections::HashSet;

use crate::dialect::alibaba::outline::{self, Sub};
use crate::facts::{Direction, Fact, Page, SampleContent};
use crate::heading::{Section, Topic};
use crate::sample::{self, RequestHead, status_line};
use crate::shape::SampleShape;
use crate::text::PageText;

/// What samples tell.
#[derive(Debug, Default)]
pub(super) struct SampleEvidence {
    /// Every name that a sample shows.
    pub(super) names: HashSet<String>,
    /// Those of them that other names stand in.
    pub(super) containers: HashSet<String>,
    /// How the members of answers nest.
    pub(super) shape: SampleShape,
}

/// Reads the samples into the page.
pub(super) fn read(text: &PageText<'_>, sections: &[Section], page: &mut Page) {
    for section in sections {
        match section.topic {
            Topic::RequestSamples => requests(text, section, page),
            Topic::ResponseSamples => answers(text, section, None, page),
            Topic::Response if outline::is_syntax(text.at(section.heading)) => {
                let title = text.stated(section.heading, text.at(section.heading));
                answers(text, section, Some(&title), page);
            }
            _ => {}
        }
    }
}

/// A request goes up to the next heading of its section: line, headers, body.
fn requests(text: &PageText<'_>, section: &Section, page: &mut Page) {
    let mut index = section.first;
    while let Some(first) = text.next_full(index).filter(|&index| index < section.end) {
        if outline::sub(text.at(first)).is_some() {
            index = first + 1;
            continue;
        }
        let end = (first + 1..section.end)
            .find(|&index| outline::sub(text.at(index)).is_some())
            .unwrap_or(section.end);
        let end = sample::trim_end(text, first, end);
        let mut sample = sample::take(text, Direction::Request, first, end);
        sample.content = SampleContent::Text;
        page.samples.push(sample);
        index = end;
    }
}

fn answers(text: &PageText<'_>, section: &Section, title: Option<&Fact<String>>, page: &mut Page) {
    let starts = starts(text, section);
    let mut status = None;
    let mut index = section.first;
    while index < section.end {
        let line = text.at(index);
        if let Some(code) = status_line(line) {
            status = Some(text.stated(index, code));
        }
        let json = line.starts_with(['{', '[']);
        if json || line.starts_with('<') {
            let next = starts.partition_point(|&start| start <= index);
            let limit = starts.get(next).copied().unwrap_or(section.end);
            let end = if json {
                sample::closed_end(text, index, limit)
            } else {
                xml_end(text, index, limit)
            };
            let mut sample = sample::take(text, Direction::Response, index, end);
            sample.status = status.take();
            sample.title = title.cloned();
            page.samples.push(sample);
            index = end;
        } else {
            index += 1;
        }
    }
}

/// The lines of a section where a sample starts for sure: found once, as a section may have many.
fn starts(text: &PageText<'_>, section: &Section) -> Vec<usize> {
    section
        .lines()
        .filter(|&index| {
            let line = text.at(index);
            matches!(outline::sub(line), Some(Sub::Json | Sub::Xml)) || status_line(line).is_some()
        })
        .collect()
}

fn xml_end(text: &PageText<'_>, first: usize, end: usize) -> usize {
    let end = (first + 1..end)
        .find(|&index| text.at(index).starts_with(['{', '[']))
        .unwrap_or(end);
    sample::trim_end(text, first, end)
}

/// What the samples of a page tell. `rows` are the names in the tables of the answer.
pub(super) fn evidence(
    text: &PageText<'_>,
    sections: &[Section],
    page: &Page,
    rows: &HashSet<String>,
) -> SampleEvidence {
    let mut evidence = SampleEvidence::default();
    let answers = || page.samples_of(Direction::Response);
    let mut balanced = false;
    for sample in answers().filter(|sample| {
        matches!(
            sample.content,
            SampleContent::Json(_) | SampleContent::InvalidJson(_)
        )
    }) {
        // A skeleton is no JSON and still shows what stands in what; a text with a bracket too few does not.
        if SampleShape::default().add_json(&sample.text.value) {
            evidence.shape.add_json(&sample.text.value);
            balanced = true;
        }
    }
    for sample in answers().filter(|sample| sample.content == SampleContent::Xml) {
        if !balanced {
            evidence
                .shape
                .add_xml(&sample.text.value, |name| rows.contains(name));
        }
        evidence.names(&sample.text.value);
    }
    if evidence.shape.is_empty() {
        for sample in
            answers().filter(|sample| matches!(sample.content, SampleContent::InvalidJson(_)))
        {
            evidence.shape.add_json(&sample.text.value);
        }
    }
    for sample in &page.samples {
        evidence.names(&sample.text.value);
    }
    for section in sections
        .iter()
        .filter(|section| section.topic == Topic::Syntax)
    {
        evidence.names(&text.raw(section.first, section.end));
    }
    evidence
}

impl SampleEvidence {
    /// Takes the names of a sample, whatever it is: keys of JSON, elements of XML, names in a query,
    /// placeholders.
    fn names(&mut self, sample: &str) {
        let mut shape = SampleShape::default();
        shape.add_json(sample);
        shape.add_xml(sample, |_| true);
        let request = sample.lines().find(|line| !line.trim().is_empty());
        let names = shape.names().into_iter();
        let names = names.chain(request.into_iter().flat_map(placeholders));
        let names = names
            .map(str::to_owned)
            .chain(RequestHead::of(sample).query);
        // Remarks in `<…>` are no names.
        self.names
            .extend(names.filter(|name| name.len() <= 128 && !name.contains(' ')));
        self.containers
            .extend(shape.containers().into_iter().map(str::to_owned));
    }
}

/// The names in braces, or the segments of a path without them.
pub(super) fn placeholders(line: &str) -> impl Iterator<Item = &str> {
    line.split(['/', '?', ' '])
        .map(|segment| segment.trim_matches(['{', '}', '[', ']']))
        .filter(|segment| {
            !segment.is_empty()
                && segment
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_every_kind_of_sample() {
        let mut evidence = SampleEvidence::default();
        evidence.names("{\"Key\": {\"Sub\": 1}}");
        evidence.names("<Root><Item>1</Item></Root>");
        evidence.names("GET /things/{ThingId}?Size=1&Color=x HTTP/1.1");
        evidence.names("https://x.example.com/?Action=Do\n&Limit=1\n&<a remark>");
        for name in ["Key", "Sub", "Item", "ThingId", "Size", "Color", "Limit"] {
            assert!(evidence.names.contains(name), "{name}");
        }
        assert!(!evidence.names.contains("a remark"));
        assert!(evidence.containers.contains("Key") && !evidence.containers.contains("Sub"));
    }
}
