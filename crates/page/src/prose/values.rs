//! Lists of allowed values in sentences.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern;
use crate::words;

/// The most values that are read: a longer list is none that a spec would repeat.
const MOST: usize = 200;

/// The longest value.
const LONGEST: usize = 64;

/// Words that announce a list of values.
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:取值(?:有|为|包括|说明|范围|如下)*|可选值|可选项|可取值?|枚举值|参考值|支持以下\S{0,4}|当前支持|目前支持|包括|包含|可以?设置为|可以?为|可选|\bvalid\s+values?|\bvalues?\s+include|\bpossible\s+values?|\boptional\s+values?|\benumerat(?:ion|ed)\s+values?|\bavailable\s+values?|\bvalues|\boptions)\s*(?:are|is|includes?|as follows|如下|为|是|有)?\s*[:：]?\s*",
    )
});

/// A value and what parts it from its meaning or the next value.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"^["“'`]?([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)["”'`]?\s*(\([^()\n]{0,200}\))?\s*([:,;、|/。.]|\bor\b|\band\b|或|和|与|-\s|=|$)?\s*"#,
    )
});

/// A line that is a value and its meaning: `RUNNING: it runs`, `• on - opened`, `1 表示 …`.
static LINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"^\s*[•●·*-]?\s*["“'`*]{0,2}([A-Za-z0-9_][A-Za-z0-9_.-]*)["”'`*]{0,2}\s*(?:\([^()\n]{0,80}\))?\s*(?::|-\s|—|–|=|表示|代表|为)\s*\S"#,
    )
});

/// A line that is a bullet and a value.
static BULLET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"^\s*[•●·*-]\s*["“'`*]{0,2}([A-Za-z0-9_][A-Za-z0-9_.-]*)["”'`*]{0,2}\s*[;,.。]?$"#)
});

/// Two numbers or more, each with a meaning: `0: closed; 1: open`.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|[\s,;。、(:])(-?\d{1,6})\s*(?::|-\s?|=|表示|代表|为)\s*[^\s\d,;:)\]\[]")
});

/// Quoted values with meanings: `"cname" means …`.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"["“]([A-Za-z0-9_.-]+)["”]\s*(?:means|indicates|refers|represents|stands|is for|:|表示|代表|为|是)"#,
    )
});

/// Starts of lines that look like a value and are none.
const LABELS: &str = "Note | Notes | Default | Example | Examples | Format | Unit | Range | Constraints | \
     Definition | Details | Maximum | Minimum | Value | Values | Options | Remarks | \
     Description | Caution | Warning | Important | Enumeration | Explanation | Remark | \
     Required | Supplement | Tip | Tips | Type | e.g";

/// The values that a description lists, each once, in order.
pub fn of(description: &str) -> Vec<String> {
    [lines, announced, numbered, quoted]
        .iter()
        .map(|read| read(description))
        .find(|values| values.len() >= 2)
        .unwrap_or_default()
}

/// Values that stand one a line.
fn lines(description: &str) -> Vec<String> {
    let mut values = Vec::new();
    for line in description
        .lines()
        .skip(1)
        .filter(|line| !line.contains("://") && !is_json(line))
    {
        if let Some(found) = LINE.captures(line).or_else(|| BULLET.captures(line)) {
            push(&mut values, &found[1]);
        }
    }
    values
}

/// Whether a line is one of a JSON text: a quoted name and a value that is quoted or opens a bracket.
fn is_json(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('"')
        && (line.ends_with([',', '{', '['])
            || line
                .split_once("\":")
                .is_some_and(|(_, value)| value.trim_start().starts_with(['"', '{', '['])))
}

