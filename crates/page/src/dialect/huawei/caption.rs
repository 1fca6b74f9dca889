//! What the caption of a table says: where its members travel, or which type they make up. No rows here.

use crate::facts::Place;
use crate::heading::Topic;
use crate::text::is_han;
use crate::types::is_name;
use crate::words::{self, has_any, in_name, is_status, strip_any};

/// What a table holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Parameters, or parts of an answer, that travel there.
    Members(Place),
    /// Parameters, or parts of an answer; nothing says where they travel.
    Parameters,
    /// Parameters of the URI, of which only the URI tells whether they stand in its path.
    Uri,
    /// The members of the type, or of the object member, of that name.
    Type(String),
}

/// The words behind `Table 3` or `表3`, if the line is a caption.
pub(super) fn words(line: &str) -> Option<&str> {
    let rest = strip_any(line, &["Table", "表"])?.trim_start();
    let words = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.'));
    let cut = words.starts_with(|c: char| matches!(c, ' ' | ':') || is_han(c));
    // `Table 1 describes the parameters.`, `表1所示`.
    let sentence = words.ends_with(['.', '。']) || words.trim_start().starts_with("所示");
    (!sentence && rest.starts_with(|c: char| c.is_ascii_digit()) && cut && words.len() < 160)
        .then(|| words.trim_start_matches([' ', ':', '.']))
        .filter(|words| !words.is_empty())
}

/// The number of a table, as its caption has it.
pub(super) fn number(line: &str) -> Option<u32> {
    leading_number(strip_any(line, &["Table", "表"])?.trim_start())
}

/// The number that a text starts with.
fn leading_number(text: &str) -> Option<u32> {
    let (number, _) = words::split(text, |c| c.is_ascii_digit());
    number.parse().ok()
}

/// The numbers of the tables that a sentence names: `For details, see Table 3.`, `请参见表3`.
pub(super) fn references(sentence: &str) -> impl Iterator<Item = u32> {
    ["Table ", "table ", "表"]
        .into_iter()
        .flat_map(|word| sentence.split(word).skip(1))
        .filter_map(|rest| leading_number(rest.trim_start()))
}

/// What a table holds by the words of its caption and the part it stands in.
pub(super) fn holds(words: &str, topic: Topic) -> Holds {
    // A single word names a type, even if it is `QueryFilter`.
    if is_name(words) && !is_general(words) {
        return Holds::Type(words.to_owned());
    }
    let lower = words.to_lowercase();
    let has = |words: &[&str]| has_any(&lower, words);
    if has(&["参数", "parameter", "消息头", "消息体", "请求头", "响应头"]) {
        const PLACES: &[(Place, &[&str])] = &[
            (Place::Header, &["header", "消息头", "请求头", "响应头"]),
            (
                Place::Form,
                &["formdata", "form data", "form-data", "form parameter"],
            ),
            (Place::Body, &["body", "消息体"]),
            (Place::Query, &["query", "查询参数"]),
            (Place::Path, &["path", "路径"]),
        ];
        if let Some((place, _)) = PLACES.iter().find(|(_, words)| has(words)) {
            return Holds::Members(*place);
        }
    }
    if let Some(name) = described(words).filter(|_| !is_general(words)) {
        return Holds::Type(name.to_owned());
    }
    match topic {
        Topic::Request | Topic::Response => Holds::Parameters,
        _ => Holds::Uri,
    }
}

/// Words that say nothing of whose parameters a table holds.
const GENERAL: &str = "\
    descriptions | description | parameters | parameter | elements | element | messages | \
    message | request | response | returned | return | fields | field | list | in | the | of | \
    uri | url | api | 请求 | 响应 | 返回 | 输入 | 输出 | 参数 | 要素 | 消息 | 字段 | 说明 | \
    描述 | 列表 | 接口 | 中 | 的";

/// Whether a caption has such words only: `Request parameters`, `响应参数说明`.
fn is_general(words: &str) -> bool {
    let lower = words.to_lowercase();
    let mut rest = lower.as_str();
    while !rest.is_empty() {
        let Some(behind) = words::each(GENERAL).find_map(|word| rest.strip_prefix(word)) else {
            return false;
        };
        rest = behind.trim_start();
    }
    true
}

/// The member or type whose table it is: `job字段数据结构说明`, `_[数组元素]_参数说明`, `Description of the job field`.
fn described(words: &str) -> Option<&str> {
    const BEHIND: &str = "字段数据结构说明 | 数据结构说明 | 数据结构 | 结构体说明 | 结构体 | 字段说明 | \
         字段描述 | 参数说明 | 参数描述 | 对象说明 | 对象参数说明 | 属性说明 | 要素说明 | 参数 | \
         字段 | 对象 | field description | field descriptions | field data structure | \
         field data structure description | data structure | data structure description | \
         parameter description | parameter descriptions | parameter | parameters | structure | \
         structure description | object description | object parameters | object | objects | \
         field | fields | attributes | elements";
    const BEFORE: &[&str] = &[
        "data structure of the ",
        "description of the ",
        "description of ",
        "data structure of ",
        "parameters in the ",
        "parameters of the ",
        "parameters of ",
        "structure of the ",
    ];
    if let Some(name) = before_noun(words) {
        return Some(name);
    }
    let mut name = words.trim();
    // The longest end: `tag field data structure description`.
    if let Some(rest) = words::each(BEHIND)
        .filter_map(|end| strip_end(name, end))
        .min_by_key(|rest| rest.len())
    {
        name = rest.trim_end();
    }
    for start in BEFORE {
        if let Some((before, rest)) = name.split_at_checked(start.len())
            && before.eq_ignore_ascii_case(start)
        {
            name = rest;
        }
    }
    name = strip_end(name, " field")
        .or_else(|| strip_end(name, " parameter"))
        .unwrap_or(name);
    (name.len() < words.len() && (is_name(name) || is_item(name))).then_some(name)
}

