//! Words of pages as values of the language: dates, numbers, texts of a type.

use cloudwright_page::types::Ours;
use serde_json::Value;

use crate::merge::values::fits;
use crate::model::{Member, Scalar, TypeRef};

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A date as `YYYY-MM-DD`: of `2025-01-09 01:27:02`, `2025/1/9`, `Mar 01, 2024`, `2025年1月9日`.
pub(super) fn date(text: &str) -> Option<String> {
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty() && part.len() <= 4)
        .filter_map(|part| part.parse().ok())
        .collect();
    let words = text.split(|c: char| !c.is_ascii_alphabetic());
    let month = words
        .filter(|word| word.len() >= 3)
        .find_map(|word| {
            let word = word.to_ascii_lowercase();
            MONTHS.iter().position(|month| word.starts_with(month))
        })
        .and_then(|index| u32::try_from(index + 1).ok());
    let (year, month, day) = match (numbers.as_slice(), month) {
        ([year, month, day, ..], _) if *year > 1900 => (*year, *month, *day),
        ([day, year, ..], Some(month)) if *year > 1900 => (*year, month, *day),
        _ => return None,
    };
    let is_date = year < 2200 && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// A type of a page in the language, which has the same words. A name that is none becomes an object.
pub(super) fn type_ref(ours: &Ours) -> TypeRef {
    match ours {
        Ours::List(inner) => TypeRef::List(Box::new(type_ref(inner))),
        Ours::Map(inner) => TypeRef::Map(Box::new(type_ref(inner))),
        plain => TypeRef::parse(&plain.to_string()).unwrap_or(TypeRef::Object),
    }
}

/// A text of a page as a value of a member's type, if it is one.
pub(super) fn value(member: &Member, text: &str) -> Option<Value> {
    let text = text.trim();
    let TypeRef::Scalar(scalar) = &member.type_ref else {
        return None;
    };
    if text.is_empty() || !fits(member, text) {
        return None;
    }
    Some(match scalar {
        Scalar::Integer | Scalar::Int32 | Scalar::Int64 | Scalar::Uint64 => {
            text.parse::<i64>().ok()?.into()
        }
        Scalar::Number | Scalar::Float32 | Scalar::Float64 => {
            let number: f64 = text.parse().ok()?;
            text.parse::<i64>()
                .map_or_else(|_| number.into(), Value::from)
        }
        Scalar::Boolean => (text == "true").into(),
        Scalar::Any => return None,
        _ => text.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_all_sites_become_one_form() {
        for (text, expected) in [
            ("2025-01-09 01:27:02", Some("2025-01-09")),
            ("Mar 01, 2024", Some("2024-03-01")),
            ("2025-08-05 GMT+08:00", Some("2025-08-05")),
            ("2023年7月3日", Some("2023-07-03")),
            ("2023/7/3", Some("2023-07-03")),
            ("12 March 2022", Some("2022-03-12")),
            ("2025-13-05", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(date(text).as_deref(), expected, "{text}");
        }
    }
}
