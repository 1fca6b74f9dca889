#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;

use rawzip::{CompressionMethod, DataDescriptorOutput};

use super::*;

const INVENTORY: &str = r#"{"schema": "scale-neutral/1", "provider": "tencent",
    "product": "demo", "version": "2020-01-01", "host": "demo.tencentcloudapi.com",
    "actions": [{"name": "ListThings", "method": "POST", "path": "/",
        "params": [{"name": "Limit", "type": "int64", "in": "body", "required": false}],
        "response": [{"name": "Things", "type": "list", "items": {"type": "object", "ref": "Thing"}}]}],
    "types": [{"name": "Thing", "fields": [{"name": "Id", "type": "string"}]}]}"#;

/// A specs folder, and inventories that are imported into it.
struct Specs(tempfile::TempDir);

impl Specs {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("specs")
    }

    fn import_with(&self, text: &[u8], change: impl Fn(&mut Arguments)) -> Done {
        let inventory = self.0.path().join("inventory.json");
        fs::write(&inventory, text).unwrap();
        let mut arguments = Arguments {
            sources: vec![inventory],
            products: Vec::new(),
            api_version: None,
            samples: false,
            only: Vec::new(),
            check: false,
            dry_run: false,
            out: Some(self.folder()),
            name: None,
            allow_partial: false,
        };
        change(&mut arguments);
        run(&arguments, &Workspace::of_this_repository())
    }

    fn import(&self, text: &str) -> ExitCode {
        self.import_with(text.as_bytes(), |_| ()).unwrap()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder().join(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.folder().join(path), text).unwrap();
    }
}

const ACTION: &str = "tencent/demo/ListThings.yaml";

#[test]
fn what_is_no_text_is_refused_with_its_place() {
    let text = INVENTORY.replace("demo.t", "d\u{e9}mo.t");
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u32::from(c).try_into().unwrap())
        .collect();
    let error = Specs::new().import_with(&latin, |_| ()).unwrap_err();
    assert!(error.to_string().contains("line 2"), "{error}");
}

