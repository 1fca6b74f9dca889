//! Where lines end: boxes, and places where a box may break.
//!
//! The method is Oppen's ("Prettyprinting", 1980), in the form in which rustc's and prettyplease's
//! printers use it, with prettyplease's measures: a box that does not fit on the rest of the line
//! breaks, at all its places if it is consistent, else where the next part would not fit.

use super::is_gap;

/// Columns of a line, and the least that deep code gets.
const MARGIN: i64 = 89;
const LEAST: i64 = 60;
/// One step of indentation.
pub(super) const INDENT: i32 = 4;
/// As many as most lines begin with.
const SPACES: &str = "                                ";
/// Wider than any line.
const INFINITE: i32 = 0xffff;

/// A place where a line may end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Break {
    pub offset: i32,
    pub blank: i32,
    /// Written before the line ends.
    pub before: Option<char>,
    /// Written at the beginning of the next line.
    pub after: Option<char>,
    /// Written if the line does not end.
    pub instead: Option<char>,
    pub if_nonempty: bool,
    pub never: bool,
}

/// What happens behind a part of the text.
#[derive(Clone, Copy, Debug)]
enum What {
    Break(Break),
    Begin {
        offset: i32,
        consistent: bool,
    },
    End,
    /// Nothing that can be seen, and too wide for any line.
    TooWide,
}

#[derive(Debug)]
struct Op {
    what: What,
    /// How much of the text is before it.
    at: usize,
    /// The columns up to the next place, or to the end of the box; before that is known, what is
    /// to be taken off.
    size: i64,
}

/// A text in the making.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// All words, one behind the other.
    text: String,
    ops: Vec<Op>,
    /// Begins, ends and breaks whose size is not known yet.
    open: Vec<usize>,
    total: i64,
    page: Page,
}

