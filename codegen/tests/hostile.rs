//! Specs that try to be more than data: nothing in them becomes code, and nothing leaves the folder.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cloudwright_codegen::{CLIENTS, GenerateError, Options, generate};
use cloudwright_spec::{Catalog, SourceFile};
use proc_macro2::{TokenStream, TokenTree};

/// Texts that end comments, literals, attributes and code fences.
const HOSTILE: &[&str] = &[
    "*/ } fn evil() {} /*",
    "\"]\n#![allow(evil)]\nfn evil() {}\n#[doc = \"",
    "\"#; mod evil {} \"##",
    "```\nfn evil() {}\n```",
    "    fn evil() {}\n\n\tfn evil() {}",
    "\\\"; fn evil() {} //",
    "\r\nfn evil() {}\u{2028}fn evil() {}\u{85}fn evil() {}",
    "//! evil\n/// evil\n#[evil]",
    "{evil} $evil #evil {{ }} %s \\u{41} \\n",
    "<script>evil()</script> [evil](evil) [`evil`] <!-- evil",
    "😀 漢字 \u{202e}live\u{202c} \u{200b}",
    "",
    " ",
    "'",
    "\u{0}\u{7}\u{1b}[31m",
];

const SERVICE: &str = "
service: tencent-x
provider: tencent
product: x
title: X
version: '1'
protocols: [tencent-tc3]
crate: { name: cloudwright-tencent-x, version: 0.1.0 }
endpoints: { default: x.example.com, variants: { vpc: y.example.com } }
regions: [r]
deprecated: { doc: TEXT, replacement: { service: TEXT, action: TEXT } }
errors: [{ code: TEXT, doc: TEXT }]
types: [{ name: Shared, doc: TEXT, fields: [{ name: TEXT, type: string, doc: TEXT }] }]
";

const ACTION: &str = "
action: A
summary: TEXT
doc: TEXT
source: { title: TEXT, url: TEXT, updated: TEXT }
access: read
permissions: [TEXT]
regions: [TEXT]
deprecated: { doc: TEXT }
request:
- { name: TEXT, type: string, required: yes, doc: TEXT, default: TEXT, example: TEXT, pattern: TEXT, deprecated: TEXT }
- { name: Pick, type: Pick, doc: TEXT }
- { name: Inline, type: object, fields: [{ name: TEXT, type: string }] }
- { name: Shared, type: Shared }
response:
- { name: TEXT, type: string, doc: TEXT }
types: [{ name: Pick, doc: TEXT, values: [{ value: TEXT, doc: TEXT }, other] }]
rules: [{ rule: together, members: [Pick, Inline], doc: TEXT }]
errors: [{ code: TEXT, doc: TEXT }]
";

/// The specs with a text in every place that takes one. The checks refuse much of this; the
/// generator must not rely on them.
fn catalog(text: &str) -> Catalog {
    let quoted = serde_json::to_string(text).unwrap();
    let fill = |template: &str| template.replace("TEXT", &quoted);
    let files = vec![
        SourceFile::new("tencent/x/service.yaml", fill(SERVICE)),
        SourceFile::new("tencent/x/A.yaml", fill(ACTION)),
    ];
    let mut catalog = cloudwright_spec::load::load(files).catalog;
    assert_eq!(catalog.action_count(), 1, "{text:?}");
    catalog.services[0].actions[0].action.source.updated = Some(text.to_owned());
    catalog
}

/// How many names of types and variants stand in a macro call.
fn variants(tokens: TokenStream) -> usize {
    let count = tokens.into_iter().map(|tree| match tree {
        TokenTree::Group(group) => variants(group.stream()),
        TokenTree::Ident(name) => usize::from(name.to_string().starts_with(char::is_uppercase)),
        _ => 0,
    });
    count.sum()
}

/// What a Rust file defines, item by item, without names and texts.
fn outline(path: &str, text: &str) -> Vec<String> {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
    let inner = file
        .attrs
        .iter()
        .filter(|a| !a.path().is_ident("doc"))
        .count();
    let mut outline = vec![format!("{inner} inner attributes")];
    outline.extend(file.items.iter().map(|item| match item {
        syn::Item::Impl(block) => format!("impl of {}", block.items.len()),
        syn::Item::Struct(structure) => format!("struct of {}", structure.fields.len()),
        syn::Item::Enum(open) => format!("enum of {}", open.variants.len()),
        syn::Item::Fn(_) => "fn".to_owned(),
        syn::Item::Mod(module) => format!("mod with a body: {}", module.content.is_some()),
        syn::Item::Use(_) => "use".to_owned(),
        syn::Item::Static(_) => "static".to_owned(),
        syn::Item::Const(_) => "const".to_owned(),
        syn::Item::Macro(call) => format!("macro with {}", variants(call.mac.tokens.clone())),
        _ => "something else".to_owned(),
    }));
    outline
}

