//! Each way in which a secret can stand in a request or an answer, in each protocol, against everything that
//! shows or keeps one. The specs are made here, so that every pair is there.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use cloudwright::core::codec::Envelope;
use cloudwright::core::credentials::Environment;
use cloudwright::core::meta::{FailureSign, Need};
use cloudwright::core::{Client, Credentials, Prepared, ReqwestTransport};
use cloudwright_core::testing::Recorder;
use cloudwright_mock::{Mock, Protocol, Reply};
use serde_json::{Map, Value, json};

use super::shown::Gossip;
use super::{assert_clean, assert_error_shows_none, assert_shows_none, logged};
use crate::{clients, tables};

/// How a value stands in a member: its type, what the member's spec says further, and the value around a
/// secret. `NAME` is a secret's name below another one.
const SHAPES: &[(&str, &str, &str)] = &[
    ("text", "type: string", r#""SECRET""#),
    ("list", "type: list<string>", r#"["SECRET", "SECRET"]"#),
    ("map", "type: map<string>", r#"{"of": "SECRET"}"#),
    ("lists", "type: list<list<string>>", r#"[["SECRET"]]"#),
    (
        "lists_of_map",
        "type: map<list<string>>",
        r#"{"of": ["SECRET"]}"#,
    ),
    (
        "object",
        "type: object, fields: [{ name: Plain, type: string }, { name: More, type: list<string> }]",
        r#"{"Plain": "SECRET", "More": ["SECRET"]}"#,
    ),
    ("anything", "type: any", r#"{"of": [{"deep": "SECRET"}]}"#),
    (
        "packed",
        "type: list<string>, serialize: json",
        r#"["SECRET"]"#,
    ),
    (
        "joined",
        "type: list<string>, serialize: comma",
        r#"["SECRET", "SECRET again"]"#,
    ),
];

/// The members of requests and answers that hold secrets, as a spec writes them, with their values: in
/// each shape called sensitive, called so by its name, below something else, and as JSON in a text.
fn members(prefix: &str, place: &str) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    let mut add = |name: String, rest: String, value: &str| {
        let secret = format!("unmistakable/+{name}");
        let value = value.replace("SECRET", &secret);
        let member = format!("- {{ name: {name}, {rest}{place} }}\n");
        found.push((name, member, serde_json::from_str(&value).unwrap()));
    };
    for (shape, written, value) in SHAPES {
        add(
            format!("{prefix}said_{shape}"),
            format!("{written}, sensitive: true"),
            value,
        );
        add(
            format!("{prefix}password_{shape}"),
            (*written).to_owned(),
            value,
        );
        for (below, sensitive) in [("Phrase", ", sensitive: true"), ("ApiSecret", "")] {
            add(
                format!("{prefix}{below}_below_{shape}"),
                format!("type: list<object>, fields: [{{ name: {below}, {written}{sensitive} }}]"),
                &format!(r#"[{{"{below}": {value}}}]"#),
            );
        }
    }
    let text =
        json!({"a": [{"ApiSecret": "SECRET"}], "b": "{\"Password\":[\"SECRET\"]}"}).to_string();
    add(
        format!("{prefix}note"),
        "type: string".to_owned(),
        &Value::String(text).to_string(),
    );
    found
}

/// Whether a request of this protocol can hold it in this place: what is not JSON has no lists of lists,
/// and paths and headers have texts only.
fn is_sent(name: &str, layout: &str) -> bool {
    match layout {
        "body" => true,
        "form" | "query" => !["lists", "anything"]
            .iter()
            .any(|shape| name.contains(shape)),
        _ => name.ends_with("said_text") || name.ends_with("password_text"),
    }
}

/// A service of each protocol, whose action holds all of them.
fn specs(protocol: Protocol) -> (Vec<(String, String)>, Value) {
    let provider = protocol.provider().as_str();
    let id = format!("{provider}-everywhere");
    let named = match protocol.envelope() {
        Envelope::Flat => None,
        Envelope::Whole(name) | Envelope::Part(name) => Some(name),
    };
    let envelope = named.map_or_else(String::new, |name| format!("envelope: {name}\n"));
    let service = format!(
        "service: {id}\nprovider: {provider}\nproduct: everywhere\ntitle: Everywhere\n{envelope}\
         version: \"2099-01-01\"\nprotocols: [{}]\ncrate: {{ name: cloudwright-{id}, version: 0.1.0 }}\n\
         endpoints: {{ default: everywhere.example.com }}\n",
        protocol.as_str()
    );
    let places: &[(&str, &str)] = if protocol.is_rest() {
        &[
            ("b_", "body"),
            ("q_", "query"),
            ("h-", "header"),
            ("p_", "path"),
        ]
    } else {
        &[("b_", "form")]
    };
    let (mut request, mut parameters, mut path) = (String::new(), Map::new(), String::new());
    for (prefix, place) in places {
        let written = if protocol.is_rest() {
            format!(", in: {place}")
        } else {
            String::new()
        };
        for (name, member, value) in members(prefix, &written) {
            if !is_sent(&name, place) {
                continue;
            }
            if *place == "path" {
                path.extend(["/{", &name, "}"]);
            }
            request.push_str(&member);
            parameters.insert(name, value);
        }
    }
    let rest = if protocol.is_rest() {
        format!("method: POST\npath: /v1{path}\n")
    } else {
        String::new()
    };
    let (mut response, mut answered) = (String::new(), Map::new());
    for (name, member, value) in members("a_", "") {
        response.push_str(&member);
        answered.insert(name, value);
    }
    let mut sample = match named {
        Some(name) => json!({ name: answered }),
        None => Value::Object(answered),
    };
    if protocol.failure_sign() == FailureSign::NonzeroCode {
        response.push_str("- { name: code, type: integer }\n- { name: message, type: string }\n");
        sample["code"] = json!(0);
        sample["message"] = json!("");
    }
    let action = format!(
        "action: ShowAll\nsummary: Shows all.\nsource: {{ title: All }}\naccess: read\n{rest}request:\n{request}\
         response:\n{response}samples:\n- response: {sample}\n",
    );
    let files = vec![
        (format!("{provider}/everywhere/service.yaml"), service),
        (format!("{provider}/everywhere/ShowAll.yaml"), action),
    ];
    (files, Value::Object(parameters))
}

/// A client of the service that a mock serves, and its parts.
fn client(mock: &Mock, recorder: &Recorder, gossip: &Gossip) -> Client {
    let loaded = &mock.catalog().services[0];
    let credentials = if loaded.protocol().needs(Need::Token) {
        Credentials::token(mock.iam_token(std::time::Duration::from_secs(3600)))
    } else {
        clients::key(mock, loaded.service.provider)
    };
    Client::builder(tables::service(loaded))
        .endpoint(mock.endpoint())
        .credentials(credentials)
        .environment(Environment::closed)
        .region("cn-north-4")
        .project_id(mock.project_id())
        .transport(recorder.clone())
        .interceptor(gossip.clone())
        .build()
        .unwrap()
}

/// What a request that is not sent would be, where it is shown.
fn shown(prepared: &Prepared) -> String {
    let prepared = prepared.redacted();
    let headers: Vec<_> = prepared.headers().collect();
    let texts = (prepared.canonical_request(), prepared.string_to_sign());
    let body = String::from_utf8_lossy(prepared.body());
    format!("{} {headers:?} {texts:?} {body}", prepared.url())
}

/// A page of the mock's, as a browser gets it.
fn page(mock: &Mock, path: &str) -> String {
    let address = mock.endpoint().replace("http://", "");
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    assert!(page.contains("class=\"entry\""), "{page}");
    page
}

#[tokio::test]
async fn every_secret_in_every_place_is_hidden_from_everything_that_shows_or_keeps_it() {
    for protocol in Protocol::ALL.iter().copied() {
        let (files, parameters) = specs(protocol);
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let mock = Mock::builder().specs(folder.path()).state(false);
        let mock = mock.start().await.unwrap();
        let loaded = &mock.catalog().services[0];
        let (recorder, gossip) = (
            Recorder::new(ReqwestTransport::new().unwrap()),
            Gossip::default(),
        );
        let client = client(&mock, &recorder, &gossip);
        let operation = tables::operation(client.service(), loaded, &loaded.actions[0]);
        let clean =
            |channel: &str, text: &str| assert_clean(&format!("{protocol:?} {channel}"), text);

        let prepared = client.call(operation).prepare_dynamic(parameters.clone());
        let prepared = prepared.await.unwrap();
        assert_shows_none("prepared", &prepared);
        assert_shows_none("request", prepared.request());
        clean("dry run", &shown(&prepared));

        logged::listen();
        let answer = client.call(operation).send_dynamic(parameters.clone());
        let answer = answer.await.unwrap().into_inner().into_json();
        // All of them travelled.
        for name in parameters.as_object().unwrap().keys() {
            let sent = format!("{:?}", prepared.url()) + &String::from_utf8_lossy(prepared.body());
            let sent = sent + &format!("{:?}", prepared.headers().collect::<Vec<_>>());
            assert!(sent.contains(name), "{protocol:?}: no {name} in {sent}");
        }
        assert_eq!(answer["a_said_text"], "unmistakable/+a_said_text");
        mock.always_for_all(Reply::raw(200, &[], "{ \"a_said_text\": \"unmistakable"))
            .unwrap();
        let echo = format!("{parameters}");
        mock.always_for_all(Reply::json(
            400,
            json!({ "Code": "X", "Message": echo, "error_msg": echo }),
        ))
        .unwrap();
        let error = client
            .call(operation)
            .send_dynamic(parameters.clone())
            .await
            .unwrap_err();
        assert_error_shows_none(&format!("{protocol:?} echoed"), &error);
        let error = client
            .call(operation)
            .send_dynamic(parameters.clone())
            .await
            .unwrap_err();
        assert_error_shows_none(&format!("{protocol:?}"), &error);
        clean("trace", &logged::said());
        for told in gossip.told() {
            clean("interceptor", &told);
        }
        clean("recording", &recorder.recording().to_string());
        assert_shows_none("recording", &recorder.recording());
        for received in mock.requests() {
            clean("received", &format!("{received:?} {received:#?}"));
        }
        clean("log", &json!(mock.requests()).to_string());
        clean("page of the log", &page(&mock, "/_mock/log"));
    }
}
