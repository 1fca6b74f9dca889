//! Reproduces, byte for byte, requests that the vendors' own SDKs signed (`data/sdk.json`), what the same
//! signing code makes of awkward input (`data/edge.json`), and examples that the vendors published
//! (`data/published.json`). All keys in the first two are invented.
//!
//! The published ones are checked the way a server checks: `Authorization` is taken apart, the
//! headers it names are picked, and what was sent is signed again.

#![allow(clippy::unwrap_used, reason = "a test may end in a panic")]

use cloudwright_sign::verify::Authorization;
use cloudwright_sign::{
    Key, acs3, canonical_query, qcloud_v2, query_pairs, rpc_v1, sdk_hmac, sha256_hex, tc3,
};
use serde_json::Value;

type Pairs = Vec<(String, String)>;

/// One recorded request: what went into the signer, and what came out.
struct Case(Value);

impl Case {
    fn all(file: &str, protocol: &str) -> Vec<Self> {
        let file: Value = serde_json::from_str(file).unwrap();
        let cases = file["vectors"].as_array().unwrap().iter();
        cases
            .filter(|case| case["protocol"] == protocol)
            .cloned()
            .map(Self)
            .collect()
    }

    /// The cases of a protocol in `sdk.json` and in `edge.json`, of which there must be that many.
    fn signed_by_sdks(protocol: &str, usual: usize, edge: usize) -> Vec<Self> {
        let mut cases = Self::all(SDK, protocol);
        let edge_cases = Self::all(EDGE, protocol);
        assert_eq!((cases.len(), edge_cases.len()), (usual, edge));
        cases.extend(edge_cases);
        cases
    }

    fn name(&self) -> &str {
        self.0["case"].as_str().unwrap()
    }

    fn key(&self) -> Key<'_> {
        let text = |name: &str| self.0["credentials"][name].as_str().unwrap();
        Key {
            id: text("ak"),
            secret: text("sk"),
        }
    }

    fn input(&self, name: &str) -> &str {
        self.0["signer_input"][name].as_str().unwrap()
    }

    fn input_pairs(&self, name: &str) -> Pairs {
        match &self.0["signer_input"][name] {
            Value::Array(pairs) => pairs
                .iter()
                .map(|pair| (text(&pair[0]), text(&pair[1])))
                .collect(),
            Value::Object(map) => map
                .iter()
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
            other => panic!("{other} is neither a list nor a map"),
        }
    }

    fn input_query(&self) -> String {
        canonical_query(borrowed(&self.input_pairs("query")))
    }

    fn expected(&self, name: &str) -> &str {
        self.0["expected"][name].as_str().unwrap()
    }

    #[track_caller]
    fn check(&self, name: &str, actual: &str) {
        assert_eq!(actual, self.expected(name), "{name} of {}", self.name());
    }
}

/// Numbers as they are sent.
fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn borrowed(pairs: &Pairs) -> Vec<(&str, &str)> {
    pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from_digit(digit.into(), 16).unwrap())
        .collect()
}

const SDK: &str = include_str!("data/sdk.json");
const EDGE: &str = include_str!("data/edge.json");
const PUBLISHED: &str = include_str!("data/published.json");

#[test]
fn tc3_signs_as_the_sdk_does() {
    let cases = Case::signed_by_sdks("tencent-tc3", 10, 21);
    let cache = tc3::KeyCache::new();
    for case in cases {
        let headers = case.input_pairs("headers");
        let input = tc3::Input {
            method: case.input("method"),
            path: case.input("path"),
            query: case.expected("raw_query"),
            headers: &borrowed(&headers),
            body: case.input("body").as_bytes(),
            timestamp: case.0["signer_input"]["timestamp"].as_i64().unwrap(),
            service: case.input("service"),
        };
        let signature = cache.sign(&input, &case.key());
        case.check("hashed_payload", signature.hashed_payload());
        case.check("canonical_request", signature.canonical_request());
        case.check(
            "hashed_canonical_request",
            &sha256_hex(signature.canonical_request().as_bytes()),
        );
        case.check("signed_headers", signature.signed_headers());
        case.check("credential_scope", signature.scope().unwrap());
        case.check("string_to_sign", signature.string_to_sign());
        case.check("signature", signature.signature());
        case.check("authorization", signature.authorization());
        assert_eq!(
            signature,
            tc3::sign(&input, &case.key()),
            "uncached {}",
            case.name()
        );
    }
}

