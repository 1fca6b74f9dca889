//! Tencent's package, `tccli`: a wheel is a zip archive, and in this one lies an `api.json` for each product
//! and API version. It is read as data, and nothing of it is unpacked to disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cloudwright_spec::import::inventory::Product;
use cloudwright_spec::import::tencent;
use cloudwright_spec::parallel;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use rawzip::{
    CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive, ZipVerification,
};

use crate::disk;

/// The largest package that is read, in bytes. The real one has 13 MB.
const MAX_PACKAGE: usize = 256 << 20;

/// The largest `api.json` that is read, in bytes. The largest real one has 2.4 MB.
const MAX_API: usize = 32 << 20;

/// So many of them are read at most. The real package has about 290.
const MAX_APIS: usize = 4096;

/// Which products of a package are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Selection<'a> {
    /// These; all where there are none.
    pub(crate) products: &'a [String],
    /// This API version; each where absent.
    pub(crate) version: Option<&'a str>,
    /// With the samples of their actions.
    pub(crate) has_samples: bool,
}

/// An `api.json`: where it lies, and what it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ApiFile {
    path: String,
    product: String,
    version: String,
}

/// A package in memory.
type Archive = ZipSliceArchive<Vec<u8>>;

/// Where the bytes of an entry are in its archive, and how they are packed.
#[derive(Clone, Copy, Debug)]
struct Packed {
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
}

/// Whether a file is a package by its name.
pub(super) fn is_wheel(path: &Path) -> bool {
    path.extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("whl"))
}

/// The inventories of the products that are wanted, the latest version of each first.
pub(crate) fn products(path: &Path, wanted: Selection<'_>) -> Result<Vec<Product>, String> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let size = fs::metadata(path).map_err(|error| disk::unable("read", path, &error))?;
    let size = size.len();
    if size > MAX_PACKAGE as u64 {
        return Err(told(&too_large(MAX_PACKAGE)));
    }
    let bytes = disk::read(path)?;
    let archive = ZipArchive::from_slice(bytes).map_err(|error| told(&error))?;
    let files = files(&archive).map_err(|error| told(&error))?;
    let names = files.keys().map(String::as_str);
    let entries = entries(names, wanted).map_err(|error| told(&error))?;
    let read = parallel::map(parallel::available(), &entries, |entry| {
        let in_it = |path: &str, error: &dyn std::fmt::Display| told(&format!("{path}: {error}"));
        let text = |path: &str| {
            let text = text(&archive, files[path]);
            text.map_err(|error| in_it(path, &error))
        };
        let path = &entry.path;
        let mut product = tencent::product(&text(path)?, &entry.product, &entry.version)
            .map_err(|error| in_it(path, &error))?;
        let path = &path.replace("api.json", "examples.json");
        if wanted.has_samples && files.contains_key(path) {
            tencent::add_samples(&mut product, &text(path)?)
                .map_err(|error| in_it(path, &error))?;
        }
        Ok(product)
    });
    read.into_iter().collect()
}

/// The entries that are wanted, by product, the latest version first.
fn entries<'n>(
    names: impl Iterator<Item = &'n str>,
    wanted: Selection<'_>,
) -> Result<Vec<ApiFile>, String> {
    let is_wanted = |entry: &ApiFile| {
        let of_product = wanted.products.is_empty() || wanted.products.contains(&entry.product);
        let mut version = wanted.version.iter();
        of_product && version.all(|version| *version == entry.version)
    };
    let mut entries: Vec<ApiFile> = names.filter_map(entry).filter(is_wanted).collect();
    let is_missing = |name: &&String| entries.iter().all(|entry| entry.product != **name);
    if let Some(missing) = wanted.products.iter().find(is_missing) {
        let version = wanted.version.map(|version| format!(" {version}"));
        let version = version.unwrap_or_default();
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
fn entry(path: &str) -> Option<ApiFile> {
    let rest = path.strip_prefix("tccli/services/")?;
    let (product, rest) = rest.split_once('/')?;
    let date = rest.strip_prefix('v')?.strip_suffix("/api.json")?;
    let is_date = date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit());
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (is_date && product.bytes().all(is_name)).then(|| ApiFile {
        path: path.to_owned(),
        product: product.to_owned(),
        version: format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]),
    })
}

