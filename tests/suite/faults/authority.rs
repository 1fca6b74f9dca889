//! Clocks that are off, nonces that were seen, sessions and tokens that have expired: mended once,
//! and remembered.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cloudwright::core::credentials::huawei::PasswordToken;
use cloudwright::core::credentials::{
    Credentials, CredentialsError, Environment, ProvideCredentials,
};
use cloudwright::core::nonce::{Nonce, NonceSource};
use cloudwright::core::{BoxFuture, RetryReason};
use cloudwright_core::testing::ManualClock;
use cloudwright_mock::{Mock, Reply};

use crate::clouds::Cloud::{self, Alibaba, AlibabaLegacy, Ccr, Ccs, Huawei, HuaweiToken, Tcr};

const HOURS: i64 = 3600;

#[tokio::test]
async fn a_clock_that_is_off_is_corrected_once_and_remembered() {
    for cloud in [Tcr, Ccr, Ccs, Alibaba, AlibabaLegacy, Huawei] {
        let mock = Mock::start().await.unwrap();
        let client = cloud.builder(&mock).build().unwrap();
        for shift in [3 * HOURS, -7 * HOURS] {
            mock.advance_clock(shift);
            let answer = cloud.ask(&client).await;
            let answer = answer.unwrap_or_else(|error| panic!("{cloud:?} {shift}: {error:?}"));
            let reasons: Vec<_> = answer
                .failed_attempts()
                .iter()
                .map(|it| it.retry.unwrap().0)
                .collect();
            assert_eq!(reasons, [RetryReason::ClockSkew], "{cloud:?} {shift}");
            for _ in 0..3 {
                let answer = cloud.ask(&client.clone()).await.unwrap();
                assert_eq!(answer.attempts(), 1, "{cloud:?} {shift}");
            }
        }
    }
}

#[tokio::test]
async fn a_wrong_key_on_a_clock_that_is_off_is_still_a_wrong_key() {
    for cloud in [Tcr, Ccr, Alibaba, Huawei] {
        let mock = Mock::start().await.unwrap();
        mock.advance_clock(3 * HOURS);
        let id = mock.credentials(cloud.provider()).id;
        let builder = cloud.builder(&mock).access_key(id, "no such secret");
        let error = cloud.ask(&builder.build().unwrap()).await.unwrap_err();
        assert!(error.is_auth(), "{cloud:?} {error:?}");
        assert_eq!(mock.request_count(), 2, "{cloud:?}");
    }
}

/// Gives some nonces, then random ones.
#[derive(Debug)]
struct Used(Mutex<VecDeque<&'static str>>);

impl NonceSource for Used {
    fn next(&self) -> Nonce {
        match self.0.lock().unwrap().pop_front() {
            Some(text) => Nonce::Text(text.to_owned()),
            None => cloudwright::core::nonce::RandomNonce.next(),
        }
    }
}

#[tokio::test]
async fn a_nonce_that_was_seen_is_replaced_by_another() {
    for cloud in [Ccr, Ccs, Alibaba, AlibabaLegacy] {
        // The nonce counts together with the second: both calls have to be in the same one.
        let clock = ManualClock::at(1_735_689_600);
        let mock = Mock::builder().clock_stopped_at(1_735_689_600);
        let mock = mock.start().await.unwrap();
        let nonces = Used(Mutex::new(["77", "77"].into()));
        let builder = cloud.builder(&mock).clock(clock).nonce(nonces);
        let client = builder.timeout(None).attempt_timeout(None);
        let client = client.retry(no_wait()).build().unwrap();
        assert_eq!(cloud.ask(&client).await.unwrap().attempts(), 1);
        let answer = cloud.ask(&client).await;
        let answer = answer.unwrap_or_else(|error| panic!("{cloud:?}: {error:?}"));
        assert_eq!(
            answer.failed_attempts()[0].retry.unwrap().0,
            RetryReason::Replay
        );
        assert_eq!(
            (answer.attempts(), mock.request_count()),
            (2, 3),
            "{cloud:?}"
        );
    }
}

/// Retries at once: on a clock that stands still nobody would end a wait.
fn no_wait() -> cloudwright::core::RetryPolicy {
    cloudwright::core::RetryPolicy::standard().with_delays(Duration::ZERO, Duration::ZERO)
}

/// Gives one session after the other. All of them claim to be good for an hour.
#[derive(Debug)]
struct Sessions {
    keys: Mutex<VecDeque<Credentials>>,
    asked: AtomicUsize,
}

impl Sessions {
    /// Sessions that have expired already, and then a good one.
    fn after(mock: &Mock, cloud: Cloud, expired: usize) -> std::sync::Arc<Self> {
        let now = mock.now();
        let session = |lifetime| {
            let key = mock.temporary_credentials(cloud.provider(), lifetime);
            Credentials::access_key(key.id, key.secret)
                .with_session_token(key.token.unwrap())
                .with_expiry(now + HOURS)
        };
        let mut keys: VecDeque<_> = (0..expired).map(|_| session(Duration::ZERO)).collect();
        keys.push_back(session(Duration::from_secs(3600)));
        std::sync::Arc::new(Self {
            keys: Mutex::new(keys),
            asked: AtomicUsize::new(0),
        })
    }
}

impl ProvideCredentials for Sessions {
    fn name(&self) -> &'static str {
        "sessions"
    }

    fn provide<'a>(
        &'a self,
        _: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let next = self.keys.lock().unwrap().pop_front();
        Box::pin(std::future::ready(Ok(next.unwrap())))
    }
}

