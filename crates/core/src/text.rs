//! Small questions about texts, asked in many places and each compiled once.

/// Whether a name is one of these, whatever its case.
#[inline(never)]
pub(crate) fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether HTTP allows the text as the value of a header.
#[inline(never)]
pub(crate) fn is_header_value(text: &str) -> bool {
    http::HeaderValue::from_str(text).is_ok()
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

/// The scheme of an address, and what follows it.
#[inline(never)]
pub(crate) fn split_scheme(address: &str) -> Option<(&str, &str)> {
    address.split_once("://")
}

/// The first part of an address without its scheme: host and port.
#[inline(never)]
pub(crate) fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#', '\\']).next().unwrap_or(rest)
}
