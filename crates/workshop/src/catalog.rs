//! `catalog`: vendors' packages become the catalogue's file.
//!
//! Packages are downloaded by the maintainer; this reads them: Tencent's itself, those that hold Python source
//! by the script that makes inventories.
//! What is made of inventories is the library's: `cloudwright_catalog::make`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use cloudwright_catalog::make::{self, Sources};
use cloudwright_spec::parallel;

use crate::Workspace;
use crate::disk;
use crate::import::wheel::{self, Selection};
use crate::places::{self, Done};

/// Makes the catalogue from the packages that catalog.lock names.
///
/// `pip download --no-deps --require-hashes --dest wheels -r crates/catalog/catalog.lock` gets them.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder with the packages.
    #[arg(value_name = "WHEELS")]
    wheels: PathBuf,
    /// Write catalog.lock from the packages that are in the folder, before anything is made.
    #[arg(long)]
    lock: bool,
    /// Write nothing; fail if the catalogue is not what the packages make.
    #[arg(long, conflicts_with = "lock")]
    check: bool,
}

type Failure = Box<dyn std::error::Error>;

/// Does what was asked.
pub fn run(arguments: &Arguments, workspace: &Workspace) -> Done {
    let folder = workspace.root().join("crates/catalog");
    let lock = folder.join("catalog.lock");
    let packages = packages(&arguments.wheels)?;
    if arguments.lock {
        disk::write(&lock, lock_text(&packages))?;
    }
    let locked = disk::read_text(&lock)?;
    let chosen = chosen(&locked, &packages)?;
    let made = make::make(&sources(&folder, &chosen, workspace)?)?;
    let files = [
        ("data/catalog.bin", made.file),
        ("data/left-out.tsv", made.left_out.to_string().into_bytes()),
    ];
    let mut is_same = true;
    for (name, content) in &files {
        let path = folder.join(name);
        if disk::read_if_there(&path)?.as_ref() == Some(content) {
            continue;
        }
        is_same = false;
        if arguments.check {
            places::complain(&format!(
                "{} is not what the packages make\n",
                path.display()
            ));
        } else {
            disk::write(&path, content)?;
        }
    }
    let left_out: usize = made.left_out.counts().map(|(_, _, count)| count).sum();
    places::print(&format!(
        "{} actions of {} services in {} bytes; {left_out} things left out: data/left-out.tsv\n",
        made.actions,
        made.services,
        files[0].1.len(),
    ));
    Ok(if is_same || !arguments.check {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn sha256_hex(content: &[u8]) -> String {
    let mut text = String::new();
    for byte in hmac_sha256::Hash::hash(content) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn told(path: &Path, error: impl std::fmt::Display) -> Failure {
    format!("{}: {error}", path.display()).into()
}

/// A package that is there.
struct Package {
    path: PathBuf,
    version: String,
    digest: String,
}

impl Package {
    /// Whether it is Tencent's, which holds data and no source code.
    fn is_data(&self) -> bool {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().starts_with("tccli-")
    }
}

/// The packages of a folder by name, as the names of their files say.
fn packages(folder: &Path) -> Result<BTreeMap<String, Package>, Failure> {
    let mut packages = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| disk::unable("read", folder, &error))? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "whl") {
            continue;
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let mut parts = stem.split('-').map(str::to_owned);
        let (Some(name), Some(version)) = (parts.next(), parts.next()) else {
            return Err(told(&path, "this is no name of a package"));
        };
        let digest = sha256_hex(&disk::read(&path)?);
        let package = Package {
            path,
            version,
            digest,
        };
        if packages.insert(name.clone(), package).is_some() {
            return Err(told(folder, format!("{name} is there twice")));
        }
    }
    Ok(packages)
}

/// The lock, as pip reads it.
fn lock_text(packages: &BTreeMap<String, Package>) -> String {
    let mut text =
        "# The packages that the catalogue is made from; `cargo xtask catalog --lock` writes it.\n"
            .to_owned();
    for (
        name,
        Package {
            version, digest, ..
        },
    ) in packages
    {
        let _ = writeln!(text, "{name}=={version} --hash=sha256:{digest}");
    }
    text
}

/// The packages of the lock, in its order.
fn chosen<'p>(
    lock: &str,
    packages: &'p BTreeMap<String, Package>,
) -> Result<Vec<&'p Package>, Failure> {
    let lines = lock
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let chosen = lines.map(|line| {
        let wrong =
            || format!("catalog.lock: {line:?} is not `PACKAGE==VERSION --hash=sha256:DIGEST`");
        let (name, rest) = line.split_once("==").ok_or_else(wrong)?;
        let (version, digest) = rest.split_once(" --hash=sha256:").ok_or_else(wrong)?;
        let package = packages
            .get(name)
            .ok_or_else(|| format!("{name} {version} is not there"))?;
        if package.digest != digest {
            return Err(format!(
                "{} is not the {name} {version} of catalog.lock",
                package.path.display()
            ));
        }
        Ok(package)
    });
    Ok(chosen.collect::<Result<_, String>>()?)
}

