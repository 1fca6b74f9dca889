//! Whether a secret stands at some place of a text, in any form in which services repeat one: as it
//! is, in other case, percent-encoded (also more than once), as JSON, Rust or HTML escape it.
//!
//! How far a run of escapes is followed is bounded, so that each place costs as much as what the
//! text has in common with the secret there.

use std::ops::Range;

/// As much of a secret is hidden at the end of a text, which may have been cut off there.
const CUT: usize = 6;
/// As much of a secret is hidden in the middle of a text: somebody shortened it.
const SHORTENED: usize = 10;

/// Secrets from this length on are found in any case: the letters of a shorter one are likely to be
/// a word.
const LONG: usize = 10;

/// How often a text may have been encoded or escaped on its way.
const ROUNDS: usize = 4;

/// From where to where the secret stands that begins at this place, if it is there, whole or enough of it.
pub(super) fn match_at(text: &[u8], start: usize, secret: &[u8]) -> Option<Range<usize>> {
    let mut at = start;
    let mut known = 0;
    while let Some(rest) = secret.get(known..).filter(|rest| !rest.is_empty()) {
        let left = text.get(at..).unwrap_or_default();
        let Some((taken, told)) = step(left, secret, rest) else {
            break;
        };
        at += taken;
        known += told;
    }
    let rest = text.get(at..).unwrap_or_default();
    let is_at_end = rest.is_empty() || is_begun_escape(rest);
    let is_there = known == secret.len() || known >= SHORTENED || (known >= CUT && is_at_end);
    let end = if known < secret.len() && is_at_end {
        text.len()
    } else {
        at
    };
    is_there.then_some(start..end)
}

/// Whether letters of this secret are the same.
pub(super) fn is_same(secret: &[u8], left: &[u8], right: &[u8]) -> bool {
    if secret.len() < LONG {
        left == right
    } else {
        left.eq_ignore_ascii_case(right)
    }
}

/// How much of the text stands for how much of the secret, where the two go on alike. `rest` is what
/// is left of the secret.
fn step(text: &[u8], secret: &[u8], rest: &[u8]) -> Option<(usize, usize)> {
    let escaped = match text.first()? {
        b'%' => percent(text),
        b'\\' => backslash(text),
        b'&' => entity(text),
        _ => None,
    };
    if let Some((taken, letter)) = escaped
        && let Some(told) = letter.begins(secret, rest)
    {
        return Some((taken, told));
    }
    if text.first() == Some(&b'\\') && rest.first() == Some(&b'\\') {
        return backslashes(text, rest);
    }
    is_same(secret, text.get(..1)?, rest.get(..1)?).then_some((1, 1))
}

/// What an escape stands for.
#[derive(Clone, Copy)]
enum Letter {
    Byte(u8),
    Character(char),
}

impl Letter {
    /// How many bytes of the secret it is, if what is left of the secret begins with it.
    fn begins(self, secret: &[u8], rest: &[u8]) -> Option<usize> {
        let mut buffer = [0; 4];
        let bytes = match self {
            Self::Byte(byte) => {
                buffer[0] = byte;
                &buffer[..1]
            }
            Self::Character(character) => character.encode_utf8(&mut buffer).as_bytes(),
        };
        let begun = rest.get(..bytes.len())?;
        is_same(secret, begun, bytes).then_some(bytes.len())
    }
}

/// `%2F`, `%252F`, `%25252F`.
fn percent(text: &[u8]) -> Option<(usize, Letter)> {
    let mut at = 1;
    for _ in 0..ROUNDS {
        if text.get(at..at + 2)? != b"25" || hex(text, at + 2, 2).is_none() {
            break;
        }
        at += 2;
    }
    let byte = u8::try_from(hex(text, at, 2)?).ok()?;
    Some((at + 2, Letter::Byte(byte)))
}

/// `\/`, `\"`, `\u002f`, `\u{2f}`, with one backslash or with several, as JSON in JSON has them.
fn backslash(text: &[u8]) -> Option<(usize, Letter)> {
    let run = run(text, 1 << ROUNDS);
    let letter = match text.get(run) {
        Some(b'u') => {
            let (taken, code) = match text.get(run + 1)? {
                b'{' => braced(text, run + 2)?,
                _ => (run + 5, hex(text, run + 1, 4)?),
            };
            return Some((taken, Letter::Character(char::from_u32(code)?)));
        }
        Some(byte @ (b'/' | b'"' | b'\'')) => *byte,
        Some(b't') => b'\t',
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        _ => return None,
    };
    Some((run + 1, Letter::Byte(letter)))
}

/// Backslashes of the secret itself, each of which is written as two, as often as it was escaped. An
/// escape of what follows them may come behind.
fn backslashes(text: &[u8], secret: &[u8]) -> Option<(usize, usize)> {
    let told = run(secret, usize::MAX);
    let there = run(text, (told + 1) << ROUNDS);
    let fits = |round: &usize| {
        let written = told << round;
        there == written || there == written + (1 << round) - 1
    };
    let round = (0..=ROUNDS).find(fits)?;
    Some((told << round, told))
}

/// How many backslashes a text begins with, counted up to a bound.
fn run(text: &[u8], most: usize) -> usize {
    let begun = text.iter().take(most);
    begun.take_while(|byte| **byte == b'\\').count()
}

/// The code between braces, and where it ends.
fn braced(text: &[u8], start: usize) -> Option<(usize, u32)> {
    let length = text
        .get(start..)?
        .iter()
        .take(7)
        .position(|byte| *byte == b'}')?;
    Some((start + length + 1, hex(text, start, length)?))
}

/// `&amp;`, `&#47;`, `&#x2F;`.
fn entity(text: &[u8]) -> Option<(usize, Letter)> {
    const NAMED: &[(&[u8], u8)] = &[
        (b"amp", b'&'),
        (b"lt", b'<'),
        (b"gt", b'>'),
        (b"quot", b'"'),
        (b"apos", b'\''),
    ];
    let length = text
        .get(1..)?
        .iter()
        .take(8)
        .position(|byte| *byte == b';')?;
    let name = text.get(1..=length)?;
    let code = match name {
        [b'#', b'x' | b'X', digits @ ..] => hex(digits, 0, digits.len())?,
        [b'#', digits @ ..] => std::str::from_utf8(digits).ok()?.parse().ok()?,
        _ => NAMED.iter().find(|(known, _)| *known == name)?.1.into(),
    };
    Some((length + 2, Letter::Character(char::from_u32(code)?)))
}

fn hex(text: &[u8], start: usize, length: usize) -> Option<u32> {
    let digits = text.get(start..start + length)?;
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Whether what is left of a text is the beginning of an escape that was cut off.
fn is_begun_escape(rest: &[u8]) -> bool {
    const LONGEST: usize = 8;
    rest.len() <= LONGEST
        && matches!(rest.first(), Some(b'%' | b'\\' | b'&'))
        && rest[1..]
            .iter()
            .all(|byte| byte.is_ascii_hexdigit() || b"\\u{#x".contains(byte))
}
