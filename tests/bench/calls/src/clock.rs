//! CPU time of this process.

use nix::time::{ClockId, clock_gettime};

/// Seconds of CPU time, user and system.
pub fn cpu_seconds() -> f64 {
    let clock = ClockId::CLOCK_PROCESS_CPUTIME_ID;
    clock_gettime(clock).map_or(0.0, |now| now.tv_sec() as f64 + now.tv_nsec() as f64 / 1e9)
}
