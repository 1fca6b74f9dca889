//! The shape of samples: which names stand within which, and where lists are. Reads JSON that need not
//! be valid (a skeleton whose values are words, a sample with a bracket too few) and XML. Values are not
//! kept.

use std::collections::{HashMap, HashSet};

/// A place in a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NodeId(usize);

/// Names within names, all samples of a page laid over each other.
#[derive(Debug)]
pub(crate) struct SampleShape {
    nodes: Vec<ShapeNode>,
    xml: bool,
}

#[derive(Debug, Default)]
struct ShapeNode {
    /// How many lists stand around the value: 1 for `[{}]`.
    lists: usize,
    /// Whether an object was seen here.
    object: bool,
    children: HashMap<String, NodeId>,
}

/// Deeper members are not followed: no answer nests as deep, hostile text does.
const DEEPEST: usize = 64;

impl Default for SampleShape {
    fn default() -> Self {
        Self {
            nodes: vec![ShapeNode::default()],
            xml: false,
        }
    }
}

impl SampleShape {
    /// Where everything stands in.
    pub(crate) const ROOT: NodeId = NodeId(0);

    /// The member of that name.
    pub(crate) fn child(&self, node: NodeId, name: &str) -> Option<NodeId> {
        self.nodes[node.0].children.get(name).copied()
    }

    /// Its member, if it has only one.
    pub(crate) fn only_child(&self, node: NodeId) -> Option<(&str, NodeId)> {
        let mut children = self.nodes[node.0].children.iter();
        let (name, child) = children.next()?;
        children.next().is_none().then_some((name.as_str(), *child))
    }

    /// How many members were seen in it.
    pub(crate) fn members(&self, node: NodeId) -> usize {
        self.nodes[node.0].children.len()
    }

    /// Whether members were seen in it.
    pub(crate) fn has_children(&self, node: NodeId) -> bool {
        self.members(node) > 0
    }

    /// How many lists stand around its members.
    pub(crate) fn lists(&self, node: NodeId) -> usize {
        self.nodes[node.0].lists
    }

    /// Whether an object was seen in it, perhaps within lists.
    pub(crate) fn is_object(&self, node: NodeId) -> bool {
        self.nodes[node.0].object
    }

    /// Whether nothing was seen at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.nodes.len() == 1 && self.nodes[0].lists == 0
    }

    /// Whether some of it comes from XML, where a list of one looks like an object.
    pub(crate) fn has_xml(&self) -> bool {
        self.xml
    }

    /// Every name, wherever it stands.
    pub(crate) fn names(&self) -> HashSet<&str> {
        self.names_where(|_| true)
    }

    /// Every name that members stand in, wherever it stands.
    pub(crate) fn containers(&self) -> HashSet<&str> {
        self.names_where(|node| self.has_children(node))
    }

    /// Every name that a list was seen behind.
    pub(crate) fn list_names(&self) -> HashSet<&str> {
        self.names_where(|node| self.lists(node) > 0)
    }

    fn names_where(&self, is: impl Fn(NodeId) -> bool) -> HashSet<&str> {
        let named = self.nodes.iter().flat_map(|node| &node.children);
        named
            .filter(|(_, child)| is(**child))
            .map(|(name, _)| name.as_str())
            .collect()
    }

    fn enter(&mut self, node: NodeId, name: &str) -> NodeId {
        if let Some(child) = self.child(node, name) {
            return child;
        }
        let child = NodeId(self.nodes.len());
        self.nodes.push(ShapeNode::default());
        self.nodes[node.0].children.insert(name.to_owned(), child);
        child
    }

    /// Lays a JSON text over the shape. Says whether its brackets are balanced: a text with a bracket
    /// too few puts members where they do not belong.
    pub(crate) fn add_json(&mut self, json: &str) -> bool {
        let scan = JsonScan {
            shape: self,
            open: Vec::new(),
            below: 0,
            text: None,
            balanced: true,
        };
        scan.run(json)
    }

    /// Lays an XML text over the shape. A lone root element is the envelope and left out, unless
    /// `is_member` knows its name.
    pub(crate) fn add_xml(&mut self, xml: &str, is_member: impl Fn(&str) -> bool) {
        self.xml = true;
        let roots = root_elements(xml);
        let envelope = match roots.as_slice() {
            [root] if !is_member(root) => 1,
            _ => 0,
        };
        self.scan_xml(xml, envelope);
    }

    fn scan_xml(&mut self, xml: &str, envelope: usize) {
        // A frame a tag: the node it opened and the children that it has had.
        let mut open: Vec<(&str, NodeId, HashSet<NodeId>)> = Vec::new();
        let mut top: HashSet<NodeId> = HashSet::new();
        for tag in tags(xml) {
            match tag {
                Tag::Open { name, empty } => {
                    if open.len() > DEEPEST {
                        continue;
                    }
                    let parent = open.last().map_or(SampleShape::ROOT, |(_, node, _)| *node);
                    let node = if open.len() < envelope {
                        SampleShape::ROOT
                    } else {
                        let node = self.enter(parent, name);
                        self.nodes[parent.0].object = true;
                        let seen = open.last_mut().map_or(&mut top, |(_, _, seen)| seen);
                        if !seen.insert(node) {
                            self.nodes[node.0].lists = 1;
                        }
                        node
                    };
                    if !empty {
                        open.push((name, node, HashSet::new()));
                    }
                }
                Tag::Close(name) => {
                    if let Some(at) = open.iter().rposition(|(opened, ..)| *opened == name) {
                        open.truncate(at);
                    }
                }
            }
        }
    }
}

