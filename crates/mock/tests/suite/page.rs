//! The page for a browser, and the log and script for programs.

use std::path::Path;

use cloudwright_mock::Mock;
use cloudwright_sign::percent_encode;
use cloudwright_vocabulary::protocol::Need;
use serde_json::Value;

use crate::support::sign::{NOW, calls};
use crate::support::{Answer, Call};

fn mock() -> Mock {
    // Without state: each action is answered by itself.
    Mock::builder()
        .clock_stopped_at(NOW)
        .state(false)
        .start_blocking()
        .unwrap()
}

fn visit(mock: &Mock, method: &str, path: &str, body: &str) -> Answer {
    let call = Call {
        method: method.to_owned(),
        path: path.to_owned(),
        body: body.into(),
        ..Call::default()
    };
    call.header("Host", &mock.endpoint()[7..])
        .header("Accept", "text/html,*/*")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .send(&mock.endpoint())
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

#[test]
fn every_action_has_a_page() {
    let mock = mock();
    let index = text(&visit(&mock, "GET", "/", ""));
    let links: Vec<&str> = index
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| link.starts_with("/_mock/actions/"))
        .collect();
    assert_eq!(links.len(), mock.catalog().action_count());
    for link in links {
        let page = visit(&mock, "GET", link, "");
        assert_eq!(page.status, 200);
        assert!(text(&page).contains("Sign and call"));
        assert!(page.header("content-security-policy").is_some());
    }
    assert_eq!(
        visit(&mock, "GET", "/_mock/actions/tencent-tcr/%3Cscript%3E", "").status,
        404
    );
    assert_eq!(mock.request_count(), 0, "looking is no call");
}

#[test]
fn a_page_leads_to_the_vendors_explorer_where_there_is_one() {
    let mock = mock();
    let mut known = 0;
    for service in &mock.catalog().services {
        for loaded in &service.actions {
            let action = &loaded.action;
            let id = &service.service.service;
            let link = format!("/_mock/actions/{id}/{}", action.action);
            let page = text(&visit(&mock, "GET", &link, ""));
            let explorer = service.explorer(action);
            assert_eq!(page.contains(">API explorer</a>"), explorer.is_some());
            if let Some(address) = explorer {
                known += 1;
                assert!(page.contains(&address.replace('&', "&amp;")), "{address}");
            }
        }
    }
    assert!(known > 0);
}

/// What a browser sends when the form of a page is sent as it stands.
fn filled_in(page: &str) -> String {
    let inside = page.split("<form method=\"post\"").nth(1).unwrap();
    let inside = inside.split("</form>").next().unwrap();
    let plain = |value: &str| {
        let entities = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&amp;", "&"),
        ];
        entities
            .iter()
            .fold(value.to_owned(), |text, (entity, is)| {
                text.replace(entity, is)
            })
    };
    let attribute = |tag: &str, name: &str| {
        let start = tag.split(&format!(" {name}=\"")).nth(1)?;
        Some(plain(start.split('"').next()?))
    };
    let inputs = inside.split("<input ").skip(1).filter_map(|tag| {
        let tag = format!(" {}", tag.split('>').next()?);
        (!tag.contains("checkbox")).then_some(())?;
        Some((attribute(&tag, "name")?, attribute(&tag, "value")?))
    });
    let selects = inside.split("<select ").skip(1).filter_map(|select| {
        let name = attribute(&format!(" {}", select.split('>').next()?), "name")?;
        let mut options = select.split("</select>").next()?.split("<option").skip(1);
        let chosen = options.find(|option| option.contains(" selected>"))?;
        Some((name, attribute(chosen, "value")?))
    });
    let areas = inside.split("<textarea ").skip(1).filter_map(|area| {
        let (tag, rest) = area.split_once('>')?;
        let name = attribute(&format!(" {tag}"), "name")?;
        // The first line break is none of the text; browsers send the others as two characters.
        let value = rest.strip_prefix('\n')?.split("</textarea>").next()?;
        Some((name, plain(value).replace('\n', "\r\n")))
    });
    let pairs: Vec<String> = inputs
        .chain(selects)
        .chain(areas)
        .map(|(name, value)| format!("{}={}", percent_encode(&name), percent_encode(&value)))
        .collect();
    pairs.join("&")
}

