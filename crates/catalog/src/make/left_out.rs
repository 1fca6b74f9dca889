//! What a catalogue does not hold, and why, counted by kind.

use std::collections::BTreeMap;
use std::fmt;

/// Counts by provider and reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut(BTreeMap<(String, String), usize>);

impl LeftOut {
    pub(super) fn action(&mut self, provider: &str, reason: &str) {
        self.count(provider, format!("action: {}", kind(reason)), 1);
    }

    pub(super) fn service(&mut self, provider: &str, reason: &str) {
        self.count(provider, format!("service: {}", kind(reason)), 1);
    }

    pub(super) fn add(&mut self, other: Self) {
        for ((provider, reason), count) in other.0 {
            self.count(&provider, reason, count);
        }
    }

    fn count(&mut self, provider: &str, reason: String, count: usize) {
        *self.0.entry((provider.to_owned(), reason)).or_default() += count;
    }

    /// Counts by provider and reason.
    pub fn counts(&self) -> impl Iterator<Item = (&str, &str, usize)> {
        let counts = self.0.iter();
        counts.map(|((provider, reason), count)| (provider.as_str(), reason.as_str(), *count))
    }
}

/// One line a kind.
impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (provider, reason, count) in self.counts() {
            writeln!(f, "{provider}\t{count}\t{reason}")?;
        }
        Ok(())
    }
}

/// A reason without the names in it: what stands between backticks. What a body is stays.
fn kind(reason: &str) -> String {
    let line = reason.lines().next().unwrap_or_default();
    if line.starts_with("its body is ") {
        return line.to_owned();
    }
    let parts = line.split('`').enumerate();
    let parts = parts.map(|(at, part)| if at % 2 == 0 { part } else { "…" });
    parts.collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_that_differ_by_names_are_one_kind() {
        let mut left_out = LeftOut::default();
        left_out.action("tencent", "there is no type `A`");
        left_out.action("tencent", "there is no type `B`");
        left_out.action(
            "huawei",
            "its body is `text/plain`; only JSON bodies can be sent",
        );
        let told = "huawei\t1\taction: its body is `text/plain`; only JSON bodies can be sent\n\
                    tencent\t2\taction: there is no type `…`\n";
        assert_eq!(left_out.to_string(), told);
    }
}
