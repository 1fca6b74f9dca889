//! The header rows of tables: which columns a table has, however its cells are glued, spaced, tabbed
//! or set one a paragraph. Rows are read by the dialects.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text::PageText;
use crate::types::Ours;
use crate::words;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// The name of a member.
    Name,
    /// The name of a member within it; a dash where there is none.
    Within,
    /// Its type.
    Type,
    /// Whether it must be given.
    Required,
    /// Where it travels.
    Place,
    /// What it is.
    Description,
    /// An example.
    Example,
    /// What is taken where none is given.
    Default,
    /// Which values it takes.
    Bounds,
    /// A code of an error.
    Code,
    /// An HTTP status.
    Status,
    /// What a code says.
    Message,
    /// What a caller should do about it.
    Solution,
    /// Something else: the header has a word that is not known.
    Unknown,
}

impl Column {
    /// Whether a table that has the columns before it can have it too: those of errors and of statuses
    /// do not stand beside those of members.
    fn fits(self, before: &[Self]) -> bool {
        let of_errors = matches!(
            self,
            Self::Code | Self::Status | Self::Message | Self::Solution
        );
        // Behind the description, such a word is the name of the first row.
        let behind = self == Self::Bounds && before.contains(&Self::Description);
        !behind && (before.first() != Some(&Self::Name) || !of_errors)
    }
}

/// The words of header cells, in lower case.
static WORDS: LazyLock<HashMap<&str, Column>> = LazyLock::new(|| {
    words::table(&[
        (
            Column::Name,
            "parameter name | parameters | parameter | field name | field | attribute | name | \
             参数名称 | 参数名 | 参数 | 字段名称 | 字段名 | 字段 | 属性 | 名称",
        ),
        (
            Column::Type,
            "parameter type | 参数类型 | 字段类型 | data type | type | 数据类型 | 类型",
        ),
        (
            Column::Description,
            "parameter description | 参数说明 | 参数描述 | 参数含义 | 字段说明 | 字段描述 | \
             字段含义 | descriptions | description | meaning | 描述 | 说明 | 含义 | 含义说明 | \
             解释 | 备注 | 中文描述 | 错误码描述 | 错误码说明 | 错误含义 | error description | \
             错误描述 | 错误说明 | 错误原因 | 原因 | possible cause | cause | reason",
        ),
        (Column::Within, "sub-parameter | subparameter | 子参数"),
        (Column::Place, "参数位置 | position | location | 位置"),
        (
            Column::Required,
            "required/optional | required or not | required | mandatory | 是否必选参数 | \
             是否必选 | 是否必需 | 是否必填 | 是否必须 | 是否为必选 | 是否必传 | 必传 | 必选 | \
             必填 | 必须 | 必需",
        ),
        (
            Column::Example,
            "example value | example | sample value | 示例值 | 示例",
        ),
        (Column::Default, "default value | default | 默认值 | 缺省值"),
        (Column::Bounds, "value range | 取值范围 | 值域"),
        (
            Column::Status,
            "http status code | http status | http code | httpcode | http 状态码 | http状态码 | \
             status code | 返回值 | 状态码",
        ),
        (
            Column::Code,
            "error codes | error code | errorcode | code | 错误代码 | 错误码数值 | 错误码值 | \
             错误编码 | 错误码",
        ),
        (
            Column::Message,
            "error message | message | 错误信息描述 | 英文描述 | 英文提示 | error name | \
             错误消息 | 错误信息 | 错误提示",
        ),
        (
            Column::Solution,
            "solution | measure | suggestion | 处理措施 | 处理建议 | 解决方法 | 解决办法 | 解决方案",
        ),
    ])
});

/// What a cell says that tells whether a member is required.
static REQUIRED: LazyLock<Vec<(&str, bool)>> = LazyLock::new(|| {
    words::table(&[
        (
            true,
            "Yes | Required | Mandatory | 是 | 必选 | 必填 | 必须 | 必需 | 必传",
        ),
        (
            false,
            "No | Optional | 否 | 可选 | 选填 | 非必选 | 非必填 | 非必须 | 非必需 | 非必传 | 非必",
        ),
    ])
});

/// What a cell of the required column says.
pub fn required(cell: &str) -> Option<bool> {
    // Yes and No may have any case; `mandatory` may be the header's own word.
    let is = |word: &str| cell == word || word.len() <= 3 && cell.eq_ignore_ascii_case(word);
    required_where(is).map(|(value, _)| value)
}

/// What the word of the required column says at the start of a text, and its length.
pub fn required_prefix(text: &str) -> Option<(bool, usize)> {
    required_where(|word| text.starts_with(word))
}

fn required_where(is: impl Fn(&str) -> bool) -> Option<(bool, usize)> {
    let (word, value) = REQUIRED.iter().find(|(word, _)| is(word))?;
    Some((*value, word.len()))
}

