//! `Debug` and `Display` of everything that holds a secret, or could.

use std::sync::{Arc, Mutex};

use cloudwright::core::credentials::{
    CachedCredentials, Chain, Environment, ProvideCredentials, alibaba, huawei, tencent,
};
use cloudwright::core::interceptor::{CallInfo, ExtraHeaders, Interceptor, Outcome, Stop};
use cloudwright::core::meta::Provider;
use cloudwright::core::transport::{ClientCertificate, HttpRequest, HttpSettings, Proxy};
use cloudwright::core::{
    Credentials, ReqwestTransport, Secret, ServiceClient, SystemClock, Transport,
};
use cloudwright_mock::Mock;
use serde_json::json;

use super::{
    IAM_TOKEN, ID, PASSWORD, SECRET, SESSION, WORD, assert_clean, assert_error_shows_none,
    assert_shows_none, builder, credentials, echoes, mock,
};
use crate::clouds::{self, Cloud};

/// Shows everything that it is shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Gossip(Arc<Mutex<Vec<String>>>);

impl Gossip {
    pub(super) fn told(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    fn tell(&self, what: &dyn std::fmt::Debug) {
        self.0.lock().unwrap().push(format!("{what:?} {what:#?}"));
    }
}

impl Interceptor for Gossip {
    fn before_signing(&self, call: &CallInfo<'_>, headers: &mut ExtraHeaders) -> Result<(), Stop> {
        headers.add("X-Some-Token", "unmistakable token of a proxy");
        self.tell(call);
        self.tell(headers);
        Ok(())
    }

    fn after_signing(&self, _: &CallInfo<'_>, request: &HttpRequest) -> Result<(), Stop> {
        self.tell(request);
        Ok(())
    }

