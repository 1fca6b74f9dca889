//! What programs steer the mock with: who may, what is told of mistakes, and that it is bounded.

mod access;
mod script;
mod settings;

use std::time::Duration;

use cloudwright_mock::{Mock, Reply, ScriptError, When};
use cloudwright_spec::model::{Scalar, TypeRef};
use serde_json::{Value, json};

use crate::support::sign::{NOW, call_with, right_call};
use crate::support::{Answer, Call, authority};

const ACTION: &str = "ListTriggerLog";

fn mock() -> Mock {
    Mock::builder()
        .clock_stopped_at(NOW)
        .start_blocking()
        .unwrap()
}

fn request(mock: &Mock, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut call = Call {
        method: method.to_owned(),
        path: path.to_owned(),
        body: body.into(),
        ..Call::default()
    };
    if !headers.iter().any(|(name, _)| *name == "Host") {
        call = call.header("Host", authority(&mock.endpoint()));
    }
    for (name, value) in headers {
        call = call.header(name, value);
    }
    call.send(&mock.endpoint())
}

fn control(mock: &Mock, method: &str, path: &str, body: &Value) -> Answer {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    request(mock, method, path, &[], &body)
}

/// A call of the action, and the code it was answered.
fn code(mock: &Mock, parameters: &Value) -> Option<String> {
    let call = call_with(mock, "tencent-ccr", ACTION, parameters);
    call.send(&mock.endpoint()).code()
}