#[test]
fn a_form_makes_a_signed_call_of_every_action() {
    let mock = mock();
    for right in calls(&mock) {
        let link = format!("/_mock/actions/{}", right.name());
        let form = filled_in(&text(&visit(&mock, "GET", &link, "")));
        let page = text(&visit(&mock, "POST", "/_mock/call", &form));
        let received = mock.last_request().unwrap();
        assert!(received.is_success(), "{received:?}");
        assert!(page.contains("Accepted"), "{page}");
        // A token proves who calls without a signature.
        if right.protocol.needs(Need::Token) {
            continue;
        }
        assert!(page.contains("String to sign"), "{page}");

        let tampered = format!("{form}&tamper=1");
        let page = text(&visit(&mock, "POST", "/_mock/call", &tampered));
        assert!(!mock.last_request().unwrap().is_success());
        assert!(page.contains("verdict bad"), "{page}");
    }
    let form =
        "service=tencent-tcr&action=DescribeApplicationTriggerLogPersonal&error=InternalError";
    assert!(text(&visit(&mock, "POST", "/_mock/call", form)).contains("verdict bad"));
    let form = "service=tencent-tcr&action=DescribeApplicationTriggerLogPersonal&fault=reset";
    assert!(text(&visit(&mock, "POST", "/_mock/call", form)).contains("Reset"));
}

#[test]
fn a_form_calls_a_service_of_alibaba_that_goes_by_path() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/hazards/specs");
    let mock = Mock::builder().specs(specs).start_blocking().unwrap();
    for form in [
        "service=alibaba-by-path&action=ListClusters&p.name=a+b",
        "service=alibaba-by-path&action=AttachNodes&p.cluster_id=c%2Fd&p.force=true\
         &p.zones=%5B%22z%22%2C%22y%22%5D&p.instances=%5B%22i%22%5D",
    ] {
        let page = text(&visit(&mock, "POST", "/_mock/call", form));
        let received = mock.last_request().unwrap();
        assert!(received.is_success(), "{received:?}");
        assert!(page.contains("Accepted"), "{page}");
    }
    let zones = &mock.last_request().unwrap().parameters["zones"];
    assert_eq!(*zones, serde_json::json!(["z", "y"]));
}

#[test]
fn what_the_spec_calls_sensitive_is_not_in_the_log() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/hazards/specs");
    let mock = Mock::builder().specs(specs).start_blocking().unwrap();
    // A parameter of the action, and a member of a type; neither is named like a secret of its own.
    let form = "service=tencent-hazards&action=Facts&p.All=unmistakable&p.Number=1&p.Step=1\
        &p.OldObject=%7B%22Password%22%3A%22unmistakable%20too%22%7D";
    visit(&mock, "POST", "/_mock/call", form);
    let received = mock.last_request().unwrap();
    assert_eq!(received.parameters["All"], "[redacted]");
    let shown = [
        format!("{received:?}"),
        text(&visit(&mock, "GET", "/_mock/requests", "")),
        text(&visit(&mock, "GET", "/_mock/log", "")),
    ];
    for shown in shown {
        assert!(!shown.contains("unmistakable"), "{shown}");
    }
}

#[test]
fn what_people_type_stays_text() {
    let mock = mock();
    let form = "service=tencent-tcr&action=DescribeApplicationTriggerLogPersonal\
        &p.RepoName=%3C%2Fpre%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E&p.Limit=%3Cb%3E";
    for page in [
        visit(&mock, "POST", "/_mock/call", form),
        visit(&mock, "GET", "/_mock/log", ""),
    ] {
        let page = text(&page);
        assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
        assert!(page.contains("&lt;script"));
    }
}

#[test]
fn a_page_shows_what_is_answered() {
    let mock = mock();
    for service in &mock.catalog().services {
        for found in &service.actions {
            let name = format!("{}/{}", service.service.service, found.action.action);
            let link = format!("/_mock/actions/{name}");
            let page = text(&visit(&mock, "GET", &link, ""));
            let section = page.split("<h3>Answer</h3>").nth(1).unwrap();
            for member in &found.action.response {
                assert!(
                    section.contains(&format!(">{}</code>", member.name)),
                    "{name}"
                );
                let of_type = member
                    .type_ref
                    .to_string()
                    .replace('<', "&lt;")
                    .replace('>', "&gt;");
                assert!(
                    section.contains(&format!("<code>{of_type}</code>")),
                    "{name}"
                );
                let words = member
                    .doc
                    .as_deref()
                    .unwrap_or_default()
                    .split(['`', '\'', '"']);
                let word = words.max_by_key(|part| part.len()).unwrap_or_default();
                assert!(section.contains(word.trim()), "{name}: {word}");
            }
        }
    }
    let page = "/_mock/actions/tencent-tcr/DescribeApplicationTriggerLogPersonal";
    let page = text(&visit(&mock, "GET", page, ""));
    let section = page.split("<h3>Answer</h3>").nth(1).unwrap();
    for inside in [
        "depth1\">TotalCount",
        "depth3\">InvokeMethod",
        "<code>taglist</code>",
    ] {
        assert!(section.contains(inside), "{inside}: {section}");
    }
}

