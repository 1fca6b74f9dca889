//! Alibaba: the profiles of the aliyun command (`~/.aliyun/config.json`), and `GetCallerIdentity` as in
//! `alibabacloud_sts20150401` 1.2.0.

use std::path::{Path, PathBuf};

use cloudwright_core::meta::{Access, Cloud, Endpoints, Operation, Service, Signer};
use serde_json::{Map, Value, json};

use super::{Identity, Keys, Known, Store, file, other_kind};
use crate::failure::Failure;

pub(super) const KNOWN: Known = Known {
    store: Store {
        profile: "default",
        keeps_region: true,
        write,
    },
    identity: Identity {
        operation: &CALLER,
        account: "AccountId",
        name: "Arn",
    },
};

static STS: Service = Service::new(
    "alibaba-sts",
    Cloud::ALIBABA,
    "Sts",
    "Security Token Service",
    &[Signer::ALIYUN_ACS3],
    Endpoints::new("sts.aliyuncs.com"),
)
.version("2015-04-01");

static CALLER: Operation = Operation::new(&STS, "GetCallerIdentity", Access::Read, "POST", "/");

fn write(home: &Path, keys: &Keys) -> Result<Vec<PathBuf>, Failure> {
    let path = home.join(".aliyun/config.json");
    let mut members = file::read_json(&path)?;
    members
        .entry("current")
        .or_insert(keys.profile.as_str().into());
    let profiles = members.entry("profiles").or_insert(json!([]));
    let Value::Array(profiles) = profiles else {
        let message = format!(
            "{} has no list of profiles: nothing was written",
            path.display()
        );
        return Err(Failure::configuration(message));
    };
    let is_this =
        |profile: &&mut Map<String, Value>| profile.get("name") == Some(&json!(keys.profile));
    let known = profiles
        .iter_mut()
        .filter_map(Value::as_object_mut)
        .find(is_this);
    if let Some(profile) = known {
        let mode = profile.get("mode").and_then(Value::as_str).unwrap_or("AK");
        if mode != "AK" {
            return Err(other_kind(&path, &keys.profile, mode));
        }
        fill(profile, keys);
    } else {
        let mut profile = Map::new();
        profile.insert("name".to_owned(), keys.profile.as_str().into());
        fill(&mut profile, keys);
        profile.insert("output_format".to_owned(), "json".into());
        profile.insert("language".to_owned(), "en".into());
        profiles.push(Value::Object(profile));
    }
    file::write_json(&path, members)?;
    Ok(vec![path])
}

fn fill(profile: &mut Map<String, Value>, keys: &Keys) {
    profile.insert("mode".to_owned(), "AK".into());
    profile.insert("access_key_id".to_owned(), keys.id.as_str().into());
    profile.insert("access_key_secret".to_owned(), keys.secret.expose().into());
    // The token of another key.
    profile.shift_remove("sts_token");
    if let Some(region) = &keys.region {
        profile.insert("region_id".to_owned(), region.as_str().into());
    }
}