    fn after_answer(&self, _: &CallInfo<'_>, outcome: &Outcome<'_>) {
        self.tell(outcome);
        if let Some(error) = outcome.error {
            self.0.lock().unwrap().push(error.to_string());
        }
    }
}

#[tokio::test]
async fn a_call_that_succeeds_shows_no_secret_on_its_way() {
    let mock = mock().await;
    for cloud in clouds::ALL {
        let gossip = Gossip::default();
        let builder = builder(cloud, &mock).interceptor(gossip.clone());
        assert_shows_none("builder", &builder);
        let client = builder.build().unwrap();
        let call = client
            .call(cloud.operation())
            .with_header("X-Other-Token", "unmistakable");
        assert_shows_none("call", &call);
        let answer = cloud.ask(&client).await.unwrap();
        assert_shows_none("response", &answer);
        assert_shows_none("client with credentials", &client);
        assert_shows_none("blocking client", &client.blocking());
        for told in gossip.0.lock().unwrap().iter() {
            assert_clean("interceptor", told);
        }
        // The test would see them: they were sent.
        let sent = mock.last_request().unwrap();
        assert!(
            format!("{} {:?}", sent.query, sent.headers).contains(WORD),
            "{cloud:?}"
        );
    }
}

#[tokio::test]
async fn a_prepared_call_shows_no_secret_unless_it_is_asked_for_its_parts() {
    let mock = mock().await;
    for cloud in clouds::ALL {
        let client = builder(cloud, &mock).build().unwrap();
        let parameters = mock.example(cloud.service().id, cloud.action()).unwrap();
        let call = client.call(cloud.operation()).with_checks(false);
        let prepared = call.prepare_dynamic(parameters).await.unwrap();
        assert_shows_none("prepared", &prepared);
        assert_shows_none("request", prepared.request());
        let parts = |prepared: &cloudwright::core::Prepared| {
            let headers: Vec<_> = prepared.headers().collect();
            let texts = (prepared.canonical_request(), prepared.string_to_sign());
            format!("{} {headers:?} {texts:?}", prepared.url())
        };
        assert!(parts(&prepared).contains(WORD), "{cloud:?}");
        // Redacted, the key's id is left: it is no secret, and tells whose the request is.
        let redacted = parts(&prepared.redacted()).replace(ID, "");
        assert_clean("redacted", &redacted);
    }
}

#[tokio::test]
async fn an_error_shows_no_secret_even_when_the_service_repeats_it() {
    let mock = mock().await;
    for cloud in clouds::ALL {
        for reply in echoes(cloud) {
            let gossip = Gossip::default();
            let client = builder(cloud, &mock)
                .interceptor(gossip.clone())
                .build()
                .unwrap();
            mock.always_for_all(reply).unwrap();
            // Another vendor's error is an empty result to some.
            match cloud.ask(&client).await {
                Ok(answer) => assert_shows_none("response", &answer),
                Err(error) => assert_error_shows_none(&format!("{cloud:?}"), &error),
            }
            for told in gossip.0.lock().unwrap().iter() {
                assert_clean("interceptor", told);
            }
        }
        mock.clear_script();
    }
}

#[tokio::test]
async fn an_error_without_an_answer_shows_no_secret() {
    let mock = mock().await;
    for cloud in clouds::ALL {
        for builder in [
            builder(cloud, &mock).endpoint("http://127.0.0.1:9"),
            builder(cloud, &mock).region("no/such/region"),
            builder(cloud, &mock).endpoint("http://example.com"),
            builder(cloud, &mock).user_agent("unmist\u{7}akable"),
        ] {
            let error = match builder.build() {
                Ok(client) => cloud.ask(&client).await.unwrap_err(),
                Err(error) => error,
            };
            assert_error_shows_none(&format!("{cloud:?}"), &error);
        }
    }
    // A token that no header can hold.
    for cloud in clouds::ALL {
        let broken = "unmistakable\r\nX-Evil: 1";
        let key = match cloud {
            Cloud::HuaweiToken => Credentials::token(broken),
            _ => Credentials::access_key(broken, broken).with_session_token(broken),
        };
        let client = builder(cloud, &mock).credentials(key).build().unwrap();
        if let Err(error) = cloud.ask(&client).await {
            assert_error_shows_none(&format!("{cloud:?}"), &error);
        }
    }
}

#[test]
fn credentials_and_all_that_gives_them_show_no_secret() {
    let key = || Credentials::access_key(ID, SECRET).with_session_token(SESSION);
    let token = Credentials::token(IAM_TOKEN);
    assert_shows_none("key", &key());
    assert_shows_none("token", &token);
    assert_shows_none("identity", key().identity());
    assert_shows_none("access key", key().as_access_key().unwrap());
    let signing = format!("{:?}", key().as_access_key().unwrap().signing_key());
    assert_clean("signing key", &signing.replace(ID, ""));
    assert_shows_none("secret", &Secret::from(SECRET));
    let transport: Arc<dyn Transport> = Arc::new(ReqwestTransport::new().unwrap());
    assert_shows_none("transport", &transport);
    let proxy = || Proxy::new("http://proxy:1").with_credentials(WORD, PASSWORD);
    let shown = ClientCertificate::from_pem(WORD, SECRET);
    let settings = HttpSettings::new()
        .proxy(proxy())
        .client_certificate(shown.clone());
    assert_shows_none("proxy", &proxy());
    assert_shows_none("client certificate", &shown);
    assert_shows_none("settings", &settings);
    let settings = HttpSettings::new().proxy(proxy());
    let proxied = ReqwestTransport::with(settings).unwrap();
    assert_shows_none("transport with a proxy", &proxied);
    let environment = Environment::isolated(transport, Arc::new(SystemClock))
        .with_variable("TENCENTCLOUD_SECRET_KEY", SECRET)
        .with_file(
            "/file",
            format!("[default]\nsecret_id={ID}\nsecret_key={SECRET}"),
        );
    assert_shows_none("environment", &environment);
    assert_shows_none("cached", &CachedCredentials::new(key(), environment));
    let providers: [Box<dyn ProvideCredentials>; 12] = [
        Box::new(key()),
        Box::new(Chain::new("chain").with_link(key()).with_link(token)),
        Box::new(cloudwright::core::default_chain(Provider::Tencent)),
        Box::new(tencent::AssumeRole::new(key(), "role")),
        Box::new(tencent::InstanceRole::new()),
        Box::new(tencent::WebIdentity),
        Box::new(alibaba::AssumeRole::new(key(), "role")),
        Box::new(alibaba::OidcRole::new("role", "provider", "/token")),
        Box::new(huawei::PasswordToken::new("user", PASSWORD, "account")),
        Box::new(huawei::OidcAgency::new("provider", "agency", "/token")),
        Box::new(huawei::FederatedToken::new("provider", "/token")),
        Box::new(huawei::GivenToken),
    ];
    for provider in &providers {
        assert_shows_none(provider.name(), provider);
    }
}

#[tokio::test]
async fn errors_about_credentials_show_none() {
    let mock = mock().await;
    let address = mock.endpoint();
    let closed = move |environment: Environment| {
        environment
            .closed()
            .with_home("/home/t")
            .with_metadata_endpoint(&address)
            .with_sts_endpoint(&address)
            .with_iam_endpoint(&address)
            .with_file("/token", "unmistakable web identity")
    };
    let said = format!("no, {ID} {SECRET} {SESSION} {PASSWORD} unmistakable web identity");
    for name in [
        "AssumeRole",
        "AssumeRoleWithOIDC",
        "AssumeRoleWithWebIdentity",
    ] {
        let refusal = cloudwright_mock::Reply::refusal(403, "NoPermission", &*said);
        mock.always(name, refusal).unwrap();
    }
    for name in [
        "huawei-iam-token",
        "huawei-oidc",
        "tencent-metadata",
        "huawei-metadata",
    ] {
        let body =
            json!({"error_code": "X", "error_msg": said, "error": {"code": 401, "message": said}});
        mock.always(name, cloudwright_mock::Reply::json(401, body))
            .unwrap();
    }
    let key = || Credentials::access_key(ID, SECRET).with_session_token(SESSION);
    let half = format!("[default]\nsecret_id = {ID}\n[basic]\nak = {ID}\n{SECRET}");
    let files = [
        "/home/t/.tencentcloud/credentials",
        "/home/t/.huaweicloud/credentials",
    ];
    let providers: [(Cloud, Box<dyn ProvideCredentials>); 9] = [
        (
            Cloud::Tcr,
            Box::new(tencent::AssumeRole::new(key(), "role")),
        ),
        (
            Cloud::Tcr,
            Box::new(tencent::InstanceRole::new().with_role("r")),
        ),
        (Cloud::Tcr, Box::new(tencent::FromProfile)),
        (
            Cloud::Alibaba,
            Box::new(alibaba::AssumeRole::new(key(), "role")),
        ),
        (
            Cloud::Alibaba,
            Box::new(alibaba::OidcRole::new("role", "provider", "/token")),
        ),
        (
            Cloud::Huawei,
            Box::new(huawei::OidcAgency::new("p", "a", "/token")),
        ),
        (Cloud::Huawei, Box::new(huawei::FromProfile)),
        (Cloud::Huawei, Box::new(huawei::InstanceAgency)),
        (
            Cloud::HuaweiToken,
            Box::new(huawei::PasswordToken::new("user", PASSWORD, "account")),
        ),
    ];
    for (cloud, provider) in providers {
        let (closed, half) = (closed.clone(), half.clone());
        let builder = cloud.bare(mock.endpoint()).credentials(provider);
        let client = builder.environment(move |environment| {
            let put = |environment: Environment, file: &&str| environment.with_file(*file, &*half);
            files.iter().fold(closed(environment), put)
        });
        let client = client.build().unwrap();
        let error = cloud.ask(&client).await.unwrap_err();
        assert_eq!(
            error.kind(),
            cloudwright::core::ErrorKind::Credentials,
            "{error:?}"
        );
        assert_error_shows_none(&format!("{cloud:?}"), &error);
    }
}

#[tokio::test]
async fn generated_clients_and_calls_show_no_secret() {
    let mock = mock().await;
    let of = |cloud| builder(cloud, &mock).build().unwrap();
    let tcr = cloudwright::tencent_tcr::Client::from_core(of(Cloud::Tcr));
    let ccr = cloudwright::tencent_ccr::Client::from_core(of(Cloud::Ccr));
    let ccs = cloudwright::tencent_ccs::Client::from_core(of(Cloud::Ccs));
    let cr = cloudwright::alibaba_cr::Client::from_core(of(Cloud::Alibaba));
    let swr = cloudwright::huawei_swr::Client::from_core(of(Cloud::Huawei));
    let calls: [&dyn std::fmt::Debug; 11] = [
        &tcr,
        &tcr.describe_application_trigger_log_personal()
            .with_header("X-Token", "unmistakable"),
        &tcr.describe_application_trigger_log_personal().pages(),
        &tcr.blocking(),
        &ccr,
        &ccr.list_trigger_log(),
        &ccs,
        &cr,
        &cr.list_repo_build_record_log(),
        &swr,
        &swr.list_instance_webhook_jobs().items(),
    ];
    for call in calls {
        assert_shows_none("generated", call);
    }
}

#[test]
fn answers_and_structures_hide_texts_that_are_named_like_secrets() {
    use cloudwright::tencent_tcr::actions::create_instance_token::CreateInstanceTokenResponse;
    use cloudwright_core::testing::answer;

    let json = r#"{"Username": "u", "Token": "unmistakable", "TokenId": "t-1"}"#;
    let token: CreateInstanceTokenResponse = answer(json).unwrap();
    assert_eq!(token.token.as_deref(), Some("unmistakable"));
    assert_shows_none("answer", &token);
    assert!(format!("{token:?}").contains("t-1"), "{token:?}");
}

#[tokio::test]
async fn the_mock_hides_keys_that_were_sent_to_it_by_mistake() {
    let mock = Mock::start().await.unwrap();
    for cloud in clouds::ALL {
        let client = cloud
            .builder(&mock)
            .credentials(credentials(cloud))
            .build()
            .unwrap();
        let error = cloud.ask(&client).await.unwrap_err();
        assert!(error.is_auth());
        assert_error_shows_none(&format!("{cloud:?}"), &error);
    }
    for received in mock.requests() {
        let shown = format!("{received:?}").replace(ID, "");
        assert_clean("received", &shown);
    }
    assert_shows_none("mock", &mock);
    let key = cloudwright_mock::Credentials::new("id", SECRET).with_token(SESSION);
    assert_shows_none("mock key", &key);
    let builder = Mock::builder()
        .key(cloudwright_mock::Provider::Tencent, key)
        .iam_token(IAM_TOKEN, 1)
        .iam_user("account", "user", PASSWORD);
    assert_shows_none("mock builder", &builder);
}

#[tokio::test]
async fn a_panic_that_shows_what_it_has_shows_no_secret() {
    #[derive(Debug)]
    struct Panics;

    impl Interceptor for Panics {
        fn after_signing(&self, call: &CallInfo<'_>, request: &HttpRequest) -> Result<(), Stop> {
            panic!("{call:?} {request:?} {request:#?}")
        }
    }

    let mock = mock().await;
    for cloud in clouds::ALL {
        let client = builder(cloud, &mock).interceptor(Panics).build().unwrap();
        let call = tokio::spawn(async move { cloud.ask(&client).await.map(|_| ()) });
        let panic = call.await.unwrap_err().into_panic();
        let message = panic.downcast_ref::<String>().unwrap();
        assert!(message.contains("HttpRequest"), "{message}");
        assert_clean("panic", message);
    }
}
