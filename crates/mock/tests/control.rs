//! What programs steer the mock with: who may, what is told of mistakes, and that it is bounded.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::time::Duration;

use cloudwright_mock::{Mock, Reply, ScriptError, When};
use cloudwright_spec::model::{Location, TypeRef};
use serde_json::{Value, json};
use support::sign::{NOW, call_with, right_call};
use support::{Answer, Call, authority};

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

/// Everything that can be asked for below `/_mock/`, and the first page.
const ADDRESSES: &[(&str, &str, bool)] = &[
    ("GET", "/", true),
    ("GET", "/_mock/log", true),
    ("GET", "/_mock/actions/tencent-ccr/ListTriggerLog", true),
    ("POST", "/_mock/call", false),
    ("GET", "/_mock/ca.pem", false),
    ("GET", "/_mock/requests", false),
    ("DELETE", "/_mock/requests", false),
    ("POST", "/_mock/log/clear", false),
    ("GET", "/_mock/script", false),
    ("POST", "/_mock/script", false),
    ("DELETE", "/_mock/script", false),
    ("POST", "/_mock/replay", false),
    ("DELETE", "/_mock/replay", false),
    ("GET", "/_mock/verify", false),
    ("GET", "/_mock/settings", false),
    ("PATCH", "/_mock/settings", false),
    ("GET", "/_mock/example/tencent-ccr/ListTriggerLog", false),
    ("POST", "/_mock/reset", false),
    ("GET", "/_mock/whatever", false),
];

#[test]
fn a_page_from_elsewhere_steers_nothing() {
    let mock = mock();
    mock.enqueue(Reply::answer()).unwrap();
    request(&mock, "GET", "/no/such/path", &[], "");
    let own = format!("http://{}", authority(&mock.endpoint()));
    let port = own.rsplit(':').next().unwrap();
    let rebound = format!("evil.example:{port}");
    let other = "http://localhost:1";
    let navigation = [
        ("Sec-Fetch-Mode", "navigate"),
        ("Sec-Fetch-Dest", "document"),
    ];
    for (method, path, is_page) in ADDRESSES {
        let status = |headers: &[(&str, &str)]| {
            let html = ("Accept", "text/html,*/*");
            let headers = [&[html], headers].concat();
            request(&mock, method, path, &headers, "[]").status
        };
        for stranger in [
            // A name of an attacker's that leads here (DNS rebinding).
            &[("Host", rebound.as_str())][..],
            &[
                ("Host", rebound.as_str()),
                ("Sec-Fetch-Site", "same-origin"),
            ],
            &[("Host", "127.0.0.1.evil.example")],
            &[("Host", "0.0.0.0")],
            &[("Host", "tcr.tencentcloudapi.com")],
            &[("Origin", "http://evil.example")],
            &[("Origin", "null")],
            // Another program of the same machine that serves pages.
            &[("Origin", other)],
            &[("Sec-Fetch-Site", "cross-site")],
            &[("Sec-Fetch-Site", "same-site")],
            &[
                ("Sec-Fetch-Site", "cross-site"),
                ("Sec-Fetch-Mode", "no-cors"),
                ("Sec-Fetch-Dest", "script"),
            ],
            &[
                ("Sec-Fetch-Site", "cross-site"),
                ("Sec-Fetch-Mode", "navigate"),
                ("Sec-Fetch-Dest", "iframe"),
            ],
        ] {
            assert_eq!(status(stranger), 403, "{method} {path} {stranger:?}");
        }
        // A link in a page of documentation leads to pages, and to pages only.
        let link = [&[("Sec-Fetch-Site", "cross-site")], &navigation[..]].concat();
        assert_eq!(status(&link) == 403, !is_page, "{method} {path}");
    }
    assert_eq!(mock.replies_waiting(), 1, "nothing was changed");
    assert_eq!(mock.requests().len(), 1, "nothing was called or cleared");
}

#[test]
fn programs_and_the_mocks_own_pages_steer_it() {
    let mock = mock();
    let own = authority(&mock.endpoint()).to_owned();
    let origin = format!("http://{own}");
    let named = own.replace("127.0.0.1", "localhost");
    let named_origin = format!("http://{named}");
    for headers in [
        &[][..],
        &[("Host", named.as_str())],
        &[
            ("Origin", origin.as_str()),
            ("Sec-Fetch-Site", "same-origin"),
        ],
        &[("Host", named.as_str()), ("Origin", named_origin.as_str())],
        &[("Sec-Fetch-Site", "none")],
    ] {
        for (method, path, _) in ADDRESSES {
            let html = ("Accept", "text/html,*/*");
            let headers = [&[html], headers].concat();
            let answer = request(&mock, method, path, &headers, "[]");
            assert_ne!(answer.status, 403, "{method} {path} {headers:?}");
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            let policy = answer.header("cross-origin-resource-policy");
            assert_eq!(policy, Some("same-origin"));
            assert_eq!(answer.header("access-control-allow-origin"), None);
        }
    }
    let page = request(&mock, "GET", "/_mock/log", &[], "");
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
}

