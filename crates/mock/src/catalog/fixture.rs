//! A service of one action, for tests of what goes by types.

use cloudwright_spec::{Catalog, SourceFile};

use super::ActionTypes;

const SERVICE: &str = "service: tencent-x\nprovider: tencent\nproduct: x\ntitle: X\n\
    protocols: [tencent-tc3]\ncrate: { name: cloudwright-tencent-x, version: 0.1.0 }\n\
    endpoints: { default: x.example.com }\nversion: \"1\"\nenvelope: Response\n";

pub(crate) struct Fixture(Catalog);

impl Fixture {
    /// An action with these members of its request and types, in YAML.
    pub(crate) fn new(request: &str, types: &str) -> Self {
        let action = format!(
            "action: Do\nsummary: Does it.\nsource: {{ title: Do }}\naccess: read\n\
             request:\n{request}types:\n{types}response:\n- {{ name: RequestId, type: string }}\n"
        );
        let files = vec![
            SourceFile::new("tencent/x/service.yaml", SERVICE),
            SourceFile::new("tencent/x/Do.yaml", action),
        ];
        match Catalog::load(files) {
            Ok((catalog, _)) => Self(catalog),
            Err(report) => panic!("{report}"),
        }
    }

    pub(crate) fn types(&self) -> ActionTypes<'_> {
        let service = &self.0.services[0];
        let action = &service.actions[0].action;
        ActionTypes { service, action }
    }
}
