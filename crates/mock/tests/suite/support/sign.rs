//! Signed calls: of some actions made with the signing crate and nothing of the mock's, and of every
//! action there is as the mock itself would make them.

use cloudwright_mock::{Credentials, Mock, Protocol, Provider};
use cloudwright_sign::{
    Key, acs3, canonical_query, qcloud_v2, rpc_v1, sdk_hmac, sha256_hex, tc3, time,
};
use serde_json::Value;

use super::{Call, authority};

/// The clock that signed calls go by, unless they say otherwise.
pub const NOW: i64 = 1_735_689_600;

/// What signs a call.
#[derive(Clone, Debug)]
pub struct Signer {
    pub host: String,
    pub key: Credentials,
    pub now: i64,
    pub nonce: String,
}

impl Signer {
    /// With the mock's own key, at [`NOW`].
    pub fn of(mock: &Mock, provider: Provider) -> Self {
        Self {
            host: authority(&mock.endpoint()).to_owned(),
            key: mock.credentials(provider),
            now: NOW,
            nonce: "11886".to_owned(),
        }
    }

    pub fn nonce(mut self, nonce: impl std::fmt::Display) -> Self {
        self.nonce = nonce.to_string();
        self
    }

    fn key(&self) -> Key<'_> {
        Key {
            id: &self.key.id,
            secret: &self.key.secret,
        }
    }

    pub fn tc3(&self, action: &str, body: &str) -> Call {
        let signed = tc3::sign(
            &tc3::Input {
                method: "POST",
                path: "/",
                query: "",
                headers: &[("content-type", "application/json"), ("host", &self.host)],
                body: body.as_bytes(),
                timestamp: self.now,
                service: "tcr",
            },
            &self.key(),
        );
        let call = Call {
            method: "POST".to_owned(),
            path: "/".to_owned(),
            body: body.into(),
            ..Call::default()
        };
        let call = call
            .header("Host", &self.host)
            .header("Content-Type", "application/json")
            .header("X-TC-Action", action)
            .header("X-TC-Version", "2019-09-24")
            .header("X-TC-Region", "ap-guangzhou")
            .header("X-TC-Timestamp", &self.now.to_string())
            .header("Authorization", signed.authorization());
        match &self.key.token {
            Some(token) => call.header("X-TC-Token", token),
            None => call,
        }
    }

    pub fn qcloud(&self, action: &str, parameters: &[(&str, &str)]) -> Call {
        let now = self.now.to_string();
        let mut all = vec![
            ("Action", action),
            ("Nonce", self.nonce.as_str()),
            ("SecretId", &self.key.id),
            ("SignatureMethod", "HmacSHA256"),
            ("Timestamp", &now),
        ];
        all.extend(self.key.token.as_deref().map(|token| ("Token", token)));
        all.extend_from_slice(parameters);
        let path = "/v2/index.php";
        let input = qcloud_v2::Input {
            method: "GET",
            host: &self.host,
            path,
            parameters: &all,
        };
        let signed = qcloud_v2::sign(&input, &self.key.secret, qcloud_v2::Method::HmacSha256);
        all.push(("Signature", &signed.signature));
        let call = Call {
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: canonical_query(all),
            ..Call::default()
        };
        call.header("Host", &self.host)
    }

    pub fn acs3(&self, action: &str, parameters: &[(&str, &str)]) -> Call {
        let query = canonical_query(parameters.iter().copied());
        let body_hash = sha256_hex(b"");
        let date = time::iso8601(self.now);
        let mut headers = vec![
            ("host", self.host.as_str()),
            ("x-acs-action", action),
            ("x-acs-content-sha256", &body_hash),
            ("x-acs-date", &date),
            ("x-acs-signature-nonce", &self.nonce),
            ("x-acs-version", "2018-12-01"),
        ];
        headers.extend(
            self.key
                .token
                .as_deref()
                .map(|token| ("x-acs-security-token", token)),
        );
        let input = acs3::Input {
            method: "POST",
            path: "/",
            query: &query,
            headers: &headers,
            body_hash: &body_hash,
        };
        let signed = acs3::sign(&input, &self.key());
        let call = Call {
            method: "POST".to_owned(),
            path: "/".to_owned(),
            query,
            ..Call::default()
        };
        let call = headers
            .iter()
            .fold(call, |call, (name, value)| call.header(name, value));
        call.header("Authorization", signed.authorization())
    }

    pub fn rpc(&self, action: &str, parameters: &[(&str, &str)], format: Option<&str>) -> Call {
        let date = time::iso8601(self.now);
        let mut all = vec![
            ("AccessKeyId", self.key.id.as_str()),
            ("Action", action),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureNonce", &self.nonce),
            ("SignatureVersion", "1.0"),
            ("Timestamp", &date),
            ("Version", "2018-12-01"),
        ];
        all.extend(format.map(|format| ("Format", format)));
        all.extend_from_slice(parameters);
        let signed = rpc_v1::sign(
            &rpc_v1::Input {
                method: "GET",
                parameters: &all,
            },
            &self.key.secret,
        );
        all.push(("Signature", &signed.signature));
        let call = Call {
            method: "GET".to_owned(),
            path: "/".to_owned(),
            query: canonical_query(all),
            ..Call::default()
        };
        call.header("Host", &self.host)
    }

    pub fn huawei(&self, path: &str, query: &str) -> Call {
        let date = time::compact(self.now);
        let mut headers = vec![("host", self.host.as_str()), ("x-sdk-date", &date)];
        headers.extend(
            self.key
                .token
                .as_deref()
                .map(|token| ("x-security-token", token)),
        );
        let input = sdk_hmac::Input {
            method: "GET",
            path,
            query,
            headers: &headers,
            body: b"",
        };
        let signed = sdk_hmac::sign(&input, &self.key());
        let call = Call {
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            ..Call::default()
        };
        let call = headers
            .iter()
            .fold(call, |call, (name, value)| call.header(name, value));
        call.header("Authorization", signed.authorization())
    }
}

