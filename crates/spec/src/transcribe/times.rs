//! How a page says that a time is written: in its type, or as a pattern in its sentence.

use cloudwright_page::facts::Member as Said;

use crate::model::{Member, Scalar, TimeStyle, TypeRef};

/// The patterns of pages, without quotes, spaces, hyphens and colons, in small letters.
const PATTERNS: &[(&str, TimeStyle)] = &[
    ("yyyymmddthhmmssz", TimeStyle::Iso8601),
    ("yyyymmddthhmmz", TimeStyle::Iso8601Minutes),
];

/// How a time is written, where its page says it and nothing beside it denies it. A text is a time if its name
/// says so too. Of a time without zone the page does not tell which instant it is.
pub(super) fn format(member: &Member, said: &Said) -> Option<TimeStyle> {
    let is_time = match member.type_ref {
        TypeRef::Scalar(Scalar::Datetime) => true,
        TypeRef::Scalar(Scalar::String) => is_name_of_time(&member.name),
        _ => false,
    };
    if !is_time || !member.values.is_empty() {
        return None;
    }
    let words = said.r#type.as_ref().map(|fact| plain(fact.value.words()));
    let format = if words.is_some_and(|words| words.contains("iso8601")) {
        TimeStyle::Iso8601
    } else {
        pattern(&said.description.as_ref()?.value)?
    };
    let mut written = [&member.example, &member.default].into_iter().flatten();
    let fits = written.all(|value| {
        let text = value.as_str();
        text.is_some_and(|text| text.is_empty() || format.fits(text))
    });
    fits.then_some(format)
}

/// The only pattern of a sentence.
fn pattern(sentence: &str) -> Option<TimeStyle> {
    let sentence = plain(sentence);
    let years = sentence.matches("yyyy").count();
    let mut found = PATTERNS
        .iter()
        .filter(|(pattern, _)| years > 0 && sentence.matches(pattern).count() == years);
    found.next().map(|(_, format)| *format)
}

fn plain(text: &str) -> String {
    let is_kept = |c: &char| !matches!(c, '\'' | '"' | '`' | '-' | ':' | '_' | '’' | '‘');
    let kept = text.chars().filter(|c| is_kept(c) && !c.is_whitespace());
    kept.collect::<String>().to_ascii_lowercase()
}

/// Whether a name ends as those of times do: `CreateTime`, `created_at`, `updatedAt`, `start-date`.
fn is_name_of_time(name: &str) -> bool {
    let small = name.to_ascii_lowercase();
    let ends = ["time", "date", "_at", "-at"];
    ends.iter().any(|end| small.ends_with(end)) || name.ends_with("At")
}

#[cfg(test)]
mod tests {
    use cloudwright_page::facts::{Fact, Span};
    use cloudwright_page::types::Type;

    use super::*;

    fn of(name: &str, words: &str, sentence: &str) -> Option<TimeStyle> {
        let lines = Span::line(1);
        let mut said = Said::named(name, lines);
        let read = Type::new(words);
        let member = Member::new(name, crate::transcribe::words::type_ref(read.ours()));
        said.r#type = Some(Fact::stated(read, lines));
        said.description = Some(Fact::stated(sentence.to_owned(), lines));
        format(&member, &said)
    }

    #[test]
    fn a_type_or_a_pattern_says_how_a_time_is_written() {
        let iso = Some(TimeStyle::Iso8601);
        let pattern = "In UTC, as YYYY-MM-DDThh:mm:ssZ.";
        assert_eq!(of("Lit", "Timestamp ISO8601", ""), iso);
        assert_eq!(of("LitTime", "String", pattern), iso);
        assert_eq!(of("lit_at", "String", "yyyy-MM-dd'T'HH:mm:ss'Z'"), iso);
        assert_eq!(
            of("EndTime", "String", "The end: yyyy-MM-ddTHH:mmZ (UTC)"),
            Some(TimeStyle::Iso8601Minutes)
        );
    }

    #[test]
    fn what_is_not_sure_has_no_format() {
        let pattern = "In UTC, as YYYY-MM-DDThh:mm:ssZ.";
        assert_eq!(of("Filter", "String", pattern), None);
        assert_eq!(of("LitTime", "Integer", pattern), None);
        assert_eq!(of("LitTime", "String", "As YYYY-MM-DD hh:mm:ss."), None);
        let either = "YYYY-MM-DDThh:mm:ssZ or YYYY-MM-DD";
        assert_eq!(of("LitTime", "String", either), None);
        assert_eq!(of("LitTime", "Timestamp", "When it was lit."), None);
    }
}
