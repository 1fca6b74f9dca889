//! Services and networks that fail: with retries on, a read ends in the right answer or in a typed
//! error within its deadline, and no write is applied twice.

mod authority;
mod deadlines;
mod network;
mod redirects;
mod tokens;
mod waits;
mod writes;

use std::time::Duration;

use cloudwright_mock::Fault;

/// How long an attempt has where one is going to hang, and only there: a busy machine may take as long
/// for an answer.
const ATTEMPT: Duration = Duration::from_millis(300);

/// Everything that can go wrong for a moment, from the first byte to the last.
fn passing_faults() -> Vec<Fault> {
    let mut faults = vec![
        Fault::Reset,
        Fault::ResetBody,
        Fault::Close,
        Fault::Stall,
        Fault::StallBody,
        Fault::Truncate,
        Fault::WrongLength,
        Fault::NotHttp,
        Fault::Html,
        Fault::Html200,
        Fault::Empty,
        Fault::Garbage,
    ];
    faults.extend([408, 429, 500, 502, 503, 504].map(Fault::Status));
    faults
}

/// Whether nothing but a deadline ends an exchange with this fault.
fn hangs(fault: &Fault) -> bool {
    matches!(fault, Fault::Stall | Fault::StallBody)
}
