//! Each place of each chain, used for a call.

use cloudwright::core::credentials::{
    CredentialsError, Environment, ProvideCredentials, alibaba, huawei, tencent,
};
use cloudwright::core::{Credentials, ErrorKind};
use cloudwright::tencent_tcr::Client as TcrClient;
use cloudwright_mock::{Fault, Mock, Provider, Received, Reply};

use super::{client, in_the_cloud};
use crate::clients;
use crate::clouds::Cloud::{self, Alibaba, AlibabaLegacy, Ccr, Huawei, HuaweiToken, Tcr};

type Variables = &'static [(&'static str, &'static str)];

/// What is put into a place: `{id}`, `{secret}` stand for the mock's key, `{mock}` for its address.
struct Place {
    cloud: Cloud,
    /// How many keys and tokens the mock gives out for a call.
    issued: u64,
    variables: Variables,
    file: Option<(&'static str, &'static str)>,
    /// Whether metadata, STS and IAM can be reached.
    services: bool,
}

const fn place(cloud: Cloud, issued: u64, variables: Variables) -> Place {
    Place {
        cloud,
        issued,
        variables,
        file: None,
        services: true,
    }
}

impl Place {
    const fn file(mut self, path: &'static str, text: &'static str) -> Self {
        self.file = Some((path, text));
        self
    }

    const fn without_services(mut self) -> Self {
        self.services = false;
        self
    }

    fn put_in(&self, mock: &Mock) -> impl FnOnce(Environment) -> Environment + Send + 'static {
        let key = mock.credentials(self.cloud.provider());
        let address = mock.endpoint();
        let filled = move |text: &str| {
            let text = text
                .replace("{id}", &key.id)
                .replace("{secret}", &key.secret);
            text.replace("{mock}", &address)
        };
        let services = self.services.then(|| in_the_cloud(mock));
        let (variables, file) = (self.variables, self.file);
        move |environment| {
            let mut environment = environment
                .with_home("/home/t")
                .with_file("/token", "identity\n");
            if let Some(services) = services {
                environment = services(environment);
            }
            for (name, value) in variables {
                environment = environment.with_variable(*name, filled(value));
            }
            match file {
                Some((path, text)) => environment.with_file(path, filled(text)),
                None => environment,
            }
        }
    }
}

const AK: &str = "HUAWEICLOUD_SDK_AK";
const SK: &str = "HUAWEICLOUD_SDK_SK";
const PROJECT: (&str, &str) = ("HUAWEICLOUD_SDK_PROJECT_ID", "p");