/// Values behind a word that announces them.
fn announced(description: &str) -> Vec<String> {
    for start in ANNOUNCED.find_iter(description).take(8) {
        let mut rest = &description[start.end()..];
        let mut values = Vec::new();
        while values.len() < MOST
            && let Some(found) = ITEM.captures(rest)
        {
            let whole = found.get_match().end();
            let parted = found.get(3).map_or("", |part| part.as_str());
            rest = &rest[whole..];
            let meaning = matches!(parted, ":" | "=") || parted.starts_with('-');
            if parted.is_empty() && !rest.is_empty() && found.get(2).is_none() {
                // A word of a sentence.
                if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                    break;
                }
                push(&mut values, &found[1]);
                break;
            }
            push(&mut values, &found[1]);
            if matches!(parted, "。" | ".") {
                break;
            }
            if meaning {
                // The meaning goes on to the next part.
                let Some(end) = rest.find([';', '。', '\n', ',', '、']) else {
                    break;
                };
                let width = rest[end..].chars().next().map_or(1, char::len_utf8);
                rest = rest[end + width..].trim_start();
            }
            for word in ["and ", "or ", "或", "和"] {
                rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
            }
        }
        if values.len() >= 2 {
            return values;
        }
    }
    Vec::new()
}

/// Quoted words with meanings.
fn quoted(description: &str) -> Vec<String> {
    let mut values = Vec::new();
    for found in QUOTED.captures_iter(description) {
        let behind = &description[found.get_match().end()..];
        // A JSON text has quoted names, too.
        if !behind.trim_start().starts_with(['"', '{', '[']) {
            push(&mut values, &found[1]);
        }
    }
    values
}

/// Numbers with meanings.
fn numbered(description: &str) -> Vec<String> {
    let mut values = Vec::new();
    for found in NUMBERED.captures_iter(description) {
        push(&mut values, &found[1]);
    }
    values
}

fn push(values: &mut Vec<String>, value: &str) {
    let value = value.trim_end_matches(['.', '-']);
    let known = values.iter().any(|known| known == value);
    if !value.is_empty()
        && value.len() <= LONGEST
        && !known
        && !words::has(LABELS, value)
        && values.len() < MOST
    {
        values.push(value.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_from_lines_lists_and_numbers() {
        for (description, expected) in [
            (
                "State. Valid values:\nRUNNING: it runs\nSTOPPED: it does not",
                vec!["RUNNING", "STOPPED"],
            ),
            ("State:\n• on - opened\n• off - closed", vec!["on", "off"]),
            (
                "Valid values: asc, desc, and none.",
                vec!["asc", "desc", "none"],
            ),
            (
                "Valid values: on, off. Default value: on. More follows.",
                vec!["on", "off"],
            ),
            (
                "Engine. Valid values: 5.6, 5.7. The engine",
                vec!["5.6", "5.7"],
            ),
            ("取值:desc、asc", vec!["desc", "asc"]),
            ("枚举值:http、https、sms。", vec!["http", "https", "sms"]),
            (
                "可选值: minor(小版本)、major(大版本)。",
                vec!["minor", "major"],
            ),
            (
                "类型,可选 manual 和 auto,不填为 manual",
                vec!["manual", "auto"],
            ),
            ("Kind. 0: closed; 1: open", vec!["0", "1"]),
            ("是否打散,1为是,0为否", vec!["1", "0"]),
            (
                "The way. \"own\" means the user's, \"ftp\" means a server",
                vec!["own", "ftp"],
            ),
            ("Values include: 1 - at once; 2 - later", vec!["1", "2"]),
        ] {
            assert_eq!(of(description), expected, "{description}");
        }
    }

    #[test]
    fn sentences_list_nothing() {
        for description in [
            "The name of the group.",
            "Note: the name\nDefault: x\nExample: y",
            "Format: 2018-01-02 10:20:30",
            "Valid values: 1 to 100",
            "One value: a",
            "Body:\n{\n\"algorithm\": \"or\",\n\"rules\": [\n}",
        ] {
            assert_eq!(of(description), Vec::<String>::new(), "{description}");
        }
    }
}
