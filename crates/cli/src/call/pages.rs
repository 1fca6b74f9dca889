//! Fetching: one answer, or all pages joined into one.

use std::io::IsTerminal as _;

use cloudwright_core::meta::{Operation, Paging};
use cloudwright_core::{Call, End, Position, merge_pages, page_rows, page_rows_mut, page_total};
use serde_json::{Map, Value};

use crate::describe::quoted;
use crate::failure::Stop;
use crate::options::Options;
use crate::output::Format;
use crate::{put, say};

/// A result, what the caller should know of it, and what a person may like to know.
#[derive(Default)]
pub(super) struct Fetched {
    pub(super) result: Value,
    pub(super) note: Option<String>,
    pub(super) remark: Option<String>,
}

/// The result of the call.
pub(super) async fn fetch(
    call: Call,
    parameters: Map<String, Value>,
    options: &Options,
) -> Result<Fetched, Stop> {
    let operation = call.operation();
    let Some(paging) = operation.paging else {
        if options.all {
            note(options, "the action has no pages: this is all there is");
        }
        let result = single(call, parameters).await?;
        return Ok(Fetched {
            result,
            ..Fetched::default()
        });
    };
    if options.all {
        return all(call, parameters, paging, options).await;
    }
    let result = single(call, parameters).await?;
    let shown = entries(operation, &result);
    let more = page_total(operation, &result).filter(|total| *total > shown);
    let remark = more.map(|total| format!("{shown} of {total} entries; --all fetches the rest"));
    Ok(Fetched {
        result,
        remark,
        ..Fetched::default()
    })
}

async fn single(
    call: Call,
    parameters: Map<String, Value>,
) -> Result<Value, cloudwright_core::Error> {
    let answer = call.send_dynamic(Value::Object(parameters)).await?;
    Ok(answer.into_inner().into_json())
}

/// All pages, joined into one.
async fn all(
    call: Call,
    parameters: Map<String, Value>,
    paging: Paging,
    options: &Options,
) -> Result<Fetched, Stop> {
    let operation = call.operation();
    let mut fetched = Vec::new();
    let progress = Progress::new(options);
    let (_, note) = each(call, parameters, paging, options, progress, |page| {
        fetched.push(page);
        Ok(())
    })
    .await?;
    Ok(Fetched {
        result: merge_pages(operation, fetched),
        note,
        ..Fetched::default()
    })
}

/// The entries as lines, each page as soon as it is there: nothing is kept, and who reads the lines
/// need not wait for the last one. Without paging, or where the result is wanted as a whole, the
/// parameters come back.
pub(super) async fn stream(
    call: Call,
    parameters: Map<String, Value>,
    options: &Options,
) -> Result<Option<(Call, Map<String, Value>)>, Stop> {
    let operation = call.operation();
    let (Some(paging), true) = (operation.paging, options.all && is_streamed(options)) else {
        return Ok(Some((call, parameters)));
    };
    // Lines and progress would share the terminal.
    let (count, said) = each(
        call,
        parameters,
        paging,
        options,
        Progress::none(),
        |page| {
            let listed = page_rows(operation, &page);
            listed.map_or(Ok(()), |listed| put(&super::shown(listed, None, options)))
        },
    )
    .await?;
    if let Some(said) = said {
        note(options, &said);
    } else if count == 0 {
        remark(options, "there are no entries");
    }
    Ok(None)
}

/// Whether entries are written as they come.
fn is_streamed(options: &Options) -> bool {
    options.format == Format::Jsonl && options.query.is_none()
}

/// Fetches page after page, until the last one or until there is enough. Returns how many entries
/// there were, and what is to be said of the end.
async fn each(
    call: Call,
    parameters: Map<String, Value>,
    paging: Paging,
    options: &Options,
    mut progress: Progress,
    mut take: impl FnMut(Value) -> Result<(), Stop>,
) -> Result<(u64, Option<String>), Stop> {
    let operation = call.operation();
    let mut pages = call
        .pages_dynamic(Value::Object(parameters))?
        .with_large_pages(options.max_items)
        .with_max_pages(options.max_pages.unwrap_or(u64::MAX));
    // Entries of the first page that an earlier call had already.
    let mut had = 0;
    if let Some(position) = &options.start_at {
        had = position.taken();
        pages = pages.starting_at(position.clone())?;
    }
    let mut count = 0;
    let mut told = None;
    let mut stopped = None;
    while stopped.is_none() {
        let here = pages.position();
        let mut page = match pages.try_next().await {
            Ok(Some(page)) => page.into_inner().into_json(),
            Ok(None) => break,
            Err(error) => {
                if let Some(here) = here.filter(|_| count > 0 && is_streamed(options)) {
                    note(options, &go_on(&here.with_taken(had)));
                }
                return Err(error.into());
            }
        };
        let wanted = options.max_items.map(|most| most.saturating_sub(count));
        let came = entries(operation, &page);
        let passed = had.min(came);
        let taken = (came - passed).min(wanted.unwrap_or(u64::MAX));
        cut(operation, &mut page, passed, taken);
        had -= passed;
        count += taken;
        told = page_total(operation, &page).or(told);
        progress.show(count, told);
        take(page)?;
        if passed + taken < came {
            stopped = here.map(|here| here.with_taken(passed + taken));
        } else if wanted == Some(taken) {
            break;
        }
    }
    drop(progress);
    let said = match stopped.or_else(|| pages.position()) {
        Some(position) => Some(go_on(&position)),
        None => ended(paging, pages.end(), count, told, pages.missing()),
    };
    Ok((count, said))
}

