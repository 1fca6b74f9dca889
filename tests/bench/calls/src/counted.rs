//! The same programs with every allocation counted.

#[allow(dead_code, reason = "its `main` is not this program's")]
#[path = "main.rs"]
mod plain;

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    plain::run(&|| {
        let stats = COUNTED.stats();
        stats.allocations + stats.reallocations
    })
}
