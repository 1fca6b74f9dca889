//! Recordings: what stands in a file that is checked in.

use cloudwright::core::ReqwestTransport;
use cloudwright::core::credentials::Environment;
use cloudwright::core::credentials::{ProvideCredentials, alibaba, huawei, tencent};
use cloudwright_core::testing::Recorder;

use super::{PASSWORD, assert_clean, assert_shows_none, builder, credentials, echoes, mock};
use crate::clouds::{self, Cloud};

fn recorder() -> Recorder {
    Recorder::new(ReqwestTransport::new().unwrap())
}

#[tokio::test]
async fn a_recording_of_calls_holds_no_secret_even_when_the_service_repeats_it() {
    let mock = mock().await;
    for cloud in clouds::ALL {
        let recorder = recorder();
        let client = builder(cloud, &mock)
            .transport(recorder.clone())
            .build()
            .unwrap();
        cloud.ask(&client).await.unwrap();
        // The secret key itself never travels: no service can repeat it.
        for reply in echoes(cloud).into_iter().skip(5) {
            mock.always_for_all(reply).unwrap();
            cloud.ask(&client).await.unwrap_err();
        }
        repeat_what_was_sent(cloud, &mock);
        cloud.ask(&client).await.unwrap_err();
        mock.clear_script();
        let recording = recorder.recording();
        let text = recording.to_string();
        assert!(text.contains("repeated"), "{text}");
        assert_clean(&format!("{cloud:?}"), &text);
        assert_shows_none("recording", &recording);
        assert_shows_none("recorder", &recorder);
        assert_shows_none("replay", &recording.replay());
    }
}

/// Answers with everything that the last request had.
fn repeat_what_was_sent(cloud: Cloud, mock: &cloudwright_mock::Mock) {
    let sent = mock.last_request().unwrap();
    let text = format!("repeated {} {:?} {}", sent.query, sent.headers, sent.body);
    assert!(text.contains(super::WORD), "{cloud:?}");
    let body = serde_json::json!({"Code": "X", "Message": text, "error_msg": text});
    mock.always_for_all(cloudwright_mock::Reply::json(400, body))
        .unwrap();
}

#[tokio::test]
async fn a_recording_of_how_credentials_were_had_holds_none() {
    let mock = mock().await;
    let address = mock.endpoint();
    let key = || credentials(Cloud::Tcr);
    let providers: [(Cloud, Box<dyn ProvideCredentials>); 8] = [
        (
            Cloud::Tcr,
            Box::new(tencent::AssumeRole::new(key(), "role")),
        ),
        (Cloud::Tcr, Box::new(tencent::InstanceRole::new())),
        (
            Cloud::Alibaba,
            Box::new(alibaba::AssumeRole::new(key(), "role")),
        ),
        (
            Cloud::Alibaba,
            Box::new(alibaba::OidcRole::new("role", "provider", "/token")),
        ),
        (Cloud::Alibaba, Box::new(alibaba::InstanceRole::new())),
        (
            Cloud::Huawei,
            Box::new(huawei::OidcAgency::new("p", "a", "/token")),
        ),
        (Cloud::Huawei, Box::new(huawei::InstanceAgency)),
        (
            Cloud::HuaweiToken,
            Box::new(huawei::PasswordToken::new("user", PASSWORD, "account")),
        ),
    ];
    for (cloud, provider) in providers {
        let recorder = recorder();
        let address = address.clone();
        let client = cloud
            .bare(mock.endpoint())
            .transport(recorder.clone())
            .credentials(provider)
            .project_id("p")
            .environment(move |environment: Environment| {
                environment
                    .closed()
                    .with_metadata_endpoint(&address)
                    .with_sts_endpoint(&address)
                    .with_iam_endpoint(&address)
                    .with_file("/token", "unmistakable web identity")
            })
            .build()
            .unwrap();
        cloud.ask(&client).await.unwrap();
        let text = recorder.recording().to_string();
        assert_clean(&format!("{cloud:?}"), &text);
        // What the mock gives out has its own words.
        for word in [
            "mock-session-token",
            "AKIDmocksession",
            "STS.mock",
            "MIImock",
            "\"secret",
        ] {
            let shown = text
                .lines()
                .filter(|line| line.contains(word) && !line.contains("[redacted]"));
            assert_eq!(shown.collect::<Vec<_>>(), [""; 0], "{cloud:?}: {text}");
        }
    }
}