/// How to go on.
fn go_on(position: &Position) -> String {
    let start = quoted(&position.to_string());
    format!("there may be more: the same call with --start-at {start} goes on from here")
}

/// What is to be said of how a list ended: where it did so before its total, in a circle, or with more
/// than there should be.
fn ended(
    paging: Paging,
    end: Option<End>,
    count: u64,
    told: Option<u64>,
    missing: Option<u64>,
) -> Option<String> {
    let repeated = match paging {
        Paging::Token { .. } => "the service gave a token that it had given before",
        _ => "the service answered the same page twice",
    };
    let is_repeated = end == Some(End::Repeated);
    if let Some(missing) = missing {
        let why = if is_repeated {
            repeated
        } else {
            "the service gave no more"
        };
        let of = count.saturating_add(missing);
        return Some(format!("{count} of {of} entries: {why}"));
    }
    if is_repeated {
        return Some(format!("the list ends at {count} entries: {repeated}"));
    }
    // Numbered pages that change their size overlap, and what lies between two of them is lost.
    let told = told.filter(|told| (1..count).contains(told))?;
    let is_numbered = matches!(paging, Paging::Page { .. });
    is_numbered.then(|| {
        format!(
            "{count} entries, and the service counts {told}: its pages overlap, rows may be missing"
        )
    })
}

fn entries(operation: &Operation, page: &Value) -> u64 {
    let count = match page_rows(operation, page) {
        Some(Value::Array(entries)) => entries.len(),
        Some(Value::Object(entries)) => entries.len(),
        _ => 0,
    };
    count as u64
}

/// Leaves of the entries of a page those that are wanted: so many, behind so many.
fn cut(operation: &Operation, page: &mut Value, passed: u64, taken: u64) {
    let place = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let (passed, taken) = (place(passed), place(taken));
    match page_rows_mut(operation, page) {
        Some(Value::Array(entries)) => {
            entries.drain(..passed.min(entries.len()));
            entries.truncate(taken);
        }
        Some(Value::Object(entries)) => {
            let all = std::mem::take(entries).into_iter();
            entries.extend(all.skip(passed).take(taken));
        }
        _ => {}
    }
}

/// Something the caller should know.
pub(super) fn note(options: &Options, text: &str) {
    if !options.quiet {
        crate::note(text);
    }
}

/// Something a person may like to know; scripts need not.
pub(super) fn remark(options: &Options, text: &str) {
    if std::io::stderr().is_terminal() {
        note(options, text);
    }
}

/// How far a long run is: one line on a terminal, wiped away at the end.
struct Progress {
    is_on: bool,
    pages: u32,
}

impl Progress {
    /// No progress is shown.
    fn none() -> Self {
        Self {
            is_on: false,
            pages: 0,
        }
    }

    fn new(options: &Options) -> Self {
        Self {
            is_on: !options.quiet && !options.verbose && std::io::stderr().is_terminal(),
            pages: 0,
        }
    }

    fn show(&mut self, count: u64, total: Option<u64>) {
        self.pages += 1;
        if self.is_on {
            let of = total.map_or_else(String::new, |total| format!(" of {total}"));
            say(&format!(
                "\r\u{1b}[K{count}{of} entries, {} pages",
                self.pages
            ));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_on && self.pages > 0 {
            say("\r\u{1b}[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_does_not_end_as_it_should_is_told() {
        const OFFSET: Paging = Paging::Offset {
            offset: "o",
            limit: None,
            items: "i",
            total: Some("t"),
        };
        const PAGE: Paging = Paging::Page {
            page: "p",
            size: None,
            items: "i",
            total: Some("t"),
        };
        const TOKEN: Paging = Paging::Token {
            token: "t",
            next: "n",
            limit: None,
            items: "i",
        };
        for (paging, end, count, total, missing, told) in [
            (OFFSET, End::Total, 9, Some(9), None, None),
            (OFFSET, End::Total, 9, Some(8), None, None),
            (
                OFFSET,
                End::Short,
                8,
                Some(9),
                Some(1),
                Some("8 of 9 entries: the service gave no more"),
            ),
            (
                OFFSET,
                End::Repeated,
                8,
                Some(9),
                Some(1),
                Some("8 of 9 entries: the service answered the same page twice"),
            ),
            (
                PAGE,
                End::Repeated,
                8,
                None,
                None,
                Some("the list ends at 8 entries: the service answered the same page twice"),
            ),
            (PAGE, End::Total, 8, Some(8), None, None),
            (PAGE, End::Empty, 8, Some(0), None, None),
            (
                PAGE,
                End::Total,
                9,
                Some(8),
                None,
                Some("9 entries, and the service counts 8: its pages overlap, rows may be missing"),
            ),
            (TOKEN, End::NoNext, 8, None, None, None),
            (
                TOKEN,
                End::Repeated,
                8,
                None,
                None,
                Some(
                    "the list ends at 8 entries: the service gave a token that it had given before",
                ),
            ),
        ] {
            let said = ended(paging, Some(end), count, total, missing);
            assert_eq!(said.as_deref(), told, "{paging:?} {end:?}");
        }
    }
}
