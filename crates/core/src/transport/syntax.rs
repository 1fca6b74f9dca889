//! What HTTP and addresses allow, asked in several places.

/// Whether HTTP allows the text as the value of a header: anything but control characters.
pub(crate) fn is_header_value(text: &str) -> bool {
    http::HeaderValue::from_str(text).is_ok()
}

/// Whether HTTP allows the text as the name of a header.
pub(crate) fn is_header_name(text: &str) -> bool {
    http::HeaderName::from_bytes(text.as_bytes()).is_ok()
}

/// The first part of an address without its scheme: host and port.
pub(crate) fn authority(rest: &str) -> &str {
    let end = rest.find(['/', '?', '#', '\\']);
    &rest[..end.unwrap_or(rest.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_hold_what_http_allows() {
        for (text, value, name) in [
            ("", true, false),
            ("x-a", true, true),
            ("a b", true, false),
            ("a\tb", true, false),
            ("a\nb", false, false),
            ("a\u{7f}", false, false),
            ("\u{4e2d}", true, false),
        ] {
            assert_eq!(is_header_value(text), value, "{text:?}");
            assert_eq!(is_header_name(text), name, "{text:?}");
        }
    }

    #[test]
    fn an_authority_ends_where_path_query_or_fragment_begin() {
        for (rest, expected) in [
            ("h", "h"),
            ("h:1/p", "h:1"),
            ("h?q", "h"),
            ("h#f", "h"),
            ("h\\p", "h"),
            ("", ""),
        ] {
            assert_eq!(authority(rest), expected, "{rest}");
        }
    }
}
