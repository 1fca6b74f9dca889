//! Prose of the specs made safe for rustdoc.
//!
//! A spec's `doc:` is Markdown by people, and to the generator it is hostile: it must not make a
//! doctest, a broken link, an HTML tag or a second doc comment. Emphasis, lists and single-backtick
//! code spans survive; everything else that rustdoc would act on is escaped.

use std::borrow::Cow;

use cloudwright_vocabulary::printable::is_unprintable;

/// The lines of a text, each fit to stand after `/// `. Empty lines separate paragraphs.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let line = escape_line(line);
        let after_nothing = lines.last().is_none_or(String::is_empty);
        if !(line.is_empty() && after_nothing) {
            lines.push(line);
        }
    }
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// A text on one line, for the middle of a sentence.
pub(crate) fn inline(text: &str) -> String {
    escape_line(text)
}

/// The first sentence of a text begins with a small letter after a colon; this lowers it unless
/// the word is a name or an abbreviation.
pub(crate) fn after_colon(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second))
            if first.is_ascii_uppercase() && (second.is_ascii_lowercase() || second == ' ') =>
        {
            let rest = &text[1..];
            let word = rest.split([' ', ',', '.', ':', ';']).next().unwrap_or("");
            let is_name = word.chars().any(|c| c.is_uppercase() || c.is_ascii_digit());
            if is_name {
                text.to_owned()
            } else {
                format!("{}{rest}", first.to_ascii_lowercase())
            }
        }
        _ => text.to_owned(),
    }
}

/// A text as code, whatever it holds.
pub(crate) fn code(text: &str) -> String {
    let text = all_visible(text);
    if text.trim().is_empty() {
        return format!("`\"{text}\"`");
    }
    if !text.contains('`') {
        return ["`", &text, "`"].concat();
    }
    if text.contains("``") {
        // Longer runs would need a fence, which at the start of a line is a block of code.
        return escape_line(&text);
    }
    format!("`` {text} ``")
}

/// An address as a link, if it is one.
pub(crate) fn link(address: &str) -> String {
    if address.starts_with("http") && url_length(address) == address.len() {
        format!("<{address}>")
    } else {
        code(address)
    }
}

/// A text without what [`visible`] takes out of it.
fn all_visible(text: &str) -> Cow<'_, str> {
    let is_printable = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    if text.bytes().all(is_printable) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(visible).collect())
    }
}

/// Control characters and those that turn the reading direction become a space.
fn visible(c: char) -> char {
    if is_unprintable(c) { ' ' } else { c }
}

fn escape_line(line: &str) -> String {
    let line = all_visible(line);
    let line = line.trim();
    let mut out = String::with_capacity(line.len() + 8);
    if line.starts_with(['#', '>', '='])
        || (line.starts_with('-') && line.bytes().all(|byte| byte == b'-'))
    {
        out.push('\\');
    }
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' => code_span(rest, &mut out),
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                let length = url_length(rest);
                out.push('<');
                out.push_str(&rest[..length]);
                out.push('>');
                length
            }
            '\\' | '[' | ']' | '<' | '~' => {
                out.push('\\');
                out.push(c);
                1
            }
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
                c.len_utf8()
            }
            c => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

/// Copies a code span, or escapes the backticks where there is none; says how much it took.
fn code_span(rest: &str, out: &mut String) -> usize {
    let run = rest.bytes().take_while(|byte| *byte == b'`').count();
    if run == 1
        && let Some(end) = rest[1..].find('`')
        && end > 0
        && !rest[end + 2..].starts_with('`')
    {
        out.push_str(&rest[..end + 2]);
        return end + 2;
    }
    out.push_str(&"\\`".repeat(run));
    run
}

/// How much of a text that begins with `http` is an address.
fn url_length(text: &str) -> usize {
    let length = text
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&*+,;=%".contains(byte))
        .count();
    text[..length]
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '*'])
        .len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rustdoc_would_act_on_is_escaped() {
        for (text, expected) in [
            ("plain", "plain"),
            ("`code<T>` stays", "`code<T>` stays"),
            ("a [link](x)", "a \\[link\\](x)"),
            ("<script>", "\\<script>"),
            (
                "see https://x.example/a?b=1.",
                "see <https://x.example/a?b=1>.",
            ),
            ("```rust", "\\`\\`\\`rust"),
            ("~~~", "\\~\\~\\~"),
            ("- ```", "- \\`\\`\\`"),
            ("-     code", "- code"),
            ("    indented", "indented"),
            ("# heading", "\\# heading"),
            ("back\\[slash", "back\\\\\\[slash"),
            ("one ` tick", "one \\` tick"),
            ("bidi \u{202e}x", "bidi x"),
            ("*/ #![x] \"\"\"", "*/ #!\\[x\\] \"\"\""),
        ] {
            assert_eq!(inline(text), expected, "{text}");
        }
    }

    #[test]
    fn every_kind_of_line_break_ends_a_line() {
        assert_eq!(lines("a\r\n\r\n\r\nb\u{2028}c\n"), ["a", "", "b", "c"]);
        assert_eq!(lines(""), Vec::<String>::new());
    }

    #[test]
    fn code_holds_anything() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("```x"), "\\`\\`\\`x");
        assert_eq!(code(""), "`\"\"`");
        assert_eq!(code("a\nb"), "`a b`");
    }

    #[test]
    fn names_keep_their_case_after_a_colon() {
        assert_eq!(after_colon("Repository, as text."), "repository, as text.");
        assert_eq!(after_colon("TencentDB instance."), "TencentDB instance.");
        assert_eq!(after_colon("ID of it."), "ID of it.");
        assert_eq!(after_colon(""), "");
    }
}
