//! What holds for every spec and every set of facts.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// A member of a made-up page: its name's number, what it says, and how it is laid out in the spec.
#[derive(Clone, Debug)]
struct Made {
    name: u8,
    kind: u8,
    required: Option<bool>,
    max: Option<i64>,
    style: u8,
    fields: Vec<Made>,
}

fn leaf() -> impl Strategy<Value = Made> {
    (
        0_u8..12,
        0_u8..3,
        any::<Option<bool>>(),
        proptest::option::of(1_i64..50),
        0_u8..4,
    )
        .prop_map(|(name, kind, required, max, style)| Made {
            name,
            kind,
            required,
            max,
            style,
            fields: Vec::new(),
        })
}

fn members() -> impl Strategy<Value = Vec<Made>> {
    let nested =
        (leaf(), proptest::collection::vec(leaf(), 0..4)).prop_map(|(mut made, fields)| {
            made.fields = once(fields);
            made
        });
    proptest::collection::vec(prop_oneof![leaf(), nested], 1..7).prop_map(once)
}

/// Each name once.
fn once(list: Vec<Made>) -> Vec<Made> {
    let mut seen = BTreeSet::new();
    list.into_iter()
        .filter(|made| seen.insert(made.name))
        .collect()
}

/// The members as a spec a person has edited: comments, odd spaces, one line or many.
fn written(members: &[Made], indent: usize, direction: &str, is_new: bool, out: &mut String) {
    for made in members {
        let blanks = " ".repeat(indent);
        // Objects of both sides bear other names, or their types would be twins; what is new may be one.
        let swaps = is_new && made.style == 3 && !made.fields.is_empty();
        let stem = if (direction == "response") == swaps {
            "Member"
        } else {
            "Row"
        };
        let name = format!("{stem}{}", made.name);
        let kind = ["string", "integer", "int64"][usize::from(made.kind)];
        let is_number = made.kind > 0 && made.fields.is_empty();
        let max = made.max.filter(|_| is_number);
        let required = made.required.filter(|_| direction == "request");
        let required = required.map(|flag| if flag { "yes" } else { "no" });
        if made.style == 0 && made.fields.is_empty() {
            let max = max.map_or(String::new(), |max| format!(", max:   {max}"));
            let required = required.map_or(String::new(), |word| format!(", required: {word}"));
            let _ = writeln!(
                out,
                "{blanks}- {{ name: {name}, type: {kind}{required}{max} }} # {name} here"
            );
            continue;
        }
        if made.style == 1 {
            let _ = write!(out, "{blanks}# before {name}\n\n");
        }
        let _ = writeln!(out, "{blanks}- name: {name}   # odd");
        if made.style == 2 {
            let _ = write!(
                out,
                "{blanks}  doc: >-\n{blanks}    Words,\n{blanks}    folded.\n"
            );
        }
        let kind = if made.fields.is_empty() {
            kind
        } else {
            "list<object>"
        };
        let _ = writeln!(out, "{blanks}  type: \"{kind}\"");
        if let Some(word) = required {
            let _ = writeln!(out, "{blanks}  required: {word} # so");
        }
        if let Some(max) = max {
            let _ = write!(out, "{blanks}  max: {max}\n{blanks}  # behind\n");
        }
        if !made.fields.is_empty() {
            let _ = writeln!(out, "{blanks}  fields:");
            written(&made.fields, indent + 4, "field", is_new, out);
        }
    }
}

fn body(request: &[Made], response: &[Made], is_new: bool) -> String {
    let mut out = String::from("request:\n");
    written(request, 2, "request", is_new, &mut out);
    out.push_str("# between\nresponse:\n");
    written(response, 2, "response", is_new, &mut out);
    out.push_str("\n# the end\n");
    out
}

fn comments(text: &str) -> Vec<&str> {
    let behind = |line: &'_ str| line.find('#').map(|at| line[at..].trim_end().len());
    text.lines()
        .filter_map(|line| Some(&line.trim_end()[line.trim_end().len() - behind(line)?..]))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn merging_keeps_every_comment_touches_no_other_line_and_is_done_once(
        before in (members(), members()),
        after in (members(), members()),
        is_page in any::<bool>(),
    ) {
        let evidence = if is_page { Evidence::Page } else { Evidence::Metadata };
        let text = body(&before.0, &before.1, false);
        let stated = body(&after.0, &after.1, true);
        let (result, first) = merged(&text, &stated, evidence);
        // Every comment is there, in its order.
        let (old, new) = (comments(&text), comments(&result));
        prop_assert_eq!(&old, &new, "{}\n---\n{}", text, result);
        // What the differences do not name stands as it stood.
        if first.differences.is_empty() {
            prop_assert_eq!(&result, &text);
        }
        let kept: Vec<&str> = text.lines().filter(|line| line.contains("doc:") || line.contains("folded") || line.contains("- name:")).collect();
        let mut lines = result.lines();
        for line in kept {
            prop_assert!(lines.any(|found| found == line), "lost or moved: {}", line);
        }
        let (again, second) = merged(&result, &stated, evidence);
        prop_assert_eq!(&again, &result);
        let left = second.differences.iter().filter(|found| !found.kind.is_left()).count();
        prop_assert_eq!(left, 0, "{:?}", second.differences);
    }
}
