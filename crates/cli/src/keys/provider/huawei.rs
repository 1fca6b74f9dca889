//! Huawei: the profiles of its SDKs (sections of `~/.huaweicloud/credentials`), and `GetCallerIdentity` as in
//! huaweicloudsdksts 3.1.219.

use std::path::Path;

use cloudwright_core::meta::{Access, Endpoints, Operation, Protocol, Provider, Service};

use super::{NewKey, StoredKeys, VendorTools, file, other_kind};
use crate::failure::Failure;

pub(super) const TOOLS: VendorTools = VendorTools {
    profile: "basic",
    keeps_region: false,
    write,
    caller: &CALLER,
    account: "account_id",
    name: "principal_urn",
};

static STS: Service = Service::new(
    "huawei-sts",
    Provider::Huawei,
    "sts",
    "Security Token Service",
    &[Protocol::HuaweiAksk, Protocol::HuaweiToken],
    Endpoints::new("sts.{region}.myhuaweicloud.com"),
);

static CALLER: Operation = Operation::new(
    &STS,
    "GetCallerIdentity",
    Access::Read,
    "GET",
    "/v5/caller-identity",
);

fn write(home: &Path, keys: &NewKey) -> Result<StoredKeys, Failure> {
    let path = home.join(".huaweicloud/credentials");
    let text = file::read(&path)?.unwrap_or_default();
    if has(&text, &keys.profile, "idp_id") {
        return Err(other_kind(&path, &keys.profile, "identity provider"));
    }
    let values = [("ak", keys.id.as_str()), ("sk", keys.secret.expose())];
    file::write(&path, &with_values(&text, &keys.profile, &values))?;
    let current = (keys.profile != TOOLS.profile).then(|| TOOLS.profile.to_owned());
    Ok(StoredKeys {
        files: vec![path],
        current,
    })
}

/// The heading of a section, if the line is one.
fn heading(line: &str) -> Option<&str> {
    let inner = line.trim().strip_prefix('[')?;
    Some(inner.split_once(']')?.0.trim())
}

fn name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let is_comment = line.starts_with(['#', ';']);
    Some(line.split_once('=')?.0.trim()).filter(|_| !is_comment)
}

fn has(text: &str, section: &str, wanted: &str) -> bool {
    let mut is_inside = false;
    text.lines().any(|line| {
        if let Some(heading) = heading(line) {
            is_inside = heading == section;
        }
        is_inside && name(line) == Some(wanted)
    })
}

/// The text with these values in a section, at its end, and all else as it is: comments, order,
/// other sections. The old values go, and the token of the old key.
fn with_values(text: &str, section: &str, values: &[(&str, &str)]) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let is_old = |line: &str| {
        let name = name(line);
        name.is_some_and(|name| {
            name == "security_token" || values.iter().any(|(new, _)| *new == name)
        })
    };
    let new = values
        .iter()
        .map(|(name, value)| format!("{name} = {value}\n"));
    let new: String = new.collect();
    let mut changed = String::new();
    let (mut is_inside, mut is_done) = (false, false);
    for line in text.lines() {
        if let Some(heading) = heading(line) {
            is_inside = heading == section;
            changed.extend([line, "\n"]);
            if is_inside && !is_done {
                changed.push_str(&new);
                is_done = true;
            }
        } else if !(is_inside && is_old(line)) {
            changed.extend([line, "\n"]);
        }
    }
    if !is_done {
        if !changed.is_empty() {
            changed.push('\n');
        }
        changed.extend(["[", section, "]\n", &new]);
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_else_in_the_file_stays() {
        let values = [("ak", "new"), ("sk", "secret=#;")];
        for (text, expected) in [
            ("", "[basic]\nak = new\nsk = secret=#;\n"),
            (
                "# mine\n[global]\nak = g\n",
                "# mine\n[global]\nak = g\n\n[basic]\nak = new\nsk = secret=#;\n",
            ),
            (
                "[basic]\r\n# old\nak=old\n sk = old\nsecurity_token = old\nproject_id = p\n\n[x]\nak = x\n",
                "[basic]\nak = new\nsk = secret=#;\n# old\nproject_id = p\n\n[x]\nak = x\n",
            ),
            (
                "[ basic ]\n# ak = comment\n[basic]\nak = twice",
                "[ basic ]\nak = new\nsk = secret=#;\n# ak = comment\n[basic]\n",
            ),
        ] {
            assert_eq!(with_values(text, "basic", &values), expected, "{text}");
        }
    }
}
