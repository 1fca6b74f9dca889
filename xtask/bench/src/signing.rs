//! A TC3 signature with a derived key, beside the hash primitives of a whole one.

use std::process::Command;

use serde_json::Value;

use super::figure::Figure;
use super::programs::{Programs, succeed};
use super::{Measured, Run};

/// The budget: 1.0 µs on a core that does the primitives in 1.7 µs.
const BUDGET: f64 = 1.0 / 1.7;

pub(super) fn measure(run: &Run) -> Measured {
    let program = Programs::copy(run)?.build("calls", "calls")?;
    let rounds = if run.quick { "1000" } else { "8000" };
    let printed = succeed(Command::new(program).args(["sign", rounds]))?;
    let told: Value = serde_json::from_str(&printed)?;
    let number = |key: &str| told[key].as_f64().unwrap_or_default();
    let figure = |name: &str, key| {
        Figure::new(name, number(key), "ns").beside("hash primitives", number("primitives"))
    };
    Ok(vec![
        figure("TC3, key derived before", "cached").ratio_at_most(BUDGET),
        figure("TC3, whole", "whole"),
    ])
}
