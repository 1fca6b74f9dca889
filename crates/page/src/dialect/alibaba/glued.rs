//! Row heads whose cells are glued to each other: `PageSizeIntegerQueryNo10`. Where the name ends and the
//! type starts is not marked; each way to cut is weighed. Pure functions of one line.

use crate::dialect::alibaba::type_words::{self, Usual};
use crate::facts::Place;
use crate::nesting::is_singular;
use crate::table::{Column, Columns, required_prefix};
use crate::text::is_han;

/// What stands in a row before its description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowHead<'a> {
    /// Empty for a row without one: an object at the root, the item of a list.
    pub(super) name: &'a str,
    pub(super) words: &'a str,
    pub(super) required: Option<bool>,
    pub(super) place: Option<Place>,
    pub(super) example: &'a str,
    /// How good the cut is.
    pub(super) weight: i32,
    pub(super) usual: Usual,
}

/// The columns of a table as far as they are glued to the name.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The columns between the type and the description.
    behind: Vec<Column>,
    /// Whether the required column stands between name and type.
    required_first: bool,
    /// Whether rows tell if they are required: the words are never lost.
    strict: bool,
    /// Whether the words are English ones. Chinese pages lose theirs, and an example may start with
    /// `No`: `None`, `Normal`.
    english: bool,
}

/// A cut of at least this weight is a row head wherever it stands.
pub(super) const SURE: i32 = 8;
/// A cut of at least this weight is a row head where one can stand.
pub(super) const LIKELY: i32 = 3;

/// The longest name.
const LONGEST: usize = 128;

impl Order {
    /// The order of a table's columns. `words_kept` says that Yes and No are never lost on the page.
    pub(super) fn of(columns: &Columns, words_kept: bool) -> Option<Self> {
        let r#type = columns.position(Column::Type)?;
        let description = columns
            .position(Column::Description)
            .unwrap_or(columns.columns().len());
        let behind = columns.columns().get(r#type + 1..description)?.to_vec();
        let required_first = columns
            .position(Column::Required)
            .is_some_and(|at| at < r#type);
        Some(Self {
            strict: words_kept && columns.has(Column::Required),
            english: words_kept,
            behind,
            required_first,
        })
    }

    /// Whether the example is glued to the head, before the description.
    pub(super) fn example_first(&self) -> bool {
        self.behind.contains(&Column::Example)
    }

    /// Whether every row says Yes or No.
    pub(super) fn is_strict(&self) -> bool {
        self.strict
    }

    /// The same without the demand that each row says Yes or No.
    pub(super) fn relaxed(&self) -> Self {
        Self {
            strict: false,
            ..self.clone()
        }
    }
}

/// The best way to cut a line into a row head. `known` says that a name stands in a sample.
pub(super) fn cut<'a>(
    line: &'a str,
    order: &Order,
    known: impl Fn(&str) -> bool,
) -> Option<RowHead<'a>> {
    let mut best: Option<RowHead<'a>> = None;
    for (at, c) in line.char_indices() {
        if at > LONGEST {
            break;
        }
        // Behind a name that a sample shows, any type is one.
        let of_page = if known(&line[..at]) {
            let behind = &line[at..];
            [type_words::list_of_named(behind), type_words::plain(behind)]
        } else {
            [None; 2]
        };
        let of_page = of_page.into_iter().flatten();
        let of_page = of_page.map(|length| (length, Usual::Often));
        for (length, usual) in type_words::prefixes(&line[at..]).into_iter().chain(of_page) {
            let (name, rest) = line.split_at(at);
            let (words, rest) = rest.split_at(length);
            let Some(mut head) = finish(name, words, rest, order) else {
                continue;
            };
            head.usual = usual;
            head.weight += weigh(&head, &known);
            if best.is_none_or(|best| head.weight > best.weight) {
                best = Some(head);
            }
        }
        if !is_name_char(c, at) {
            break;
        }
    }
    best
}

