//! Where lines end: boxes, and places where a box may break.
//!
//! The method is Oppen's ("Prettyprinting", 1980), in the form in which rustc's and prettyplease's
//! printers use it, with prettyplease's measures: a box that does not fit on the rest of the line
//! breaks, at all its places if it is consistent, else where the next part would not fit.

use std::borrow::Cow;

/// Columns of a line, and the least that deep code gets.
const MARGIN: isize = 89;
const LEAST: isize = 60;
/// One step of indentation.
pub(super) const INDENT: isize = 4;
/// As many as most lines begin with.
const SPACES: &str = "                                ";
/// Wider than any line.
const INFINITE: isize = 0xffff;

/// A place where a line may end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Break {
    pub offset: isize,
    pub blank: isize,
    /// Written before the line ends.
    pub before: Option<char>,
    /// Written at the beginning of the next line.
    pub after: &'static str,
    /// Written if the line does not end.
    pub instead: Option<char>,
    pub if_nonempty: bool,
    pub never: bool,
}

#[derive(Debug)]
enum Op<'t> {
    Text(Cow<'t, str>),
    Break(Break),
    Begin { offset: isize, consistent: bool },
    End,
}

/// A text in the making.
#[derive(Debug, Default)]
pub(super) struct Layout<'t> {
    ops: Vec<(Op<'t>, isize)>,
    /// Begins, ends and breaks whose size is not known yet.
    open: Vec<usize>,
    total: isize,
}

impl<'t> Layout<'t> {
    pub(super) fn word(&mut self, text: impl Into<Cow<'t, str>>) {
        let text = text.into();
        let size = size(&text);
        self.ops.push((Op::Text(text), size));
        self.total += size;
    }

    /// Begins a box of which only those places break that must.
    pub(super) fn inconsistent(&mut self, offset: isize) {
        self.begin(offset, false);
    }

    /// Begins a box that breaks everywhere or nowhere.
    pub(super) fn consistent(&mut self, offset: isize) {
        self.begin(offset, true);
    }

    fn begin(&mut self, offset: isize, consistent: bool) {
        self.open.push(self.ops.len());
        self.ops
            .push((Op::Begin { offset, consistent }, -self.total));
    }

    pub(super) fn end(&mut self) {
        if let Some((Op::Break(last), _)) = self.ops.last() {
            let (blank, if_nonempty) = (last.blank, last.if_nonempty);
            let before = self.ops.len().checked_sub(2).map(|at| &self.ops[at].0);
            let is_empty = matches!(before, Some(Op::Begin { .. }));
            if is_empty || if_nonempty {
                let dropped = if is_empty { 2 } else { 1 };
                self.ops.truncate(self.ops.len() - dropped);
                self.open.truncate(self.open.len() - dropped);
                self.total -= blank;
            }
            if is_empty {
                return;
            }
        }
        self.open.push(self.ops.len());
        self.ops.push((Op::End, -1));
    }

    /// Ends a box that breaks if it is wider than `most`, even where it would fit.
    pub(super) fn end_with_width(&mut self, most: isize) {
        let mut depth = 1;
        for &at in self.open.iter().rev() {
            match self.ops[at] {
                (Op::Begin { .. }, size) => {
                    depth -= 1;
                    if depth == 0 {
                        if size < 0 && size + self.total > most {
                            self.ops.push((Op::Text(Cow::Borrowed("")), INFINITE));
                            self.total += INFINITE;
                        }
                        break;
                    }
                }
                (Op::End, _) => depth += 1,
                _ => {}
            }
        }
        self.end();
    }

    pub(super) fn place(&mut self, place: Break) {
        self.measure();
        self.open.push(self.ops.len());
        self.ops.push((Op::Break(place), -self.total));
        self.total += place.blank;
    }

    fn blank(&mut self, blank: isize, if_nonempty: bool) {
        self.place(Break {
            blank,
            if_nonempty,
            ..Break::default()
        });
    }

    pub(super) fn zero(&mut self) {
        self.blank(0, false);
    }

    pub(super) fn space(&mut self) {
        self.blank(1, false);
    }

    pub(super) fn space_if_nonempty(&mut self) {
        self.blank(1, true);
    }

    pub(super) fn line(&mut self) {
        self.blank(INFINITE, false);
    }

    pub(super) fn line_if_nonempty(&mut self) {
        self.blank(INFINITE, true);
    }

