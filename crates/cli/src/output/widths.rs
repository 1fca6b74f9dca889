//! How wide the columns of a table are.

use unicode_width::UnicodeWidthStr as _;

use super::flat::Cell;
use super::wrap;

/// What a column takes beside its content: a border and two spaces.
const BETWEEN: usize = 3;

/// Parts of texts that are wider than this may be broken anywhere.
const WIDEST: usize = 24;

/// Words up to this width stay whole.
const WHOLE: usize = 12;

/// A row: cells by the names of their columns.
pub(super) type Row = Vec<(String, Cell)>;

/// The widths of the columns for a terminal; `None` where the rows could not be read in it.
pub(super) fn arrange(columns: &[String], rows: &[Row], width: usize) -> Option<Vec<usize>> {
    let room = width.checked_sub(1 + columns.len() * BETWEEN)?;
    let mut widths: Vec<usize> = columns
        .iter()
        .map(|column| column.width().min(WIDEST))
        .collect();
    let mut natural: Vec<usize> = columns.iter().map(|column| column.width()).collect();
    for row in rows {
        for (place, cell) in cells(columns, row) {
            natural[place] = natural[place].max(cell.text.width());
            widths[place] = widths[place].max(wrap::least(&cell.text, WHOLE).min(WIDEST));
        }
    }
    let mut left = room.checked_sub(widths.iter().sum())?;
    // What is left goes to the columns whose texts are broken most often.
    while left > 0 {
        let wanting = widths.iter().zip(&natural).enumerate();
        let wanting = wanting.filter(|(_, (width, natural))| width < natural);
        let lines =
            wanting.map(|(place, (width, natural))| (natural.div_ceil((*width).max(1)), place));
        let Some((_, place)) = lines.max_by_key(|(lines, place)| (*lines, usize::MAX - place))
        else {
            break;
        };
        widths[place] += 1;
        left -= 1;
    }
    Some(widths)
}

/// The cells of a row, by the places of their columns.
pub(super) fn cells<'a>(
    columns: &'a [String],
    row: &'a [(String, Cell)],
) -> impl Iterator<Item = (usize, &'a Cell)> {
    // Rows mostly have the same columns in the same order: the search begins where the last ended.
    let mut next = 0;
    row.iter().filter_map(move |(name, cell)| {
        let after = columns.iter().skip(next).position(|column| column == name);
        let place = match after {
            Some(place) => next + place,
            None => columns.iter().position(|column| column == name)?,
        };
        next = place + 1;
        Some((place, cell))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn row(cells: &[(&str, &str)]) -> Row {
        let cell = |text: &str| Cell {
            text: text.to_owned(),
            is_number: false,
        };
        cells
            .iter()
            .map(|(name, text)| ((*name).to_owned(), cell(text)))
            .collect()
    }

    #[test]
    fn columns_are_as_wide_as_they_like_where_there_is_room() {
        let columns = ["a".to_owned(), "name".to_owned()];
        let rows = [row(&[("a", "1"), ("name", "仓库 一")])];
        assert_eq!(arrange(&columns, &rows, 80), Some(vec![1, 7]));
        assert_eq!(arrange(&columns, &rows, 13), Some(vec![1, 5]));
        assert_eq!(arrange(&columns, &rows, 11), None);
    }

    #[test]
    fn cells_find_their_columns_in_any_order() {
        let columns = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        let row = row(&[("c", "3"), ("a", "1")]);
        let found: Vec<(usize, &str)> = cells(&columns, &row)
            .map(|(place, cell)| (place, cell.text.as_str()))
            .collect();
        assert_eq!(found, [(2, "3"), (0, "1")]);
    }
}