const PLACES: &[Place] = &[
    place(Tcr, 0, &[("TENCENTCLOUD_SECRET_ID", "{id}"), ("TENCENTCLOUD_SECRET_KEY", "{secret}")])
        .without_services(),
    place(Ccr, 0, &[]).without_services().file(
        "/home/t/.tencentcloud/credentials",
        "[default]\nsecret_id = {id}\nsecret_key = {secret}\n",
    ),
    place(Tcr, 1, &[]).file(
        "/home/t/.tencentcloud/credentials",
        "[default]\nsecret_id = {id}\nsecret_key = {secret}\nrole_arn = qcs::cam::uin/1:roleName/r\n",
    ),
    place(Tcr, 0, &[("TCCLI_PROFILE", "prod")]).without_services().file(
        "/home/t/.tccli/prod.credential",
        r#"{"secretId":"{id}","secretKey":"{secret}"}"#,
    ),
    place(Tcr, 1, &[]),
    place(Ccr, 1, &[]),
    place(Tcr, 1, &[
        ("CLOUDWRIGHT_TEST", "the metadata service is passed by"),
        ("TKE_REGION", "ap-guangzhou"),
        ("TKE_PROVIDER_ID", "OIDC"),
        ("TKE_WEB_IDENTITY_TOKEN_FILE", "/token"),
        ("TKE_ROLE_ARN", "qcs::cam::uin/1:roleName/r"),
    ]),
    place(Alibaba, 0, &[
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", "{id}"),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "{secret}"),
    ])
    .without_services(),
    place(Alibaba, 1, &[
        ("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/r"),
        ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/p"),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/token"),
    ]),
    place(Alibaba, 0, &[]).without_services().file(
        "/home/t/.aliyun/config.json",
        r#"{"current":"a","profiles":[{"name":"a","mode":"AK","access_key_id":"{id}","access_key_secret":"{secret}"}]}"#,
    ),
    place(AlibabaLegacy, 1, &[("ALIBABA_CLOUD_PROFILE", "b")]).file(
        "/home/t/.aliyun/config.json",
        r#"{"current":"a","profiles":[{"name":"b","mode":"RamRoleArn","ram_role_arn":"acs:ram::1:role/r",
            "access_key_id":"{id}","access_key_secret":"{secret}"}]}"#,
    ),
    // One token and one key: the hardened flow.
    place(Alibaba, 2, &[]).file(
        "/home/t/.aliyun/config.json",
        r#"{"current":"a","profiles":[{"name":"a","mode":"EcsRamRole"}]}"#,
    ),
    place(Alibaba, 0, &[]).without_services().file(
        "/home/t/.alibabacloud/credentials.ini",
        "[default]\ntype = access_key\naccess_key_id = {id}\naccess_key_secret = {secret}\n",
    ),
    place(Alibaba, 1, &[]).file(
        "/home/t/.alibabacloud/credentials.ini",
        "[default]\ntype = ram_role_arn\naccess_key_id = {id}\naccess_key_secret = {secret}\n\
            role_arn = acs:ram::1:role/r\nrole_session_name = s\n",
    ),
    place(AlibabaLegacy, 2, &[("ALIBABA_CLOUD_IMDSV1_DISABLED", "true")]),
    place(Alibaba, 1, &[("ALIBABA_CLOUD_CREDENTIALS_URI", "{mock}/alibaba/credentials")])
        .without_services(),
    place(Alibaba, 1, &[]).without_services().file(
        "/home/t/.aliyun/config.json",
        r#"{"current":"a","profiles":[{"name":"a","mode":"credentialsuri",
            "credentials_uri":"{mock}/alibaba/credentials"}]}"#,
    ),
    place(Huawei, 0, &[(AK, "{id}"), (SK, "{secret}"), PROJECT]).without_services(),
    // Without a project IAM is asked for it.
    place(Huawei, 0, &[(AK, "{id}"), (SK, "{secret}")]),
    place(Huawei, 1, &[
        ("HUAWEICLOUD_OIDC_PROVIDER_URN", "iam::1:oidcProvider:p"),
        ("HUAWEICLOUD_OIDC_AGENCY_URN", "iam::1:agency:a"),
        ("HUAWEICLOUD_OIDC_TOKEN_FILE", "/token"),
        PROJECT,
    ]),
    place(Huawei, 0, &[]).without_services().file(
        "/home/t/.huaweicloud/credentials",
        "[basic]\nak = {id}\nsk = {secret}\nproject_id = p\n",
    ),
    place(Huawei, 0, &[]).without_services().file(
        "/home/t/.hcloud/config.json",
        r#"{"current":"a","authEncrypt":"false","profiles":[{"name":"a","mode":"AKSK",
            "accessKeyId":"{id}","secretAccessKey":"{secret}","projectId":"p"}]}"#,
    ),
    place(Huawei, 2, &[PROJECT]),
    place(Huawei, 1, &[
        ("HC_CONTAINER_CREDENTIALS_FULL_URI", "{mock}/huawei/pod-identity"),
        ("HC_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/token"),
        PROJECT,
    ])
    .without_services(),
];

#[tokio::test]
async fn every_place_of_every_chain_signs_a_call() {
    for (number, place) in PLACES.iter().enumerate() {
        let mock = Mock::start().await.unwrap();
        mock.identity().require_metadata_token(true);
        if place
            .variables
            .iter()
            .any(|(name, _)| *name == "TKE_ROLE_ARN")
        {
            // The link before it: a machine without a role.
            mock.always("tencent-metadata", Reply::raw(404, &[], "404 - Not Found"))
                .unwrap();
        }
        let client = client(place.cloud, &mock, place.put_in(&mock));
        let answer = place.cloud.ask(&client).await;
        let answer = answer.unwrap_or_else(|error| panic!("{number} {:?}: {error}", place.cloud));
        assert_eq!(answer.attempts(), 1, "{number}");
        assert_eq!(
            mock.identity().issued(),
            place.issued,
            "{number} {:?}",
            place.cloud
        );
        assert_eq!(
            is_temporary(&mock.last_request().unwrap()),
            place.issued > 0,
            "{number}"
        );
        // What was found is kept: nobody is asked again.
        let before = mock.request_count();
        place.cloud.ask(&client).await.unwrap();
        assert_eq!(mock.request_count(), before + 1, "{number}");
    }
}

