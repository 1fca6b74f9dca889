//! How costs grow with the number of actions, as one picture: time, memory, compile time.

use std::fmt::Write as _;

use super::figure::Growth;

const WIDTH: f64 = 1280.0;
const HEIGHT: f64 = 548.0;
/// The left edges of the panels, and what a panel's plot measures.
const LEFT: [f64; 3] = [78.0, 500.0, 922.0];
const PANEL: (f64, f64) = (300.0, 260.0);
const TOP: f64 = 208.0;
/// The titles of the panels; between them and the plots stand the legends.
const TITLES: f64 = 106.0;
const ROW: f64 = 19.0;

const INK: &str = "#1f2933";
const MUTED: &str = "#6b7785";
const GRID: &str = "#e6e9ed";
const BLUE: &str = "#1764ab";
const ORANGE: &str = "#d9731a";
const GREEN: &str = "#2f8f5b";

/// One line of a panel.
struct Line<'a> {
    name: &'static str,
    color: &'static str,
    points: &'a [(usize, f64)],
}

/// A budget, drawn as a dashed line in the colour of what it limits: a slope per action, or a height.
struct Limit {
    name: &'static str,
    color: &'static str,
    at: fn(f64) -> f64,
}

struct Panel<'a> {
    title: &'static str,
    unit: &'static str,
    lines: Vec<Line<'a>>,
    limits: Vec<Limit>,
}

/// The picture.
pub(super) fn svg(growth: &Growth) -> String {
    let panels = [generating(growth), memory(growth), compiling(growth)];
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         width=\"{WIDTH}\" height=\"{HEIGHT}\" font-family=\"Helvetica, Arial, sans-serif\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n"
    );
    text(
        &mut svg,
        (32.0, 44.0),
        22.0,
        INK,
        "start",
        "What an API costs as it grows",
    );
    let below = "Three real products, repeated under distinct names up to the size of a whole cloud. \
                 CPU time; dashed: the budgets.";
    text(&mut svg, (32.0, 70.0), 14.0, MUTED, "start", below);
    for (panel, left) in panels.iter().zip(LEFT) {
        draw(&mut svg, panel, left);
    }
    svg.push_str("</svg>\n");
    svg
}

fn generating(growth: &Growth) -> Panel<'_> {
    Panel {
        title: "Generating, seconds",
        unit: "s",
        lines: vec![
            line("syn + prettyplease alone", MUTED, &growth.floor_seconds),
            line("specs to crates", BLUE, &growth.seconds),
            line("nothing to do", GREEN, &growth.idle_seconds),
        ],
        limits: vec![Limit {
            name: "budget: 5,000 actions/s",
            color: BLUE,
            at: |actions| actions / 5_000.0,
        }],
    }
}

fn memory(growth: &Growth) -> Panel<'_> {
    Panel {
        title: "Generating, peak memory in MB",
        unit: "MB",
        lines: vec![line("specs to crates", BLUE, &growth.memory)],
        limits: vec![Limit {
            name: "budget: 400 MB",
            color: BLUE,
            at: |_| 400.0,
        }],
    }
}

fn compiling(growth: &Growth) -> Panel<'_> {
    Panel {
        title: "Compiling the crates, seconds",
        unit: "s",
        lines: vec![
            line("dev build", ORANGE, &growth.build_seconds),
            line("check", BLUE, &growth.check_seconds),
        ],
        limits: vec![
            Limit {
                name: "budget: 20 ms an action",
                color: ORANGE,
                at: |actions| actions * 0.020,
            },
            Limit {
                name: "budget: 8 ms an action",
                color: BLUE,
                at: |actions| actions * 0.008,
            },
        ],
    }
}

fn line<'a>(name: &'static str, color: &'static str, points: &'a [(usize, f64)]) -> Line<'a> {
    Line {
        name,
        color,
        points,
    }
}

/// From values to places in the picture.
struct Scale {
    left: f64,
    most: (f64, f64),
}

impl Scale {
    fn of(panel: &Panel<'_>, left: f64) -> Self {
        let points = || panel.lines.iter().flat_map(|line| line.points);
        let x = points().map(|(x, _)| *x as f64).fold(1.0, f64::max);
        let limits = panel.limits.iter().map(|limit| (limit.at)(x));
        let y = points().map(|(_, y)| *y).chain(limits).fold(0.0, f64::max);
        let step = step(y);
        let y = (y * 1.04 / step).ceil() * step;
        Self { left, most: (x, y) }
    }

    fn x(&self, value: f64) -> f64 {
        self.left + value / self.most.0 * PANEL.0
    }

    fn y(&self, value: f64) -> f64 {
        TOP + PANEL.1 - value / self.most.1 * PANEL.1
    }
}