#[test]
fn actions_that_the_checks_refuse_are_left_out_only_when_asked_for() {
    let specs = Specs::new();
    let bad = r#"{"name": "Bad", "method": "FETCH", "path": "/"}, {"name": "ListThings""#;
    let text = INVENTORY.replace(r#"{"name": "ListThings""#, bad);
    assert_eq!(specs.import(&text), ExitCode::FAILURE);
    assert!(!specs.folder().exists());
    let done = specs.import_with(text.as_bytes(), |arguments| arguments.allow_partial = true);
    assert_eq!(done.unwrap(), ExitCode::SUCCESS);
    assert!(specs.folder().join(ACTION).exists());
    assert!(!specs.folder().join("tencent/demo/Bad.yaml").exists());
}

#[test]
fn an_inventory_of_which_no_action_is_left_is_refused() {
    let specs = Specs::new();
    let text = INVENTORY.replace(r#""POST""#, r#""POST", "skip_sign": true"#);
    let done = specs.import_with(text.as_bytes(), |arguments| arguments.allow_partial = true);
    assert_eq!(done.unwrap(), ExitCode::FAILURE);
    assert!(!specs.folder().exists());
}

#[test]
fn a_newer_inventory_changes_its_facts_and_nothing_that_was_made_by_hand() {
    let specs = Specs::new();
    assert_eq!(specs.import(INVENTORY), ExitCode::SUCCESS);
    let by_hand = specs
        .read(ACTION)
        .replace(
            "summary: List things.",
            "summary: Lists things. # better\ndoc: By hand.",
        )
        .replace(
            "- name: Limit\n",
            "# how many\n  - name: Limit # rows\n    rename: most\n    doc: Rows at most.\n",
        );
    specs.write(ACTION, &by_hand);
    let service = specs
        .read("tencent/demo/service.yaml")
        .replace("0.1.0", "0.3.7 # ours");
    specs.write("tencent/demo/service.yaml", &service);
    let newer = INVENTORY
        .replace(
            r#""required": false}"#,
            r#""required": true}, {"name": "Offset", "type": "int64", "in": "body"}"#,
        )
        .replace(
            r#"{"name": "Id", "type": "string"}"#,
            r#"{"name": "Name", "type": "string"}"#,
        );
    assert_eq!(specs.import(&newer), ExitCode::SUCCESS);
    let merged = specs.read(ACTION);
    let lines: BTreeSet<&str> = merged.lines().collect();
    let changed: Vec<&str> = by_hand
        .lines()
        .filter(|line| !lines.contains(line))
        .collect();
    assert_eq!(changed, ["    required: no"], "{merged}");
    assert!(
        merged.contains("    required: yes\n  - name: Offset\n"),
        "{merged}"
    );
    let service = specs.read("tencent/demo/service.yaml");
    assert!(service.contains("version: 0.3.7 # ours"), "{service}");
    assert!(
        service.contains("- name: Id\n        type: string\n        removed: { since: 0.3.8 }")
            || service.contains("- name: Id\n    type: string\n    removed: { since: 0.3.8 }"),
        "{service}"
    );
    let before = merged;
    assert_eq!(specs.import(&newer), ExitCode::SUCCESS);
    assert_eq!(specs.read(ACTION), before);
}

#[test]
fn what_a_provider_says_is_neither_copied_nor_a_difference() {
    let specs = Specs::new();
    fs::create_dir_all(specs.folder().join("tencent")).unwrap();
    let shared = "provider: tencent\nerrors: [{ code: InternalError, class: internal }]\n\
                  glossary: { limit: Rows to return. }\n";
    specs.write("tencent/provider.yaml", shared);
    let text = INVENTORY.replace(
        r#""params""#,
        r#""errors": ["InternalError", "Own"], "params""#,
    );
    assert_eq!(specs.import(&text), ExitCode::SUCCESS);
    let action = specs.read(ACTION);
    assert!(!action.contains("InternalError") && action.contains("code: Own"));
    assert!(!action.contains("Rows to return"), "{action}");
    let again = specs.import_with(text.as_bytes(), |arguments| arguments.check = true);
    assert_eq!(again.unwrap(), ExitCode::SUCCESS);
}

#[test]
fn a_check_writes_nothing_and_fails_on_a_difference_only() {
    let specs = Specs::new();
    let check = |text: &str| {
        specs
            .import_with(text.as_bytes(), |arguments| arguments.check = true)
            .unwrap()
    };
    assert_eq!(check(INVENTORY), ExitCode::FAILURE);
    assert!(!specs.folder().exists());
    specs.import(INVENTORY);
    assert_eq!(check(INVENTORY), ExitCode::SUCCESS);
    let newer = INVENTORY.replace("Limit", "Most");
    let before = specs.read(ACTION);
    assert_eq!(check(&newer), ExitCode::FAILURE);
    assert_eq!(specs.read(ACTION), before);
}

#[test]
fn another_version_of_a_product_is_a_service_beside_it() {
    let specs = Specs::new();
    specs.import(INVENTORY);
    let before = specs.read(ACTION);
    let newer = INVENTORY
        .replace("2020-01-01", "2024-05-06")
        .replace("ListThings", "ListOthers");
    assert_eq!(specs.import(&newer), ExitCode::SUCCESS);
    assert_eq!(specs.read(ACTION), before);
    let service = specs.read("tencent/demo-20240506/service.yaml");
    assert!(
        service.contains("service: tencent-demo-20240506"),
        "{service}"
    );
    assert!(service.contains("product: demo\n"), "{service}");
    // The next inventory of either version finds its own.
    assert_eq!(specs.import(&newer), ExitCode::SUCCESS);
    assert_eq!(
        fs::read_dir(specs.folder().join("tencent"))
            .unwrap()
            .count(),
        2
    );
}

#[test]
fn only_the_actions_that_were_asked_for_are_imported_and_none_is_gone() {
    let specs = Specs::new();
    specs.import(INVENTORY);
    let other = INVENTORY.replace("ListThings", "ListOthers");
    let done = specs.import_with(other.as_bytes(), |arguments| {
        arguments.only = vec!["ListOthers".to_owned()];
    });
    assert_eq!(done.unwrap(), ExitCode::SUCCESS);
    assert!(!specs.read(ACTION).contains("removed"));
    // Whole, it says that the other action is gone.
    assert_eq!(specs.import(&other), ExitCode::SUCCESS);
    assert!(specs.read(ACTION).contains("removed: { since: 0.1.1 }"));
}

/// A package as Tencent publishes it, with a product in these versions.
fn wheel(path: &Path, versions: &[&str]) {
    let mut archive = rawzip::ZipArchiveWriter::new(fs::File::create(path).unwrap());
    let api = r#"{"actions": {"ListThings": {"input": "ListThingsRequest", "output": "ListThingsResponse"}},
            "objects": {
                "ListThingsRequest": {"members": [
                    {"name": "Limit", "type": "int", "member": "int64", "required": false, "example": "20"}]},
                "ListThingsResponse": {"members": []}}}"#;
    // The first denies the types beside it.
    let examples = r#"{"actions": {"ListThings": [
        {"input": "POST /\n\n{\"Limit\": 1}", "output": "{\"Response\": {\"Ghost\": 1}}"},
        {"input": "POST /\n\n{\"Limit\": 2}", "output": "{\"Response\": {}}"}]}}"#;
    let files = [("api.json", api), ("examples.json", examples)];
    let all = versions.iter().flat_map(|version| {
        files.map(|(name, text)| (format!("tccli/services/demo/v{version}/{name}"), text))
    });
    for (name, text) in all {
        // The first is stored as it is, the others are compressed.
        let method = match archive.stream_offset() {
            0 => CompressionMethod::STORE,
            _ => CompressionMethod::DEFLATE,
        };
        let file = archive.new_file(&name).compression_method(method);
        let (mut entry, _) = file.start().unwrap();
        let packed = match method {
            CompressionMethod::STORE => text.as_bytes().to_vec(),
            _ => miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 6),
        };
        entry.write_all(&packed).unwrap();
        let checksum = rawzip::crc32(text.as_bytes());
        let said = DataDescriptorOutput::new(checksum, text.len() as u64);
        entry.finish(said).unwrap();
    }
    archive.finish().unwrap();
}