#[test]
fn a_mock_for_all_addresses_says_the_one_that_this_machine_reaches_it_by() {
    let everywhere = std::net::Ipv4Addr::UNSPECIFIED.into();
    let mock = Mock::builder().listen(everywhere).start_blocking().unwrap();
    assert!(mock.endpoint().starts_with("http://127.0.0.1:"));
    let answer = request(&mock, "GET", "/_mock/requests", &[], "");
    assert_eq!(answer.status, 200);
}

#[test]
fn a_whole_address_in_the_request_line_must_be_this_machine_too() {
    let mock = mock();
    let answer = request(&mock, "GET", "http://evil.example/_mock/requests", &[], "");
    assert_eq!(answer.status, 403);
    let own = format!("{}/_mock/requests", mock.endpoint());
    assert_eq!(request(&mock, "GET", &own, &[], "").status, 200);
}

#[test]
fn an_unknown_address_is_told_what_there_is() {
    let mock = mock();
    let answer = control(&mock, "POST", "/_mock/scirpt", &json!({}));
    assert_eq!(answer.status, 404);
    let addresses = answer.json()["addresses"].clone();
    assert!(
        addresses
            .as_array()
            .unwrap()
            .contains(&json!("POST /_mock/script"))
    );
    assert_eq!(mock.request_count(), 0);
}

#[test]
fn what_can_never_be_used_is_refused_with_what_was_meant() {
    let mock = mock();
    for (script, told) in [
        (
            json!({"action": "ListTriggersLog", "replies": ["answer"]}),
            "did you mean `ListTriggerLog`?",
        ),
        (
            json!({"action": "tencent-ccs/ListTriggerLog", "replies": ["answer"]}),
            "no action `ListTriggerLog`",
        ),
        (
            json!({"action": "tencent-cxr/ListTriggerLog", "replies": ["answer"]}),
            "did you mean `tencent-ccr`?",
        ),
        (
            json!({"service": "tencent-cxr", "replies": ["answer"]}),
            "did you mean `tencent-ccr`?",
        ),
        (
            json!({"action": ACTION, "parameters": {"repname": "x"}, "replies": ["answer"]}),
            "did you mean `reponame`?",
        ),
        (
            json!({"action": ACTION, "parameters": {"reponame.0": "x"}, "replies": ["answer"]}),
            "no parameter",
        ),
        (
            json!({"service": "huawei-swr", "region": "cn-nort-4", "replies": ["answer"]}),
            "did you mean `cn-north-4`?",
        ),
        (
            json!({"action": ACTION, "replies": ["error=44000"]}),
            "did you mean `4400`?",
        ),
        (
            json!({"replies": ["error=NoSuchCode"]}),
            "no documented error",
        ),
        (
            json!({"action": ACTION, "replies": ["reste"]}),
            "did you mean `reset`?",
        ),
        (
            json!({"action": ACTION, "replies": ["answr"]}),
            "did you mean `answer`?",
        ),
        (
            json!({"action": ACTION, "replies": [{"reply": "answer", "dealy_ms": 1}]}),
            "unknown field `dealy_ms`",
        ),
        (
            json!({"action": ACTION, "replies": [{"result": {"totalCont": 1}}]}),
            "did you mean `totalCount`?",
        ),
        (
            json!({"action": ACTION, "replies": [{"result": {"totalCount": "1"}}]}),
            "must be integer",
        ),
        (
            json!({"action": ACTION, "replies": [{"status": 99}]}),
            "status 99",
        ),
        (
            json!({"action": ACTION, "replies": [{"text": "", "headers": {"a b": "c"}}]}),
            "header",
        ),
        (
            json!({"action": ACTION, "headers": {"x-a": "b\nc"}, "replies": ["answer"]}),
            "header",
        ),
        (
            json!({"acton": ACTION, "replies": ["answer"]}),
            "unknown field `acton`",
        ),
        (
            json!({"action": "huawei-metdata", "replies": ["answer"]}),
            "did you mean `huawei-metadata`?",
        ),
    ] {
        let answer = control(&mock, "POST", "/_mock/script", &script);
        assert_eq!(answer.status, 400, "{script}: {answer}");
        assert!(answer.message().contains(told), "{script}: {answer}");
    }
    assert_eq!(mock.replies_waiting(), 0);
    assert_eq!(
        control(&mock, "POST", "/_mock/script", &json!("x")).status,
        400
    );
}

