//! Drawing a report as rustc draws its own: file, line, column, the line itself and a caret.
//!
//! Only the lines around a finding are handed to the drawing library, so that a thousand findings
//! in one large file cost a thousand lines and not a thousand files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Code, Diagnostic, Report, Severity, Span, counted};
use crate::source::floor;

/// So many findings are drawn of one file; the others are counted.
const SHOWN_PER_FILE: usize = 200;

/// So many warnings of one kind are drawn of one file where it is to be brief: an import of a whole
/// product may find hundreds of types that nothing uses.
const SHOWN_OF_A_KIND: usize = 3;

/// Longer lines are cut before they are drawn, so that one-line files cannot fill a screen.
const SHOWN_LINE_BYTES: usize = 2_000;

impl Report {
    /// The findings as rustc draws them, with a closing line of counts; empty without findings.
    pub fn render(&self, color: bool) -> String {
        self.drawn(color, usize::MAX)
    }

    /// The same with few of the warnings where one file has many of a kind; the others are counted.
    pub fn render_brief(&self, color: bool) -> String {
        self.drawn(color, SHOWN_OF_A_KIND)
    }

    /// Draws findings, of a kind of warnings in one file this many.
    fn drawn(&self, color: bool, most_of_a_kind: usize) -> String {
        if self.is_empty() {
            return String::new();
        }
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut text = String::new();
        let files = self
            .diagnostics
            .chunk_by(|left, right| left.file == right.file);
        for of_file in files {
            let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
            let is_drawn = |found: &&Diagnostic| {
                let count = counts.entry(found.code).or_insert(0);
                *count += 1;
                found.severity == Severity::Error || *count <= most_of_a_kind
            };
            let drawn = of_file.iter().filter(is_drawn).take(SHOWN_PER_FILE);
            let drawn: Vec<&Diagnostic> = drawn.collect();
            for diagnostic in &drawn {
                text.push_str(&renderer.render(&[group(diagnostic, &self.sources)]));
                text.push_str("\n\n");
            }
            let hidden = of_file.len() - drawn.len();
            if hidden > 0 {
                let hidden = counted(hidden, "finding");
                // Writing to a string does not fail.
                let _ = writeln!(text, "… and {hidden} more in {}\n", of_file[0].file);
            }
        }
        text.push_str(&self.summary());
        text.push('\n');
        text
    }
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a BTreeMap<String, String>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    let mut places: Vec<Mark<'_>> = Vec::new();
    if let Some(span) = &diagnostic.span {
        places.push(Mark {
            file: &diagnostic.file,
            span,
            label: None,
        });
    } else {
        group = group.element(Origin::path(diagnostic.file.as_str()));
    }
    places.extend(diagnostic.labels.iter().map(|label| Mark {
        file: &label.file,
        span: &label.span,
        label: Some(&label.text),
    }));
    for of_file in places.chunk_by(|left, right| left.file == right.file) {
        if let Some(snippet) = snippet(of_file, sources) {
            group = group.element(snippet);
        }
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

struct Mark<'a> {
    file: &'a str,
    span: &'a Span,
    label: Option<&'a str>,
}

fn snippet<'a>(
    places: &[Mark<'a>],
    sources: &'a BTreeMap<String, String>,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let file = places.first()?.file;
    let source = sources.get(file)?;
    let first = places.iter().min_by_key(|place| place.span.bytes.start)?;
    let last = places.iter().max_by_key(|place| place.span.bytes.end)?;
    let lines = lines_around(source, first.span.bytes.start..last.span.bytes.end);
    let shown = source.get(lines.clone())?;
    let annotations = places.iter().map(|place| {
        let kind = if place.label.is_none() {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let span = one_line(source, &place.span.bytes);
        let start = span.start.saturating_sub(lines.start).min(shown.len());
        let end = span.end.saturating_sub(lines.start).min(shown.len());
        kind.span(start..end).label(place.label)
    });
    Some(
        Snippet::source(shown)
            .path(file)
            .line_start(first.span.line)
            .fold(true)
            .annotations(annotations),
    )
}

/// The whole lines that a range touches, the last one cut where it is too long to be shown.
fn lines_around(source: &str, range: Range<usize>) -> Range<usize> {
    let start = source.get(..range.start).and_then(|head| head.rfind('\n'));
    let end = source.get(range.end..).and_then(|tail| tail.find('\n'));
    let start = start.map_or(0, |newline| newline + 1);
    // A carriage return before the newline would be drawn.
    let mut end = end.map_or(source.len(), |newline| range.end + newline);
    if source[range.end..end].ends_with('\r') {
        end -= 1;
    }
    if end - range.end > SHOWN_LINE_BYTES {
        end = floor(source, range.end + SHOWN_LINE_BYTES);
    }
    start..end.max(range.end)
}

/// The part of a range on its first line, without the blanks at its end.
fn one_line(source: &str, range: &Range<usize>) -> Range<usize> {
    let text = source.get(range.clone()).unwrap_or_default();
    let line = text
        .split(['\n', '\r'])
        .next()
        .unwrap_or_default()
        .trim_end();
    range.start..range.start + line.len()
}
