//! Fetching: one answer, or all pages joined into one.

use cloudwright_core::meta::{Operation, Paging};
use cloudwright_core::{Call, End, Position, merge_pages, page_rows, page_rows_mut, page_total};
use serde_json::{Map, Value};

use super::narration::{ProgressLine, note, remark};
use super::result;
use crate::command::options::Options;
use crate::describe::quoted;
use crate::failure::Abort;
use crate::output::Format;
use crate::put;

/// Makes the call and writes its result.
pub(super) async fn run(
    call: Call,
    parameters: Map<String, Value>,
    options: &Options,
) -> Result<(), Abort> {
    let operation = call.operation();
    let is_for_all = options.request.is_for_all();
    if let Some(paging) = operation.paging.filter(|_| is_for_all) {
        return all(call, parameters, paging, options).await;
    }
    if is_for_all {
        note(options, "the action has no pages: this is all there is");
    }
    let answer = call.send_dynamic(Value::Object(parameters)).await?;
    let answer = answer.into_inner().into_json();
    result::write(operation, &answer, options)?;
    let shown = entries(operation, &answer);
    let total = operation
        .paging
        .and_then(|_| page_total(operation, &answer));
    if let Some(total) = total.filter(|total| *total > shown) {
        let text = format!("{shown} of {total} entries; --all fetches the rest");
        remark(options, &text);
    }
    Ok(())
}

/// All pages: joined into one, or the entries as lines, each page as soon as it is there. Then nothing is kept, and who
/// reads the lines need not wait for the last one.
async fn all(
    call: Call,
    parameters: Map<String, Value>,
    paging: Paging,
    options: &Options,
) -> Result<(), Abort> {
    let operation = call.operation();
    let is_streamed = is_streamed(options);
    let progress = if is_streamed {
        // Lines and progress would share the terminal.
        ProgressLine::none()
    } else {
        ProgressLine::new(options)
    };
    let mut kept = Vec::new();
    let (count, said) = each(call, parameters, paging, options, progress, |page| {
        if is_streamed {
            let listed = page_rows(operation, &page);
            return listed.map_or(Ok(()), |listed| put(&result::shown(listed, None, options)));
        }
        kept.push(page);
        Ok(())
    })
    .await?;
    if !is_streamed {
        result::write(operation, &merge_pages(operation, kept), options)?;
    } else if count == 0 && said.is_none() {
        remark(options, "there are no entries");
    }
    if let Some(said) = said {
        note(options, &said);
    }
    Ok(())
}

/// Whether entries are written as they come.
fn is_streamed(options: &Options) -> bool {
    options.output.format == Format::Jsonl && options.query.is_none()
}

/// Fetches page after page, until the last one or until there is enough. Returns how many entries
/// there were, and what is to be said of the end.
async fn each(
    call: Call,
    parameters: Map<String, Value>,
    paging: Paging,
    options: &Options,
    mut progress: ProgressLine,
    mut take: impl FnMut(Value) -> Result<(), Abort>,
) -> Result<(u64, Option<String>), Abort> {
    let operation = call.operation();
    let mut pages = call
        .pages_dynamic(Value::Object(parameters))?
        .with_large_pages(options.request.max_items)
        .with_max_pages(options.request.max_pages.unwrap_or(u64::MAX));
    // Entries of the first page that an earlier call had already.
    let mut had = 0;
    if let Some(position) = &options.request.start_at {
        had = position.taken();
        pages = pages.starting_at(position.clone())?;
    }
    let mut count = 0;
    let mut told = None;
    let mut stopped = None;
    let mut fetched = 0;
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
        let wanted = options
            .request
            .max_items
            .map(|most| most.saturating_sub(count));
        let came = entries(operation, &page);
        let passed = had.min(came);
        let taken = (came - passed).min(wanted.unwrap_or(u64::MAX));
        cut(operation, &mut page, passed, taken);
        had -= passed;
        count += taken;
        told = page_total(operation, &page).or(told);
        fetched += 1;
        let of = told.map_or_else(String::new, |total| format!(" of {total}"));
        progress.show(|| format!("{count}{of} entries, {fetched} pages"));
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
