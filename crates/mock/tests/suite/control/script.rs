//! What programs tell the mock to answer, and what is said where that cannot be.

use super::*;

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
            // A whole body that is no object has no members.
            let whole = found.action.whole_answer().map(|body| &body.type_ref);
            let result = match whole {
                Some(TypeRef::List(_)) => json!([]),
                Some(TypeRef::Scalar(Scalar::String)) => json!("all of it"),
                _ => json!({}),
            };
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
