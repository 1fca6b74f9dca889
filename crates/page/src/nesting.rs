//! From tables that stand one below the other to members with paths. Which table belongs to which
//! member is for the dialect to say.

use crate::facts::{Member, Unexplained};
use crate::types::Ours;
use crate::words::is_number;

/// How deep members nest.
pub const DEEPEST: usize = 24;

/// Expands the members `roots` and, below each, the members of the table that `child` names for it.
///
/// `child` gets the path and the member and returns an index into `tables`. A table inside itself is
/// expanded once. What is made is bounded by `budget` bytes, one for the whole page, so that a page of small tables that
/// refer to each other cannot fill the memory; the member that would go beyond is told.
pub fn expand(
    roots: &[Member],
    tables: &[Vec<Member>],
    child: &dyn Fn(&str, &Member) -> Option<usize>,
    budget: &mut usize,
    unexplained: &mut Vec<Unexplained>,
) -> Vec<Member> {
    let mut expansion = Expansion {
        tables,
        child,
        budget,
        open: Vec::new(),
        told: false,
        unexplained,
        found: Vec::new(),
    };
    expansion.members(roots, "");
    expansion.found
}

/// The budget for a page of so many bytes.
pub fn budget(page: usize) -> usize {
    (1 << 20) + page.saturating_mul(16)
}

struct Expansion<'a> {
    tables: &'a [Vec<Member>],
    child: &'a dyn Fn(&str, &Member) -> Option<usize>,
    budget: &'a mut usize,
    open: Vec<usize>,
    told: bool,
    unexplained: &'a mut Vec<Unexplained>,
    found: Vec<Member>,
}

impl Expansion<'_> {
    fn members(&mut self, members: &[Member], prefix: &str) {
        for member in members {
            let path = join(prefix, &member.path.value);
            let cost = path.len() + 256 + member.text().len();
            let Some(budget) = (*self.budget).checked_sub(cost) else {
                self.tell(member);
                return;
            };
            *self.budget = budget;
            let mut copy = member.clone();
            copy.path.value.clone_from(&path);
            self.found.push(copy);
            let Some(table) = (self.child)(&path, member) else {
                continue;
            };
            if self.open.contains(&table) || self.open.len() >= DEEPEST {
                continue;
            }
            let step = member.ours().map(Ours::step).unwrap_or_default();
            // A name that ends in an index, and a root list, are steps already.
            let stepped = if is_indexed(&path) {
                path
            } else {
                path + &step
            };
            if let Some(members) = self.tables.get(table) {
                self.open.push(table);
                self.members(members, &stepped);
                self.open.pop();
            }
        }
    }

    fn tell(&mut self, member: &Member) {
        if !self.told {
            self.told = true;
            self.unexplained.push(Unexplained::new(
                member.path.lines.first,
                &member.path.value,
                "its type is used so often that the page would fill the memory",
            ));
        }
    }
}

/// A path and a name below it.
pub fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() || name.is_empty() || name.starts_with('[') {
        format!("{prefix}{name}")
    } else {
        format!("{prefix}.{name}")
    }
}

/// Whether a path ends in an index: `.N`, `.n`, `.0` or `[]`.
pub fn is_indexed(path: &str) -> bool {
    let last = path.rsplit_once('.').map(|(_, last)| last);
    path.ends_with("[]") || last.is_some_and(|last| matches!(last, "N" | "n") || is_number(last))
}

/// Whether one name is the singular of another: `Disk` of `Disks`, `vul_record` of `vul_records`, `Policy`
/// of `Policies`, or the same but for case.
pub fn is_singular(one: &str, many: &str) -> bool {
    let (one, many) = (one.to_ascii_lowercase(), many.to_ascii_lowercase());
    let ends = ["", "s", "es", "list", "_list", "set"];
    let ies = many.strip_suffix("ies").zip(one.strip_suffix('y'));
    ends.iter().any(|end| many.strip_suffix(end) == Some(&one))
        || ies.is_some_and(|(many, one)| many == one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Fact, Span};
    use crate::types::Type;

    fn member(name: &str, words: &str) -> Member {
        let mut member = Member::named(name, Span::line(1));
        member.r#type = Some(Fact::stated(Type::new(words), Span::line(1)));
        member
    }

    fn by_name(_: &str, member: &Member) -> Option<usize> {
        match member.r#type.as_ref()?.value.name()? {
            "A" => Some(0),
            "B" => Some(1),
            _ => None,
        }
    }

    #[test]
    fn members_follow_their_object_and_a_type_inside_itself_ends() {
        let tables = [
            vec![member("x", "String"), member("again", "Array of A")],
            vec![member("y", "Map<String,A>")],
        ];
        let roots = [member("[]", "Array of B"), member("list.N", "Array of A")];
        let mut unexplained = Vec::new();
        let paths: Vec<_> = expand(&roots, &tables, &by_name, &mut budget(0), &mut unexplained)
            .into_iter()
            .map(|member| member.path.value)
            .collect();
        assert_eq!(
            paths,
            [
                "[]",
                "[].y",
                "[].y.*.x",
                "[].y.*.again",
                "list.N",
                "list.N.x",
                "list.N.again"
            ]
        );
        assert!(unexplained.is_empty());
    }

    #[test]
    fn tables_that_double_at_every_level_are_bounded_and_told() {
        let tables: Vec<Vec<Member>> = (0..24)
            .map(|level| {
                let words = format!("T{}", level + 1);
                vec![member("a", &words), member("b", &words)]
            })
            .collect();
        let child = |_: &str, member: &Member| {
            member
                .r#type
                .as_ref()?
                .value
                .name()?
                .strip_prefix('T')?
                .parse()
                .ok()
        };
        let mut unexplained = Vec::new();
        let found = expand(
            &[member("root", "T0")],
            &tables,
            &child,
            &mut budget(1000),
            &mut unexplained,
        );
        assert!(found.len() < budget(1000) / 256);
        assert_eq!(unexplained.len(), 1);
    }

    #[test]
    fn a_singular_is_known_by_its_end() {
        assert!(is_singular("vul_record", "vul_records"));
        assert!(is_singular("Policy", "Policies"));
        assert!(is_singular("Key", "KeyList"));
        assert!(!is_singular("Keys", "Key"));
    }
}
