//! What the last run saw and wrote, so that a run with nothing to do need not generate.
//!
//! The cache lies beside this program, in Cargo's target folder. It is used only if the same
//! program saw the same specs, and only if every output still has the text it had: an edited output
//! is found with and without a cache. Whatever is wrong with it, the answer is a full run.

use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use cloudwright_codegen::{Files, write};
use cloudwright_spec::SourceFile;

/// The first line; it changes with the format.
const HEAD: &str = "cloudwright regen cache 1";

/// What the summary line tells, and the warnings that go with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub services: usize,
    pub actions: usize,
    pub types: usize,
    pub files: usize,
    pub warnings: String,
}

/// The cache of one pair of folders, for one state of the specs.
pub(super) struct Cache {
    path: PathBuf,
    inputs: u64,
}

impl Cache {
    /// `None` where this program cannot tell its own version.
    pub(super) fn of(specs: &Path, out: &Path, sources: &[SourceFile]) -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        let mut places = DefaultHasher::new();
        for place in [specs.canonicalize().ok()?, out.to_owned()] {
            feed(&mut places, place.as_os_str().as_encoded_bytes());
        }
        let name = format!("regen-{:016x}.cache", places.finish());
        Some(Self {
            path: program.parent()?.join(name),
            inputs: inputs(&program, sources)?,
        })
    }

    /// The counts of the last run, if everything is as it left it.
    pub(super) fn current(&self, out: &Path, threads: NonZeroUsize) -> Option<Counts> {
        let text = fs::read_to_string(&self.path).ok()?;
        let (counts, outputs) = parse(&text, self.inputs)?;
        let is_current = write::is_current(out, &outputs, threads).ok()?;
        is_current.then_some(counts)
    }

    /// Remembers a run that left everything current. A cache that cannot be written is none.
    pub(super) fn save(&self, files: &Files, counts: &Counts) {
        let mut text = format!(
            "{HEAD}\n{:016x}\n{} {} {} {}\n{}\n",
            self.inputs,
            counts.services,
            counts.actions,
            counts.types,
            counts.files,
            serde_json::Value::from(counts.warnings.as_str()),
        );
        for (path, content) in files.iter() {
            let _ = writeln!(
                text,
                "{:016x} {path}",
                write::fingerprint(content.as_bytes())
            );
        }
        let _ = fs::write(&self.path, text);
    }
}

/// One number for the program and all spec files.
fn inputs(program: &Path, sources: &[SourceFile]) -> Option<u64> {
    let metadata = program.metadata().ok()?;
    let built = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let mut hasher = DefaultHasher::new();
    hasher.write_u128(built.as_nanos());
    hasher.write_u64(metadata.len());
    let mut sources: Vec<&SourceFile> = sources.iter().collect();
    sources.sort_by(|left, right| left.path.cmp(&right.path));
    for source in sources {
        feed(&mut hasher, source.path.as_bytes());
        hasher.write_u64(write::fingerprint(&source.content));
    }
    Some(hasher.finish())
}

/// Bytes with their length, so that neighbours cannot run together.
fn feed(hasher: &mut DefaultHasher, bytes: &[u8]) {
    hasher.write_usize(bytes.len());
    hasher.write(bytes);
}

fn parse(text: &str, inputs: u64) -> Option<(Counts, Vec<(&str, u64)>)> {
    let mut lines = text.lines();
    if lines.next()? != HEAD || u64::from_str_radix(lines.next()?, 16).ok()? != inputs {
        return None;
    }
    let counts: Vec<usize> = lines
        .next()?
        .split(' ')
        .map_while(|number| number.parse().ok())
        .collect();
    let [services, actions, types, files] = counts[..] else {
        return None;
    };
    let warnings: String = serde_json::from_str(lines.next()?).ok()?;
    let outputs = lines
        .map(|line| {
            let (hash, path) = line.split_once(' ')?;
            Some((path, u64::from_str_radix(hash, 16).ok()?))
        })
        .collect::<Option<Vec<_>>>()?;
    let counts = Counts {
        services,
        actions,
        types,
        files,
        warnings,
    };
    (outputs.len() == files).then_some((counts, outputs))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn a_cache_is_read_only_for_the_inputs_it_was_made_of() {
        let text =
            format!("{HEAD}\n00000000000000ff\n1 2 3 1\n\"w\\n\"\n000000000000000a crates/x\n");
        let (counts, outputs) = parse(&text, 255).unwrap();
        assert_eq!((counts.actions, counts.warnings.as_str()), (2, "w\n"));
        assert_eq!(outputs, [("crates/x", 10)]);
        assert!(parse(&text, 254).is_none());
    }

    #[test]
    fn a_broken_cache_is_none() {
        for text in [
            "",
            HEAD,
            "x\n0\n",
            &format!("{HEAD}\n0\n1 2 3 2\n\"\"\n0 one\n"),
        ] {
            assert!(parse(text, 0).is_none(), "{text}");
        }
    }

    #[test]
    fn neighbouring_files_cannot_run_together() {
        let program = std::env::current_exe().unwrap();
        let one = inputs(&program, &[SourceFile::new("a", "bc")]);
        let other = inputs(&program, &[SourceFile::new("ab", "c")]);
        assert_ne!(one, other);
    }
}
