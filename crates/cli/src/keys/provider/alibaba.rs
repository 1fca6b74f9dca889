//! Alibaba: the profiles of the aliyun command (`~/.aliyun/config.json`), and `GetCallerIdentity` as in
//! `alibabacloud_sts20150401` 1.2.0. What other profiles say stays as it is written, byte for byte.

use std::path::Path;

use cloudwright_core::meta::{Access, Endpoints, Operation, Protocol, Provider, Service};
use serde_json::{Map, Value, json};

use super::{NewKey, StoredKeys, VendorTools, file, other_kind, splice};
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
    "alibaba-sts",
    Provider::Alibaba,
    "Sts",
    "Security Token Service",
    &[Protocol::AliyunAcs3],
    Endpoints::new("sts.aliyuncs.com"),
)
.version("2015-04-01");

static CALLER: Operation = Operation::new(&STS, "GetCallerIdentity", Access::Read, "POST", "/");

fn write(home: &Path, keys: &NewKey) -> Result<StoredKeys, Failure> {
    let path = home.join(".aliyun/config.json");
    let mut members = file::read_json(&path)?;
    let current = members
        .entry("current")
        .or_insert(keys.profile.as_str().into());
    let current = current.as_str().map(str::to_owned);
    let profiles = members.entry("profiles").or_insert(json!([]));
    let Value::Array(profiles) = profiles else {
        let message = format!(
            "{} has no list of profiles: nothing was written",
            path.display()
        );
        return Err(Failure::configuration(message));
    };
    let is_this = |profile: &Value| profile.get("name") == Some(&json!(keys.profile));
    let place = profiles.iter().position(is_this);
    let known = place.and_then(|place| profiles[place].as_object().cloned());
    let mode = known.as_ref().and_then(|profile| profile.get("mode"));
    let mode = mode.and_then(Value::as_str).unwrap_or("AK");
    if mode != "AK" {
        return Err(other_kind(&path, &keys.profile, mode));
    }
    let profile = Value::Object(known.map_or_else(|| new(keys), |known| filled(known, keys)));
    let text = file::read(&path)?.unwrap_or_default();
    if let Some(text) = splice::profile(&text, place, &profile) {
        file::write(&path, &text)?;
    } else {
        // There were no profiles to be kept.
        match place {
            Some(place) => profiles[place] = profile,
            None => profiles.push(profile),
        }
        file::write_json(&path, members)?;
    }
    Ok(StoredKeys {
        files: vec![path],
        current: current.filter(|current| *current != keys.profile),
    })
}

fn new(keys: &NewKey) -> Map<String, Value> {
    let name = ("name".to_owned(), keys.profile.as_str().into());
    let mut profile = filled(Map::from_iter([name]), keys);
    profile.insert("output_format".to_owned(), "json".into());
    profile.insert("language".to_owned(), "en".into());
    profile
}

fn filled(mut profile: Map<String, Value>, keys: &NewKey) -> Map<String, Value> {
    profile.insert("mode".to_owned(), "AK".into());
    profile.insert("access_key_id".to_owned(), keys.id.as_str().into());
    profile.insert("access_key_secret".to_owned(), keys.secret.expose().into());
    // The token of another key.
    profile.shift_remove("sts_token");
    if let Some(region) = &keys.region {
        profile.insert("region_id".to_owned(), region.as_str().into());
    }
    profile
}