    pub(super) fn never(&mut self) {
        self.place(Break {
            never: true,
            ..Break::default()
        });
    }

    /// Between the items of a list, and behind the last: a comma that only a broken list has.
    pub(super) fn comma(&mut self, is_last: bool) {
        self.comma_with(is_last, 0);
    }

    /// The same inside of braces, which stand off.
    pub(super) fn comma_or_space(&mut self, is_last: bool) {
        self.comma_with(is_last, 1);
    }

    fn comma_with(&mut self, is_last: bool, blank: isize) {
        if is_last {
            self.place(Break {
                blank,
                before: Some(','),
                ..Break::default()
            });
        } else {
            self.word(",");
            self.space();
        }
    }

    /// Moves the line after the last place.
    pub(super) fn offset(&mut self, offset: isize) {
        if let Some((Op::Break(last), _)) = self.ops.last_mut() {
            last.offset += offset;
        }
    }

    /// Completes the sizes of everything before a place where a line may end.
    fn measure(&mut self) {
        let mut depth = 0;
        while let Some(&at) = self.open.last() {
            let (op, size) = &mut self.ops[at];
            match op {
                Op::Begin { .. } => {
                    if depth == 0 {
                        break;
                    }
                    *size += self.total;
                    depth -= 1;
                }
                Op::End => {
                    *size = 1;
                    depth += 1;
                }
                Op::Break(_) => *size += self.total,
                Op::Text(_) => {}
            }
            let is_break = matches!(op, Op::Break(_));
            self.open.pop();
            if is_break && depth == 0 {
                break;
            }
        }
    }

    /// The text.
    pub(super) fn finish(mut self) -> String {
        self.measure();
        let mut page = Page::new(self.ops.len() * 8);
        for (op, size) in self.ops {
            match op {
                Op::Text(text) => page.text(&text),
                Op::Break(place) => page.place(place, size),
                Op::Begin { offset, consistent } => page.begin(offset, consistent, size),
                Op::End => page.end(),
            }
        }
        page.text
    }
}

/// What is written, and how much room the line has.
struct Page {
    text: String,
    room: isize,
    indent: isize,
    pending: isize,
    boxes: Vec<PageBox>,
}

enum PageBox {
    Fits,
    /// The indentation to go back to.
    Broken(isize, bool),
}

impl Page {
    fn new(capacity: usize) -> Self {
        Self {
            text: String::with_capacity(capacity),
            room: MARGIN,
            indent: 0,
            pending: 0,
            boxes: Vec::new(),
        }
    }

    fn text(&mut self, text: &str) {
        self.write_indent();
        self.text.push_str(text);
        self.room -= size(text);
    }

    fn begin(&mut self, offset: isize, consistent: bool, size: isize) {
        if size > self.room {
            self.boxes.push(PageBox::Broken(self.indent, consistent));
            self.indent += offset;
        } else {
            self.boxes.push(PageBox::Fits);
        }
    }

    fn end(&mut self) {
        if let Some(PageBox::Broken(indent, _)) = self.boxes.pop() {
            self.indent = indent;
        }
    }

    fn place(&mut self, place: Break, size: isize) {
        let fits = place.never
            || match self.boxes.last() {
                Some(PageBox::Fits) => true,
                Some(PageBox::Broken(_, true)) => false,
                Some(PageBox::Broken(_, false)) | None => size <= self.room,
            };
        if fits {
            self.pending += place.blank;
            self.room -= place.blank;
            if let Some(instead) = place.instead {
                self.text.push(instead);
                self.room -= 1;
            }
            return;
        }
        if let Some(before) = place.before {
            self.write_indent();
            self.text.push(before);
        }
        self.text.push('\n');
        let indent = self.indent + place.offset;
        self.pending = indent;
        self.room = (MARGIN - indent).max(LEAST);
        if !place.after.is_empty() {
            self.text(place.after);
        }
    }

    fn write_indent(&mut self) {
        let mut left = usize::try_from(self.pending).unwrap_or_default();
        while left > 0 {
            let spaces = left.min(SPACES.len());
            self.text.push_str(&SPACES[..spaces]);
            left -= spaces;
        }
        self.pending = 0;
    }
}

fn size(text: &str) -> isize {
    isize::try_from(text.len()).unwrap_or(INFINITE)
}
