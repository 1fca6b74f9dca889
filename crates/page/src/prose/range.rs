//! Bounds in sentences: of a number, of the length of a text, of the count of a list.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::pattern;
use crate::facts::{Bounded, Range};
use crate::words::{self, has_any, starts_with_any, strip_any};

const NUMBER: &str = r"(-?\d{1,3}(?:,\d{3})+|-?\d+(?:\.\d+)?)";
const TO: &str = r"\s*(?:-|~|～|–|—|至|到|,|、|\.\.\.?|\bto\b|\band\b)\s*";
/// The same without a comma, which parts the values of a list where no bracket stands before it.
const RANGE: &str = r"\s*(?:-|~|～|–|—|至|到|\.\.\.?|\bto\b|\band\b)\s*";
/// The same without words that may part other numbers.
const DASH: &str = r"\s*(?:-|~|～|–|—|至|到|\.\.\.?|\bto\b)\s*";
const UNIT: &str = r"\s*(?:个|位)?\s*(?:(?:of\s+)?(?:ASCII|Unicode|UTF-8|utf-8|English|英文|中文)\s*)?(字符|字节|个字|位长|characters?|chars?|bytes?|letters)?";

struct Patterns {
    /// Two bounds behind a word for a range.
    ranges: Regex,
    /// Two bounds in brackets behind a word for a range.
    brackets: Regex,
    /// Two bounds before a word for a length, or behind one.
    lengths: Regex,
    /// `between 1 and 100`.
    between: Regex,
    /// Two bounds in the next part of a sentence: the first hold under a condition.
    further: Regex,
    /// The greatest.
    most: Regex,
    /// The least.
    least: Regex,
}

/// What stands before a range.
const RANGE_WORDS: &str = r"(?:取值范围|数值范围|有效范围|范围|取值区间|取值|value\s+range|valid\s+values?|valid\s+range|\branges?)\s*(?:is|are|为|是|of|from|在|:)?\s*:?\s*";

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns {
    ranges: pattern(&format!(r"(?i){RANGE_WORDS}{NUMBER}{RANGE}{NUMBER}{UNIT}")),
    brackets: pattern(&format!(
        r"(?i){RANGE_WORDS}[\[(【]\s*{NUMBER}{TO}{NUMBER}{UNIT}"
    )),
    lengths: pattern(&format!(
        r"(?i)(?:(?:长度|字符数|\blength)(?:限制|范围|要求)?\s*(?:为|是|在|:|is|of|range)?\s*:?\s*[\[(]?\s*{NUMBER}{DASH}{NUMBER}|[\[(]?{NUMBER}{DASH}{NUMBER}[\])]?\s*(?:个|位)?\s*(?:英文|中文|ASCII|Unicode)?\s*(?:字符|字节|characters?\b|chars\b|bytes?\b|letters\b))"
    )),
    between: pattern(&format!(
        r"(?i)(?:\bbetween\b|介于)\s*{NUMBER}\s*(?:and|和|与|到|至|-|~){NUMBER}|\bbetween\s+{NUMBER}\s+and\s+{NUMBER}{UNIT}"
    )),
    further: pattern(&format!(
        r"^[^.。\n;]{{0,80}};[^.。\n;]{{0,40}}?{NUMBER}{DASH}{NUMBER}"
    )),
    most: pattern(&format!(
        r"(?i)(?:最大值|最大长度|最大|上限|最多|至多|不超过|不能超过|不得超过|不可超过|小于等于|小于或等于|≤|<=|长度限制|\bmaximum(?:\s+(?:value|length|number|size))?|\bmax\b|\bup\s+to|\bat\s+most|\bno\s+more\s+than|\bnot\s+exceed|\bcannot\s+exceed|\bexceed|\blimited\s+to)\s*(?:is|为|是|of|:|支持|可传|允许|包含|不超过|返回|最多)?\s*:?\s*{NUMBER}{UNIT}"
    )),
    least: pattern(&format!(
        r"(?i)(?:最小值|最小长度|最小|下限|最少|至少|不小于|不少于|大于等于|大于或等于|≥|>=|\bminimum(?:\s+(?:value|length|number|size))?|\bmin\b|\bat\s+least|\bno\s+less\s+than)\s*(?:is|为|是|of|:)?\s*:?\s*{NUMBER}{UNIT}"
    )),
});