#[test]
fn tc3_derives_the_keys_of_the_sdk() {
    for case in Case::all(SDK, "tencent-tc3") {
        let date = case.expected("credential_scope").split('/').next().unwrap();
        let derived = tc3::derive_key(case.key().secret, date, case.input("service"));
        let expected = &case.0["expected"]["derived_keys_hex"];
        assert_eq!(expected["secret_date"], hex(derived.secret_date()));
        assert_eq!(expected["secret_service"], hex(derived.secret_service()));
        assert_eq!(expected["secret_signing"], hex(derived.secret_signing()));
    }
}

#[test]
fn qcloud_v2_signs_as_the_sdk_does() {
    let cases = Case::signed_by_sdks("tencent-qcloud-v2", 11, 13);
    for case in cases {
        let parameters = case.input_pairs("params");
        let input = qcloud_v2::Input {
            method: case.input("method"),
            host: case.input("host"),
            path: case.input("path"),
            parameters: &borrowed(&parameters),
        };
        let method = qcloud_v2::Method::of_parameter(Some(case.input("sign_method")));
        assert_eq!(method.name(), case.input("sign_method"));
        let signature = qcloud_v2::sign(&input, case.key().secret, method);
        case.check("string_to_sign", &signature.string_to_sign);
        case.check("signature", &signature.signature);
    }
}

#[test]
fn acs3_signs_as_the_sdk_does() {
    let cases = Case::signed_by_sdks("aliyun-acs3", 10, 11);
    for case in cases {
        let headers = case.input_pairs("headers");
        let input = acs3::Input {
            method: case.input("method"),
            path: case.input("path"),
            query: &case.input_query(),
            headers: &borrowed(&headers),
            body_hash: &sha256_hex(case.input("body").as_bytes()),
        };
        let signature = acs3::sign(&input, &case.key());
        case.check("canonical_request", signature.canonical_request());
        case.check(
            "hashed_canonical_request",
            &sha256_hex(signature.canonical_request().as_bytes()),
        );
        case.check("signed_headers", signature.signed_headers());
        case.check("string_to_sign", signature.string_to_sign());
        case.check("signature", signature.signature());
        case.check("authorization", signature.authorization());
    }
}

#[test]
fn rpc_v1_signs_as_both_sdks_do() {
    let cases = Case::signed_by_sdks("aliyun-rpc-v1", 10, 10);
    for case in cases {
        let parameters = case.input_pairs("params");
        let input = rpc_v1::Input {
            method: case.input("method"),
            parameters: &borrowed(&parameters),
        };
        let signature = rpc_v1::sign(&input, case.key().secret);
        case.check("string_to_sign", &signature.string_to_sign);
        case.check("signature", &signature.signature);
    }
}

#[test]
fn sdk_hmac_signs_as_the_sdk_does() {
    let cases = Case::signed_by_sdks("huawei-aksk", 10, 26);
    for case in cases {
        let headers = case.input_pairs("headers");
        let query = case.input_query();
        let input = sdk_hmac::Input {
            method: case.input("method"),
            path: case.input("path"),
            query: &query,
            headers: &borrowed(&headers),
            body: case.input("body").as_bytes(),
        };
        let signature = sdk_hmac::sign(&input, &case.key());
        case.check("raw_query", &query);
        case.check("canonical_request", signature.canonical_request());
        case.check(
            "hashed_canonical_request",
            &sha256_hex(signature.canonical_request().as_bytes()),
        );
        case.check("signed_headers", signature.signed_headers());
        case.check("string_to_sign", signature.string_to_sign());
        case.check("signature", signature.signature());
        case.check("authorization", signature.authorization());
    }
}

#[test]
fn queries_of_calls_with_a_token_are_canonical() {
    let mut cases = Case::all(SDK, "huawei-token");
    cases.extend(Case::all(SDK, "huawei-iam-token"));
    assert_eq!(cases.len(), 6);
    for case in cases {
        let pairs = query_pairs(case.expected("raw_query"));
        case.check("raw_query", &canonical_query(borrowed(&pairs)));
    }
}

/// A published example, which is a whole request.
impl Case {
    fn sent(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap()
    }

    fn path_and_query(&self) -> (&str, &str) {
        let target = self.sent("target");
        target.split_once('?').unwrap_or((target, ""))
    }

    fn headers(&self) -> Pairs {
        let pairs = self.0["headers"].as_array().unwrap().iter();
        pairs.map(|pair| (text(&pair[0]), text(&pair[1]))).collect()
    }

    fn intermediate(&self, name: &str) -> Option<&str> {
        self.0["intermediate"][name].as_str()
    }
}

fn header<'a>(headers: &'a Pairs, wanted: &str) -> &'a str {
    let found = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    found.map(|(_, value)| value.as_str()).unwrap()
}