#[tokio::test]
async fn a_session_that_has_expired_is_renewed_once() {
    for cloud in [Tcr, Ccr, Ccs, Alibaba, AlibabaLegacy, Huawei] {
        let mock = Mock::start().await.unwrap();
        let sessions = Sessions::after(&mock, cloud, 1);
        let builder = cloud.builder(&mock).credentials(sessions.clone());
        let client = builder.build().unwrap();
        let answer = cloud.ask(&client).await;
        let answer = answer.unwrap_or_else(|error| panic!("{cloud:?}: {error:?}"));
        let reason = answer.failed_attempts()[0].retry.unwrap().0;
        assert_eq!(reason, RetryReason::ExpiredCredentials, "{cloud:?}");
        assert_eq!(answer.attempts(), 2, "{cloud:?}");
        assert_eq!(cloud.ask(&client).await.unwrap().attempts(), 1);
        assert_eq!(sessions.asked.load(Ordering::SeqCst), 2);

        // The second refusal in one call is the end of it.
        let sessions = Sessions::after(&mock, cloud, 2);
        let builder = cloud.builder(&mock).credentials(sessions.clone());
        let error = cloud.ask(&builder.build().unwrap()).await.unwrap_err();
        assert!(error.is_auth(), "{cloud:?} {error:?}");
        assert_eq!(error.attempts().len(), 2, "{cloud:?}");
        assert_eq!(sessions.asked.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test]
async fn a_wrong_key_that_does_not_expire_is_not_asked_for_again() {
    for cloud in [Tcr, Ccr, Alibaba, Huawei] {
        let mock = Mock::start().await.unwrap();
        let key = mock.temporary_credentials(cloud.provider(), Duration::from_secs(3600));
        let key = Credentials::access_key(key.id, "wrong").with_session_token(key.token.unwrap());
        let client = cloud.builder(&mock).credentials(key).build().unwrap();
        let error = cloud.ask(&client).await.unwrap_err();
        assert!(error.is_auth(), "{error:?}");
        assert_eq!(mock.request_count(), 1, "{cloud:?}");
    }
}

#[tokio::test]
async fn an_iam_token_that_is_refused_is_renewed_once() {
    let mock = Mock::start().await.unwrap();
    let [account, user, password] = mock.identity().iam_user();
    let address = mock.endpoint();
    let client = HuaweiToken
        .builder(&mock)
        .environment(|environment: Environment| environment.closed().with_iam_endpoint(address))
        .credentials(PasswordToken::new(user, password, account))
        .build()
        .unwrap();
    assert_eq!(HuaweiToken.ask(&client).await.unwrap().attempts(), 1);
    for refusal in [None, Some("APIGW.0301"), Some("APIGW.0307")] {
        if let Some(code) = refusal {
            mock.enqueue(Reply::refusal(401, code, "no")).unwrap();
        } else {
            let received = mock.last_request().unwrap();
            let token = received.header("x-auth-token").unwrap();
            assert!(mock.revoke_iam_token(token));
        }
        let answer = HuaweiToken.ask(&client).await.unwrap();
        let reason = answer.failed_attempts()[0].retry.unwrap().0;
        assert_eq!(
            (answer.attempts(), reason),
            (2, RetryReason::ExpiredCredentials)
        );
    }
    assert_eq!(mock.identity().issued(), 1 + 1 + 3);
    // The password itself went to nobody but IAM.
    for received in mock.requests() {
        let is_iam = received.path.starts_with("/v3/auth/tokens");
        assert_eq!(received.header("x-auth-token").is_none(), is_iam);
    }
}
