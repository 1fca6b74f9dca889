//! Tencent's package, `tccli`: a wheel is a zip archive, and in this one lies an `api.json` for each product
//! and API version. It is read as data, and nothing of it is unpacked to disk.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use cloudwright_spec::import::inventory::Product;
use cloudwright_spec::import::tencent;
use cloudwright_spec::parallel;
use zip::ZipArchive;

/// The largest package that is read, in bytes. The real one has 13 MB.
const MAX_PACKAGE: u64 = 256 << 20;

/// The largest `api.json` that is read, in bytes. The largest real one has 2.4 MB.
const MAX_API: u64 = 32 << 20;

/// So many of them are read at most. The real package has about 290.
const MAX_APIS: usize = 4096;

/// Which products of a package are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'a> {
    /// These; all where there are none.
    pub(crate) products: &'a [String],
    /// This API version; each where absent.
    pub(crate) version: Option<&'a str>,
}

/// An `api.json`: where it lies, and what it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    path: String,
    product: String,
    version: String,
}

/// Whether a file is a package by its name.
pub(super) fn is_wheel(path: &Path) -> bool {
    path.extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("whl"))
}

/// The inventories of the products that are wanted, the latest version of each first.
pub(crate) fn products(path: &Path, wanted: Wanted<'_>) -> Result<Vec<Product>, String> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let size = fs::metadata(path).map_err(|error| told(&error))?.len();
    if size > MAX_PACKAGE {
        return Err(told(&format!("larger than {} MiB", MAX_PACKAGE >> 20)));
    }
    let file = File::open(path).map_err(|error| told(&error))?;
    let mut archive = ZipArchive::new(file).map_err(|error| told(&error))?;
    // A name that is no text is none of those that are looked for.
    let names: Vec<String> = archive
        .file_names()
        .filter_map(|name| Some(name.ok()?.into_owned()))
        .collect();
    let names = names.iter().map(String::as_str);
    let entries = entries(names, wanted).map_err(|error| told(&error))?;
    let mut texts = Vec::with_capacity(entries.len());
    for entry in entries {
        let text = text(&mut archive, &entry).map_err(|error| told(&error))?;
        texts.push((entry, text));
    }
    let read = parallel::map(parallel::available(), &texts, |(entry, text)| {
        tencent::product(text, &entry.product, &entry.version)
            .map_err(|error| told(&format!("{}: {error}", entry.path)))
    });
    read.into_iter().collect()
}

/// The entries that are wanted, by product, the latest version first.
fn entries<'n>(
    names: impl Iterator<Item = &'n str>,
    wanted: Wanted<'_>,
) -> Result<Vec<Entry>, String> {
    let is_wanted = |entry: &Entry| {
        let of_product = wanted.products.is_empty() || wanted.products.contains(&entry.product);
        of_product
            && wanted
                .version
                .is_none_or(|version| version == entry.version)
    };
    let mut entries: Vec<Entry> = names.filter_map(entry).filter(is_wanted).collect();
    if let Some(missing) = wanted
        .products
        .iter()
        .find(|product| entries.iter().all(|entry| entry.product != **product))
    {
        let version = wanted
            .version
            .map_or(String::new(), |version| format!(" {version}"));
        return Err(format!("there is no `{missing}`{version} in it"));
    }
    if entries.is_empty() {
        return Err("there is no product in it; only Tencent's `tccli` is read".to_owned());
    }
    if entries.len() > MAX_APIS {
        return Err(format!("more than {MAX_APIS} products"));
    }
    entries.sort_by(|left, right| {
        let by_product = left.product.cmp(&right.product);
        by_product.then(right.version.cmp(&left.version))
    });
    entries.dedup();
    Ok(entries)
}

/// What an entry is of, if it is an `api.json`: `tccli/services/tcr/v20190924/api.json`.
fn entry(path: &str) -> Option<Entry> {
    let rest = path.strip_prefix("tccli/services/")?;
    let (product, rest) = rest.split_once('/')?;
    let date = rest.strip_prefix('v')?.strip_suffix("/api.json")?;
    let is_date = date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit());
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (is_date && product.bytes().all(is_name)).then(|| Entry {
        path: path.to_owned(),
        product: product.to_owned(),
        version: format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]),
    })
}

fn text(archive: &mut ZipArchive<File>, entry: &Entry) -> Result<String, String> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", entry.path);
    let file = archive.by_name(&entry.path).map_err(|error| told(&error))?;
    let mut bytes = Vec::new();
    // What the archive says of the size is not trusted.
    let mut bounded = file.take(MAX_API + 1);
    bounded
        .read_to_end(&mut bytes)
        .map_err(|error| told(&error))?;
    if bytes.len() as u64 > MAX_API {
        return Err(told(&format!("larger than {} MiB", MAX_API >> 20)));
    }
    String::from_utf8(bytes).map_err(|error| told(&error))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn names(wanted: Wanted<'_>) -> Result<Vec<String>, String> {
        let names = [
            "tccli/services/tcr/__init__.py",
            "tccli/services/tcr/v20190924/api.json",
            "tccli/services/vod/v20180717/api.json",
            "tccli/services/vod/v20240718/api.json",
            "tccli/services/vod/v20240718/examples.json",
            "tccli/services/../vlatest/api.json",
        ];
        let found = entries(names.into_iter(), wanted)?;
        let shown = found
            .iter()
            .map(|entry| format!("{} {}", entry.product, entry.version));
        Ok(shown.collect())
    }

    #[test]
    fn products_are_found_with_their_versions_the_latest_first() {
        let all = Wanted {
            products: &[],
            version: None,
        };
        let expected = ["tcr 2019-09-24", "vod 2024-07-18", "vod 2018-07-17"];
        assert_eq!(names(all).unwrap(), expected);
        let products = ["vod".to_owned()];
        let older = Wanted {
            products: &products,
            version: Some("2018-07-17"),
        };
        assert_eq!(names(older).unwrap(), ["vod 2018-07-17"]);
        let products = ["tcr".to_owned(), "ghost".to_owned()];
        let ghost = Wanted {
            products: &products,
            version: None,
        };
        assert_eq!(names(ghost).unwrap_err(), "there is no `ghost` in it");
    }
}