fn is_name_char(c: char, at: usize) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '_' | '$' | '{' | '[' | '@')
        || (at > 0 && matches!(c, '.' | '-' | '/' | ']' | '}' | '#' | ':'))
}

/// Reads what is glued behind the type; `None` if it does not fit the columns.
fn finish<'a>(name: &'a str, words: &'a str, rest: &'a str, order: &Order) -> Option<RowHead<'a>> {
    let mut head = RowHead {
        name,
        words,
        required: None,
        place: None,
        example: "",
        weight: 0,
        usual: Usual::Often,
    };
    if order.required_first {
        for (answer, required) in [("Yes", true), ("No", false)] {
            if let Some(name) = name.strip_suffix(answer) {
                (head.name, head.required) = (name, Some(required));
            }
        }
    }
    let mut rest = rest;
    for column in &order.behind {
        match column {
            Column::Required => {
                let said =
                    required_prefix(rest).filter(|_| order.english || rest.starts_with(is_han));
                if let Some((value, length)) = said {
                    head.required = Some(value);
                    head.weight += 6;
                    rest = &rest[length..];
                }
            }
            Column::Place => {
                if let Some((place, length)) = place(rest) {
                    head.place = Some(place);
                    head.weight += 4;
                    rest = &rest[length..];
                }
            }
            Column::Example | Column::Default | Column::Bounds => {
                head.example = rest;
                rest = "";
            }
            _ => {}
        }
    }
    let answered = head.required.is_some() || !order.strict;
    (rest.trim().is_empty() && answered && !head.name.ends_with([':', '-', '/'])).then_some(head)
}

fn weigh(head: &RowHead<'_>, known: &impl Fn(&str) -> bool) -> i32 {
    let mut weight = 0;
    if head.name.is_empty() {
        // A row without a name is its type alone; the reader of rows decides by what stands around it.
        return if head.example.is_empty() { 0 } else { -20 };
    }
    if known(head.name) {
        weight += 8;
    }
    if head.usual == Usual::Often {
        weight += 3;
    }
    weight += if type_words::fits(head.words, head.example) {
        2
    } else {
        -3
    };
    // `Json` alone is seldom, before a bracket it is a type.
    if head.usual == Usual::Seldom
        && head.words.to_ascii_lowercase().starts_with("json")
        && head.example.starts_with(['{', '['])
    {
        weight += 3;
    }
    if head.example.starts_with(is_han) {
        weight -= if head.usual == Usual::Often { 2 } else { 6 };
    }
    // `EndDateString…` is no date whose example starts with `String`.
    if !type_words::prefixes(head.example).is_empty() {
        weight -= 2;
    }
    // Of `Array of NodeNo…` the longer word is the type if it is that of the name.
    if let Some(item) = head.words.strip_prefix("Array of ")
        && is_singular(item, head.name)
    {
        weight += 2;
    }
    weight
}

