//! Which service a `service.yaml` is of, without reading all of it.
//!
//! The types of a whole product are nearly all of the file. Where hundreds of services are looked through for
//! one of them, only what stands before is read.

use std::str::FromStr;

use crate::model::Provider;
use crate::source::{self, Node};

/// Provider, product and API version: each version of a product is a service of its own.
pub type Identity = (Provider, String, Option<String>);

/// Keys of `service.yaml` with long lists.
const LONG: &[&str] = &["types:", "errors:"];

/// The identity of a service by the text of its file; `None` if it does not say it.
///
/// ```
/// use cloudwright_spec::load::identity;
/// use cloudwright_spec::model::Provider;
///
/// let text = "provider: tencent\nproduct: tcr\nversion: \"2019-09-24\"\ntypes: [[[";
/// let expected = (Provider::Tencent, "tcr".to_owned(), Some("2019-09-24".to_owned()));
/// assert_eq!(identity(text), Some(expected));
/// ```
pub fn identity(text: &str) -> Option<Identity> {
    of_head(text, read)
}

/// What the service of a `service.yaml` is called, as [`identity`] reads it.
pub fn title(text: &str) -> Option<String> {
    of_head(text, |head| {
        let root = source::parse(head).ok()?.root?;
        value(&root, "title")?.text().map(str::to_owned)
    })
}

/// What is read of the beginning of a file, before its long lists, or else of all of it.
fn of_head<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    let text = text.trim_start_matches('\u{feff}');
    let mut at = 0;
    let mut ends = text.split_inclusive('\n').filter_map(|line| {
        let start = at;
        at += line.len();
        let is_long = LONG.iter().any(|key| line.starts_with(key));
        is_long.then_some(start)
    });
    let head = ends.next().and_then(|end| text.get(..end));
    // The keys may stand in any order, and a line inside of quotes may look like one of them.
    head.and_then(&read).or_else(|| read(text))
}

fn read(text: &str) -> Option<Identity> {
    let root = source::parse(text).ok()?.root?;
    let product = value(&root, "product")?.text()?.to_owned();
    let provider = Provider::from_str(value(&root, "provider")?.text()?).ok()?;
    let version = value(&root, "version").filter(|node| !node.is_null());
    let version = version.and_then(Node::text).map(str::to_owned);
    Some((provider, product, version))
}

fn value<'n>(root: &'n Node, wanted: &str) -> Option<&'n Node> {
    root.entry(wanted).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_may_stand_in_any_order_and_in_any_form() {
        let expected = Some((Provider::Huawei, "swr".to_owned(), None));
        for text in [
            "provider: huawei\nproduct: swr\n",
            "types: []\nprovider: huawei\nproduct: swr\n",
            "\u{feff}{ provider: huawei, product: swr, types: [] }",
            "title: \"a\ntypes: b\"\nprovider: huawei\nproduct: swr\nversion:\n",
        ] {
            assert_eq!(identity(text), expected, "{text}");
        }
        assert_eq!(identity("product: swr\ntypes: []\n"), None);
        assert_eq!(identity("provider: none\nproduct: swr\n"), None);
    }
}