/// The longest header row, in bytes.
const LONGEST: usize = 200;

/// The columns of a table, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<Column>);

impl Columns {
    /// Reads a header row whose cells are glued, spaced or tabbed: nothing but header words, two at
    /// least, and the first names what the rows are about.
    pub fn of(row: &str) -> Option<Self> {
        if row.len() > LONGEST {
            return None;
        }
        let mut columns = Vec::new();
        split(row.to_lowercase().trim(), &mut columns);
        Self::checked(columns)
    }

    /// Reads a header whose cells are one a paragraph, the first on the line at `index`: the columns and
    /// the index behind the header. Rows may follow in the same way.
    pub fn of_paragraphs(text: &PageText<'_>, index: usize) -> Option<(Self, usize)> {
        let mut columns: Vec<Column> = Vec::new();
        let mut at = index;
        let mut behind = index;
        cell(text.at(index))?;
        while let Some(next) = text.next_full(at) {
            // A row may start with a name that is a header word too: `code`, `Status`.
            match header_cell(text.at(next)).filter(|column| column.fits(&columns)) {
                Some(column) if columns.len() < MOST && !columns.contains(&column) => {
                    columns.push(column);
                }
                _ => break,
            }
            at = next + 1;
            behind = at;
        }
        Self::checked(columns).map(|columns| (columns, behind))
    }

    /// Whether a header of a table of members starts on the line at `index`, in whatever way.
    pub fn members_start(text: &PageText<'_>, index: usize) -> bool {
        let glued = Self::of(text.at(index));
        glued
            .or_else(|| Some(Self::of_paragraphs(text, index)?.0))
            .is_some_and(|columns| columns.members())
    }

    /// Whether a line looks like the header of a table of members and has words that are not known: it
    /// starts with a word for names, and a word for types stands behind it.
    pub fn is_unknown(line: &str) -> bool {
        Self::of_unknown(line).is_some()
    }

    /// The columns of such a line; what is not known is a column as wide as its word.
    pub fn of_unknown(line: &str) -> Option<Self> {
        if line.len() > LONGEST
            || line.contains(['.', '。', ',', ':', ';'])
            || Self::of(line).is_some()
        {
            return None;
        }
        let lower = line.to_lowercase();
        let words: Vec<&str> = lower
            .split(|c| c == '\t' || c == ' ' && !line.contains('\t'))
            .filter(|word| !word.trim().is_empty())
            .collect();
        let mut columns = Vec::new();
        let mut at = 0;
        while at < words.len() && columns.len() < MOST {
            // Longer header words first: `Parameter Name` before `Parameter`.
            let (width, column) = (1..=3.min(words.len() - at))
                .rev()
                .find_map(|width| Some((width, cell(&words[at..at + width].join(" "))?)))
                .unwrap_or((1, Column::Unknown));
            columns.push(column);
            at += width;
        }
        // A member may be called `Name`; then its type follows.
        let row = words.get(1).is_some_and(|word| Ours::plain(word).is_some());
        let of_members =
            columns.first() == Some(&Column::Name) && columns.contains(&Column::Type) && !row;
        let known = |column: &&Column| **column != Column::Unknown;
        let several = has_twice(columns.iter().filter(known));
        (of_members && at == words.len() && !several).then_some(Self(columns))
    }

    fn checked(columns: Vec<Column>) -> Option<Self> {
        let sound = is_subject(*columns.first()?) && columns.len() >= 2;
        (sound && !has_twice(columns.iter())).then_some(Self(columns))
    }

    /// The columns in order.
    pub fn columns(&self) -> &[Column] {
        &self.0
    }

    /// Whether there is such a column.
    pub fn has(&self, column: Column) -> bool {
        self.0.contains(&column)
    }

    /// Which one it is.
    pub fn position(&self, column: Column) -> Option<usize> {
        self.0.iter().position(|&known| known == column)
    }

    /// Whether its rows are members: parameters or fields.
    pub fn members(&self) -> bool {
        self.0.first() == Some(&Column::Name) && self.has(Column::Type)
    }

    /// Whether its rows are errors.
    pub fn errors(&self) -> bool {
        self.has(Column::Code) && !self.has(Column::Type)
    }

    /// Whether its rows are HTTP statuses.
    pub fn statuses(&self) -> bool {
        self.0.first() == Some(&Column::Status) && !self.has(Column::Code)
    }
}

/// Whether a column stands twice.
fn has_twice<'a>(columns: impl Iterator<Item = &'a Column>) -> bool {
    let mut seen = HashSet::new();
    columns.into_iter().any(|column| !seen.insert(column))
}

