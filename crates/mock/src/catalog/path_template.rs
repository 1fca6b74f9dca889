//! Path templates: which method and path an action has, and which values its names have in the path of a request.

/// Method and path of an action.
#[derive(Debug)]
pub(super) struct Template {
    method: String,
    segments: Vec<Segment>,
}

#[derive(Debug)]
enum Segment {
    Fixed(String),
    /// Text, and names with the text that follows each.
    Named {
        before: String,
        names: Vec<(String, String)>,
    },
}

/// The segments of a path, still encoded.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.trim_start_matches('/').split('/')
}

impl Template {
    pub(super) fn new(method: &str, path: &str) -> Self {
        let segments = segments(path).map(|segment| {
            let mut names = segment.split('{');
            let before = names.next().unwrap_or_default().to_owned();
            let names: Vec<(String, String)> = names
                .filter_map(|rest| rest.split_once('}'))
                .map(|(name, after)| (name.to_owned(), after.to_owned()))
                .collect();
            if names.is_empty() {
                Segment::Fixed(before)
            } else {
                Segment::Named { before, names }
            }
        });
        Self {
            method: method.to_owned(),
            segments: segments.collect(),
        }
    }

    /// How much of it is fixed: segments, and then bytes beside the names of the others.
    pub(super) fn fixed(&self) -> (usize, usize) {
        let beside = |segment: &Segment| match segment {
            Segment::Fixed(_) => (1, 0),
            Segment::Named { before, names } => {
                let after: usize = names.iter().map(|(_, after)| after.len()).sum();
                (0, before.len() + after)
            }
        };
        let add = |all: (usize, usize), one: (usize, usize)| (all.0 + one.0, all.1 + one.1);
        self.segments.iter().map(beside).fold((0, 0), add)
    }

    /// Whether some path fits both.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let meet = |(one, other): (&Segment, &Segment)| match (one, other) {
            (Segment::Fixed(one), Segment::Fixed(other)) => one == other,
            (Segment::Fixed(text), Segment::Named { before, names })
            | (Segment::Named { before, names }, Segment::Fixed(text)) => {
                named(before, names, text, &mut Vec::new()).is_some()
            }
            // Near enough: nobody writes `{a}-x` beside `{a}-y`.
            (Segment::Named { .. }, Segment::Named { .. }) => true,
        };
        self.method == other.method
            && self.segments.len() == other.segments.len()
            && self.segments.iter().zip(&other.segments).all(meet)
    }

    /// The decoded values of the names, where method and path fit.
    pub(super) fn values(&self, method: &str, path: &str) -> Option<Vec<(String, String)>> {
        if method != self.method {
            return None;
        }
        self.values_in(path)
    }

    /// The same by whatever method.
    pub(super) fn values_in(&self, path: &str) -> Option<Vec<(String, String)>> {
        if segments(path).count() != self.segments.len() {
            return None;
        }
        let mut values = Vec::new();
        for (wanted, found) in self.segments.iter().zip(segments(path)) {
            let found = cloudwright_sign::percent_decode(found);
            match wanted {
                Segment::Fixed(text) if *text == found => {}
                Segment::Named { before, names } => named(before, names, &found, &mut values)?,
                Segment::Fixed(_) => return None,
            }
        }
        Some(values)
    }
}

/// Reads the values of a segment's names, each up to the text that follows it; the last one up to the
/// segment's end. None of them is empty.
fn named(
    before: &str,
    names: &[(String, String)],
    found: &str,
    values: &mut Vec<(String, String)>,
) -> Option<()> {
    let mut rest = found.strip_prefix(before)?;
    for (index, (name, after)) in names.iter().enumerate() {
        let is_last = index + 1 == names.len();
        let (value, behind) = if is_last {
            (rest.strip_suffix(after.as_str())?, "")
        } else {
            rest.split_once(after.as_str())?
        };
        if value.is_empty() {
            return None;
        }
        values.push((name.clone(), value.to_owned()));
        rest = behind;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn a_path_gives_its_decoded_values() {
        let template = Template::new("GET", "/v2/{project_id}/jobs/{id}");
        let path = "/v2/a%2Fb/jobs/7";
        let values = template.values("GET", path).unwrap();
        let pairs = [("project_id", "a/b"), ("id", "7")];
        assert_eq!(
            values,
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        assert_eq!(template.values("POST", path), None);
        assert_eq!(template.values("GET", "/v2//jobs/7"), None);
    }

    #[test]
    fn a_segment_may_hold_text_beside_its_names() {
        let values = |path: &str, part: &str| {
            let values = Template::new("GET", path).values("GET", part)?;
            Some(
                values
                    .into_iter()
                    .map(|(_, value)| value)
                    .collect::<Vec<_>>(),
            )
        };
        for (path, part, expected) in [
            ("/{id}:go", "a:b:go", Some(vec!["a:b"])),
            ("/s-{id}.json", "s-7.json", Some(vec!["7"])),
            ("/{a}-{b}", "x-y-z", Some(vec!["x", "y-z"])),
            ("/{id}:go", ":go", None),
            ("/{id}:go", "7", None),
            ("/s-{id}", "7", None),
        ] {
            let expected = expected.map(|list| list.into_iter().map(str::to_owned).collect());
            assert_eq!(values(path, part), expected, "{path} {part}");
        }
    }
}
