//! Who may steer the mock: the addresses, and from where they are asked.

use super::*;

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
    ("GET", "/_mock/state", false),
    ("DELETE", "/_mock/state", false),
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