/// One bracket that is open.
struct Bracket {
    node: NodeId,
    /// `[`, with how many lists stand directly around it, itself included; 0 for `{`.
    lists: usize,
    /// The name whose value comes next.
    name: Option<NodeId>,
}

struct JsonScan<'a> {
    shape: &'a mut SampleShape,
    open: Vec<Bracket>,
    /// Brackets that were opened below the deepest level.
    below: usize,
    /// The last text in quotes, in case it is a name.
    text: Option<String>,
    balanced: bool,
}

impl JsonScan<'_> {
    fn run(mut self, json: &str) -> bool {
        let mut rest = json;
        while let Some(at) = rest.find(['{', '}', '[', ']', ',', ':', '"']) {
            let byte = rest.as_bytes()[at];
            rest = &rest[at + 1..];
            match byte {
                b'{' => self.open(false),
                b'[' => self.open(true),
                b'}' => self.close(false),
                b']' => self.close(true),
                b':' => self.name(),
                b',' => {
                    self.text = None;
                    if let Some(bracket) = self.open.last_mut() {
                        bracket.name = None;
                    }
                }
                _ => {
                    let (text, behind) = quoted(rest);
                    self.text = Some(text);
                    rest = behind;
                }
            }
        }
        self.balanced && self.open.is_empty() && self.below == 0
    }

    fn name(&mut self) {
        let Some(name) = self.text.take() else { return };
        if let Some(bracket) = self.open.last_mut()
            && self.below == 0
            && bracket.lists == 0
            && bracket.name.is_none()
        {
            let node = self.shape.enter(bracket.node, &name);
            bracket.name = Some(node);
        }
    }

    fn open(&mut self, list: bool) {
        self.text = None;
        if self.open.len() >= DEEPEST {
            self.below += 1;
            return;
        }
        let (node, around) = match self.open.last() {
            None => (SampleShape::ROOT, 0),
            Some(bracket) if bracket.lists > 0 => (bracket.node, bracket.lists),
            Some(Bracket {
                name: Some(node), ..
            }) => (*node, 0),
            Some(bracket) => (bracket.node, 0),
        };
        let lists = if list { around + 1 } else { 0 };
        let known = &mut self.shape.nodes[node.0];
        known.lists = known.lists.max(lists);
        known.object |= !list;
        self.open.push(Bracket {
            node,
            lists,
            name: None,
        });
    }

    fn close(&mut self, list: bool) {
        self.text = None;
        if self.below > 0 {
            self.below -= 1;
            return;
        }
        match self.open.last() {
            Some(bracket) if (bracket.lists > 0) == list => {
                self.open.pop();
            }
            _ => {
                self.balanced = false;
                if let Some(at) = self
                    .open
                    .iter()
                    .rposition(|bracket| (bracket.lists > 0) == list)
                {
                    self.open.truncate(at);
                }
            }
        }
    }
}

