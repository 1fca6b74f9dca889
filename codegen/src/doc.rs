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

/// Texts as code.
pub(crate) fn codes(texts: impl IntoIterator<Item = impl AsRef<str>>, separator: &str) -> String {
    let texts = texts.into_iter();
    let codes: Vec<String> = texts.map(|text| code(text.as_ref())).collect();
    codes.join(separator)
}

/// An address as a link, if it is one.
pub(crate) fn link(address: &str) -> String {
    if address.starts_with("http") && url_length(address) == address.len() {
        format!("<{address}>")
    } else {
        code(address)
    }
}

/// Most characters of a line of documentation: with the deepest indent it ends where code does.
const WIDTH: usize = 88;

/// Lines of Markdown as a person would break them: paragraphs and items of lists between their words,
/// code blocks and tables as they are.
pub(crate) fn wrapped(lines: &[String]) -> Vec<String> {
    let mut out = Vec::with_capacity(lines.len());
    let mut is_code = false;
    for line in lines {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        if is_code || is_fence || line.starts_with('|') || line.len() <= WIDTH {
            out.push(line.clone());
        } else {
            wrap_line(line, &mut out);
        }
    }
    out
}

fn wrap_line(line: &str, out: &mut Vec<String>) {
    let indent = " ".repeat(marker(line));
    let mut current = String::new();
    let mut width = 0;
    for word in unbroken(line) {
        let length = word.chars().count();
        if width + 1 + length > WIDTH && width > indent.len() && may_begin_a_line(word) {
            out.push(std::mem::replace(&mut current, indent.clone()));
            width = indent.len();
        } else if !current.is_empty() {
            current.push(' ');
            width += 1;
        }
        current.push_str(word);
        width += length;
    }
    out.push(current);
}

/// How long the mark of an item of a list is with the space behind it; what goes on below is indented as far.
fn marker(line: &str) -> usize {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marks: &[char] = if digits == 0 {
        &['*', '-', '+']
    } else {
        &['.', ')']
    };
    match line[digits..].strip_prefix(marks) {
        Some(rest) if rest.starts_with(' ') => digits + 2,
        _ => 0,
    }
}

/// The parts of a line between which it may be broken: words, and code with the spaces in it.
fn unbroken(line: &str) -> impl Iterator<Item = &str> {
    let mut ticks = 0;
    let mut opened = 0;
    let mut previous = ' ';
    line.split(move |c: char| {
        if c == '`' && previous != '\\' {
            ticks += 1;
        } else if ticks > 0 {
            // A run of backticks is over: it opens code, or closes what as many have opened.
            if opened == 0 {
                opened = ticks;
            } else if opened == ticks {
                opened = 0;
            }
            ticks = 0;
        }
        previous = c;
        c == ' ' && opened == 0
    })
    .filter(|word| !word.is_empty())
}

/// Whether a word at the beginning of a line is a word there too, and no mark of a list, heading or quotation.
fn may_begin_a_line(word: &str) -> bool {
    let is_number = || word.ends_with(['.', ')']) && word.bytes().any(|byte| byte.is_ascii_digit());
    word.starts_with(|c: char| c.is_alphanumeric() || "`[<(\"".contains(c))
        && !word.starts_with("```")
        && !is_number()
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
    fn long_lines_are_broken_between_words_and_mean_what_they_meant() {
        let words = |word: &str, times: usize| vec![word; times].join(" ");
        let broken = |line: &str| wrapped(&[line.to_owned()]);
        for (line, second) in [
            (format!("{} after", words("word", 17)), "after"),
            (format!("* {} after", words("word", 17)), "  after"),
            (format!("10. {} after", words("word", 16)), "    after"),
            // No list, no heading, no number of an item comes of it.
            (format!("{} - after", words("word", 17)), "after"),
            (format!("{} # after", words("word", 17)), "after"),
            (format!("{} 1. after", words("word", 17)), "after"),
            // Code stays whole, and an escaped backtick begins none.
            (format!("{} `a b c d`", words("word", 16)), "`a b c d`"),
            (format!("{} `` a`b c ``", words("word", 16)), "`` a`b c ``"),
            (
                format!("{} \\` afterwards", words("word", 16)),
                "afterwards",
            ),
        ] {
            let lines = broken(&line);
            assert_eq!(lines.len(), 2, "{line}");
            assert_eq!(lines[1], second, "{line}");
            assert_eq!(lines[0].clone() + " " + lines[1].trim(), line);
        }
        for line in [
            words("word", 17),
            "x".repeat(200),
            format!("| {} |", words("a", 90)),
        ] {
            assert_eq!(broken(&line), [line]);
        }
        let example = ["```".to_owned(), words("word", 30), "```".to_owned()];
        assert_eq!(wrapped(&example), example);
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
