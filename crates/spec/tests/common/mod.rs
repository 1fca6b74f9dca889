//! A small right set of specs, and ways to spoil it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "every test binary uses a part of it, and tests may stop"
)]

use cloudwright_spec::load::{Loaded, load};
use cloudwright_spec::{Catalog, Report, SourceFile};

pub(crate) const SERVICE_PATH: &str = "tencent/demo/service.yaml";
pub(crate) const ACTION_PATH: &str = "tencent/demo/ListThings.yaml";
pub(crate) const OTHER_PATH: &str = "huawei/demo/ShowThing.yaml";
pub(crate) const OTHER_SERVICE_PATH: &str = "huawei/demo/service.yaml";

pub(crate) const SERVICE: &str = include_str!("tencent-service.yaml");
pub(crate) const ACTION: &str = include_str!("ListThings.yaml");
pub(crate) const OTHER_SERVICE: &str = include_str!("huawei-service.yaml");
pub(crate) const OTHER: &str = include_str!("ShowThing.yaml");

/// The right set.
pub(crate) fn files() -> Vec<SourceFile> {
    [
        (SERVICE_PATH, SERVICE),
        (ACTION_PATH, ACTION),
        (OTHER_SERVICE_PATH, OTHER_SERVICE),
        (OTHER_PATH, OTHER),
    ]
    .map(|(path, text)| SourceFile::new(path, text))
    .to_vec()
}

/// The set with texts replaced in one file; every text must be there once at least.
pub(crate) fn spoiled(path: &str, changes: &[(&str, &str)]) -> Vec<SourceFile> {
    let mut files = files();
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    let mut text = String::from_utf8(file.content.clone()).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "`{from}` is not in {path}");
        text = text.replacen(from, to, 1);
    }
    file.content = text.into_bytes();
    files
}

pub(crate) fn report_of(files: Vec<SourceFile>) -> Report {
    let Loaded { report, .. } = load(files);
    report
}

pub(crate) fn catalog_of(files: Vec<SourceFile>) -> Catalog {
    let (catalog, _) = Catalog::load(files).unwrap_or_else(|report| panic!("{report}"));
    catalog
}

/// The codes of a report, each with the text that it points at.
pub(crate) fn told(report: &Report, files: &[SourceFile]) -> Vec<String> {
    report
        .diagnostics()
        .iter()
        .map(|found| {
            let file = files.iter().find(|file| file.path == found.file);
            let text = file.map(|file| String::from_utf8_lossy(&file.content));
            let shown = found.span.as_ref().zip(text).map(|(span, text)| {
                let line = text[span.bytes.clone()].lines().next().unwrap_or_default();
                line.to_owned()
            });
            format!(
                "{} at {}",
                found.code,
                shown.unwrap_or_else(|| "file".to_owned())
            )
        })
        .collect()
}

/// A case of a file of cases: a right file with texts replaced (`-` by `+`), and what is expected of that.
pub(crate) struct Case<'c> {
    pub(crate) text: &'c str,
    pub(crate) files: Vec<SourceFile>,
}

impl Case<'_> {
    /// The lines that begin with a sign, without it.
    pub(crate) fn lines(&self, sign: &str) -> Vec<String> {
        lines(self.text, sign)
    }
}

/// The cases of a file, whose first line names the file that they change.
pub(crate) fn cases(text: &str) -> Vec<Case<'_>> {
    let path = text.lines().next().unwrap().strip_prefix("file ").unwrap();
    let case = |text| {
        let (removed, added) = (lines(text, "- "), lines(text, "+ "));
        assert_eq!(removed.len(), added.len(), "{text}");
        let changes = removed.iter().zip(&added);
        let changes: Vec<_> = changes.map(|(from, to)| (&**from, &**to)).collect();
        let files = spoiled(path, &changes);
        Case { text, files }
    };
    text.split("\ncase ").skip(1).map(case).collect()
}

fn lines(case: &str, sign: &str) -> Vec<String> {
    let lines = case.lines().filter_map(|line| line.strip_prefix(sign));
    lines.map(unescaped).collect()
}

fn unescaped(text: &str) -> String {
    let text = text.replace("\\\\", "\0");
    let text = text.replace("\\n", "\n").replace("\\t", "\t");
    text.replace('\0', "\\")
}
