//! Where in a document something is: a path of keys, numbers and names, and the bytes that it leads to.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::{Content, Node};

/// A path in a document, from the place back to the root.
#[derive(Clone, Debug)]
pub(crate) struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    /// How it is reached from there; absent for the document itself.
    step: Option<Step<'a>>,
}

/// One step into a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step<'a> {
    /// The value of a key.
    Key(Cow<'a, str>),
    /// An item of a list.
    Index(usize),
    /// The item of a list that bears this name.
    Named(Cow<'a, str>),
}

impl Step<'_> {
    fn into_owned(self) -> Step<'static> {
        match self {
            Self::Key(key) => Step::Key(key.into_owned().into()),
            Self::Index(index) => Step::Index(index),
            Self::Named(name) => Step::Named(name.into_owned().into()),
        }
    }
}

impl<'a> Place<'a> {
    /// The document itself.
    pub(crate) const ROOT: Self = Self {
        parent: None,
        step: None,
    };

    /// The value of a key.
    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        self.within(Step::Key(key.into()))
    }

    /// An item of a list.
    pub(crate) fn index(&'a self, index: usize) -> Self {
        self.within(Step::Index(index))
    }

    fn within(&'a self, step: Step<'a>) -> Self {
        Self {
            parent: Some(self),
            step: Some(step),
        }
    }

    /// As an owned spot, pointing at the value.
    pub(crate) fn value(&self) -> Spot {
        let places = std::iter::successors(Some(self), |place| place.parent);
        let steps = places.filter_map(|place| place.step.clone());
        let mut steps: Vec<_> = steps.map(Step::into_owned).collect();
        steps.reverse();
        Spot {
            steps,
            is_key: false,
        }
    }

    /// As an owned spot, pointing at the key itself.
    pub(crate) fn name(&self) -> Spot {
        Spot {
            is_key: true,
            ..self.value()
        }
    }
}

/// An owned path to a key or a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Spot {
    steps: Vec<Step<'static>>,
    /// Whether the key is meant, and not its value.
    is_key: bool,
}

impl Spot {
    /// The key at the end of a path, or the item.
    pub(crate) fn at<'a>(steps: impl IntoIterator<Item = Step<'a>>) -> Self {
        Self {
            steps: steps.into_iter().map(Step::into_owned).collect(),
            is_key: true,
        }
    }

    /// Whether it is within the thing that another one is a key of.
    pub(crate) fn is_beside_or_below(&self, key: &Self) -> bool {
        let around = key.steps.split_last().map_or(&[][..], |(_, around)| around);
        self.steps.starts_with(around)
    }

    /// Whether all of the path is in a document.
    pub(crate) fn is_in(&self, root: &Node) -> bool {
        self.follow(root).2
    }

    /// The bytes in a document: of the place, or of the nearest thing around it that is there.
    pub(crate) fn find(&self, root: &Node) -> Range<usize> {
        let (key, node, is_end) = self.follow(root);
        let is_scalar = matches!(node.content, Content::Scalar { .. }) && !node.bytes.is_empty();
        match key {
            Some(key) if self.is_key || !is_end || !is_scalar => key.bytes.clone(),
            _ => node.head(),
        }
    }

    /// The key of the last thing on the way that is there, the thing, and whether the path ends with it.
    fn follow<'n>(&self, root: &'n Node) -> (Option<&'n Node>, &'n Node, bool) {
        let (mut key, mut node) = (None, root);
        for step in &self.steps {
            let next = match (step, &node.content) {
                (Step::Key(wanted), _) => node.entry(wanted).map(|(key, value)| (Some(key), value)),
                (Step::Index(index), Content::List(items)) => {
                    items.get(*index).map(|item| (None, item))
                }
                (Step::Named(wanted), Content::List(items)) => {
                    let mut items = items.iter();
                    items
                        .find(|item| is_named(item, wanted))
                        .map(|item| (None, item))
                }
                _ => None,
            };
            let Some(next) = next else {
                return (key, node, false);
            };
            (key, node) = next;
        }
        (key, node, true)
    }
}

fn is_named(item: &Node, wanted: &str) -> bool {
    let mut keys = ["name", "code", "value"].into_iter();
    keys.any(|key| {
        item.entry(key)
            .is_some_and(|(_, value)| value.text() == Some(wanted))
    })
}

/// Where in a file a finding is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum At {
    /// The file as a whole.
    File,
    /// A path in the document.
    Spot(Spot),
    /// Bytes, where they are known already.
    Bytes(Range<usize>),
}

impl From<Spot> for At {
    fn from(spot: Spot) -> Self {
        Self::Spot(spot)
    }
}

impl From<&Place<'_>> for At {
    fn from(place: &Place<'_>) -> Self {
        Self::Spot(place.value())
    }
}

impl From<Place<'_>> for At {
    fn from(place: Place<'_>) -> Self {
        Self::from(&place)
    }
}