/// Whether a request bears the session token of a key that the mock gave out.
fn is_temporary(received: &Received) -> bool {
    let headers = ["x-tc-token", "x-acs-security-token", "x-security-token"];
    let in_headers = headers.iter().filter_map(|name| received.header(name));
    let mut tokens = in_headers.chain([&*received.query, &*received.body]);
    tokens.any(|text| text.contains("mock-session-token"))
}

#[tokio::test]
async fn the_variables_of_the_mock_lead_a_chain_to_it() {
    let mock = Mock::start().await.unwrap();
    for cloud in [Tcr, Alibaba, Huawei] {
        let variables = mock.environment();
        let builder = cloud.bare(mock.endpoint_for(cloud.service().id));
        let client = builder.environment(|environment: Environment| {
            let put = |environment: Environment, (name, value): (String, String)| {
                environment.with_variable(name, value)
            };
            variables.into_iter().fold(environment.closed(), put)
        });
        cloud.ask(&client.build().unwrap()).await.unwrap();
    }
}

#[tokio::test]
async fn credentials_of_the_program_itself_are_used_whatever_the_environment_has() {
    let mock = Mock::start().await.unwrap();
    let others = |environment: Environment| {
        environment
            .closed()
            .with_variable("TENCENTCLOUD_SECRET_ID", "another")
            .with_variable("TENCENTCLOUD_SECRET_KEY", "another")
    };
    let own = clients::key(&mock, Provider::Tencent);
    for (builder, is_accepted) in [
        (TcrClient::builder_with(own), true),
        (TcrClient::builder(), false),
    ] {
        let client = builder
            .environment(others)
            .endpoint(mock.endpoint_for("tencent-tcr"))
            .region("ap-guangzhou")
            .build()
            .unwrap();
        let call = client.describe_application_trigger_log_personal();
        let answer = call.repo_name("ccs-dev/nginx").await;
        assert_eq!(answer.is_ok(), is_accepted, "{answer:?}");
    }
}

#[tokio::test]
async fn roles_are_assumed_with_any_key_and_tokens_had_for_a_password() {
    let mock = Mock::start().await.unwrap();
    let [account, user, password] = mock.identity().iam_user();
    let tencent_key = || clients::key(&mock, Provider::Tencent);
    let alibaba_key = || clients::key(&mock, Provider::Alibaba);
    let providers: [(Cloud, Box<dyn ProvideCredentials>); 6] = [
        (
            Tcr,
            Box::new(tencent::AssumeRole::new(tencent_key(), "role")),
        ),
        // A role of a role.
        (
            Tcr,
            Box::new(tencent::AssumeRole::new(
                tencent::InstanceRole::new(),
                "role",
            )),
        ),
        (
            Alibaba,
            Box::new(alibaba::AssumeRole::new(alibaba_key(), "role").with_session_name("s")),
        ),
        (
            Alibaba,
            Box::new(alibaba::InstanceRole::new().with_role("mock-role")),
        ),
        (Huawei, Box::new(huawei::InstanceAgency)),
        (
            HuaweiToken,
            Box::new(huawei::PasswordToken::new(user, password, account)),
        ),
    ];
    for (cloud, provider) in providers {
        let client = cloud
            .bare(mock.endpoint_for(cloud.service().id))
            .environment({
                let services = in_the_cloud(&mock);
                move |environment| services(environment.closed())
            })
            .credentials(provider)
            .build()
            .unwrap();
        let answer = cloud.ask(&client).await;
        answer.unwrap_or_else(|error| panic!("{cloud:?}: {error}"));
    }
    assert_eq!(mock.identity().issued(), 1 + 2 + 1 + 2 + 2 + 1);
}

