//! Counts work in tests, so that they can show that reading a page is linear without looking at a clock.
//! Outside of tests nothing is counted.

/// Notes work: bytes that were looked at, or steps.
#[cfg(not(test))]
#[inline]
pub(crate) fn done(_: usize) {}

#[cfg(test)]
pub(crate) use counted::done;

#[cfg(test)]
mod counted {
    use std::cell::Cell;

    thread_local! {
        static DONE: Cell<usize> = const { Cell::new(0) };
    }

    pub(crate) fn done(work: usize) {
        DONE.with(|all| all.set(all.get() + work));
    }

    /// The work of a piece of code.
    pub(crate) fn of(run: impl FnOnce()) -> usize {
        let before = DONE.with(Cell::get);
        run();
        DONE.with(Cell::get) - before
    }
}

#[cfg(test)]
mod tests {
    use super::counted::of;

    const HEAD: &str = "1. API Description\n\nThis API (ListLamps) is used to list.\nDomain for API request: lamp.api.qcloud.com\n\n2. Input Parameters\n\n";

    /// Shapes of pages that grow: what is repeated, and what stands before it.
    fn pages() -> Vec<(&'static str, String, String)> {
        let table = "Parameter Name Required Type Description\n";
        let late = "Parameter Name Description Type Required\n";
        let owned = |text: &str| text.to_owned();
        vec![
            (
                "rows",
                format!("{HEAD}{table}"),
                owned("limit Yes Int Rows. Default value: 20\n"),
            ),
            (
                "rows of one parent",
                format!("{HEAD}{table}a Yes Array x\n\na is composed as follows:\n\n{table}"),
                owned("b Yes Int x\n"),
            ),
            (
                "tables",
                format!("{HEAD}{table}data Yes Object x\n"),
                format!("\ndata is composed as follows:\n\n{table}data Yes Object x\n"),
            ),
            (
                "tables that name many members",
                format!("{HEAD}{table}data Yes Object x\n"),
                format!("\nthe lamp of data is composed as follows:\n\n{table}lamp Yes Int x\n"),
            ),
            (
                "tables without a parent",
                format!("{HEAD}{table}data Yes Object x\n"),
                format!("\nnothing is composed as follows:\n\n{table}data Yes Object x\n"),
            ),
            (
                "rows without a type",
                format!("{HEAD}{late}"),
                owned("limit rows of the page\n"),
            ),
            (
                "paragraphs behind a table",
                format!("{HEAD}{late}limit rows Int No\n"),
                owned("\nlimit rows of the page\n"),
            ),
            ("headers", owned(HEAD), owned(late)),
            (
                "lines of one description",
                format!("{HEAD}{table}limit Yes Int Rows.\n"),
                owned("1: one, 2: two\n"),
            ),
            (
                "one long line",
                format!("{HEAD}{table}limit Yes Int "),
                owned("Value range: 1,2 a-b default value: x "),
            ),
            (
                "open samples",
                format!("{HEAD}{table}\n5. Samples\n\n"),
                owned("{\n\"a\": [1\n\n"),
            ),
            (
                "requests",
                format!("{HEAD}{table}\n5. Samples\n\n"),
                owned("POST / HTTP/1.1\nHost: a.example.com\n\n"),
            ),
            (
                "errors",
                format!("{HEAD}{table}\n4. Error Codes\n\nError Code Description\n"),
                owned("A.B text\nmore text\n"),
            ),
            (
                "tabs",
                format!("{HEAD}Parameter Name\tRequired\tType\tDescription\n"),
                owned("a\tYes\nb\tInt\tc\n\nd"),
            ),
            (
                "headings",
                owned(HEAD),
                owned("3. Output Parameters\n\nParameter Name Type Description\na Int b\n\n"),
            ),
            ("white space", owned(HEAD), owned(" \t\n")),
            (
                "rows between pipes",
                format!("{HEAD}Parameter Name | Type | Description |\n---|---|---|\n"),
                owned("limit | Int | Rows:\n- one |\nodd |\n"),
            ),
            (
                "rows that never end",
                format!("{HEAD}a | b | c | d |\n---|---|---|---|\n"),
                owned("x |\n\n"),
            ),
            (
                "tables between pipes",
                owned(HEAD),
                owned("a |\nb |\n---|---|\n"),
            ),
            (
                "rows of one owner",
                owned(
                    "URI\n\nGET /a\n\nResponse\n\nParameter\n\nSub-Parameter\n\nType\n\nDescription\n\n",
                ),
                owned("a\n\nb\n\nString\n\nx\n\nc\n\nString\n\n"),
            ),
        ]
    }

    #[test]
    fn four_times_the_page_is_four_times_the_work() {
        for dialect in crate::dialect::ALL {
            for (name, start, repeated) in pages() {
                let work = |times: usize| {
                    let page = start.clone() + &repeated.repeat(times);
                    of(|| drop(crate::read_as(&page, dialect.name())))
                };
                let (once, four) = (work(400), work(1600));
                assert!(
                    four <= once * 5,
                    "{}, {name}: {once} and {four}",
                    dialect.name()
                );
            }
        }
    }

    #[test]
    fn what_is_made_is_bounded_by_the_page() {
        for (name, start, repeated) in pages() {
            let page = start + &repeated.repeat(1000);
            let facts = crate::read_as(&page, "tencent-legacy").unwrap();
            let paths: usize = facts
                .parameters
                .iter()
                .chain(&facts.response)
                .map(|member| member.path.value.len())
                .sum();
            assert!(
                paths <= crate::nesting::budget(page.len()),
                "{name}: {paths}"
            );
        }
    }
}