#[test]
fn every_file_defines_the_same_items_whatever_the_texts_say() {
    let outlines = |text: &str| -> Vec<(String, Vec<String>)> {
        let files = generate(&catalog(text), &Options::workspace()).unwrap();
        files
            .iter()
            .filter_map(|(path, text)| {
                path.strip_suffix(".rs")?;
                Some((path.to_owned(), outline(path, text)))
            })
            .collect()
    };
    let harmless = outlines("harmless");
    assert!(harmless.len() > 5);
    for text in HOSTILE {
        assert_eq!(outlines(text), harmless, "{text:?}");
    }
}

#[test]
fn documentation_stays_documentation() {
    for text in HOSTILE {
        let files = generate(&catalog(text), &Options::workspace()).unwrap();
        for (path, text) in files.iter().filter(|(path, _)| path.contains("/src/")) {
            // The generator's own examples, one a method, are told by their first line.
            let mut examples = 0;
            let mut is_example = false;
            for line in text.lines().map(str::trim_start) {
                let Some(doc) = line.strip_prefix("///").or(line.strip_prefix("//!")) else {
                    continue;
                };
                let doc = doc.strip_prefix(' ').unwrap_or(doc);
                if doc == "```no_run" || is_example {
                    examples += usize::from(!is_example);
                    is_example = doc != "```";
                    continue;
                }
                let is_code = doc.starts_with("```")
                    || doc.starts_with("~~~")
                    || doc.starts_with("    ")
                    || doc.starts_with('\t');
                assert!(!is_code, "{path}: {line}");
                assert!(
                    !doc.contains(['\r', '\u{2028}', '\u{202e}', '\u{0}']),
                    "{path}: {line}"
                );
            }
            let methods = usize::from(path.ends_with("/client.rs"));
            assert_eq!((examples, is_example), (methods, false), "{path}");
        }
    }
}

#[test]
fn manifests_and_readmes_hold_texts_as_texts() {
    for text in HOSTILE {
        let mut catalog = catalog(text);
        catalog.services[0].service.title = (*text).to_owned();
        let files = generate(&catalog, &Options::workspace()).unwrap();
        let manifest = files.get("crates/clients/tencent-x/Cargo.toml").unwrap();
        let sections = manifest
            .lines()
            .filter(|line| line.starts_with('['))
            .count();
        assert_eq!(sections, 6, "{manifest}");
        let readme = files.get("crates/clients/tencent-x/README.md").unwrap();
        let fences = readme
            .lines()
            .filter(|line| line.starts_with("```"))
            .count();
        assert_eq!(fences, 2, "{readme}");
    }
}

#[test]
fn names_that_are_paths_are_refused_or_stay_inside() {
    for name in [
        "../evil", "/evil", "..", "a/b", "a\\b", "C:", "nul\0", "😀", "", "con",
    ] {
        let mut catalog = catalog("harmless");
        name.clone_into(&mut catalog.services[0].actions[0].action.action);
        inside(&catalog);
        let mut catalog = self::catalog("harmless");
        catalog.services[0].actions[0].action.rename = Some(name.to_owned());
        inside(&catalog);
        let mut catalog = self::catalog("harmless");
        name.clone_into(&mut catalog.services[0].service.package.name);
        inside(&catalog);
    }
}

/// Every path is plain, or there is an error and no output at all.
fn inside(catalog: &Catalog) {
    match generate(catalog, &Options::workspace()) {
        Ok(files) => {
            for (path, _) in files.iter() {
                assert!(path.starts_with(CLIENTS), "{path}");
                let leaves = path.split('/').any(|part| part.is_empty() || part == "..");
                assert!(!leaves && !path.contains('\\'), "{path}");
                assert!(path.is_ascii(), "{path}");
            }
        }
        Err(GenerateError::NotPlain(_) | GenerateError::Twice(_)) => {}
        Err(other) => panic!("{other}"),
    }
}
