//! Environment variables that lead tools to a mock, under the vendors' own names.

use cloudwright_spec::model::Provider;

use crate::keys;
use crate::world::World;

/// The region that the variables name: documented for the actions of the specs.
const TENCENT_REGION: &str = "ap-guangzhou";
const HUAWEI_REGION: &str = "cn-north-4";

/// The variables, in the order they are best read.
pub(crate) fn variables(world: &World) -> Vec<(String, String)> {
    let mut variables = Vec::new();
    for provider in [Provider::Tencent, Provider::Alibaba, Provider::Huawei] {
        let services = || world.index.catalog.services.iter();
        if !services().any(|loaded| loaded.service.provider == provider) {
            continue;
        }
        let key = keys::standard(provider);
        let mut set = |name: &str, value: String| variables.push((name.to_owned(), value));
        match provider {
            Provider::Tencent => {
                set("TENCENTCLOUD_SECRET_ID", key.id);
                set("TENCENTCLOUD_SECRET_KEY", key.secret);
                set("TENCENTCLOUD_REGION", TENCENT_REGION.to_owned());
            }
            Provider::Alibaba => {
                set("ALIBABA_CLOUD_ACCESS_KEY_ID", key.id);
                set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", key.secret);
            }
            Provider::Huawei => {
                set("HUAWEICLOUD_SDK_AK", key.id);
                set("HUAWEICLOUD_SDK_SK", key.secret);
                set(
                    "HUAWEICLOUD_SDK_PROJECT_ID",
                    world.account.project_id.clone(),
                );
                set("HUAWEICLOUD_SDK_IAM_ENDPOINT", world.endpoint(None));
                set("HUAWEICLOUD_SDK_STS_ENDPOINT", world.endpoint(None));
                for loaded in services().filter(|loaded| loaded.service.provider == provider) {
                    // The SDK's own way to move a service: one variable a service and region.
                    let product = loaded.service.product.to_uppercase();
                    let region = HUAWEI_REGION.to_uppercase().replace('-', "_");
                    let endpoint = world.endpoint(Some(&loaded.service.service));
                    set(
                        &format!("HUAWEICLOUD_SDK_REGION_{product}_{region}"),
                        endpoint,
                    );
                }
            }
        }
    }
    variables
}

/// Lines for a shell.
pub(crate) fn script(variables: &[(String, String)]) -> String {
    let lines = variables
        .iter()
        .map(|(name, value)| format!("export {name}={}\n", quoted(value)));
    lines.collect()
}

/// A word of a POSIX shell.
fn quoted(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:".contains(&byte);
    if !value.is_empty() && value.bytes().all(is_plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_a_shell() {
        for (value, expected) in [
            ("http://127.0.0.1:80", "http://127.0.0.1:80"),
            ("", "''"),
            ("it's $HOME", "'it'\\''s $HOME'"),
        ] {
            assert_eq!(quoted(value), expected);
        }
    }
}