#[test]
fn the_same_is_a_typed_error_in_rust() {
    let mock = mock();
    let meant = |error: ScriptError| match error {
        ScriptError::UnknownAction { meant, .. }
        | ScriptError::UnknownService { meant, .. }
        | ScriptError::UnknownParameter { meant, .. }
        | ScriptError::UndocumentedError { meant, .. } => meant.suggestion().map(str::to_owned),
        other => panic!("{other}"),
    };
    let misspelt = "ListTriggersLog";
    let answer = Reply::answer;
    for (error, expected) in [
        (mock.script(misspelt, [answer()]), "ListTriggerLog"),
        (mock.always(misspelt, answer()), "ListTriggerLog"),
        (
            mock.respond(misspelt, |_| Reply::answer()),
            "ListTriggerLog",
        ),
        (mock.expect(misspelt, 1..), "ListTriggerLog"),
        (
            mock.script(When::service("tencent-cxr"), [answer()]),
            "tencent-ccr",
        ),
        (
            mock.script(When::action(ACTION).parameter("limt", 1), [answer()]),
            "limit",
        ),
        (
            mock.script(When::action(ACTION).without("limt"), [answer()]),
            "limit",
        ),
        (mock.script(ACTION, [Reply::error("44000")]), "4400"),
        (mock.enqueue(Reply::error("InternalErorr")), "InternalError"),
        (
            mock.always_for_all(Reply::error("InternalErorr")),
            "InternalError",
        ),
    ] {
        assert_eq!(meant(error.unwrap_err()).as_deref(), Some(expected));
    }
    let huge = std::iter::repeat(Reply::answer());
    let full = mock.script(ACTION, huge);
    assert!(matches!(full, Err(ScriptError::Full { .. })), "{full:?}");
    assert_eq!(mock.replies_waiting(), 0);
}

#[test]
fn replies_go_by_parameters_headers_and_regions() {
    let mock = mock();
    let of = |name: &str| json!({"action": ACTION, "parameters": {"reponame": name}, "replies": ["error=4400"]});
    for script in [
        of("a/b"),
        json!({"action": ACTION, "parameters": {"limit": null, "offset": 5}, "always": "error=5000"}),
        json!({"action": ACTION, "headers": {"x-number": "7"}, "replies": [{"reply": "error=6000", "times": 2}]}),
    ] {
        let answer = control(&mock, "POST", "/_mock/script", &script);
        assert_eq!(answer.status, 200, "{answer}");
    }
    assert_eq!(code(&mock, &json!({"reponame": "c/d"})), None);
    assert_eq!(
        code(&mock, &json!({"reponame": "a/b"})).as_deref(),
        Some("4400")
    );
    assert_eq!(code(&mock, &json!({"reponame": "a/b"})), None);
    let asked = json!({"reponame": "x", "offset": 5});
    assert_eq!(code(&mock, &asked).as_deref(), Some("5000"));
    assert_eq!(
        code(&mock, &json!({"reponame": "x", "offset": 5, "limit": 5})),
        None
    );
    let call = || right_call(&mock, "tencent-ccr", ACTION).header("X-Number", "7");
    for expected in [Some("6000"), Some("6000"), None] {
        assert_eq!(call().send(&mock.endpoint()).code().as_deref(), expected);
    }
}

#[test]
fn a_result_comes_in_the_vendors_envelope() {
    let mock = mock();
    let all = mock.catalog().services.iter();
    for service in all {
        let id = &service.service.service;
        for found in &service.actions {
            let name = &found.action.action;
            let when = format!("{id}/{name}");
            // A whole body that is a list has no members.
            let is_list = matches!(found.action.response.as_slice(), [body]
                if body.location == Some(Location::BodyRoot)
                    && matches!(body.type_ref, TypeRef::List(_)));
            let result = if is_list { json!([]) } else { json!({}) };
            mock.script(when, [Reply::result(result)]).unwrap();
            let answer = right_call(&mock, id, name).send(&mock.endpoint_for(id));
            assert_eq!((answer.status, answer.code()), (200, None), "{name}");
            if let Some(envelope) = &service.service.envelope {
                assert!(answer.json()[envelope].is_object(), "{name}: {answer}");
            }
        }
    }
    mock.script(
        ACTION,
        [Reply::result(json!({"totalCount": 7, "logInfo": []}))],
    )
    .unwrap();
    let answer = right_call(&mock, "tencent-ccr", ACTION).send(&mock.endpoint());
    let expected = json!({"code": 0, "message": "", "codeDesc": "Success",
        "data": {"totalCount": 7, "logInfo": []}});
    assert_eq!(answer.json(), expected);
}

