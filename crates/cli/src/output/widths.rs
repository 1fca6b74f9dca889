//! How wide the columns of a table are.

use unicode_width::UnicodeWidthStr as _;

use super::flat::Grid;
use super::wrap;

/// What a column takes beside its content: a border and two spaces.
pub(super) const BETWEEN: usize = 3;

/// Parts of texts that are wider than this may be broken anywhere.
const WIDEST: usize = 24;

/// Words up to this width stay whole.
const WHOLE: usize = 12;

/// How many columns of a terminal a table may take: all of it, as long as what is written stays
/// linear in the texts. One text that is wide would else be matched by spaces in all other rows.
pub(super) fn room(width: Option<usize>, content: usize, rows: usize) -> usize {
    /// How much padding is nothing to speak of, whatever the texts.
    const FREE: usize = 1 << 20;
    /// How many columns for each byte of texts.
    const TIMES: usize = 16;
    /// Less could not be read.
    const LEAST: usize = 200;
    let most = FREE.max(TIMES.saturating_mul(content)) / rows.max(1);
    width.unwrap_or(usize::MAX).min(most.max(LEAST))
}

/// The widths of the columns for a terminal; `None` where the rows could not be read in it.
pub(super) fn arrange(grid: &Grid, has_heading: bool, width: usize) -> Option<Vec<usize>> {
    let room = width.checked_sub(1 + grid.columns.len() * BETWEEN)?;
    let heading = |column: &String| if has_heading { column.width() } else { 0 };
    let mut natural: Vec<usize> = grid.columns.iter().map(heading).collect();
    let mut widths: Vec<usize> = natural.iter().map(|width| (*width).min(WIDEST)).collect();
    for (place, cell) in grid.rows.iter().flatten() {
        natural[*place] = natural[*place].max(cell.text.width());
        widths[*place] = widths[*place].max(wrap::least(&cell.text, WHOLE).min(WIDEST));
    }
    if natural.iter().sum::<usize>() <= room {
        return Some(natural);
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
        // In a terminal one by one; where there is room without end, in larger steps.
        let step = (left / 256).clamp(1, natural[place] - widths[place]);
        widths[place] += step;
        left -= step;
    }
    Some(widths)
}

#[cfg(test)]
mod tests {
    use cloudwright_vocabulary::printable;
    use serde_json::json;

    use super::super::flat::cell;
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_like_where_there_is_room() {
        let cell = |text: &str| cell(&json!(text), printable::text);
        let row = [("a", "1"), ("name", "仓库 一")];
        let row = row.map(|(name, text)| (name.to_owned(), cell(text)));
        let grid = Grid::of(vec![row.to_vec()]);
        let arrange = |width| arrange(&grid, true, width);
        assert_eq!(arrange(80), Some(vec![1, 7]));
        assert_eq!(arrange(13), Some(vec![1, 5]));
        assert_eq!(arrange(11), None);
    }

    #[test]
    fn a_table_has_its_whole_terminal_unless_it_would_be_spaces() {
        assert_eq!(room(Some(80), 10, 1_000_000), 80);
        assert_eq!(room(None, 1 << 20, 1), 16 << 20);
        assert_eq!(room(None, 50_000, 10_000), 200);
        assert_eq!(room(Some(usize::MAX), 0, 0), 1 << 20);
    }
}
