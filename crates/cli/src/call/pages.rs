//! Fetching: one answer, or all pages joined into one.

use std::io::IsTerminal as _;

use cloudwright_core::meta::{Operation, Paging, Rule};
use cloudwright_core::{Call, End, Position, merge_pages};
use serde_json::{Map, Value};

use crate::describe::quoted;
use crate::failure::Stop;
use crate::options::Options;
use crate::output::Format;
use crate::{flags, output, put, say};

/// A result, and what a person may like to know of it.
pub(super) struct Fetched {
    pub(super) result: Value,
    pub(super) remark: Option<String>,
}

impl From<Value> for Fetched {
    fn from(result: Value) -> Self {
        Self {
            result,
            remark: None,
        }
    }
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
        return Ok(single(call, parameters).await?.into());
    };
    if options.all {
        return Ok(all(call, parameters, paging, options).await?.into());
    }
    let result = single(call, parameters).await?;
    let shown = entries(operation, &result);
    let more = total(paging, &result).filter(|total| *total > shown);
    let remark = more.map(|total| format!("{shown} of {total} entries; --all fetches the rest"));
    Ok(Fetched { result, remark })
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
) -> Result<Value, Stop> {
    let operation = call.operation();
    let mut fetched = Vec::new();
    let progress = Progress::new(options);
    each(call, parameters, paging, options, progress, |page| {
        fetched.push(page);
        Ok(())
    })
    .await?;
    Ok(merge_pages(operation, fetched))
}

/// The entries as lines, each page as soon as it is there: nothing is kept, and who reads the lines
/// need not wait for the last one. Without paging, or where the result is wanted as a whole, the
/// parameters come back.
pub(super) async fn stream(
    call: Call,
    parameters: Map<String, Value>,
    options: &Options,
) -> Result<Option<(Call, Map<String, Value>)>, Stop> {
    let is_wanted = options.all && options.format == Format::Jsonl && options.query.is_none();
    let (Some(paging), true) = (call.operation().paging, is_wanted) else {
        return Ok(Some((call, parameters)));
    };
    // Lines and progress would share the terminal.
    let count = each(
        call,
        parameters,
        paging,
        options,
        Progress::none(),
        |page| {
            let listed = path(paging).and_then(|path| output::at(&page, path));
            listed.map_or(Ok(()), |listed| put(&super::shown(listed, None, options)))
        },
    )
    .await?;
    if count == 0 {
        remark(options, "there are no entries");
    }
    Ok(None)
}

/// Fetches page after page, until the last one or until there is enough. Returns how many entries
/// there were.
async fn each(
    call: Call,
    parameters: Map<String, Value>,
    paging: Paging,
    options: &Options,
    mut progress: Progress,
    mut take: impl FnMut(Value) -> Result<(), Stop>,
) -> Result<u64, Stop> {
    let operation = call.operation();
    let mut pages = call
        .pages_dynamic(Value::Object(parameters))?
        .with_large_pages(options.max_items)
        .with_max_pages(options.max_pages.unwrap_or(u64::MAX));
    let mut count = 0;
    let mut told = None;
    while let Some(page) = pages.try_next().await? {
        let mut page = page.into_inner().into_json();
        let wanted = options.max_items.map(|most| most.saturating_sub(count));
        count += entries(operation, &page);
        told = total(paging, &page).or(told);
        progress.show(count, told);
        cut(paging, &mut page, wanted);
        take(page)?;
        if options.max_items.is_some_and(|most| count >= most) {
            break;
        }
    }
    drop(progress);
    let surplus = options
        .max_items
        .map_or(0, |most| count.saturating_sub(most));
    if let Some(position) = pages.position() {
        if let Some(flags) = going_on(operation, &position, surplus) {
            remark(
                options,
                &format!("there may be more: {flags} goes on from here"),
            );
        }
    } else if let Some(note) = ended(paging, pages.end(), count, told, pages.missing()) {
        self::note(options, &note);
    }
    Ok(count)
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

/// The flags that ask for what comes at a position, or for so many entries before it; `None` where nothing
/// asks for those.
fn going_on(operation: &'static Operation, position: &Position, surplus: u64) -> Option<String> {
    let flags = flags::of(operation);
    let mut words = Vec::new();
    for (name, value) in position.parameters(operation) {
        let flag = flags.iter().find(|flag| flag.parameter.name == name)?;
        let value = if surplus > 0 && words.is_empty() {
            entry_before(operation, &value, surplus)?.to_string()
        } else {
            value
        };
        words.push(format!("--{} {}", flag.name, quoted(&value)));
    }
    (!words.is_empty()).then(|| words.join(" "))
}

/// The offset of an entry that was fetched and not wanted, where an offset may be any number.
fn entry_before(operation: &Operation, offset: &str, surplus: u64) -> Option<u64> {
    let is_free = matches!(operation.paging, Some(Paging::Offset { offset: name, .. })
        if !operation.rules.iter().any(|rule| matches!(rule, Rule::MultipleOf(of, _) if *of == name)));
    let offset: u64 = offset.parse().ok().filter(|_| is_free)?;
    offset.checked_sub(surplus)
}

/// Where the entries are.
fn path(paging: Paging) -> Option<&'static str> {
    match paging {
        Paging::Offset { items, .. } | Paging::Page { items, .. } | Paging::Token { items, .. } => {
            Some(items)
        }
        _ => None,
    }
}

fn entries(operation: &Operation, page: &Value) -> u64 {
    let found = operation
        .paging
        .and_then(path)
        .and_then(|path| output::at(page, path));
    let count = match found {
        Some(Value::Array(entries)) => entries.len(),
        Some(Value::Object(entries)) => entries.len(),
        _ => 0,
    };
    count as u64
}

/// How many entries there are altogether, where the page says so.
fn total(paging: Paging, page: &Value) -> Option<u64> {
    let (Paging::Offset { total, .. } | Paging::Page { total, .. }) = paging else {
        return None;
    };
    match output::at(page, total?)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// Drops the entries beyond the number that was asked for.
fn cut(paging: Paging, result: &mut Value, most: Option<u64>) {
    let Some(most) = most.and_then(|most| usize::try_from(most).ok()) else {
        return;
    };
    let Some(path) = path(paging) else { return };
    let mut names = path.split('.').filter(|name| !name.is_empty());
    let place = names.try_fold(result, |value, name| value.get_mut(name));
    if let Some(Value::Array(entries)) = place {
        entries.truncate(most);
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