#[test]
fn a_function_answers_by_what_was_asked() {
    let mock = mock();
    mock.respond(ACTION, |request| {
        match request.parameters["reponame"].as_str() {
            Some("none") => Reply::result(json!({"totalCount": 0})),
            Some("typo") => Reply::result(json!({"totlCount": 0})),
            Some("panic") => panic!("a test's own mistake"),
            Some(name) => Reply::refusal(200, "5000", format!("no {name}")),
            None => Reply::answer(),
        }
    })
    .unwrap();
    let ask = |name: &str| {
        let call = call_with(&mock, "tencent-ccr", ACTION, &json!({"reponame": name}));
        call.send(&mock.endpoint())
    };
    assert_eq!(ask("none").json()["data"]["totalCount"], 0);
    assert_eq!(ask("a/b").message(), "no a/b");
    for (name, told) in [
        ("typo", "did you mean `totalCount`?"),
        ("panic", "panicked"),
    ] {
        let answer = ask(name);
        assert!(answer.message().contains(told), "{answer}");
    }
    assert_eq!(ask("none").status, 200, "the mock goes on");
}

#[test]
fn expectations_are_told_when_they_are_not_met() {
    let mock = mock();
    let body = json!({"action": ACTION, "expect": 2});
    assert_eq!(control(&mock, "POST", "/_mock/script", &body).status, 200);
    let body = json!({"action": "DescribeServiceEvent", "expect": {"most": 0}});
    assert_eq!(control(&mock, "POST", "/_mock/script", &body).status, 200);
    mock.script(
        ACTION,
        [Reply::answer(), Reply::error("4400"), Reply::answer()],
    )
    .unwrap();
    code(&mock, &json!({"reponame": "a"}));
    let verified = control(&mock, "GET", "/_mock/verify", &Value::Null);
    assert_eq!(verified.status, 409);
    let unmet = verified.json()["unmet"].clone();
    assert_eq!(
        unmet,
        json!([
            "ListTriggerLog: 2 replies not asked for, the next is `error=4400`",
            "ListTriggerLog: exactly 2 expected, 1 came"
        ])
    );
    assert_eq!(json!(mock.verify().unwrap_err().lines()), unmet);
    code(&mock, &json!({"reponame": "a"}));
    code(&mock, &json!({"reponame": "a"}));
    assert!(
        mock.verify()
            .unwrap_err()
            .to_string()
            .contains("exactly 2 expected, 3 came")
    );
    assert_eq!(
        control(&mock, "DELETE", "/_mock/script", &Value::Null).status,
        204
    );
    mock.verify().unwrap();
    assert_eq!(
        control(&mock, "GET", "/_mock/verify", &Value::Null).status,
        200
    );
}

#[test]
fn a_dropped_mock_panics_if_it_was_asked_to() {
    for (replies, panics) in [(1, true), (0, false)] {
        let outcome = std::panic::catch_unwind(|| {
            let mock = Mock::builder().verify_on_drop().start_blocking().unwrap();
            mock.script(ACTION, Reply::answer().times(replies)).unwrap();
        });
        assert_eq!(outcome.is_err(), panics);
    }
}

