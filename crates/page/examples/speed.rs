//! Reads the saved pages given many times and says how many a second it reads.

#![allow(clippy::print_stdout, reason = "it is a program")]

use std::time::Instant;

fn main() {
    let pages: Vec<String> = std::env::args()
        .skip(1)
        .filter_map(|file| std::fs::read(file).ok())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    let bytes: usize = pages.iter().map(String::len).sum();
    let start = Instant::now();
    let mut read = 0u32;
    while start.elapsed().as_secs() < 5 {
        for page in &pages {
            if cloudwright_page::read(page).is_ok() {
                read += 1;
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{read} pages of {} bytes on average in {seconds:.1} s: {:.0} a second",
        bytes / pages.len().max(1),
        f64::from(read) / seconds
    );
}
