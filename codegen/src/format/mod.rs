//! Tokens to text. The one place that knows how generated Rust is laid out.
//!
//! The layout is prettyplease's. Most files take a short way to it, from tokens to text; see
//! [`printer`]. Which way a file took cannot be seen in the text.

mod attribute;
mod chain;
mod expression;
mod item;
mod kind;
mod layout;
mod printer;
mod statement;
mod tokens;

use std::cell::RefCell;
use std::fmt;

use cloudwright_vocabulary::told;

use crate::piece::Piece;
use layout::Layout;
use printer::Printer;
use tokens::Tokens;

/// Tokens that are no Rust: a defect of the generator, never of a spec.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(thiserror::Error)]
#[error("the generator made code that does not parse: {0}")]
pub struct FormatError(#[from] syn::Error);

impl fmt::Debug for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, f, |f| {
            f.debug_tuple("FormatError").field(&self.0).finish()
        })
    }
}

thread_local! {
    /// What a thread lays its files out on, one after the other: to get and to give back that much
    /// room for every file costs more than to write on it.
    static DESK: RefCell<(Tokens, Layout)> = RefCell::default();
}

/// Lays out a file whose first line is given.
pub(crate) fn format(first_line: &str, piece: &Piece) -> Result<String, FormatError> {
    DESK.with_borrow_mut(|(tokens, layout)| {
        tokens.fill(piece);
        match Printer::print(tokens, layout) {
            Some(text) => Ok([first_line, text].concat()),
            None => by_tree(tokens).map(|text| [first_line, &text].concat()),
        }
    })
}

/// The long way, through a syntax tree.
fn by_tree(tokens: &Tokens) -> Result<String, FormatError> {
    let file = syn::parse_file(&tokens.source())?;
    Ok(apart(&prettyplease::unparse(&file)))
}

/// Sets items and methods apart by empty lines, which tokens do not hold. The printer does the same
/// on its way.
///
/// Generated texts have their line breaks escaped, so every line is a line of code.
fn apart(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut before: Option<&str> = None;
    for line in text.lines() {
        if before.is_some_and(|before| is_gap(before, line)) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        before = Some(line);
    }
    out
}

/// Whether one item ends and another begins here.
fn is_gap(before: &str, line: &str) -> bool {
    let indent = indent(line);
    if indent > 4 || indent != self::indent(before) {
        return false;
    }
    let (before, line) = (&before[indent..], &line[indent..]);
    if line.starts_with(['}', ')', ']', '.']) {
        return false;
    }
    let is_head = |line: &str| line.starts_with("//!") || line.starts_with("#![");
    if is_head(before) {
        return !is_head(line);
    }
    if before.starts_with("///") {
        return false;
    }
    if before == ")]" {
        return line.starts_with("#[rustfmt");
    }
    let ends = before.ends_with('}') || before.ends_with(';');
    ends && (list(before).is_none() || list(before) != list(line))
}

/// Which list of lines that stand close together a line belongs to, if to any.
fn list(line: &str) -> Option<usize> {
    let lists: [&[&str]; 3] = [
        &["use crate::", "pub use "],
        &["use "],
        &["mod ", "pub mod ", "#[rustfmt"],
    ];
    lists
        .iter()
        .position(|starts| starts.iter().any(|start| line.starts_with(start)))
}

fn indent(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b' ').count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use std::path::Path;

    use super::*;
    use crate::piece::quote;
    use crate::{Layout, Options, generate};
    use cloudwright_spec::{Catalog, SourceFile, import, load};

    /// The specs of the repository, of the hazards, and of three imported products.
    fn corpora() -> Vec<Vec<SourceFile>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut corpora: Vec<_> = ["specs", "tests/fixtures/hazards/specs"]
            .iter()
            .map(|folder| root.join(folder))
            .filter(|folder| folder.is_dir())
            .map(|folder| load::read_dir(&folder).unwrap())
            .collect();
        for product in ["tencent-tcr", "alibaba-cr", "huawei-swr"] {
            let inventory = root.join(format!("tests/data/inventories/{product}.json"));
            let text = std::fs::read_to_string(inventory).unwrap();
            corpora.push(
                import::import(&text, &import::Options::default())
                    .unwrap()
                    .files,
            );
        }
        corpora
    }

    #[test]
    fn the_short_way_and_the_long_way_lead_to_the_same_text() {
        let mut long_ways = Vec::new();
        let (mut tokens, mut layout) = (Tokens::default(), layout::Layout::default());
        for files in corpora() {
            let (catalog, _) = Catalog::load(files).unwrap();
            let options = Options {
                layout: Layout::Alone {
                    core: "core".to_owned(),
                },
                threads: crate::available_threads(),
            };
            let files = generate(&catalog, &options).unwrap();
            for (path, text) in files.iter() {
                if Path::new(path)
                    .extension()
                    .is_none_or(|extension| extension != "rs")
                {
                    continue;
                }
                tokens.fill(&parsed(text));
                let long = by_tree(&tokens).unwrap();
                match Printer::print(&tokens, &mut layout) {
                    Some(short) => assert!(short == long, "{path}:\n{}", difference(short, &long)),
                    None => long_ways.push(path.to_owned()),
                }
            }
        }
        long_ways.retain(|path| !path.ends_with("/lib.rs") && !path.contains("/examples/"));
        assert!(long_ways.is_empty(), "{long_ways:#?}");
    }

    fn parsed(code: &str) -> Piece {
        Piece::from(code.parse::<proc_macro2::TokenStream>().unwrap())
    }

    fn difference(short: &str, long: &str) -> String {
        let lines = short.lines().zip(long.lines());
        let differing = lines.enumerate().find(|(_, (short, long))| short != long);
        format!("{differing:?}")
    }

    #[test]
    fn items_and_methods_stand_apart_and_lists_do_not() {
        let text = format(
            "",
            &quote! {
                //! Head.
                use a::b;
                use c::d;
                /// An item;
                struct A { x: u8, y: u8 }
                impl A {
                    fn x() {}
                    fn y() { z(); w() }
                }
            },
        )
        .unwrap();
        let expected = "\
//! Head.

use a::b;
use c::d;

/// An item;
struct A {
    x: u8,
    y: u8,
}

impl A {
    fn x() {}

    fn y() {
        z();
        w()
    }
}
";
        assert_eq!(text, expected);
    }

    #[test]
    fn what_the_short_way_does_not_know_takes_the_long_one() {
        for code in [
            "fn f() { if a { b() } else { c() } }",
            "fn f() -> u8 { 1 + 2 }",
            "struct Unit;",
            "fn f<'a>(x: &'a (dyn A + B)) {}",
            "static A: [u8; 2] = [1, 2];",
            "fn f() { y::<Z>(); }",
            "/// a\n#[doc = \"two\\nlines\"]\nfn f() {}",
            "fn f() { (g)(1); match x { A if b => c, D => { e(); f() } } }",
        ] {
            let (mut tokens, mut layout) = (Tokens::default(), layout::Layout::default());
            tokens.fill(&parsed(code));
            assert_eq!(Printer::print(&tokens, &mut layout), None, "{code}");
            assert!(format("", &parsed(code)).is_ok(), "{code}");
        }
    }

    #[test]
    fn what_is_no_rust_is_an_error() {
        assert!(format("", &quote!(fn fn)).is_err());
    }
}
