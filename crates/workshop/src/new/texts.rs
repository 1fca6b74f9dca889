//! What `new` writes: a README for the specs, the package that pins surfaces, a job for CI.

use super::{PIN, install};
use crate::Settings;

/// The folder of the package that pins surfaces.
pub(super) const PINS: &str = "tests/clients";

/// The package that pins surfaces.
pub(super) fn all(settings: &Settings) -> Vec<(String, String)> {
    vec![
        (format!("{PINS}/Cargo.toml"), pins_manifest(settings)),
        (format!("{PINS}/surface.rs"), pins(settings)),
    ]
}

/// `README.md` of the specs.
pub(super) fn specs_readme(settings: &Settings) -> (String, String) {
    let Settings {
        command, crates, ..
    } = settings;
    let lines = ci_lines(settings).join("\n");
    let text = format!(
        "# Specs\n\n\
         What services can do, one file an action: `<provider>/<service>/<Action>.yaml`, and a `service.yaml` for\n\
         what they share. The crates in `{crates}/` are generated from them; edit specs, never crates.\n\n\
         ```sh\n\
         {command} add SERVICE       # a product of the catalogue\n\
         {command} transcribe PAGE   # a saved documentation page\n\
         {command} check             # what is wrong, with file, line and column\n\
         {command} regen             # specs -> crates\n\
         {command} drift             # what changed, and whom it breaks\n\
         ```\n\n\
         The language of the files: `specs/README.md` of cloudwright, <{HOME}>.\n\n\
         ## In CI\n\n\
         ```sh\n{lines}\n```\n"
    );
    (format!("{}/README.md", settings.specs), text)
}

/// What editors complete specs by; the first line of each spec names it.
pub(super) fn schemas(settings: &Settings) -> [(String, String); 3] {
    let schema = |name: &str, text: &str| {
        let path = format!("{}/schema/{name}.schema.json", settings.specs);
        (path, text.to_owned())
    };
    [
        schema("action", include_str!("../../schema/action.schema.json")),
        schema(
            "provider",
            include_str!("../../schema/provider.schema.json"),
        ),
        schema("service", include_str!("../../schema/service.schema.json")),
    ]
}

/// Where the language is explained.
const HOME: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/specs/README.md");

fn ci_lines(settings: &Settings) -> [String; 4] {
    let command = &settings.command;
    [
        install(settings),
        format!("{command} regen --check"),
        format!("{command} drift --check --level compatible"),
        "cargo test --workspace".to_owned(),
    ]
}

/// A job for GitHub.
pub(super) fn github(settings: &Settings) -> (String, String) {
    let steps = ci_lines(settings).join("\n      - run: ");
    let text = format!(
        "name: clients\non: [push, pull_request]\njobs:\n  clients:\n    runs-on: ubuntu-latest\n    steps:\n\
         \x20     - uses: actions/checkout@v4\n        with:\n          # `drift` looks for the commit that last \
         changed a version.\n          fetch-depth: 0\n\
         \x20     - run: {steps}\n"
    );
    (".github/workflows/clients.yml".to_owned(), text)
}

fn pins_manifest(settings: &Settings) -> String {
    let source = |name, folder| settings.core.of_sibling(PINS, name, folder);
    format!(
        "[package]\nname = \"client-surfaces\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [[test]]\nname = \"surface\"\npath = \"surface.rs\"\n\n\
         [dev-dependencies]\n{}\n{}\ninsta = \"1\"\n",
        source("cloudwright-codegen", "../../codegen"),
        source("cloudwright-spec", "../spec"),
    )
}

fn pins(settings: &Settings) -> String {
    include_str!("surface.rs.txt").replace("SPECS", &settings.specs)
}

/// What to do now.
pub(super) fn next_steps(settings: &Settings) -> String {
    let command = &settings.command;
    format!(
        "next: `{command} add SERVICE`, say tencent-vod; then {PIN} pins what programs see of it\n"
    )
}
