//! Small questions about texts, asked in many places and each compiled once.

/// Whether a name is one of these, whatever its case.
#[inline(never)]
pub(crate) fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether HTTP allows the text as the value of a header: anything but control characters.
#[inline(never)]
pub(crate) fn is_header_value(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte == b'\t' || !byte.is_ascii_control())
}

/// Whether HTTP allows the text as the name of a header (RFC 9110, section 5.6.2).
#[inline(never)]
pub(crate) fn is_header_name(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_allowed)
}

/// Where the part begins, if it is in the text. An empty part is found nowhere.
#[inline(never)]
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    let mut windows = text.as_bytes().windows(part.len().max(1));
    windows.position(|window| window == part.as_bytes())
}

/// Adds the parts to a text: once here, and not in every place that does.
#[inline(never)]
pub(crate) fn add(text: &mut String, parts: &[&str]) {
    for part in parts {
        text.push_str(part);
    }
}

/// The parts, one behind the other. The standard library's has a copy in each crate that calls it.
pub(crate) fn concat(parts: &[&str]) -> String {
    let mut text = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    add(&mut text, parts);
    text
}

/// The parts with commas between them.
#[inline(never)]
pub(crate) fn listed(parts: &mut dyn Iterator<Item = &str>) -> String {
    let mut list = String::new();
    for part in parts {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(part);
    }
    list
}

/// The text without white space around it.
#[inline(never)]
pub(crate) fn trim(text: &str) -> &str {
    text.trim()
}

/// What stands before and after the first of an ASCII character.
#[inline(never)]
pub(crate) fn split_once(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == mark)?;
    let (before, rest) = text.split_at_checked(at)?;
    Some((before, rest.get(1..)?))
}

/// The scheme of an address, and what follows it.
#[inline(never)]
pub(crate) fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let mark = find(address, "://")?;
    Some((&address[..mark], &address[mark + 3..]))
}

/// The first part of an address without its scheme: host and port.
#[inline(never)]
pub(crate) fn authority(rest: &str) -> &str {
    let end = rest.bytes().position(|byte| b"/?#\\".contains(&byte));
    end.and_then(|end| rest.get(..end)).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_hold_what_http_allows() {
        for character in (0..=0x100).filter_map(char::from_u32) {
            let text = character.to_string();
            let value = http::HeaderValue::from_str(&text);
            assert_eq!(is_header_value(&text), value.is_ok(), "{character:?}");
            let name = http::HeaderName::from_bytes(text.as_bytes());
            assert_eq!(is_header_name(&text), name.is_ok(), "{character:?}");
        }
        assert!(is_header_value("") && !is_header_name(""));
    }

    #[test]
    fn a_part_is_found_where_it_first_begins() {
        for (text, part) in [
            ("", "a"),
            ("a", "ab"),
            ("aab", "ab"),
            ("abab", "ab"),
            ("xü://", "://"),
            ("b", "a"),
        ] {
            assert_eq!(find(text, part), text.find(part), "{text} {part}");
        }
    }
}
