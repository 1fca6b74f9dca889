//! Secrets are shown by nothing: no `Debug`, no `Display`, no chain of errors, no trace, no recording,
//! no panic, for all protocols, in success and in failure.
//!
//! Every secret here, and every key's id, holds the same word, whose letters no encoding changes: a
//! text is clean that does not hold it.

mod everywhere;
mod logged;
mod recorded;
mod shown;
mod types;

use cloudwright::core::{Client, ClientBuilder, Credentials};
use cloudwright_mock::{Mock, Provider, Reply};
use std::error::Error as StdError;

use crate::clouds::Cloud::{self, HuaweiToken};

const WORD: &str = "unmistakable";
const ID: &str = "AKIDunmistakableKeyId";
const SECRET: &str = "s/unmistakable+secret=key";
const SESSION: &str = "t/unmistakable+session=token";
const IAM_TOKEN: &str = "MIIunmistakableIamToken";
const PASSWORD: &str = "unmistakable password";

/// Asserts that a text holds no secret.
#[track_caller]
fn assert_clean(place: &str, text: &str) {
    let at = text.to_lowercase().find(WORD);
    assert!(at.is_none(), "{place} shows a secret: {text}");
}

/// Asserts that no form of showing a value holds a secret.
#[track_caller]
fn assert_shows_none(place: &str, value: &dyn std::fmt::Debug) {
    assert_clean(place, &format!("{value:?} {value:#?}"));
}

/// Asserts it of an error and of everything beneath.
#[track_caller]
fn assert_error_shows_none(place: &str, error: &cloudwright::Error) {
    assert_shows_none(place, error);
    let mut beneath: Option<&dyn StdError> = Some(error);
    while let Some(error) = beneath {
        assert_clean(place, &format!("{error} {error:?} {error:#?}"));
        beneath = error.source();
    }
    assert_clean(place, error.message());
    assert_clean(
        place,
        &String::from_utf8_lossy(error.body().unwrap_or_default()),
    );
    for attempt in error.attempts() {
        assert_clean(place, &format!("{attempt:?} {}", attempt.outcome()));
    }
}

/// A mock that knows the secrets.
async fn mock() -> Mock {
    let key = || cloudwright_mock::Credentials::new(ID, SECRET).with_token(SESSION);
    Mock::builder()
        .key(Provider::Tencent, key())
        .key(Provider::Alibaba, key())
        .key(Provider::Huawei, key())
        .iam_token(IAM_TOKEN, i64::MAX)
        .iam_user("account", "user", PASSWORD)
        .start()
        .await
        .unwrap()
}

fn credentials(cloud: Cloud) -> Credentials {
    match cloud {
        HuaweiToken => Credentials::token(IAM_TOKEN),
        _ => Credentials::access_key(ID, SECRET).with_session_token(SESSION),
    }
}

fn builder(cloud: Cloud, mock: &Mock) -> ClientBuilder<Client> {
    cloud.builder(mock).credentials(credentials(cloud))
}

/// Answers that repeat all that a request was sent with, as services do in their errors: plain, as
/// JSON may have it, percent-encoded once and twice.
fn echoes(cloud: Cloud) -> Vec<Reply> {
    let forms = |text: &str| {
        let encoded = cloudwright_sign::percent_encode(text);
        let twice = cloudwright_sign::percent_encode(&encoded);
        format!("{text} {encoded} {twice} {}", text.replace('/', "\\/"))
    };
    let secrets: String = [ID, SECRET, SESSION, IAM_TOKEN].map(forms).join(" | ");
    let said = match cloud {
        // A token comes with nothing else.
        HuaweiToken => forms(IAM_TOKEN),
        _ => secrets.replace(&forms(IAM_TOKEN), ""),
    };
    let tc3 = format!(
        r#"{{"Response":{{"Error":{{"Code":"AuthFailure.X","Message":"{said}"}},"RequestId":"r"}}}}"#
    );
    let flat = format!(
        r#"{{"code":4100,"message":"{said}","codeDesc":"X","IsSuccess":false,"total":"{said}"}}"#
    );
    let refused =
        format!(r#"{{"error_code":"X","error_msg":"{said}","Code":"X","Message":"{said}"}}"#);
    vec![
        Reply::raw(200, &[], tc3),
        Reply::raw(200, &[], flat),
        Reply::raw(400, &[], refused),
        Reply::raw(500, &[], format!("<html>{said}</html>")),
        Reply::raw(200, &[], said.clone()),
        Reply::raw(
            302,
            &[("Location", "http://localhost/?token=unmistakable")],
            "",
        ),
    ]
}
