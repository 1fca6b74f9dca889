//! Tencent: the profiles of tccli (`~/.tccli/NAME.credential` and `~/.tccli/NAME.configure`), and
//! `GetCallerIdentity` as in tencentcloud-sdk-python-sts 3.0.1459.

use std::path::Path;

use cloudwright_core::meta::{Access, Endpoints, Operation, Protocol, Provider, Service};
use serde_json::{Value, json};

use super::{NewKey, StoredKeys, VendorTools, file, other_kind};
use crate::failure::Failure;

pub(super) const TOOLS: VendorTools = VendorTools {
    profile: "default",
    keeps_region: true,
    write,
    caller: &CALLER,
    account: "AccountId",
    name: "Arn",
};

static STS: Service = Service::new(
    "tencent-sts",
    Provider::Tencent,
    "sts",
    "Security Token Service",
    &[Protocol::TencentTc3],
    Endpoints::new("sts.tencentcloudapi.com"),
)
.version("2018-08-13")
.envelope("Response");

static CALLER: Operation = Operation::new(&STS, "GetCallerIdentity", Access::Read, "POST", "/");

fn write(home: &Path, keys: &NewKey) -> Result<StoredKeys, Failure> {
    let folder = home.join(".tccli");
    let path = folder.join(format!("{}.credential", keys.profile));
    let mut members = file::read_json(&path)?;
    // A log-in (`oauth`, `sso`) and a machine's role say so; a plain key says nothing or `default`.
    let kind = members.get("type").and_then(Value::as_str);
    if let Some(kind) = kind.filter(|kind| *kind != "default") {
        return Err(other_kind(&path, &keys.profile, kind));
    }
    members.insert("secretId".to_owned(), keys.id.as_str().into());
    members.insert("secretKey".to_owned(), keys.secret.expose().into());
    // The token of another key.
    members.shift_remove("token");
    file::write_json(&path, members)?;
    let mut files = vec![path];
    if let Some(region) = &keys.region {
        let path = folder.join(format!("{}.configure", keys.profile));
        let mut members = file::read_json(&path)?;
        let usual = json!({"output": "json", "language": "en-US"});
        let parameters = members.entry("_sys_param").or_insert(usual);
        if !parameters.is_object() {
            *parameters = json!({});
        }
        parameters["region"] = region.as_str().into();
        file::write_json(&path, members)?;
        files.push(path);
    }
    let current = (keys.profile != TOOLS.profile).then(|| TOOLS.profile.to_owned());
    Ok(StoredKeys { files, current })
}