#[tokio::test]
async fn an_error_lists_every_link_that_was_tried_and_why_it_failed() {
    let mock = Mock::start().await.unwrap();
    for (cloud, links, words) in [
        (
            Tcr,
            &[
                "environment",
                "profile",
                "tccli profile",
                "instance role",
                "TKE web identity",
            ][..],
            &[
                "TENCENTCLOUD_SECRET_ID",
                "~/.tencentcloud/credentials",
                "~/.tccli",
                "TKE_ROLE_ARN",
            ][..],
        ),
        (
            Alibaba,
            &[
                "environment",
                "OIDC",
                "CLI profile",
                "profile",
                "instance role",
                "credentials URI",
            ],
            &[
                "ALIBABA_CLOUD_ACCESS_KEY_ID",
                "OIDC_TOKEN_FILE",
                "~/.aliyun/config.json",
                "CREDENTIALS_URI",
            ],
        ),
        (
            Huawei,
            &[
                "given token",
                "OIDC",
                "environment",
                "profile",
                "hcloud profile",
                "instance agency",
                "pod identity",
            ],
            &[
                "CLOUDWRIGHT_HUAWEI_TOKEN",
                "HUAWEICLOUD_SDK_AK",
                "~/.huaweicloud/credentials",
                "FULL_URI",
            ],
        ),
    ] {
        let client = client(cloud, &mock, |environment| environment);
        let error = cloud.ask(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.is_auth() && !error.is_retryable());
        let source = std::error::Error::source(&error).unwrap();
        let source: &CredentialsError = source.downcast_ref().unwrap();
        let tried: Vec<&str> = source
            .tried()
            .iter()
            .map(CredentialsError::provider)
            .collect();
        assert_eq!(tried, links, "{cloud:?}");
        let line = error.to_string();
        for word in words.iter().chain(&["CLOUDWRIGHT_METADATA_DISABLED"]) {
            assert!(line.contains(word), "{word} in {line}");
        }
        assert!(
            !line.contains('\n') && line.starts_with(cloud.action()),
            "{line}"
        );
        assert!(
            client
                .check_credentials()
                .await
                .unwrap_err()
                .to_string()
                .contains(links[0])
        );
    }
    assert_eq!(mock.request_count(), 0);
}

#[tokio::test]
async fn what_is_half_configured_stops_the_chain_and_is_named() {
    let mock = Mock::start().await.unwrap();
    for (cloud, variables, word) in [
        (
            Tcr,
            ("TENCENTCLOUD_SECRET_ID", "AKIDexample"),
            "TENCENTCLOUD_SECRET_KEY",
        ),
        (
            Alibaba,
            ("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIexample"),
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        ),
        (Huawei, (AK, "HWexample"), SK),
    ] {
        let services = in_the_cloud(&mock);
        let client = client(cloud, &mock, move |environment| {
            services(environment).with_variable(variables.0, variables.1)
        });
        let line = cloud.ask(&client).await.unwrap_err().to_string();
        assert!(line.contains(word) && !line.contains("example"), "{line}");
    }
    assert_eq!(mock.request_count(), 0);
}

#[tokio::test]
async fn services_that_refuse_or_fail_are_quoted_without_what_they_were_sent() {
    let mock = Mock::start().await.unwrap();
    let services = in_the_cloud(&mock);
    mock.always(
        "AssumeRole",
        Reply::refusal(403, "NoPermission", "you may not, {secret}"),
    )
    .unwrap();
    for cloud in [Tcr, Alibaba] {
        let key = mock.credentials(cloud.provider());
        let base = Credentials::access_key(key.id, key.secret);
        let provider: Box<dyn ProvideCredentials> = match cloud {
            Tcr => Box::new(tencent::AssumeRole::new(base, "role")),
            _ => Box::new(alibaba::AssumeRole::new(base, "role")),
        };
        let services = services.clone();
        let builder = cloud.bare(mock.endpoint()).credentials(provider);
        let client = builder.environment(move |environment| services(environment.closed()));
        let error = cloud.ask(&client.build().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.to_string().contains("NoPermission"), "{error}");
    }
    for fault in [
        Fault::Reset,
        Fault::Html,
        Fault::Html200,
        Fault::Empty,
        Fault::Garbage,
    ] {
        for name in [
            "tencent-metadata",
            "alibaba-metadata",
            "huawei-metadata",
            "huawei-iam-token",
        ] {
            mock.always(name, Reply::fault(fault.clone())).unwrap();
        }
        for cloud in [Tcr, Alibaba, Huawei] {
            let client = client(cloud, &mock, services.clone());
            let error = cloud.ask(&client).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Credentials, "{cloud:?} {fault}");
        }
        let user = huawei::PasswordToken::new("user", "the password", "account");
        let services = services.clone();
        let builder = HuaweiToken.bare(mock.endpoint()).credentials(user);
        let client = builder.environment(move |environment| services(environment.closed()));
        let error = HuaweiToken.ask(&client.build().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials, "{fault}");
        assert!(!format!("{error} {error:?}").contains("the password"));
    }
}