/// The name that a caption starts with, if a noun of tables follows, whatever follows that: `[Array element]
/// parameters`, `server_group field of a request`. A single capitalised word may be any word.
fn before_noun(words: &str) -> Option<&str> {
    const NOUNS: &[&str] = &["parameter", "field", "object", "参数", "字段", "对象"];
    let end = match words.strip_prefix('[') {
        Some(rest) => rest.find(']')? + "[]".len(),
        None => words::split(words, in_name).0.len(),
    };
    let (name, rest) = words.split_at_checked(end)?;
    let rest = rest.trim_start().to_lowercase();
    let is_own = is_item(name)
        || is_name(name)
            && (name.contains('_') || name.starts_with(|c: char| c.is_ascii_lowercase()));
    (is_own && NOUNS.iter().any(|noun| rest.starts_with(noun))).then_some(name)
}

fn strip_end<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    let (rest, found) = text.split_at_checked(text.len().checked_sub(end.len())?)?;
    found.eq_ignore_ascii_case(end).then_some(rest)
}

/// Whether a name stands for the items of a list at the root.
pub(super) fn is_item(name: &str) -> bool {
    matches!(
        name.trim_matches('_'),
        "[数组元素]" | "[items]" | "[Array element]" | "[Array elements]"
    )
}

/// The status that a line says the following belongs to: `Status code: 200`, `状态码为 200 时:`.
pub(super) fn status(line: &str) -> Option<&str> {
    if line.len() > 60 {
        return None;
    }
    let rest = strip_any(line, &["Status code", "Status Code", "状态码"])?;
    let rest = rest.trim_start_matches([' ', ':', '为']);
    let (code, behind) = rest.split_at_checked(3)?;
    (is_status(code) && matches!(behind.trim_matches([' ', ':']), "" | "时")).then_some(code)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn captions_tell_where_members_travel() {
        for (caption, place) in [
            ("Table 1 Path Parameters", Place::Path),
            ("表2 Query参数", Place::Query),
            ("表 3 请求Header参数", Place::Header),
            ("Table 4 Response header parameter", Place::Header),
            ("表5 请求Body参数", Place::Body),
            ("表6 请求FormData参数", Place::Form),
        ] {
            let words = words(caption).unwrap();
            assert_eq!(
                holds(words, Topic::Other),
                Holds::Members(place),
                "{caption}"
            );
        }
    }

    #[test]
    fn captions_name_types() {
        for (caption, name) in [
            ("Table 4 QueryFilter", "QueryFilter"),
            ("表4 _[数组元素]_参数说明", "_[数组元素]_"),
            ("表7 job字段数据结构说明", "job"),
            ("Table 3 Data structure of the job field", "job"),
            ("Table 3 tag field data structure description", "tag"),
            ("Table 3 add_member parameters", "add_member"),
            ("表4 server_groups字段数据结构说明", "server_groups"),
            ("表1 Topic结构体", "Topic"),
            ("表5 peering对象", "peering"),
            (
                "Table 3 [Array element] parameters decription",
                "[Array element]",
            ),
            ("Table 3 server_group field of a request", "server_group"),
        ] {
            let words = words(caption).unwrap();
            assert_eq!(
                holds(words, Topic::Response),
                Holds::Type(name.to_owned()),
                "{caption}"
            );
        }
    }

    #[test]
    fn a_caption_may_say_nothing_but_that_these_are_parameters() {
        for caption in [
            "Table 1 Parameters",
            "Table 2 Request parameter",
            "Table 2 Parameter description",
            "表2 响应参数",
            "表2 参数说明",
            "Table 5 Response parameters",
        ] {
            let words = words(caption).unwrap();
            assert_eq!(
                holds(words, Topic::Response),
                Holds::Parameters,
                "{caption}"
            );
            assert_eq!(holds(words, Topic::Syntax), Holds::Uri, "{caption}");
        }
    }

    #[test]
    fn sentences_about_tables_are_no_captions() {
        for line in [
            "Table 1",
            "Tables 1 and 2",
            "表示成功",
            "Table lists all jobs",
            "Table 1 describes the parameters in the URI.",
            "表2所示",
        ] {
            assert_eq!(words(line), None, "{line}");
        }
    }

    #[test]
    fn a_sentence_names_tables_by_their_numbers() {
        let named = |sentence| references(sentence).collect::<Vec<_>>();
        assert_eq!(number("Table 12 tag field description"), Some(12));
        assert_eq!(number("表3 参数说明"), Some(3));
        assert_eq!(named("The tags. For details, see Table 3."), [3]);
        assert_eq!(named("详情请参见表 4和表12。"), [4, 12]);
        assert_eq!(named("表示成功; Table of contents"), Vec::<u32>::new());
    }

    #[test]
    fn a_status_scopes_what_follows() {
        assert_eq!(status("Status code: 200"), Some("200"));
        assert_eq!(status("状态码为 201 时:"), Some("201"));
        assert_eq!(status("状态码:404"), Some("404"));
        assert_eq!(status("状态码"), None);
        assert_eq!(status("Status code 2000"), None);
    }
}
