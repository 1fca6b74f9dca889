//! Bounds that stand on lines of their own in a description: `Minimum: 1`, `Maximum: 64`. They bound the
//! length of a text, also of the texts in a list, and the value of a number.

use crate::facts::{Bounded, Fact, Member, Range};
use crate::types::Ours;
use crate::words::{is_number, strip_any};

/// Reads the bounds of a member from its description.
pub(super) fn read(member: &mut Member) {
    let (Some(description), Some(r#type)) = (&member.description, &member.r#type) else {
        return;
    };
    let bound = |labels: &[&str]| {
        description.value.lines().find_map(|line| {
            let rest = strip_any(line.trim(), labels)?;
            let number = rest.trim_start_matches([':', ' ']);
            let digits = number.strip_prefix('-').unwrap_or(number);
            is_number(&digits.replace('.', "")).then(|| number.to_owned())
        })
    };
    let min = bound(&["Minimum", "最小值", "最小长度"]);
    let max = bound(&["Maximum", "最大值", "最大长度"]);
    if min.is_none() && max.is_none() {
        return;
    }
    let of = if of_text(r#type.value.ours()) {
        Bounded::Length
    } else {
        Bounded::Value
    };
    member.range = Some(Fact::stated(Range { of, min, max }, description.lines));
}

fn of_text(ours: &Ours) -> bool {
    match ours {
        Ours::List(item) | Ours::Map(item) => of_text(item),
        ours => *ours == Ours::String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Span;
    use crate::types::Type;

    #[test]
    fn bounds_are_of_the_text_or_of_the_number() {
        for (words, text, expected) in [
            (
                "String",
                "A name.\n\nMinimum: 1\n\nMaximum: 64",
                Some((Bounded::Length, Some("1"), Some("64"))),
            ),
            (
                "Array of strings",
                "Minimum: 36",
                Some((Bounded::Length, Some("36"), None)),
            ),
            (
                "Integer",
                "最大值:-5",
                Some((Bounded::Value, None, Some("-5"))),
            ),
            ("Integer", "Maximum: many", None),
            ("Integer", "The Minimum: 1", None),
        ] {
            let mut member = Member::named("x", Span::line(1));
            member.r#type = Some(Fact::stated(Type::new(words), Span::line(1)));
            member.description = Some(Fact::stated(text.to_owned(), Span::line(2)));
            read(&mut member);
            let found = member.range.as_ref().map(|range| {
                let Range { of, min, max } = &range.value;
                (*of, min.as_deref(), max.as_deref())
            });
            assert_eq!(found, expected, "{text}");
        }
    }
}