#[test]
fn settings_are_changed_and_taken_back() {
    let mock = mock();
    let settings = |body: Value| control(&mock, "PATCH", "/_mock/settings", &body);
    let change =
        json!({"rows": 45, "latency_ms": 3, "clock": {"advance": 60}, "strict": {"clock": false}});
    let shown = settings(change).json();
    assert_eq!(
        (&shown["rows"], &shown["latency_ms"]),
        (&json!(45), &json!(3))
    );
    assert_eq!(
        (&shown["clock"], &shown["strict"]["clock"]),
        (&json!(NOW + 60), &json!(false))
    );
    assert_eq!(shown["strict"]["nonces"], true);
    let answer = right_call(&mock, "tencent-ccr", ACTION)
        .send(&mock.endpoint())
        .json();
    assert_eq!(answer["data"]["totalCount"], 45);
    assert_eq!(settings(json!({"rows": null})).json()["rows"], Value::Null);
    assert_eq!(settings(json!({})).json()["latency_ms"], 3);
    for (wrong, told) in [
        (json!({"row": 1}), "unknown field `row`"),
        (json!({"strict": {"colck": true}}), "unknown field `colck`"),
        (json!({"strict": {"clock": 1}}), "invalid type"),
        (json!({"clock": {"stop": 1}}), "unknown variant `stop`"),
        (json!({"latency_ms": -1}), "invalid value"),
    ] {
        let answer = settings(wrong);
        assert_eq!(answer.status, 400);
        assert!(answer.message().contains(told), "{answer}");
    }
    mock.enqueue(Reply::answer().after(Duration::from_millis(1)))
        .unwrap();
    assert_eq!(
        control(&mock, "POST", "/_mock/reset", &Value::Null).status,
        204
    );
    let shown = control(&mock, "GET", "/_mock/settings", &Value::Null).json();
    assert_eq!(
        (&shown["rows"], &shown["clock"]),
        (&Value::Null, &json!(NOW))
    );
    assert_eq!((mock.replies_waiting(), mock.requests().len()), (0, 0));
}

#[test]
fn a_call_with_parameters_of_ones_own_is_signed_for_programs_that_cannot() {
    let mock = mock();
    let path = format!("/_mock/example/tencent-ccr/{ACTION}");
    let given = json!({"reponame": "test/web", "limit": 3});
    let signed = control(&mock, "POST", &path, &given).json();
    assert_eq!(signed["parameters"], given);
    let url = signed["request"]["url"].as_str().unwrap().to_owned();
    assert!(
        url.contains("reponame=test%2Fweb") && url.contains("Signature="),
        "{url}"
    );
    let refused = request(&mock, "POST", &path, &[], "no JSON");
    assert_eq!(refused.status, 400);
}

#[test]
fn an_example_is_there_for_programs_that_cannot_sign() {
    let mock = mock();
    let path = format!("/_mock/example/tencent-ccr/{ACTION}");
    let example = control(&mock, "GET", &path, &Value::Null).json();
    assert!(example["curl"].as_str().unwrap().starts_with("curl -sS "));
    let text = |name: &str| example["request"][name].as_str().unwrap().to_owned();
    let target = text("url").replace(&mock.endpoint(), "");
    let headers = example["request"]["headers"].as_array().unwrap().clone();
    let mut call = Call {
        method: text("method"),
        path: target,
        body: text("body").into(),
        ..Call::default()
    };
    for pair in &headers {
        call = call.header(pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
    }
    assert_eq!(call.send(&mock.endpoint()).code(), None);
    for (names, told) in [
        ("tencent-ccr/Nothing", "no action `Nothing`"),
        (
            "tencent-ccr/ListTriggersLog",
            "did you mean `ListTriggerLog`?",
        ),
        ("tencent-cxr/ListTriggerLog", "did you mean `tencent-ccr`?"),
        ("huawei-metadata", "no example"),
    ] {
        let nothing = control(
            &mock,
            "GET",
            &format!("/_mock/example/{names}"),
            &Value::Null,
        );
        assert_eq!(nothing.status, 404, "{names}");
        assert!(nothing.message().contains(told), "{names}: {nothing}");
    }
}

#[test]
fn the_variables_have_valid_names_and_lead_to_every_service_in_every_region() {
    let mock = mock();
    let variables = mock.environment();
    let value = |name: &str| {
        let found = variables.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    };
    for (name, _) in &variables {
        let is_valid =
            |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        assert!(name.bytes().all(is_valid) && !name.is_empty(), "{name}");
        let same = variables.iter().filter(|(known, _)| known == name);
        assert_eq!(same.count(), 1, "{name}");
    }
    assert_eq!(
        value("CLOUDWRIGHT_ENDPOINT"),
        Some(mock.endpoint().as_str())
    );
    for service in &mock.catalog().services {
        let about = &service.service;
        let id = about.service.to_uppercase().replace('-', "_");
        let endpoint = mock.endpoint_for(&about.service);
        assert_eq!(
            value(&format!("CLOUDWRIGHT_ENDPOINT_{id}")),
            Some(endpoint.as_str())
        );
        if about.provider == cloudwright_mock::Provider::Huawei {
            for region in &about.regions {
                let part = |text: &str| text.to_uppercase().replace('-', "_");
                let (product, region) = (part(&about.product), part(region));
                let name = format!("HUAWEICLOUD_SDK_REGION_{product}_{region}");
                assert_eq!(value(&name), Some(endpoint.as_str()), "{name}");
            }
        }
    }
}