#[test]
fn a_package_is_imported_as_it_is_published_each_version_a_service() {
    let specs = Specs::new();
    let package = specs.0.path().join("tccli-3.0.0-py3-none-any.whl");
    wheel(&package, &["20180101", "20200101"]);
    let import = |change: &dyn Fn(&mut Arguments)| {
        specs.import_with(b"", |arguments| {
            arguments.sources = vec![package.clone()];
            arguments.products = vec!["demo".to_owned()];
            change(arguments);
        })
    };
    assert_eq!(import(&|_| ()).unwrap(), ExitCode::SUCCESS);
    let newest = specs.read(ACTION);
    assert!(newest.contains("required: no\n"), "{newest}");
    assert!(newest.contains("example: 20\n"), "{newest}");
    assert!(!newest.contains("samples:"), "{newest}");
    let older = specs.read("tencent/demo-20180101/service.yaml");
    assert!(older.contains("version: 2018-01-01\n"), "{older}");
    // There is nothing to do the second time, whichever version is asked for.
    for version in [None, Some("2018-01-01"), Some("2020-01-01")] {
        let done = import(&|arguments| {
            arguments.api_version = version.map(str::to_owned);
            arguments.check = true;
        });
        assert_eq!(done.unwrap(), ExitCode::SUCCESS, "{version:?}");
    }
    import(&|arguments| arguments.samples = true).unwrap();
    let newest = specs.read(ACTION);
    let sample = "samples:\n  - request:\n      Limit: 2\n    response:\n      Response: {}\n";
    assert!(newest.contains(sample), "{newest}");
    let error = import(&|arguments| arguments.name = Some("other".to_owned())).unwrap_err();
    assert!(error.to_string().contains("these are 2"), "{error}");
    let error = import(&|arguments| arguments.products = vec!["ghost".to_owned()]).unwrap_err();
    assert!(error.to_string().contains("no `ghost` in it"), "{error}");
}

#[test]
fn what_is_no_package_is_told_with_its_name() {
    let specs = Specs::new();
    let package = specs.0.path().join("some.whl");
    fs::write(&package, "PK and nothing else").unwrap();
    let error = specs.import_with(b"", |arguments| arguments.sources = vec![package.clone()]);
    let error = error.unwrap_err().to_string();
    assert!(error.contains("some.whl: "), "{error}");
    wheel(&package, &[]);
    let error = specs.import_with(b"", |arguments| arguments.sources = vec![package.clone()]);
    let error = error.unwrap_err().to_string();
    assert!(error.contains("only Tencent's `tccli` is read"), "{error}");
}
