//! Where two texts begin to differ: canonical requests are compared so, which differ by a byte that is easily
//! overlooked.

use std::fmt;

use serde::Serialize;

/// The first difference of two texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The server's line; absent where its text is at an end.
    pub server: Option<String>,
    /// The client's line; absent where its text is at an end.
    pub client: Option<String>,
}

impl Difference {
    /// The first difference. `None` if there is none.
    pub(crate) fn between(server: &str, client: &str) -> Option<Self> {
        let (mut server_lines, mut client_lines) = (server.split('\n'), client.split('\n'));
        for line in 1.. {
            let (server, client) = (server_lines.next(), client_lines.next());
            if server.is_none() && client.is_none() {
                return None;
            }
            if server != client {
                return Some(Self {
                    line,
                    column: first_column(server.unwrap_or(""), client.unwrap_or("")),
                    server: server.map(str::to_owned),
                    client: client.map(str::to_owned),
                });
            }
        }
        None
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (server, client) = (self.server.as_deref(), self.client.as_deref());
        writeln!(f, "line {}, column {}", self.line, self.column)?;
        writeln!(f, "server: {}", server.unwrap_or("(end)"))?;
        write!(f, "client: {}", client.unwrap_or("(end)"))
    }
}

fn first_column(left: &str, right: &str) -> usize {
    let same = left
        .chars()
        .zip(right.chars())
        .take_while(|(left, right)| left == right);
    same.count() + 1
}

/// The canonical text that a client sent in `x-mock-canonical`: percent-encoded, or with `\n` for
/// its line ends, since headers have none.
pub(crate) fn client_text(header: &str) -> String {
    let decoded = cloudwright_sign::percent_decode(header);
    // A text with real line ends may well hold a `%`, so it is only decoded if that gave line ends.
    if decoded.contains('\n') {
        decoded.into_owned()
    } else {
        header.replace("\\n", "\n")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn the_first_difference_is_found() {
        assert_eq!(Difference::between("a\nb", "a\nb"), None);
        let found = Difference::between("POST\nhost:x\n", "POST\nhost:y\n").unwrap();
        assert_eq!((found.line, found.column), (2, 6));
        let found = Difference::between("a", "a\nb").unwrap();
        assert_eq!((found.line, found.column, found.server), (2, 1, None));
    }

    #[test]
    fn line_ends_in_a_header_are_read() {
        assert_eq!(client_text("GET%0A/%0Aa%3D1"), "GET\n/\na=1");
        assert_eq!(client_text("GET\\n/\\na%3D1"), "GET\n/\na%3D1");
    }
}