pub const JOBS: &str = "/v2/0123456789abcdef0123456789abcdef/instances/i-1/namespaces/library/webhook/policies/16/jobs";

pub const LOG: &[(&str, &str)] = &[
    ("InstanceId", "cri-1"),
    ("BuildRecordId", "b-1"),
    ("RepoId", "crr-1"),
];

/// A right call of an action.
#[derive(Clone, Debug)]
pub struct RightCall {
    pub service: String,
    pub action: String,
    pub protocol: Protocol,
    pub call: Call,
}

impl RightCall {
    pub fn name(&self) -> String {
        format!("{}/{}", self.service, self.action)
    }
}

/// A right call of every action, each with a nonce of its own.
pub fn calls(mock: &Mock) -> Vec<RightCall> {
    let mut calls = Vec::new();
    for service in &mock.catalog().services {
        for found in &service.actions {
            calls.push(RightCall {
                service: service.service.service.clone(),
                action: found.action.action.clone(),
                protocol: service.protocol(),
                call: right_call(mock, &service.service.service, &found.action.action),
            });
        }
    }
    assert!(!calls.is_empty());
    calls
}

/// A right call of one action.
pub fn right_call(mock: &Mock, service: &str, action: &str) -> Call {
    let parameters = mock.example(service, action).unwrap();
    call_with(mock, service, action, &parameters)
}

/// A call with these parameters.
pub fn call_with(mock: &Mock, service: &str, action: &str, parameters: &Value) -> Call {
    let signed = mock.signed(service, action, parameters).unwrap();
    let (path, query) = match signed.target().split_once('?') {
        Some((path, query)) => (path, query),
        None => (signed.target(), ""),
    };
    Call {
        path: path.to_owned(),
        query: query.to_owned(),
        method: signed.method,
        headers: signed.headers,
        body: signed.body.into(),
    }
}