#[test]
fn a_choice_offers_the_documented_values_and_takes_others() {
    let mock = mock();
    let link = "/_mock/actions/huawei-swr/ListInstanceWebhookJobs";
    let page = text(&visit(&mock, "GET", link, ""));
    assert!(
        page.contains("<option value=\"InProgress\">InProgress"),
        "{page}"
    );
    let base = "service=huawei-swr&action=ListInstanceWebhookJobs&p.project_id=p&p.instance_id=i\
        &p.namespace_name=n&p.policy_id=1";
    for (given, status) in [
        ("p.status=Failed&o.status=", "Failed"),
        ("p.status=Failed&o.status=Odd", "Odd"),
    ] {
        visit(&mock, "POST", "/_mock/call", &format!("{base}&{given}"));
        let received = mock.last_request().unwrap();
        assert!(received.is_success(), "{received:?}");
        assert_eq!(received.parameters["status"], status);
    }
    // A region chooses the host, and is told by it.
    let form = format!("{base}&region=eu-west-101");
    let page = text(&visit(&mock, "POST", "/_mock/call", &form));
    let received = mock.last_request().unwrap();
    assert_eq!(received.region.as_deref(), Some("eu-west-101"));
    assert_eq!(
        received.header("host"),
        Some("swr-api.eu-west-101.myhuaweicloud.eu")
    );
    assert!(
        page.contains("curl -sS -X GET 'http://127.0.0.1")
            || page.contains("curl -sS -X GET http://127.0.0.1"),
        "{page}"
    );
}

#[test]
fn actions_are_found_and_the_log_renews_and_clears() {
    let mock = mock();
    let found = text(&visit(&mock, "GET", "/?q=trigger+LOG", ""));
    assert!(found.contains("ListTriggerLog") && !found.contains("DescribeServiceEvent"));
    assert!(text(&visit(&mock, "GET", "/?q=zzz", "")).contains("No action is like that"));
    let quoted = text(&visit(&mock, "GET", "/?q=%22%3E%3Cscript%3E", ""));
    assert!(!quoted.contains("<script"));

    visit(&mock, "GET", "/no/such/path", "");
    assert!(!text(&visit(&mock, "GET", "/_mock/log", "")).contains("http-equiv=\"refresh\""));
    let log = text(&visit(&mock, "GET", "/_mock/log?renew=1", ""));
    assert!(log.contains("http-equiv=\"refresh\"") && log.contains("/no/such/path"));
    let cleared = visit(&mock, "POST", "/_mock/log/clear", "");
    assert_eq!(
        (cleared.status, cleared.header("location")),
        (303, Some("/_mock/log"))
    );
    assert!(mock.requests().is_empty());
}

#[test]
fn the_log_is_there_as_json() {
    let mock = mock();
    visit(&mock, "GET", "/no/such/path", "");
    let log: Value = visit(&mock, "GET", "/_mock/requests", "").json();
    assert_eq!(
        (&log[0]["path"], &log[0]["status"]),
        (&"/no/such/path".into(), &404.into())
    );
    visit(&mock, "DELETE", "/_mock/requests", "");
    assert!(mock.requests().is_empty());
}

#[test]
fn a_script_can_be_sent() {
    let mock = mock();
    let body = r#"{"action": "ListTriggerLog", "replies": ["error=4400", "reset", "answer"]}"#;
    assert_eq!(
        visit(&mock, "POST", "/_mock/script", body).json()["waiting"],
        3
    );
    let body = r#"{"replies": ["no-such-fault"]}"#;
    assert_eq!(visit(&mock, "POST", "/_mock/script", body).status, 400);
    assert_eq!(mock.replies_waiting(), 3);
}

#[test]
fn the_environment_leads_here() {
    let mock = mock();
    let script = mock.environment_script();
    for expected in [
        "export TENCENTCLOUD_SECRET_ID=AKID",
        "export ALIBABA_CLOUD_ACCESS_KEY_SECRET=",
        "export HUAWEICLOUD_SDK_PROJECT_ID=0123456789abcdef",
        &format!(
            "export HUAWEICLOUD_SDK_REGION_SWR_CN_NORTH_4={}",
            mock.endpoint()
        ),
    ] {
        assert!(script.contains(expected), "{expected} in {script}");
    }
}