/// The bounds that a description states. `of_number` says that they are a number's, which may count kilobytes;
/// the size of a text in memory bounds no length.
pub fn of(description: &str, of_number: bool) -> Option<Range> {
    if !description.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let patterns = &*PATTERNS;
    let range = patterns
        .brackets
        .captures(description)
        .or_else(|| patterns.ranges.captures(description));
    if let Some(found) = range {
        let behind = &description[found.get_match().end()..];
        let sole = !goes_on(behind) && !patterns.further.is_match(behind);
        return two(&found, description).filter(|_| sole);
    }
    if let Some(found) = patterns.lengths.captures(description) {
        return two(&found, description).map(|range| Range {
            of: Bounded::Length,
            ..range
        });
    }
    if let Some(found) = patterns.between.captures(description) {
        return two(&found, description);
    }
    let most = patterns.most.captures(description);
    let least = patterns.least.captures(description);
    let either = most.as_ref().or(least.as_ref())?;
    let of = unit(either, description);
    let is_time = has_any(description, &["timestamp", "时间戳"]);
    let bound = |found: Option<&Captures<'_>>| {
        let found = found?;
        let behind = &description[found.get_match().end()..];
        let other = !of_number && is_size(behind) || is_time && is_duration(behind);
        (!other).then(|| plain(found.get(1).map_or("", |number| number.as_str())))
    };
    let (min, max) = (bound(least.as_ref()), bound(most.as_ref()));
    (min.is_some() || max.is_some()).then_some(Range { of, min, max })
}

/// Whether a unit follows that makes a number the size of something in memory: `256 KB` bounds no value.
fn is_size(behind: &str) -> bool {
    let (word, _) = words::split(behind.trim_start(), |c| c.is_ascii_alphanumeric());
    ["k", "kb", "kib", "mb", "mib", "gb", "gib", "tb", "tib"]
        .iter()
        .any(|unit| word.eq_ignore_ascii_case(unit))
}

/// Whether a number counts days or hours: how far a time may lie back is no bound of it.
fn is_duration(behind: &str) -> bool {
    let units = ["day", "hour", "minute", "天", "小时", "分钟"];
    starts_with_any(behind.trim_start_matches([' ', '个']), &units)
}

