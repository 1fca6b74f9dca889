//! The specs themselves as Rust, for the catalogue, which must not read files of this repository.

use std::fmt::Write as _;

use cloudwright_spec::SourceFile;
use cloudwright_spec::load::CHANGELOG_FILE;
use cloudwright_vocabulary::printable::is_unprintable;
use proc_macro2::Literal;

use crate::options::Names;

/// `embedded.rs`: every spec file's path and text, ordered by path.
pub(crate) fn file(sources: &[SourceFile], names: &Names) -> String {
    let is_spec = |path: &str| path.contains('/') && !path.ends_with(CHANGELOG_FILE);
    let mut sources: Vec<&SourceFile> = sources.iter().filter(|one| is_spec(&one.path)).collect();
    sources.sort_by(|left, right| left.path.cmp(&right.path));
    let mut text = format!("// {} from {}: do not edit.\n", names.mark(), names.specs);
    text.push_str("//! The specs, as they were when this was generated: path and text.\n\n");
    text.push_str("pub(crate) const FILES: &[(&str, &str)] = &[\n");
    for source in sources {
        let content = String::from_utf8_lossy(&source.content);
        let _ = write!(
            text,
            "    (\n        {},\n        ",
            Literal::string(&source.path)
        );
        literal(&content, &mut text);
        text.push_str(",\n    ),\n");
    }
    text.push_str("];\n");
    text
}

/// A raw string, or an escaped one where a raw one could not hold the text.
fn literal(content: &str, out: &mut String) {
    let fits = content
        .chars()
        .all(|c| matches!(c, '\n' | '\t') || !is_unprintable(c));
    if !fits {
        out.push_str(&Literal::string(content).to_string());
        return;
    }
    let hashes = "#".repeat(longest_run(content) + 1);
    let _ = write!(out, "r{hashes}\"{content}\"{hashes}");
}

/// The most `#` that follow a quote.
fn longest_run(content: &str) -> usize {
    content
        .split('"')
        .skip(1)
        .map(|rest| rest.bytes().take_while(|byte| *byte == b'#').count())
        .max()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn every_text_comes_back_as_it_was() {
        for content in [
            "",
            "plain",
            "a\"##b\"#c",
            "cr\r\nlf",
            "bidi\u{202e}",
            "\u{0}",
            "tab\t中",
        ] {
            let mut literal_text = String::new();
            literal(content, &mut literal_text);
            let literal: syn::LitStr = syn::parse_str(&literal_text).unwrap();
            assert_eq!(literal.value(), content);
        }
    }
}