/// The text up to the quote that ends it, and what follows; a text ends with its line too.
fn quoted(rest: &str) -> (String, &str) {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (rest[..at].to_owned(), &rest[at + 1..]),
            '\n' => return (rest[..at].to_owned(), &rest[at..]),
            _ => {}
        }
    }
    (rest.to_owned(), "")
}

enum Tag<'a> {
    Open { name: &'a str, empty: bool },
    Close(&'a str),
}

fn tags(xml: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = xml;
    std::iter::from_fn(move || {
        loop {
            rest = &rest[rest.find('<')? + 1..];
            // `<` in a text that no `>` of its own line follows is no tag.
            let end = rest.find(['>', '<', '\n'])?;
            if rest.as_bytes()[end] != b'>' {
                continue;
            }
            let tag = &rest[..end];
            rest = &rest[end + 1..];
            if let Some(name) = tag.strip_prefix('/') {
                return Some(Tag::Close(name.trim()));
            }
            let name = tag
                .split(|c: char| c.is_whitespace() || c == '/')
                .next()
                .unwrap_or("");
            if name.is_empty() || name.starts_with(['?', '!']) {
                continue;
            }
            return Some(Tag::Open {
                name,
                empty: tag.ends_with('/'),
            });
        }
    })
}

fn root_elements(xml: &str) -> Vec<&str> {
    let mut depth = 0usize;
    let mut roots = Vec::new();
    for tag in tags(xml) {
        match tag {
            Tag::Open { name, empty } => {
                if depth == 0 {
                    roots.push(name);
                }
                depth += usize::from(!empty);
            }
            Tag::Close(_) => depth = depth.saturating_sub(1),
        }
    }
    roots
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn path(shape: &SampleShape, names: &[&str]) -> Option<NodeId> {
        names
            .iter()
            .try_fold(SampleShape::ROOT, |node, name| shape.child(node, name))
    }

    #[test]
    fn a_skeleton_of_words_has_a_shape() {
        let mut shape = SampleShape::default();
        assert!(shape.add_json(
            r#"{"pools": [ {"size": Long, "tags": [ "String" ], "grid": [[{"x": 1}]]} ]}"#
        ));
        assert_eq!(shape.lists(path(&shape, &["pools"]).unwrap()), 1);
        assert_eq!(shape.lists(path(&shape, &["pools", "grid"]).unwrap()), 2);
        assert!(path(&shape, &["pools", "grid", "x"]).is_some());
        assert!(!shape.is_object(path(&shape, &["pools", "tags"]).unwrap()));
        assert!(path(&shape, &["size"]).is_none());
    }

    #[test]
    fn a_bracket_too_few_is_told() {
        let mut shape = SampleShape::default();
        assert!(!shape.add_json(r#"{"a": {"b": [1], "c": 2}"#));
        assert!(!shape.add_json("}"));
    }

    #[test]
    fn a_colon_in_a_text_names_nothing() {
        let mut shape = SampleShape::default();
        assert!(shape.add_json(r#"{"a": "x: {\"y\": 1}", "b": ["c", "d"]}"#));
        let mut names: Vec<_> = shape.names().into_iter().collect();
        names.sort_unstable();
        assert_eq!(names, ["a", "b"]);
    }

    #[test]
    fn elements_that_repeat_are_a_list_and_the_envelope_is_left_out() {
        let mut shape = SampleShape::default();
        shape.add_xml(
            "<ListResponse>\n<Ids><Id>1</Id><Id>2</Id></Ids>\n<One><Id>3</Id></One><Empty/>\n</ListResponse>",
            |_| false,
        );
        assert_eq!(shape.lists(path(&shape, &["Ids", "Id"]).unwrap()), 1);
        assert_eq!(shape.lists(path(&shape, &["One", "Id"]).unwrap()), 0);
        assert!(path(&shape, &["Empty"]).is_some());
        let mut shape = SampleShape::default();
        shape.add_xml("<pools><size>1</size></pools>", |name| name == "pools");
        assert!(path(&shape, &["pools", "size"]).is_some());
    }

    #[test]
    fn deep_nesting_ends() {
        let mut shape = SampleShape::default();
        let deep = "{\"a\":[".repeat(100_000);
        assert!(!shape.add_json(&deep));
        assert!(shape.nodes.len() < 100);
        shape.add_xml(&"<a>".repeat(100_000), |_| false);
        assert!(shape.nodes.len() < 300);
    }
}
