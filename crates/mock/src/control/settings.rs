//! What can be changed while the mock runs, as JSON: rows, latency, clock, strictness.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::world::World;

/// What is to be another; the rest stays.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SettingsPatch {
    /// A number, or null for the samples as they are.
    rows: RowsPatch,
    latency_ms: Option<u64>,
    state: Option<bool>,
    clock: Option<ClockChange>,
    strict: Map<String, Value>,
}

/// The clock is stopped, set or moved.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum ClockChange {
    StopAt(i64),
    RunFrom(i64),
    Advance(i64),
}

/// How many rows there are to be.
#[derive(Clone, Copy, Debug, Default)]
enum RowsPatch {
    /// As many as before.
    #[default]
    Unchanged,
    /// This many, or those of the samples.
    Set(Option<u64>),
}

impl<'de> Deserialize<'de> for RowsPatch {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::Set)
    }
}

/// The settings as they are.
pub(super) fn shown(world: &World) -> Value {
    let settings = world.settings();
    json!({
        "rows": settings.rows,
        "latency_ms": u64::try_from(settings.latency.as_millis()).unwrap_or(u64::MAX),
        "clock": world.clock.now(),
        "state": settings.state,
        "strict": settings.strictness,
    })
}

/// Changes settings, and tells what they are now.
pub(super) fn change(world: &World, body: &[u8]) -> Result<Value, String> {
    let wrong = |error: serde_json::Error| format!("these are no settings: {error}");
    let change: SettingsPatch = serde_json::from_slice(body).map_err(wrong)?;
    let mut strict = json!(world.settings().strictness);
    for (name, value) in change.strict {
        strict[name] = value;
    }
    let strictness = serde_json::from_value(strict).map_err(wrong)?;
    world.change(|settings| {
        if let RowsPatch::Set(rows) = change.rows {
            settings.rows = rows;
        }
        if let Some(latency) = change.latency_ms {
            settings.latency = Duration::from_millis(latency);
        }
        settings.state = change.state.unwrap_or(settings.state);
        settings.strictness = strictness;
    });
    if change.state == Some(false) {
        world.resources.clear();
    }
    match change.clock {
        Some(ClockChange::StopAt(unix)) => world.clock.stop_at(unix),
        Some(ClockChange::RunFrom(unix)) => world.clock.run_from(unix),
        Some(ClockChange::Advance(seconds)) => world.clock.advance(seconds),
        None => {}
    }
    Ok(shown(world))
}
