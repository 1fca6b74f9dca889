//! The ways in which a path through a result is spelled, where members on it have other spellings (`alias:`).

use crate::LoadedService;
use crate::model::{Action, Member, Pagination};

/// So many ways are followed; no vendor has as many.
const MOST: usize = 16;

impl LoadedService {
    /// The other spellings of a path from the top of a result, without the path itself. Where it leads
    /// nowhere, which the checks tell, there are none.
    pub fn other_spellings(&self, action: &Action, path: &str) -> Vec<String> {
        let whole = action.whole_answer();
        let members = whole.and_then(|whole| self.fields_of(action, whole));
        let mut found = Vec::new();
        let members = members.unwrap_or(&action.response);
        self.spell(action, members, path, "", &mut found);
        found.retain(|spelled| spelled != path);
        found
    }

    /// The other spellings of the paths that lead to an action's pages: such a path, and how else it is spelled.
    pub fn page_spellings<'a>(&self, action: &'a Action) -> Vec<(&'a str, String)> {
        let Some(pagination) = &action.pagination else {
            return Vec::new();
        };
        let more = match pagination {
            Pagination::Offset { total, .. } | Pagination::Page { total, .. } => total.as_deref(),
            Pagination::Token { next, .. } => Some(next.as_str()),
        };
        let paths = [action.rows_path(), more].into_iter().flatten();
        let spelled = paths.flat_map(|path| {
            let others = self.other_spellings(action, path).into_iter();
            others.map(move |other| (path, other))
        });
        spelled.collect()
    }

    fn spell(
        &self,
        action: &Action,
        members: &[Member],
        rest: &str,
        before: &str,
        found: &mut Vec<String>,
    ) {
        let Some((member, after)) = step(members, rest) else {
            return;
        };
        for name in std::iter::once(&member.name).chain(&member.alias) {
            let here = format!("{before}{name}");
            match after {
                _ if found.len() >= MOST => return,
                None => found.push(here),
                Some(after) => {
                    let fields = self.fields_of(action, member).unwrap_or_default();
                    self.spell(action, fields, after, &(here + "."), found);
                }
            }
        }
    }
}

/// The member that a path begins with, and what is behind it. Names may hold dots themselves, so the longest
/// name that fits is taken.
pub(crate) fn step<'m, 'p>(
    members: &'m [Member],
    path: &'p str,
) -> Option<(&'m Member, Option<&'p str>)> {
    let steps = members.iter().filter_map(|member| {
        let after = path.strip_prefix(member.name.as_str())?;
        let next = after.strip_prefix('.');
        (after.is_empty() || next.is_some()).then_some((member, next))
    });
    steps.max_by_key(|(member, _)| member.name.len())
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, SourceFile};

    const SERVICE: &str = "service: tencent-x\nprovider: tencent\nproduct: x\ntitle: X\n\
        protocols: [tencent-tc3]\ncrate: { name: cloudwright-tencent-x, version: 0.1.0 }\n\
        endpoints: { default: x.example.com }\nversion: \"1\"\nenvelope: Response\n";

    const ACTION: &str = "action: Do\nsummary: Does it.\nsource: { title: Do }\naccess: read\n\
        types:\n- name: Row\n  fields:\n  - { name: State, alias: [Staet, Status], type: string }\n\
        response:\n- { name: Rows, alias: [Row], type: list<Row> }\n- { name: Plain, type: string }\n";

    #[test]
    fn every_member_on_the_way_has_its_spellings() {
        let files = vec![
            SourceFile::new("tencent/x/service.yaml", SERVICE),
            SourceFile::new("tencent/x/Do.yaml", ACTION),
        ];
        let (catalog, _) = Catalog::load(files)
            .map_err(|report| panic!("{report}"))
            .unwrap();
        let service = &catalog.services[0];
        let action = &service.actions[0].action;
        for (path, others) in [
            (
                "Rows.State",
                &[
                    "Rows.Staet",
                    "Rows.Status",
                    "Row.State",
                    "Row.Staet",
                    "Row.Status",
                ][..],
            ),
            ("Plain", &[]),
            ("Nowhere.State", &[]),
        ] {
            assert_eq!(service.other_spellings(action, path), others, "{path}");
        }
    }
}
