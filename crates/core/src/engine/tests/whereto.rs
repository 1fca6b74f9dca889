//! Where calls go: what the environment says of it, and which keys go nowhere else.

use super::*;
use cloudwright_vocabulary::mock_key;
use cloudwright_vocabulary::provider::Provider;

/// The address that a call goes to, or why it goes nowhere.
fn address(
    set: impl FnOnce(
        crate::client::builder::ClientBuilder<Client>,
    ) -> crate::client::builder::ClientBuilder<Client>,
    variables: &'static [(&'static str, &'static str)],
) -> Result<String, Error> {
    let script = Script::of(|_| Ok(HttpResponse::new(200, ok())));
    let clock = clock();
    let builder = builder(&TENCENT, &script, &clock).environment(move |_| {
        let mut environment = crate::testing::service::isolated();
        for (name, value) in variables {
            environment = environment.with_variable(*name, *value);
        }
        environment
    });
    let client = set(builder).build()?;
    call(&client, &clock, &OPERATION)?;
    Ok(script.requests()[0].url.clone())
}

#[test]
fn the_builders_endpoint_wins_over_the_variables_and_these_over_the_table() {
    const ALL: (&str, &str) = ("CLOUDWRIGHT_ENDPOINT", "http://127.0.0.1:1");
    const OWN: (&str, &str) = ("CLOUDWRIGHT_ENDPOINT_TENCENT_TCR", "http://127.0.0.1:2/tcr");
    for (variables, expected) in [
        (&[][..], "https://tcr.tencentcloudapi.com/"),
        (&[ALL][..], "http://127.0.0.1:1/"),
        (&[ALL, OWN][..], "http://127.0.0.1:2/tcr/"),
    ] {
        assert_eq!(address(|builder| builder, variables).unwrap(), expected);
        let chosen = address(|builder| builder.endpoint("http://127.0.0.1:3"), variables);
        assert_eq!(chosen.unwrap(), "http://127.0.0.1:3/");
    }
    let error = address(
        |builder| builder,
        &[("CLOUDWRIGHT_ENDPOINT", "http://elsewhere.example")],
    );
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(
        error.to_string().starts_with("CLOUDWRIGHT_ENDPOINT: "),
        "{error}"
    );
    let allowed = address(
        |builder| builder.allow_http(true),
        &[("CLOUDWRIGHT_ENDPOINT", "http://elsewhere.example")],
    );
    assert_eq!(allowed.unwrap(), "http://elsewhere.example/");
}

#[test]
fn the_mock_clouds_keys_go_to_this_machine_only() {
    let digits = "0".repeat(mock_key::SESSION_DIGITS);
    let ids = Provider::ALL.iter().flat_map(|provider| {
        let key = provider.mock_key();
        [key.standing.to_owned(), format!("{}{digits}", key.session)]
    });
    for id in ids {
        let signed = |endpoint: Option<&'static str>| {
            address(
                |builder| {
                    let builder = builder.access_key(id.as_str(), "a-secret-key");
                    match endpoint {
                        Some(endpoint) => builder.allow_http(true).endpoint(endpoint),
                        None => builder,
                    }
                },
                &[],
            )
        };
        for local in [
            "http://127.0.0.1:9",
            "http://localhost:9",
            "https://[::1]:9",
        ] {
            assert!(signed(Some(local)).is_ok(), "{id} {local}");
        }
        for elsewhere in [
            None,
            Some("http://mock.example:8080"),
            Some("https://127.0.0.1.example"),
            Some("http://192.168.0.1"),
        ] {
            let error = signed(elsewhere).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert_eq!(error.request_sent(), RequestSent::No);
            assert!(error.attempts().is_empty());
            let line = error.to_string();
            assert!(
                line.contains("CLOUDWRIGHT_ENDPOINT") && !line.contains(&id),
                "{line}"
            );
        }
    }
}