/// Where a parameter travels, at the start of a text, and the length of the word.
pub(super) fn place(text: &str) -> Option<(Place, usize)> {
    [
        ("query", Place::Query),
        ("path", Place::Path),
        ("body", Place::Body),
        ("header", Place::Header),
        ("formdata", Place::Form),
        ("form", Place::Form),
        ("host", Place::Host),
    ]
    .iter()
    .find(|(word, _)| {
        text.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    })
    .map(|&(word, place)| (place, word.len()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn cells(line: &str, header: &str, kept: bool, known: &[&str]) -> Option<String> {
        let order = Order::of(&Columns::of(header).unwrap(), kept).unwrap();
        cut(line, &order, |name| known.contains(&name)).map(|head| {
            format!(
                "{}|{}|{}|{}|{}",
                head.name,
                head.words,
                head.place.map_or("", Place::word),
                head.required
                    .map_or("", |required| if required { "Yes" } else { "No" }),
                head.example
            )
        })
    }

    const OLD: &str = "ParameterTypeRequiredExampleDescription";
    const NEW: &str = "ParameterTypeRequiredDescriptionExample";
    const ANSWER: &str = "名称类型示例值描述";

    #[test]
    fn the_example_is_glued_to_yes_or_no_in_the_older_order() {
        for (line, cut) in [
            ("SizeIntegerNo100", "Size|Integer||No|100"),
            ("EndDateStringYes2021", "EndDate|String||Yes|2021"),
            ("StringToStringStringNox", "StringToString|String||No|x"),
            ("TagsArray of TagNo", "Tags|Array of Tag||No|"),
            ("NodesArray of NodeNo", "Nodes|Array of Node||No|"),
            ("Rule.N.LowFloatNo1.0", "Rule.N.Low|Float||No|1.0"),
        ] {
            assert_eq!(cells(line, OLD, true, &[]).as_deref(), Some(cut));
        }
        assert_eq!(cells("SizeInteger100", OLD, true, &[]), None);
    }

    #[test]
    fn a_head_of_the_current_order_ends_with_its_type_or_yes_or_no() {
        assert_eq!(
            cells("SizeintegerNo", NEW, true, &[]).as_deref(),
            Some("Size|integer||No|")
        );
        assert_eq!(
            cells("Listarray<object>", NEW, false, &[]).as_deref(),
            Some("List|array<object>|||")
        );
        assert_eq!(cells("Sizeinteger100", NEW, false, &[]), None);
        assert_eq!(
            cells("object", NEW, false, &[]).as_deref(),
            Some("|object|||")
        );
    }

    #[test]
    fn a_chinese_row_has_lost_yes_and_no_and_keeps_the_place() {
        let header = "名称类型位置是否必选示例值描述";
        assert_eq!(
            cells("SizeIntegerQuery10", header, false, &[]).as_deref(),
            Some("Size|Integer|query||10")
        );
    }

    #[test]
    fn an_example_that_starts_with_no_is_no_answer_on_a_chinese_page() {
        let header = "名称类型是否必选示例值描述";
        for (line, cut) in [
            ("ModeStringNone", "Mode|String|||None"),
            ("ModeString必选", "Mode|String||Yes|"),
            ("RuleJson{\"a\":1}", "Rule|Json|||{\"a\":1}"),
        ] {
            assert_eq!(cells(line, header, false, &[]).as_deref(), Some(cut));
        }
    }

    #[test]
    fn samples_tell_names_that_end_like_types() {
        assert_eq!(
            cells("DataListRepeatList", ANSWER, false, &[]).as_deref(),
            Some("DataList|RepeatList|||")
        );
        let long = "isLongTermBooleantrue";
        assert_eq!(
            cells(long, ANSWER, false, &[]).as_deref(),
            Some("isLongTerm|Boolean|||true")
        );
        let (older, lamps) = (OLD, ["LampCount"].as_slice());
        for (line, known, cut) in [
            ("LampCountInt64No3", lamps, Some("LampCount|Int64||No|3")),
            ("LampCountuint32Yes", lamps, Some("LampCount|uint32||Yes|")),
            ("LampCountInt64No3", &[], None),
        ] {
            assert_eq!(cells(line, older, true, known).as_deref(), cut, "{line}");
        }
        let line = "BaseStringLongString1";
        assert_eq!(
            cells(line, ANSWER, false, &["BaseStringLong"]).as_deref(),
            Some("BaseStringLong|String|||1")
        );
    }

    #[test]
    fn sentences_weigh_little() {
        let order = Order::of(&Columns::of(ANSWER).unwrap(), false).unwrap();
        for line in [
            "ConfigMap信息。",
            "InstanceList. For more",
            "the object",
            "ConfigMap",
        ] {
            assert!(
                cut(line, &order, |_| false).is_none_or(|head| head.weight < LIKELY),
                "{line}"
            );
        }
    }
}
