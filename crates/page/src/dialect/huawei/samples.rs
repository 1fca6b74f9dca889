//! Requests and answers that a page shows.

use std::collections::HashSet;

use crate::dialect::huawei::caption;
use crate::facts::{Direction, Page, SampleContent};
use crate::heading::{Section, Topic};
use crate::sample::{self, request_line, status_line};
use crate::shape::SampleShape;
use crate::text::PageText;

/// Reads the samples of a page.
pub(super) fn read(text: &PageText<'_>, sections: &[Section], page: &mut Page) {
    for section in sections {
        match section.topic {
            Topic::RequestSamples => requests(text, section, page),
            Topic::ResponseSamples => answers(text, section, page),
            _ => {}
        }
    }
}

/// A request is its line with all that follows, up to the next one's title.
fn requests(text: &PageText<'_>, section: &Section, page: &mut Page) {
    let mut title = None;
    let mut index = section.first;
    while index < section.end {
        let line = text.at(index);
        let body = line.starts_with(['{', '[']);
        if body || request_line(line).is_some() {
            let end = if body {
                sample::json_end(text, index, section.end)
            } else {
                request_end(text, index, section.end)
            };
            let mut sample = sample::take(text, Direction::Request, index, end);
            sample.content = SampleContent::Text;
            sample.title = title.take();
            page.samples.push(sample);
            index = end;
            continue;
        }
        if !line.is_empty() {
            title = Some(text.stated(index, line));
        }
        index += 1;
    }
}

/// The index behind a request: behind its body, or its line and headers.
fn request_end(text: &PageText<'_>, first: usize, end: usize) -> usize {
    let mut index = first + 1;
    while index < end {
        let line = text.at(index);
        if line.starts_with(['{', '[']) {
            return sample::json_end(text, index, end);
        }
        // A header of the request, or a body that is no JSON, follows without an empty line or is the
        // title of the next request.
        if !line.is_empty() && (line.starts_with('•') || request_line(line).is_some()) {
            break;
        }
        index += 1;
    }
    sample::trim_end(text, first, index)
}

fn answers(text: &PageText<'_>, section: &Section, page: &mut Page) {
    // Found once: a section may have many samples and no status.
    let statuses: Vec<usize> = section
        .lines()
        .filter(|&index| caption::status(text.at(index)).is_some())
        .collect();
    let mut status = None;
    let mut title = None;
    let mut index = section.first;
    while index < section.end {
        let line = text.at(index);
        if let Some(code) = caption::status(line) {
            status = Some(text.stated(index, code));
            title = None;
        } else if let Some(code) = status_line(line) {
            status = Some(text.stated(index, code));
        } else if line.starts_with(['{', '[']) {
            let next = statuses.partition_point(|&status| status <= index);
            let limit = statuses.get(next).copied().unwrap_or(section.end);
            let end = sample::closed_end(text, index, limit);
            let mut sample = sample::take(text, Direction::Response, index, end);
            sample.status.clone_from(&status);
            sample.title = title.take();
            page.samples.push(sample);
            index = end;
            continue;
        } else if !line.is_empty() {
            title = Some(text.stated(index, line));
        }
        index += 1;
    }
}

/// What all samples show, laid over each other.
pub(super) fn shape(page: &Page) -> SampleShape {
    let mut shape = SampleShape::default();
    for sample in &page.samples {
        shape.add_json(&sample.text.value);
    }
    shape
}

/// The names that the path, the headers of every request, and the samples show.
pub(super) fn names(page: &Page, shape: &SampleShape) -> HashSet<String> {
    let mut names: HashSet<String> = shape.names().into_iter().map(str::to_owned).collect();
    names.extend(["X-Auth-Token", "Content-Type"].map(str::to_owned));
    let path = page
        .head
        .path
        .as_ref()
        .map_or("", |path| path.value.as_str());
    let placeholders = path
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next());
    names.extend(placeholders.map(str::to_owned));
    names
}