fn sources(
    folder: &Path,
    packages: &[&Package],
    workspace: &Workspace,
) -> Result<Sources, Failure> {
    let carried = |name: &str| unpacked(&folder.join("data/sources").join(name));
    Ok(Sources {
        inventories: inventories(packages, workspace)?,
        alibaba_requests: carried("alibaba-all-requests.json.xz")?,
        tencent_codes: carried("tencent-error-codes.json.xz")?,
        huawei_endpoints: carried("huawei-endpoints.json.xz")?,
        specs: cloudwright_catalog::spec_files(),
    })
}

/// The inventories of all packages, as many read at once as there are processors.
fn inventories(packages: &[&Package], workspace: &Workspace) -> Result<Vec<String>, Failure> {
    let made = parallel::map(parallel::available(), packages, |package| {
        let made = if package.is_data() {
            data(package)
        } else {
            inventory(package, workspace)
        };
        made.map_err(|error| error.to_string())
    });
    let texts = made.into_iter().collect::<Result<Vec<_>, String>>()?;
    Ok(texts.into_iter().flatten().collect())
}

/// The inventories of a package that holds no source code but data.
fn data(package: &Package) -> Result<Vec<String>, Failure> {
    let all = Selection {
        products: &[],
        version: None,
        has_samples: false,
    };
    let products = wheel::products(&package.path, all)?;
    let texts = products.iter().map(serde_json::to_string);
    Ok(texts.collect::<Result<_, _>>()?)
}

/// The inventories of a package, sorted by name. They are kept below `target`, by what they depend on.
fn inventory(package: &Package, workspace: &Workspace) -> Result<Vec<String>, Failure> {
    let script = workspace.root().join("tests/vendor_sdks/inventory.py");
    let text = disk::read_text(&script)?;
    let key = sha256_hex(format!("{text}{}", package.digest).as_bytes());
    let folder = workspace.root().join("target/catalog").join(&key[..32]);
    if !folder.is_dir() {
        let staging = folder.with_extension("new");
        let output = Command::new("python3")
            .arg(&script)
            .arg(&package.path)
            .arg("--out")
            .arg(&staging)
            .output()
            .map_err(|error| format!("python3: {error}"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let last = said.lines().last().unwrap_or_default();
            return Err(told(&package.path, last));
        }
        disk::rename(&staging, &folder)?;
    }
    let entries = fs::read_dir(&folder)?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    let texts = paths.iter().map(|path| disk::read_text(path));
    Ok(texts.collect::<Result<_, _>>()?)
}

/// The text of a file that is compressed as `.xz`. Python reads packages here, and so it reads this.
fn unpacked(path: &Path) -> Result<String, Failure> {
    const READ: &str = "import lzma, sys; sys.stdout.buffer.write(lzma.open(sys.argv[1]).read())";
    let output = Command::new("python3")
        .args(["-c", READ])
        .arg(path)
        .output()
        .map_err(|error| format!("python3: {error}"))?;
    if !output.status.success() {
        return Err(told(path, String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8(output.stdout)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn the_lock_names_each_package_and_holds_it_to_its_digest() {
        let folder = tempfile::tempdir().unwrap();
        let wheel = folder.path().join("some_sdk-1.2.0-py3-none-any.whl");
        fs::write(&wheel, "one").unwrap();
        let lock = lock_text(&packages(folder.path()).unwrap());
        assert!(
            lock.contains("\nsome_sdk==1.2.0 --hash=sha256:7692c3ad3540bb80"),
            "{lock}"
        );
        let there = packages(folder.path()).unwrap();
        assert_eq!(chosen(&lock, &there).unwrap().len(), 1);
        fs::write(&wheel, "two").unwrap();
        let other = packages(folder.path()).unwrap();
        let error = chosen(&lock, &other).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("is not the some_sdk 1.2.0"), "{error}");
        let error = chosen(&lock, &BTreeMap::new())
            .map(|_| ())
            .unwrap_err()
            .to_string();
        assert_eq!(error, "some_sdk 1.2.0 is not there");
        let error = chosen("some_sdk 1.2", &there)
            .map(|_| ())
            .unwrap_err()
            .to_string();
        assert!(error.contains("PACKAGE==VERSION"), "{error}");
    }
}