/// The same for a cell of a header row, which starts with a capital where it is English.
fn header_cell(text: &str) -> Option<Column> {
    cell(text).filter(|_| {
        !text
            .trim_start()
            .starts_with(|c: char| c.is_ascii_lowercase())
    })
}

/// The column that a text names when it is nothing else.
pub fn cell(text: &str) -> Option<Column> {
    if text.len() > 40 {
        return None;
    }
    // Marks, a colon or a full stop do not make it another word.
    let text = text
        .trim()
        .trim_matches(['*', '#', ' '])
        .trim_end_matches([':', '.']);
    let text = text.trim().to_lowercase();
    WORDS.get(&*text).copied()
}

/// The most columns that a table has.
const MOST: usize = 8;

/// Cuts a row into header words, longer ones first; where that leads nowhere, shorter ones: `Parameter
/// Type` is two cells at the start of a row and one behind it. Whether it succeeded.
fn split(row: &str, columns: &mut Vec<Column>) -> bool {
    if row.is_empty() {
        return !columns.is_empty();
    }
    if columns.len() == MOST {
        return false;
    }
    let mut words: Vec<(&str, Column)> = WORDS
        .iter()
        .map(|(&word, &column)| (word, column))
        .filter(|(word, _)| row.starts_with(word))
        .collect();
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    for (word, column) in words {
        if columns.contains(&column) || columns.is_empty() && !is_subject(column) {
            continue;
        }
        columns.push(column);
        if split(row[word.len()..].trim_start(), columns) {
            return true;
        }
        columns.pop();
    }
    false
}

/// Whether a column names what the rows are about.
fn is_subject(column: Column) -> bool {
    matches!(column, Column::Name | Column::Code | Column::Status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_glued_spaced_and_tabbed() {
        let expected = [
            Column::Name,
            Column::Type,
            Column::Required,
            Column::Description,
        ];
        for row in [
            "ParameterTypeRequiredDescription",
            "Parameter Type Required Description",
            "Parameter\tType\tRequired\tDescription",
            "名称类型是否必选描述",
        ] {
            assert_eq!(Columns::of(row).unwrap().columns(), expected, "{row}");
        }
    }

    #[test]
    fn words_around_a_table_are_no_header() {
        for row in [
            "Parameter",
            "Namespace String",
            "Name of the group",
            "Error codes",
            "Type Name",
            "Name Name",
        ] {
            assert_eq!(Columns::of(row), None, "{row}");
        }
    }

    #[test]
    fn a_header_is_read_one_cell_a_paragraph() {
        let text = PageText::new("Parameter\n\nMandatory\n\nType\n\nDescription\n\nid\n\nYes");
        let (columns, behind) = Columns::of_paragraphs(&text, 0).unwrap();
        assert_eq!(
            columns.columns(),
            [
                Column::Name,
                Column::Required,
                Column::Type,
                Column::Description
            ]
        );
        assert_eq!(text.at(text.next_full(behind).unwrap()), "id");
    }

    #[test]
    fn a_row_that_starts_with_a_header_word_is_no_part_of_the_header() {
        for name in ["code", "Status", "type", "default"] {
            let page = format!("Parameter\n\nType\n\nDescription\n\n{name}\n\nString");
            let text = PageText::new(&page);
            let (_, behind) = Columns::of_paragraphs(&text, 0).unwrap();
            assert_eq!(text.at(text.next_full(behind).unwrap()), name);
        }
    }

    #[test]
    fn tables_tell_what_their_rows_are() {
        assert!(Columns::of("参数名称 类型 描述").unwrap().members());
        assert!(
            Columns::of("HTTP status codeError codeError message")
                .unwrap()
                .errors()
        );
        assert!(Columns::of("状态码 描述").unwrap().statuses());
        assert!(
            Columns::of("Error Code Error Message Error Description")
                .unwrap()
                .errors()
        );
    }

    #[test]
    fn a_cell_says_whether_a_member_is_required_alone_or_before_more() {
        for (text, alone, glued) in [
            ("YES", Some(true), None),
            ("mandatory", None, None),
            ("No", Some(false), Some((false, 2))),
            ("非必传", Some(false), Some((false, 9))),
            ("必填10", None, Some((true, 6))),
            ("perhaps", None, None),
        ] {
            assert_eq!(
                (required(text), required_prefix(text)),
                (alone, glued),
                "{text}"
            );
        }
    }

    #[test]
    fn a_header_with_unknown_words_is_told_apart_from_a_sentence() {
        assert!(Columns::is_unknown("Parameter Name Kind Type Description"));
        assert!(Columns::is_unknown("参数名称 类型 备考"));
        assert!(!Columns::is_unknown("Parameter Name Type Description"));
        assert!(!Columns::is_unknown("Name of the type, which is new."));
        assert!(!Columns::is_unknown("Name String Type of the thing"));
    }
}
