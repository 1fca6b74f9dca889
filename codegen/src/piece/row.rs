//! Tokens in a row, and what can be put into one.

/// What stands at a place of a row. Texts stand beside it, one behind the other.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark {
    /// A word, so many bytes long.
    Word(usize),
    /// A literal, so many bytes long.
    Literal(usize),
    /// A sign; whether the next one belongs to it.
    Sign(char, bool),
    /// A group begins.
    Open(char),
    /// It ends.
    Close,
}

/// Tokens in a row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub marks: Vec<Mark>,
    /// The words and literals.
    pub text: String,
}

impl Row {
    /// An empty row with room for so many marks, and texts so many bytes long.
    pub(super) fn with_room((marks, text): (usize, usize)) -> Self {
        Self {
            marks: Vec::with_capacity(marks),
            text: String::with_capacity(text),
        }
    }

    /// Where the next token goes: behind so many marks, and so many bytes of text.
    pub(super) fn end(&self) -> (usize, usize) {
        (self.marks.len(), self.text.len())
    }

    /// Adds what stands between two places of another row.
    pub(super) fn add(&mut self, row: &Self, from: (usize, usize), to: (usize, usize)) {
        if from.0 < to.0 {
            self.marks.extend_from_slice(&row.marks[from.0..to.0]);
        }
        if from.1 < to.1 {
            self.text.push_str(&row.text[from.1..to.1]);
        }
    }
}

/// What can be put into a row.
pub(crate) trait Part {
    /// About how many marks it has, and how long its texts are.
    fn room(&self) -> (usize, usize);

    /// Adds it to a row.
    fn put(&self, row: &mut Row);
}

impl Part for Row {
    fn room(&self) -> (usize, usize) {
        self.end()
    }

    fn put(&self, row: &mut Row) {
        row.add(self, (0, 0), self.end());
    }
}

impl<P: Part> Part for Option<P> {
    fn room(&self) -> (usize, usize) {
        self.as_ref().map_or((0, 0), Part::room)
    }

    fn put(&self, row: &mut Row) {
        if let Some(part) = self {
            part.put(row);
        }
    }
}

impl<P: Part + ?Sized> Part for &P {
    fn room(&self) -> (usize, usize) {
        (**self).room()
    }

    fn put(&self, row: &mut Row) {
        (**self).put(row);
    }
}