/// A round distance between the lines of the grid: four to eight of them.
fn step(most: f64) -> f64 {
    let power = 10_f64.powf((most.max(1e-9) / 4.0).log10().floor());
    let fits = |step: &&f64| most / (**step * power) <= 6.0;
    power * [1.0, 2.0, 5.0].iter().find(fits).unwrap_or(&10.0)
}

fn draw(svg: &mut String, panel: &Panel<'_>, left: f64) {
    let scale = Scale::of(panel, left);
    text(svg, (left - 46.0, TITLES), 15.0, INK, "start", panel.title);
    grid(svg, &scale);
    for limit in &panel.limits {
        let most = scale.most.0;
        let (from, to) = ((limit.at)(0.0), (limit.at)(most));
        let _ = writeln!(
            svg,
            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{}\" \
             stroke-width=\"1.4\" stroke-dasharray=\"5 4\"/>",
            scale.x(0.0),
            scale.y(from),
            scale.x(most),
            scale.y(to),
            limit.color
        );
    }
    for line in &panel.lines {
        series(svg, &scale, line);
    }
    legend(svg, panel, left);
}

fn grid(svg: &mut String, scale: &Scale) {
    let step_y = step(scale.most.1 / 1.04);
    let mut value = 0.0;
    while value <= scale.most.1 * 1.001 {
        let y = scale.y(value);
        let _ = writeln!(
            svg,
            "<line x1=\"{:.1}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\" stroke=\"{GRID}\"/>",
            scale.left,
            scale.left + PANEL.0
        );
        text(
            svg,
            (scale.left - 8.0, y + 4.0),
            12.0,
            MUTED,
            "end",
            &tick(value, step_y),
        );
        value += step_y;
    }
    let step_x = step(scale.most.0);
    let mut value = 0.0;
    while value <= scale.most.0 * 1.001 {
        let place = (scale.x(value), TOP + PANEL.1 + 20.0);
        text(svg, place, 12.0, MUTED, "middle", &tick(value, step_x));
        value += step_x;
    }
    let below = (scale.left + PANEL.0 / 2.0, TOP + PANEL.1 + 40.0);
    text(svg, below, 12.0, MUTED, "middle", "actions");
}

fn series(svg: &mut String, scale: &Scale, line: &Line<'_>) {
    let places: Vec<(f64, f64)> = line
        .points
        .iter()
        .map(|(x, y)| (scale.x(*x as f64), scale.y(*y)))
        .collect();
    let path: Vec<String> = places
        .iter()
        .map(|(x, y)| format!("{x:.1},{y:.1}"))
        .collect();
    let _ = writeln!(
        svg,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2.6\" \
         stroke-linejoin=\"round\" stroke-linecap=\"round\"/>",
        path.join(" "),
        line.color
    );
    for (x, y) in places {
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"#ffffff\" stroke=\"{}\" \
             stroke-width=\"2.4\"/>",
            line.color
        );
    }
}

/// Names and last values, between the title and the plot.
fn legend(svg: &mut String, panel: &Panel<'_>, left: f64) {
    let left = left - 60.0;
    let mut y = TITLES + 22.0;
    let mut row = |color: &str, dash: &str, name: &str| {
        let _ = writeln!(
            svg,
            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{color}\" \
             stroke-width=\"2.6\" stroke-dasharray=\"{dash}\"/>",
            left + 14.0,
            y - 4.0,
            left + 36.0,
            y - 4.0
        );
        text(svg, (left + 43.0, y), 12.5, INK, "start", name);
        y += ROW;
    };
    let drawn = panel.lines.iter().filter(|line| !line.points.is_empty());
    for line in drawn {
        let last = line.points.last().map_or(0.0, |(_, value)| *value);
        let name = format!("{}, {} {}", line.name, short(last), panel.unit);
        row(line.color, "none", &name);
    }
    for limit in &panel.limits {
        row(limit.color, "5 4", limit.name);
    }
}

/// A number beside the grid, with the decimals that its step has.
fn tick(value: f64, step: f64) -> String {
    if step >= 1.0 {
        return short(value.round());
    }
    let decimals = if step >= 0.1 { 1 } else { 2 };
    format!("{value:.decimals$}")
}

/// A number as short as it may be.
fn short(value: f64) -> String {
    if value >= 1_000.0 {
        let thousands = value / 1_000.0;
        format!(
            "{:.0},{:03.0}",
            thousands.trunc(),
            (value % 1_000.0).trunc()
        )
    } else if value >= 20.0 || value.fract() < 1e-9 {
        format!("{value:.0}")
    } else if value >= 2.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

fn text(svg: &mut String, place: (f64, f64), size: f64, color: &str, anchor: &str, said: &str) {
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{size}\" fill=\"{color}\" \
         text-anchor=\"{anchor}\">{said}</text>",
        place.0, place.1
    );
}
