//! Whole pages, invented for these tests (in `tests/pages`) and laid out as the vendors do: what is read of
//! them, what two versions differ in, and that damage never hurts.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod alibaba;
mod compare;
mod hostile;
mod huawei;
mod tencent;

use cloudwright_page::facts::{Member, Page};

/// A page of which nothing is left unexplained, and which is read as that dialect.
fn read_whole(text: &str, dialect: &str) -> Page {
    let page = cloudwright_page::read(text).unwrap();
    assert_eq!(page.unexplained, []);
    assert_eq!(page.dialect, dialect);
    page
}

/// The cells of a member on one line: type, whether it is required, place.
fn cells(member: &Member) -> String {
    let words = member.r#type.as_ref();
    let words = words.map_or("-", |fact| fact.value.words());
    let required = match member.required.as_ref().map(|fact| fact.value) {
        Some(true) => " required",
        Some(false) => " optional",
        None => "",
    };
    let place = member.place.as_ref();
    let place = place.map_or(String::new(), |fact| format!(" in {}", fact.value.word()));
    format!("{words}{required}{place}")
}

/// Every page: the name of its file, and its text.
fn pages() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages");
    let files = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "txt"));
    files.sort();
    let name = |file: &std::path::Path| file.file_name().unwrap().to_string_lossy().into_owned();
    files
        .iter()
        .map(|file| (name(file), std::fs::read_to_string(file).unwrap()))
        .collect()
}