#[test]
fn published_tc3_requests_verify() {
    let cases = Case::all(PUBLISHED, "tencent-tc3");
    assert_eq!(cases.len(), 3);
    for case in cases {
        let headers = case.headers();
        let authorization = Authorization::parse(header(&headers, "authorization")).unwrap();
        assert_eq!(authorization.id, case.key().id);
        let scope = authorization.scope.unwrap();
        let timestamp = header(&headers, "x-tc-timestamp").parse().unwrap();
        assert_eq!(scope.date, cloudwright_sign::time::date(timestamp));
        let (path, query) = case.path_and_query();
        let input = tc3::Input {
            method: case.sent("method"),
            path,
            query,
            headers: &authorization.select(&borrowed(&headers)).unwrap(),
            body: case.sent("body").as_bytes(),
            timestamp,
            service: scope.service,
        };
        let signature = tc3::sign(&input, &case.key());
        assert_eq!(
            signature.authorization(),
            header(&headers, "authorization"),
            "{}",
            case.name()
        );
        assert_eq!(signature.signature(), case.sent("signature"));
        assert_eq!(
            Some(signature.hashed_payload()),
            case.intermediate("hashed_payload")
        );
    }
}

#[test]
fn published_qcloud_v2_requests_verify() {
    let cases = Case::all(PUBLISHED, "tencent-qcloud-v2");
    assert_eq!(cases.len(), 3);
    for case in cases {
        let headers = case.headers();
        let (path, query) = case.path_and_query();
        let parameters = query_pairs(query);
        let stated = parameters
            .iter()
            .find(|(name, _)| name == "SignatureMethod");
        let input = qcloud_v2::Input {
            method: case.sent("method"),
            host: header(&headers, "host"),
            path,
            parameters: &borrowed(&parameters),
        };
        let method = qcloud_v2::Method::of_parameter(stated.map(|(_, value)| value.as_str()));
        let signature = qcloud_v2::sign(&input, case.key().secret, method);
        assert_eq!(
            Some(&*signature.string_to_sign),
            case.intermediate("string_to_sign")
        );
        assert_eq!(
            signature.signature,
            case.sent("signature"),
            "{}",
            case.name()
        );
        assert!(parameters.contains(&("Signature".to_owned(), signature.signature)));
    }
}

#[test]
fn published_rpc_v1_requests_verify() {
    let cases = Case::all(PUBLISHED, "aliyun-rpc-v1");
    assert_eq!(cases.len(), 1);
    for case in cases {
        let parameters = query_pairs(case.path_and_query().1);
        let input = rpc_v1::Input {
            method: case.sent("method"),
            parameters: &borrowed(&parameters),
        };
        let signature = rpc_v1::sign(&input, case.key().secret);
        assert_eq!(
            signature.signature,
            case.sent("signature"),
            "{}",
            case.name()
        );
    }
}

#[test]
fn published_acs3_requests_verify() {
    let cases = Case::all(PUBLISHED, "aliyun-acs3");
    assert_eq!(cases.len(), 1);
    for case in cases {
        let headers = case.headers();
        let authorization = Authorization::parse(header(&headers, "authorization")).unwrap();
        let (path, query) = case.path_and_query();
        let input = acs3::Input {
            method: case.sent("method"),
            path,
            query: &canonical_query(borrowed(&query_pairs(query))),
            headers: &authorization.select(&borrowed(&headers)).unwrap(),
            body_hash: &sha256_hex(case.sent("body").as_bytes()),
        };
        let signature = acs3::sign(&input, &case.key());
        assert_eq!(
            signature.authorization(),
            header(&headers, "authorization"),
            "{}",
            case.name()
        );
        assert_eq!(signature.signature(), case.sent("signature"));
    }
}

#[test]
fn published_sdk_hmac_requests_verify() {
    let cases = Case::all(PUBLISHED, "huawei-aksk");
    assert_eq!(cases.len(), 2);
    for case in cases {
        let headers = case.headers();
        let authorization = Authorization::parse(header(&headers, "authorization")).unwrap();
        let (path, query) = case.path_and_query();
        let input = sdk_hmac::Input {
            method: case.sent("method"),
            path,
            query,
            headers: &authorization.select(&borrowed(&headers)).unwrap(),
            body: case.sent("body").as_bytes(),
        };
        let signature = sdk_hmac::sign(&input, &case.key());
        assert_eq!(
            signature.authorization(),
            header(&headers, "authorization"),
            "{}",
            case.name()
        );
        assert_eq!(signature.signature(), case.sent("signature"));
    }
}
