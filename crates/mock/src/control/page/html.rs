//! The frame of every page, and the pieces they are made of.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// A whole page, asked for again every so many seconds where that is said.
pub(super) fn frame(title: &str, renew: Option<u32>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if let Some(seconds) = renew {
                    meta http-equiv="refresh" content=(seconds);
                }
                title { (title) }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body {
                header {
                    a.brand href="/" { "cloudwright" span { "mock cloud" } }
                    nav {
                        a href="/" { "Actions" }
                        a href="/_mock/log" { "Log" }
                        a href="/_mock/requests" { "Log as JSON" }
                    }
                }
                main { (body) }
            }
        }
    }
}

pub(super) fn not_found(what: &str) -> Markup {
    let body = html! {
        h1 { "Not found" }
        p { "There is no " code { (what) } " here." }
    };
    frame("Not found", None, &body)
}

/// A block of text with a heading; nothing if there is no text.
pub(super) fn block(heading: &str, text: &str) -> Markup {
    html! {
        @if !text.is_empty() {
            section.block { h3 { (heading) } pre { (text) } }
        }
    }
}

/// Prose of a spec: escaped, with `code` between backticks.
pub(super) fn prose(text: &str) -> Markup {
    html! {
        @for (number, piece) in text.split('`').enumerate() {
            @if number % 2 == 1 { code { (piece) } } @else { (piece) }
        }
    }
}

/// Facts in one line.
pub(super) fn joined(facts: &[Markup]) -> Markup {
    html! {
        @for (number, fact) in facts.iter().enumerate() {
            @if number > 0 { " · " }
            (fact)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let hostile = "</pre><script>alert('x')</script>\"&";
        for html in [
            frame(hostile, None, &html! {}),
            block(hostile, hostile),
            prose(hostile),
            not_found(hostile),
        ] {
            assert!(!html.0.contains("<script"), "{}", html.0);
        }
    }

    #[test]
    fn backticks_become_code() {
        assert_eq!(prose("as `a<b`.").0, "as <code>a&lt;b</code>.");
    }
}