/// The files of an archive by name. A name that is no text is none of those that are looked for.
fn files(archive: &Archive) -> Result<BTreeMap<String, Packed>, rawzip::Error> {
    let mut files = BTreeMap::new();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry()? {
        let packed = Packed {
            place: entry.wayfinder(),
            method: entry.compression_method(),
        };
        if let Ok(name) = str::from_utf8(entry.file_path().as_ref()) {
            files.insert(name.to_owned(), packed);
        }
    }
    Ok(files)
}

/// The text of a file of an archive. What the archive says of its size is held against it, never trusted.
fn text(archive: &Archive, packed: Packed) -> Result<String, String> {
    let told = |error: rawzip::Error| error.to_string();
    let entry = archive.get_entry(packed.place).map_err(told)?;
    let bytes =
        match packed.method {
            CompressionMethod::STORE => entry.data().to_vec(),
            CompressionMethod::DEFLATE => decompress_to_vec_with_limit(entry.data(), MAX_API)
                .map_err(|error| match error.status {
                    TINFLStatus::HasMoreOutput => too_large(MAX_API),
                    _ => error.to_string(),
                })?,
            method => return Err(format!("packed by method {method}, which is not read")),
        };
    if bytes.len() > MAX_API {
        return Err(too_large(MAX_API));
    }
    let unpacked = ZipVerification {
        crc: rawzip::crc32(&bytes),
        uncompressed_size: bytes.len() as u64,
    };
    entry.claim_verifier().valid(unpacked).map_err(told)?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

fn too_large(most: usize) -> String {
    format!("larger than {} MiB", most >> 20)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::io::Write as _;

    use super::*;

    fn names(wanted: Selection<'_>) -> Result<Vec<String>, String> {
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
        let all = Selection {
            products: &[],
            version: None,
            has_samples: false,
        };
        let expected = ["tcr 2019-09-24", "vod 2024-07-18", "vod 2018-07-17"];
        assert_eq!(names(all).unwrap(), expected);
        let products = ["vod".to_owned()];
        let older = Selection {
            products: &products,
            version: Some("2018-07-17"),
            has_samples: false,
        };
        assert_eq!(names(older).unwrap(), ["vod 2018-07-17"]);
        let products = ["tcr".to_owned(), "ghost".to_owned()];
        let ghost = Selection {
            products: &products,
            version: None,
            has_samples: false,
        };
        assert_eq!(names(ghost).unwrap_err(), "there is no `ghost` in it");
    }

    /// What is read of an archive's only file, which is packed so and of which the archive says so much.
    fn read(method: CompressionMethod, packed: &[u8], said: &[u8]) -> Result<String, String> {
        let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
        let file = archive.new_file("api.json").compression_method(method);
        let (mut entry, _) = file.start().unwrap();
        entry.write_all(packed).unwrap();
        let said = rawzip::DataDescriptorOutput::new(rawzip::crc32(said), said.len() as u64);
        entry.finish(said).unwrap();
        let archive = ZipArchive::from_slice(archive.finish().unwrap()).unwrap();
        text(&archive, files(&archive).unwrap()["api.json"])
    }

    #[test]
    fn a_file_is_what_its_archive_says_of_it_or_an_error() {
        let deflated = |content: &[u8]| miniz_oxide::deflate::compress_to_vec(content, 6);
        let (store, deflate) = (CompressionMethod::STORE, CompressionMethod::DEFLATE);
        assert_eq!(read(store, b"{}", b"{}").unwrap(), "{}");
        assert_eq!(read(deflate, &deflated(b"{}"), b"{}").unwrap(), "{}");
        let bomb = vec![b' '; MAX_API + 1];
        let refused = [
            (store, b"{}".to_vec(), "checksum"),
            (store, b"{ }".to_vec(), "size"),
            (store, bomb.clone(), "larger than 32 MiB"),
            (deflate, deflated(&bomb), "larger than 32 MiB"),
            (deflate, b"\xff\xff".to_vec(), "Invalid input data"),
            (CompressionMethod::ZSTD, b"{}".to_vec(), "ZSTD"),
        ];
        for (method, packed, expected) in refused {
            let error = read(method, &packed, b"[]").unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
