//! Credentials that expire: renewed ahead of time, once however many calls wait.

use std::sync::Arc;
use std::time::Duration;

use cloudwright::core::Client;
use cloudwright::core::credentials::huawei::PasswordToken;
use cloudwright_core::testing::ManualClock;
use cloudwright_mock::{Fault, Mock, Reply};

use super::{client, in_the_cloud};
use crate::clouds::Cloud::{self, Alibaba, Huawei, HuaweiToken, Tcr};

const START: i64 = 1_735_689_600;

/// Two clocks that are moved together.
struct Clocks {
    mock: Mock,
    clock: ManualClock,
}

impl Clocks {
    async fn start() -> Self {
        let mock = Mock::builder()
            .clock_stopped_at(START)
            .start()
            .await
            .unwrap();
        let clock = ManualClock::at(START.unsigned_abs());
        Self { mock, clock }
    }

    fn advance(&self, seconds: u64) {
        self.mock.advance_clock(seconds.cast_signed());
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// A client on these clocks. Its deadlines are off: on a clock that stands still all of them
    /// would wait for ever.
    fn client(&self, cloud: Cloud) -> Client {
        let services = in_the_cloud(&self.mock);
        let builder = cloud
            .bare(self.mock.endpoint_for(cloud.service().id))
            .clock(self.clock.clone())
            .timeout(None)
            .attempt_timeout(None)
            .project_id("p")
            .environment(move |environment| services(environment.closed()));
        let builder = match cloud {
            HuaweiToken => {
                let [account, user, password] = self.mock.identity().iam_user();
                builder.credentials(PasswordToken::new(user, password, account))
            }
            _ => builder,
        };
        builder.build().unwrap()
    }

    /// How many keys or tokens were given out for calls, metadata tokens not counted.
    fn issued(&self) -> usize {
        let is_key = |path: &str| {
            path.ends_with("/mock-role")
                || path == "/openstack/latest/securitykey"
                || path == "/v3/auth/tokens"
        };
        self.mock
            .requests()
            .iter()
            .filter(|it| is_key(&it.path))
            .count()
    }

    /// Waits until so many were given out.
    async fn until_issued(&self, count: usize) {
        while self.issued() < count {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

async fn hundred_calls(cloud: Cloud, client: &Client) {
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { cloud.ask(&client).await.map(|it| it.attempts()) })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), 1, "{cloud:?}");
    }
}

#[tokio::test]
async fn a_hundred_calls_at_once_look_for_credentials_once() {
    for cloud in [Tcr, Alibaba, Huawei, HuaweiToken] {
        let clocks = Clocks::start().await;
        let client = clocks.client(cloud);
        hundred_calls(cloud, &client).await;
        assert_eq!(clocks.issued(), 1, "{cloud:?}");
        // And once more when all of them find that it is over.
        clocks.advance(25 * 3600);
        hundred_calls(cloud, &client).await;
        assert_eq!(clocks.issued(), 2, "{cloud:?}");
    }
}

#[tokio::test]
async fn credentials_are_renewed_behind_a_call_before_they_expire() {
    for cloud in [Tcr, Alibaba, Huawei, HuaweiToken] {
        let clocks = Clocks::start().await;
        clocks
            .mock
            .identity()
            .set_session_lifetime(Duration::from_secs(7200));
        clocks
            .mock
            .identity()
            .set_token_lifetime(Duration::from_secs(7200));
        let client = clocks.client(cloud);
        cloud.ask(&client).await.unwrap();
        clocks.advance(3600);
        cloud.ask(&client).await.unwrap();
        assert_eq!(clocks.issued(), 1, "{cloud:?}");
        // Two minutes before the end every vendor's window has begun.
        clocks.advance(3600 - 120);
        hundred_calls(cloud, &client).await;
        clocks.until_issued(2).await;
        hundred_calls(cloud, &client).await;
        assert_eq!(clocks.issued(), 2, "{cloud:?}");
        // The old ones are over by now, the new ones are in use.
        clocks.advance(600);
        assert_eq!(cloud.ask(&client).await.unwrap().attempts(), 1, "{cloud:?}");
        assert_eq!(clocks.issued(), 2, "{cloud:?}");
    }
}

#[tokio::test]
async fn a_renewal_that_fails_fails_no_call_while_the_old_key_is_good() {
    let clocks = Clocks::start().await;
    let client = clocks.client(Tcr);
    Tcr.ask(&client).await.unwrap();
    clocks
        .mock
        .always("tencent-metadata", Reply::fault(Fault::Status(503)))
        .unwrap();
    clocks.advance(3600 - 120);
    hundred_calls(Tcr, &client).await;
    clocks.advance(60);
    hundred_calls(Tcr, &client).await;
    clocks.mock.clear_script();
    clocks.advance(65);
    hundred_calls(Tcr, &client).await;
    assert_eq!(Tcr.ask(&client).await.unwrap().attempts(), 1);
}

#[tokio::test]
async fn a_call_that_gives_up_leaves_the_search_to_the_others() {
    let mock = Mock::start().await.unwrap();
    let slow = Reply::answer().after(Duration::from_millis(100));
    mock.script("tencent-metadata", slow.times(2)).unwrap();
    let client = Arc::new(client(Tcr, &mock, in_the_cloud(&mock)));
    let first = tokio::spawn({
        let client = Arc::clone(&client);
        async move { Tcr.ask(&client).await.map(|_| ()) }
    });
    let second = tokio::spawn({
        let client = Arc::clone(&client);
        async move { Tcr.ask(&client).await.map(|_| ()) }
    });
    tokio::time::sleep(Duration::from_millis(30)).await;
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(mock.identity().issued(), 1);
}

#[tokio::test]
async fn a_mended_configuration_is_found_by_the_same_client() {
    let mock = Mock::start().await.unwrap();
    mock.always("tencent-metadata", Reply::fault(Fault::Status(503)))
        .unwrap();
    let client = client(Tcr, &mock, in_the_cloud(&mock));
    assert!(Tcr.ask(&client).await.unwrap_err().is_auth());
    mock.clear_script();
    assert_eq!(Tcr.ask(&client).await.unwrap().attempts(), 1);
}
