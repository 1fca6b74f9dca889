//! The frame of every page, and the pieces they are made of.

use crate::xml::escape_into;

/// A text as it may stand anywhere in a page.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape_into(text, &mut escaped);
    escaped
}

/// A whole page. `body` is HTML.
pub(super) fn frame(title: &str, body: &str) -> String {
    frame_that_renews(title, body, None)
}

/// The same, asked for again every so many seconds.
pub(super) fn frame_that_renews(title: &str, body: &str, seconds: Option<u32>) -> String {
    let title = escape(title);
    let renew = seconds
        .map(|seconds| format!("<meta http-equiv=\"refresh\" content=\"{seconds}\">\n"))
        .unwrap_or_default();
    let style = include_str!("style.css");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         {renew}<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n\
         <header><a class=\"brand\" href=\"/\">cloudwright<span>mock cloud</span></a>\
         <nav><a href=\"/\">Actions</a><a href=\"/_mock/log\">Log</a>\
         <a href=\"/_mock/requests\">Log as JSON</a></nav></header>\n\
         <main>\n{body}</main>\n</body>\n</html>\n"
    )
}

pub(super) fn not_found(what: &str) -> String {
    let what = escape(what);
    frame(
        "Not found",
        &format!("<h1>Not found</h1>\n<p>There is no <code>{what}</code> here.</p>\n"),
    )
}

/// A block of text with a heading; nothing if there is no text.
pub(super) fn block(heading: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let (heading, text) = (escape(heading), escape(text));
    format!("<section class=\"block\"><h3>{heading}</h3><pre>{text}</pre></section>\n")
}

/// Prose of a spec: escaped, with `code` between backticks.
pub(super) fn prose(text: &str) -> String {
    let mut html = String::new();
    for (number, piece) in text.split('`').enumerate() {
        let piece = escape(piece);
        if number % 2 == 1 {
            html.push_str("<code>");
            html.push_str(&piece);
            html.push_str("</code>");
        } else {
            html.push_str(&piece);
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let hostile = "</pre><script>alert('x')</script>\"&";
        for html in [
            frame(hostile, ""),
            block(hostile, hostile),
            prose(hostile),
            not_found(hostile),
        ] {
            assert!(!html.contains("<script"), "{html}");
        }
    }

    #[test]
    fn backticks_become_code() {
        assert_eq!(prose("as `a<b`."), "as <code>a&lt;b</code>.");
    }
}