impl Layout {
    /// Begins another text, on the same room.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.ops.clear();
        self.open.clear();
        self.total = 0;
        self.page.clear();
    }

    pub(super) fn word(&mut self, text: &str) {
        self.text.push_str(text);
        self.total += size(text);
    }

    /// Begins a box of which only those places break that must.
    pub(super) fn inconsistent(&mut self, offset: i32) {
        self.begin(offset, false);
    }

    /// Begins a box that breaks everywhere or nowhere.
    pub(super) fn consistent(&mut self, offset: i32) {
        self.begin(offset, true);
    }

    fn begin(&mut self, offset: i32, consistent: bool) {
        self.open.push(self.ops.len());
        self.push(What::Begin { offset, consistent }, -self.total);
    }

    fn push(&mut self, what: What, size: i64) {
        let at = self.text.len();
        self.ops.push(Op { what, at, size });
    }

    /// What was pushed, if no word came after it.
    fn last(&mut self) -> Option<&mut What> {
        let end = self.text.len();
        self.ops
            .last_mut()
            .filter(|last| last.at == end)
            .map(|last| &mut last.what)
    }

    pub(super) fn end(&mut self) {
        if let Some(&mut What::Break(last)) = self.last() {
            let is_empty = self.ops.iter().nth_back(1).is_some_and(|before| {
                before.at == self.text.len() && matches!(before.what, What::Begin { .. })
            });
            if is_empty || last.if_nonempty {
                let dropped = if is_empty { 2 } else { 1 };
                self.ops.truncate(self.ops.len() - dropped);
                self.open.truncate(self.open.len() - dropped);
                self.total -= i64::from(last.blank);
            }
            if is_empty {
                return;
            }
        }
        self.open.push(self.ops.len());
        self.push(What::End, -1);
    }

    /// Ends a box that breaks if it is wider than `most`, even where it would fit.
    pub(super) fn end_with_width(&mut self, most: i64) {
        let mut depth = 1;
        for &at in self.open.iter().rev() {
            let Op { what, size, .. } = &self.ops[at];
            match what {
                What::Begin { .. } => {
                    depth -= 1;
                    if depth == 0 {
                        if *size < 0 && size + self.total > most {
                            self.push(What::TooWide, i64::from(INFINITE));
                            self.total += i64::from(INFINITE);
                        }
                        break;
                    }
                }
                What::End => depth += 1,
                What::Break(_) | What::TooWide => {}
            }
        }
        self.end();
    }

    pub(super) fn place(&mut self, place: Break) {
        self.measure();
        self.open.push(self.ops.len());
        self.push(What::Break(place), -self.total);
        self.total += i64::from(place.blank);
    }

    fn blank(&mut self, blank: i32, if_nonempty: bool) {
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

    fn comma_with(&mut self, is_last: bool, blank: i32) {
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
    pub(super) fn offset(&mut self, offset: i32) {
        if let Some(What::Break(last)) = self.last() {
            last.offset += offset;
        }
    }

    /// Completes the sizes of everything before a place where a line may end.
    fn measure(&mut self) {
        let mut depth = 0;
        while let Some(&at) = self.open.last() {
            let Op { what, size, .. } = &mut self.ops[at];
            match what {
                What::Begin { .. } => {
                    if depth == 0 {
                        break;
                    }
                    *size += self.total;
                    depth -= 1;
                }
                What::End => {
                    *size = 1;
                    depth += 1;
                }
                What::Break(_) => *size += self.total,
                What::TooWide => {}
            }
            let is_break = matches!(what, What::Break(_));
            self.open.pop();
            if is_break && depth == 0 {
                break;
            }
        }
    }

    /// The text.
    pub(super) fn finish(&mut self) -> &str {
        self.measure();
        let page = &mut self.page;
        let mut done = 0;
        for op in &self.ops {
            page.text(&self.text[done..op.at]);
            done = op.at;
            match op.what {
                What::Break(place) => page.place(place, op.size),
                What::Begin { offset, consistent } => page.begin(offset, consistent, op.size),
                What::End => page.end(),
                What::TooWide => page.write_indent(),
            }
        }
        page.text(&self.text[done..]);
        page.finish()
    }
}

/// What is written, and how much room the line has.
#[derive(Debug, Default)]
struct Page {
    text: String,
    /// Where the line before the last begins and ends, and where the last one begins.
    before: Option<(usize, usize)>,
    line: usize,
    room: i64,
    indent: i64,
    pending: i64,
    boxes: Vec<PageBox>,
}

#[derive(Debug)]
enum PageBox {
    Fits,
    /// The indentation to go back to.
    Broken(i64, bool),
}

impl Page {
    fn clear(&mut self) {
        self.text.clear();
        self.before = None;
        self.line = 0;
        self.room = MARGIN;
        self.indent = 0;
        self.pending = 0;
        self.boxes.clear();
    }

    fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.write_indent();
            self.text.push_str(text);
            self.room -= size(text);
        }
    }

    fn begin(&mut self, offset: i32, consistent: bool, size: i64) {
        if size > self.room {
            self.boxes.push(PageBox::Broken(self.indent, consistent));
            self.indent += i64::from(offset);
        } else {
            self.boxes.push(PageBox::Fits);
        }
    }

    fn end(&mut self) {
        if let Some(PageBox::Broken(indent, _)) = self.boxes.pop() {
            self.indent = indent;
        }
    }

    fn place(&mut self, place: Break, size: i64) {
        let fits = place.never
            || match self.boxes.last() {
                Some(PageBox::Fits) => true,
                Some(PageBox::Broken(_, true)) => false,
                Some(PageBox::Broken(_, false)) | None => size <= self.room,
            };
        if fits {
            self.pending += i64::from(place.blank);
            self.room -= i64::from(place.blank);
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
        self.end_line();
        let indent = self.indent + i64::from(place.offset);
        self.pending = indent;
        self.room = (MARGIN - indent).max(LEAST);
        if let Some(after) = place.after {
            self.write_indent();
            self.text.push(after);
            self.room -= 1;
        }
    }

    /// Ends the line, and sets it apart from the one before if something new begins with it.
    fn end_line(&mut self) {
        let line = &self.text[self.line..];
        if let Some((start, end)) = self.before
            && is_gap(&self.text[start..end], line)
        {
            self.text.insert(self.line, '\n');
            self.line += 1;
        }
        self.before = Some((self.line, self.text.len()));
        self.text.push('\n');
        self.line = self.text.len();
    }

    fn finish(&mut self) -> &str {
        if self.line < self.text.len() {
            self.end_line();
        }
        &self.text
    }

    fn write_indent(&mut self) {
        if self.pending == 0 {
            return;
        }
        let mut left = usize::try_from(self.pending).unwrap_or_default();
        while left > 0 {
            let spaces = left.min(SPACES.len());
            self.text.push_str(&SPACES[..spaces]);
            left -= spaces;
        }
        self.pending = 0;
    }
}

fn size(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::from(INFINITE))
}