/// Whether further numbers follow: `[1, 2, 3]` is a list.
fn goes_on(behind: &str) -> bool {
    behind
        .trim_start()
        .strip_prefix([',', '、'])
        .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// A range of the two numbers that were found, if the first is the least.
fn two(found: &Captures<'_>, description: &str) -> Option<Range> {
    let numbers: Vec<String> = (1..found.len())
        .filter_map(|group| found.get(group))
        .map(|number| number.as_str())
        .filter(|number| number.starts_with(|c: char| c.is_ascii_digit() || c == '-'))
        .map(plain)
        .collect();
    let [min, max] = numbers.as_slice() else {
        return None;
    };
    let ordered = min.parse::<f64>().ok()? <= max.parse::<f64>().ok()?;
    let behind = &description[found.get_match().end()..];
    ordered.then(|| Range {
        of: unit(found, description),
        min: Some(without(min, behind, 1)),
        max: Some(without(max, behind, -1)),
    })
}

/// A whole bound that the words behind the range exclude, one further inside.
fn without(bound: &str, behind: &str, step: i64) -> String {
    let behind = behind.trim_start_matches([']', ')', ' ', '(']);
    let words = ["exclusive of ", "excluding ", "不含", "不包括", "不包含"];
    let excluded = strip_any(behind, &words)
        .and_then(|rest| rest.trim_start().strip_prefix(bound))
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    match bound.parse::<i64>() {
        Ok(number) if excluded => number.saturating_add(step).to_string(),
        _ => bound.to_owned(),
    }
}

/// A number without the commas between its thousands.
fn plain(number: &str) -> String {
    number.replace(',', "")
}

/// What is bounded: a length if a unit or a word before the number says so.
fn unit(found: &Captures<'_>, description: &str) -> Bounded {
    let whole = found.get_match();
    let text = whole.as_str();
    let behind: String = description[whole.end()..].chars().take(12).collect();
    let before = description[..whole.start()].trim_end();
    let of_length = before.ends_with("长度") || before.ends_with("length");
    let lengths = [
        "字符", "字节", "haracter", "chars", "byte", "ength", "长度", "letters",
    ];
    let counts = [
        "个", "条", "items", "entries", "elements", "rows", "records",
    ];
    let is = |words: &[&str]| has_any(text, words) || has_any(&behind, words);
    if of_length || is(&lengths) {
        Bounded::Length
    } else if is(&counts) {
        Bounded::Count
    } else {
        Bounded::Value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_read_and_what_they_bound() {
        for (description, expected) in [
            (
                "Rows. Value range: [1, 100]",
                (Bounded::Value, Some("1"), Some("100")),
            ),
            (
                "How many, in the range of [0,2000], by default one",
                (Bounded::Value, Some("0"), Some("2000")),
            ),
            (
                "Valid values: 1 to 1000.",
                (Bounded::Value, Some("1"), Some("1000")),
            ),
            ("取值范围为1-60秒", (Bounded::Value, Some("1"), Some("60"))),
            ("范围: 1 - 10次", (Bounded::Value, Some("1"), Some("10"))),
            ("长度范围4-128位", (Bounded::Length, Some("4"), Some("128"))),
            ("取值:1-65535", (Bounded::Value, Some("1"), Some("65535"))),
            (
                "长度限制为:1 ~ 80。",
                (Bounded::Length, Some("1"), Some("80")),
            ),
            (
                "名称,1-64个字符。",
                (Bounded::Length, Some("1"), Some("64")),
            ),
            (
                "It can contain 1 to 128 characters in length",
                (Bounded::Length, Some("1"), Some("128")),
            ),
            (
                "A text of up to 1,024 characters.",
                (Bounded::Length, None, Some("1024")),
            ),
            (
                "limit. Maximum value: 100.",
                (Bounded::Value, None, Some("100")),
            ),
            (
                "返回数量,最小值 10,最大值20",
                (Bounded::Value, Some("10"), Some("20")),
            ),
            (
                "数目,默认 20, 最大值 100",
                (Bounded::Value, None, Some("100")),
            ),
            (
                "Number. Minimum: 1\n\nMaximum: 64",
                (Bounded::Value, Some("1"), Some("64")),
            ),
            (
                "-9.5 is odd. Valid values: -10 to 10",
                (Bounded::Value, Some("-10"), Some("10")),
            ),
        ] {
            let range = of(description, false).unwrap_or_else(|| panic!("{description}"));
            let found = (range.of, range.min.as_deref(), range.max.as_deref());
            assert_eq!(found, expected, "{description}");
        }
    }

    #[test]
    fn the_size_of_a_number_bounds_it() {
        let range = of("Size, at most 256 KB", true).unwrap();
        assert_eq!(range.max.as_deref(), Some("256"));
    }

    #[test]
    fn numbers_without_a_word_bound_nothing() {
        for description in [
            "ids like 1-100",
            "version 2019-09-24",
            "最大值",
            "port 80 or 443",
            "Valid values: 5.5, 5.6, 5.7",
            "取值范围 [1,2,3,4,12]",
            "Valid values: 1, 2",
            // Under conditions.
            "Value range: 300-900 for shared ones; 300-2000 for others",
            // Not of the text, and not of the time.
            "最大支持256KB",
            "Start timestamp. A maximum of 30 days are supported.",
        ] {
            assert_eq!(of(description, false), None, "{description}");
        }
    }
}
