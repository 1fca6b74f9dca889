//! What names and texts may consist of. Some of them become file names, package names or hosts,
//! so what is not plainly harmless is refused.

use cloudwright_vocabulary::printable::is_unprintable;

use crate::check::checker::Checker;
use crate::diagnostic::{Code, Place};
use crate::version::Version;

/// The longest name on a wire that is believed.
pub(crate) const MAX_NAME_BYTES: usize = 256;

/// The longest text that is believed.
const MAX_TEXT_BYTES: usize = 64 << 10;

/// Small letters, digits and single hyphens between them: ids, regions, packages.
pub(crate) fn is_kebab(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(is_plain);
    text.len() <= 64 && text.split('-').all(is_part)
}

/// What an action can be called; it becomes a file name, a type and a function.
pub(crate) fn is_action_name(text: &str) -> bool {
    text.len() <= 128
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Whether a text has no characters that are not seen or that turn the text around.
pub(crate) fn is_visible(text: &str) -> bool {
    !text.chars().any(is_unprintable)
}

/// `YYYY-MM-DD`, and such a day exists.
pub(crate) fn is_date(text: &str) -> bool {
    let number = |part: &str, digits| {
        let is_right = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| is_right)
    };
    let mut parts = text.splitn(3, '-');
    let mut next = |digits| number(parts.next()?, digits);
    let (Some(year), Some(month), Some(day)) = (next(4), next(2), next(2)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap),
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Three numbers with dots, perhaps with a pre-release.
pub(crate) fn is_version(text: &str) -> bool {
    Version::parse(text).is_ok_and(|version| version.build.is_empty())
}

/// A host, in which `{region}` may stand for the region.
pub(crate) fn is_host(text: &str) -> bool {
    let plain = text.replace("{region}", "region");
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    plain.len() <= 253 && plain.contains('.') && plain.split('.').all(is_label)
}

/// An address of the web, without what has a meaning in Markdown or HTML.
pub(crate) fn is_web_address(text: &str) -> bool {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"<>\"`{}|\\^".contains(&byte);
    is_web && text.bytes().all(is_plain)
}

impl Checker<'_> {
    /// A text of ours or of the vendor, where there is one.
    pub(crate) fn text(&mut self, text: Option<&str>, place: &Place<'_>) {
        let Some(text) = text else { return };
        if text.trim().is_empty() {
            self.say(Code::BadText, place, "the text is empty");
        } else if text.len() > MAX_TEXT_BYTES {
            let message = format!("the text is longer than {} KiB", MAX_TEXT_BYTES >> 10);
            self.say(Code::BadText, place, message);
        }
        let is_hidden = |c: &char| is_unprintable(*c) && !matches!(c, '\n' | '\t');
        if let Some(hidden) = text.chars().find(is_hidden) {
            let hidden = u32::from(hidden);
            let message = format!("the text holds the character U+{hidden:04X}, which is not seen");
            self.say(Code::BadText, place, message);
        }
    }

    /// A name as the wire has it.
    pub(crate) fn wire_name(&mut self, name: &str, place: &Place<'_>) {
        let problem = if name.is_empty() {
            "the name is empty"
        } else if name.len() > MAX_NAME_BYTES {
            "the name is longer than 256 bytes"
        } else if !is_visible(name) {
            "the name holds characters that are not seen"
        } else {
            return;
        };
        self.say(Code::BadName, place, problem);
    }

    /// Names of one list: none may stand twice. `place` is the list, `key` where the name stands.
    pub(crate) fn no_twice<'n>(
        &mut self,
        names: impl Iterator<Item = &'n str>,
        what: &str,
        place: &Place<'_>,
        key: Option<&str>,
    ) {
        let mut first = std::collections::HashMap::new();
        for (index, name) in names.enumerate() {
            let at = |index| {
                let item = place.index(index);
                match key {
                    // A value may stand alone, or under its key.
                    Some(key) => item.key(key).value(),
                    None => item.value(),
                }
            };
            if let Some(earlier) = first.insert(name, index) {
                let message = format!("{what} `{name}` stands twice");
                let finding = self.say(Code::DuplicateName, at(index), message);
                finding.beside(at(earlier), "first here");
                first.insert(name, earlier);
            }
        }
    }
}
