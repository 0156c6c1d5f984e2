//! The size, weight and slope of letters.
//!
//! In: what `pdftohtml -xml` prints. Out: words that know theirs. Never: a word of it; `pdftohtml` parts words otherwise
//! than `pdftotext`.

use std::collections::BTreeMap;

use super::page::{Area, Page, Word, commonest};
use super::words::{name, number, tags, unescaped};

/// Browsers print pages that are scaled to three quarters, and `pdftohtml` scales the sizes of such letters twice.
const SCALE: f32 = 4.0 / 3.0;
/// Ratios are compared by the twentieth.
const TENTH: f32 = 10.0;
/// The width and height of a cell of the grid by which words find their run.
const CELL: (f32, f32) = (72.0, 24.0);
/// How many runs a cell can have. More stand in one place only in a file that is made to take long.
const CROWD: usize = 64;

/// Letters of one font on one line.
#[derive(Debug, Default)]
struct Run {
    area: Area,
    size: f32,
    /// For each letter, whether it is bold and whether it is italic.
    letters: Vec<(bool, bool)>,
}

/// The runs of a page, and its size in their measure.
#[derive(Debug, Default)]
struct Sheet {
    width: f32,
    height: f32,
    runs: Vec<Run>,
}

/// Tells the words of all pages their fonts. A word without a run keeps what its box says of its size.
pub(super) fn tell(pages: &mut [Page], printed: &str) {
    let boxes: Vec<f32> = words(pages).map(|word| word.size).collect();
    for (page, sheet) in pages.iter_mut().zip(sheets(printed)) {
        dress(page, sheet);
    }
    let letters = words(pages).map(|word| word.text.chars().count());
    let ratios = words(pages).zip(boxes).zip(letters);
    let ratio =
        commonest(ratios.map(|((word, of_box), letters)| (of_box / word.size.max(0.1) * TENTH, letters)))
            / TENTH;
    if ratio > 1.2 {
        for word in pages.iter_mut().flat_map(|page| &mut page.lines).flat_map(|line| &mut line.words) {
            word.size *= SCALE;
        }
    }
}

fn words(pages: &[Page]) -> impl Iterator<Item = &Word> {
    pages.iter().flat_map(|page| &page.lines).flat_map(|line| &line.words)
}

fn sheets(printed: &str) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut sizes: BTreeMap<u32, f32> = BTreeMap::new();
    let (mut bold, mut italic) = (false, false);
    let mut run: Option<Run> = None;
    for (tag, text) in tags(printed) {
        match name(tag) {
            "page" => sheets.push(Sheet {
                width: number(tag, "width"),
                height: number(tag, "height"),
                runs: Vec::new(),
            }),
            "fontspec" => {
                sizes.insert(number(tag, "id") as u32, number(tag, "size"));
            }
            "text" => {
                (bold, italic) = (false, false);
                let size = sizes.get(&(number(tag, "font") as u32)).copied().unwrap_or(0.0);
                run = Some(Run { area: area(tag), size, letters: Vec::new() });
            }
            "b" => bold = true,
            "/b" => bold = false,
            "i" => italic = true,
            "/i" => italic = false,
            "/text" => {
                if let (Some(sheet), Some(run)) = (sheets.last_mut(), run.take()) {
                    sheet.runs.push(run);
                }
            }
            _ => {}
        }
        if let Some(run) = &mut run {
            let letters = unescaped(text).chars().filter(|c| !c.is_whitespace()).count();
            run.letters.extend(std::iter::repeat_n((bold, italic), letters));
        }
    }
    sheets
}

fn area(tag: &str) -> Area {
    let (left, top) = (number(tag, "left"), number(tag, "top"));
    Area { left, top, right: left + number(tag, "width"), bottom: top + number(tag, "height") }
}

/// Tells the words of a page their fonts.
fn dress(page: &mut Page, mut sheet: Sheet) {
    if sheet.width <= 0.0 || sheet.height <= 0.0 {
        return;
    }
    let (across, down) = (page.width / sheet.width, page.height / sheet.height);
    for run in &mut sheet.runs {
        let Area { left, top, right, bottom } = run.area;
        run.area =
            Area { left: left * across, top: top * down, right: right * across, bottom: bottom * down };
        run.size *= down;
    }
    let grid = grid(&sheet.runs);
    let mut worn: Vec<Vec<&mut Word>> = sheet.runs.iter().map(|_| Vec::new()).collect();
    for word in page.lines.iter_mut().flat_map(|line| &mut line.words) {
        if let Some(words) = run_of(word, &grid, &sheet.runs).and_then(|at| worn.get_mut(at)) {
            words.push(word);
        }
    }
    for (run, words) in sheet.runs.iter().zip(worn) {
        wear(words, run);
    }
}

/// Which runs reach into each cell.
fn grid(runs: &[Run]) -> BTreeMap<(i32, i32), Vec<usize>> {
    let mut grid: BTreeMap<(i32, i32), Vec<usize>> = BTreeMap::new();
    for (at, run) in runs.iter().enumerate() {
        let row = (run.area.top / CELL.1) as i32..=(run.area.bottom / CELL.1) as i32;
        for (row, column) in row.take(40).flat_map(|row| {
            let columns = (run.area.left / CELL.0) as i32..=(run.area.right / CELL.0) as i32;
            columns.take(40).map(move |column| (row, column))
        }) {
            let cell = grid.entry((row, column)).or_default();
            if cell.len() < CROWD {
                cell.push(at);
            }
        }
    }
    grid
}

/// The run in which a word stands: that with the middle of the word inside, and of several the one that is nearest in height.
fn run_of(word: &Word, grid: &BTreeMap<(i32, i32), Vec<usize>>, runs: &[Run]) -> Option<usize> {
    let x = f32::midpoint(word.area.left, word.area.right);
    let y = f32::midpoint(word.area.top, word.area.bottom);
    let cell = grid.get(&((y / CELL.1) as i32, (x / CELL.0) as i32))?;
    let distance = |at: &usize| {
        let area = runs.get(*at)?.area;
        let inside =
            area.left - 0.5 <= x && x <= area.right + 0.5 && area.top - 0.5 <= y && y <= area.bottom + 0.5;
        inside.then(|| (area.height() - word.area.height()).abs() + (area.bottom - word.area.bottom).abs())
    };
    cell.iter()
        .filter_map(|at| Some((distance(at)?, *at)))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, at)| at)
}

/// Gives the words of a run its size, and each the style of most of its letters.
fn wear(mut words: Vec<&mut Word>, run: &Run) {
    words.sort_by(|a, b| a.area.left.total_cmp(&b.area.left));
    let letters: usize = words.iter().map(|word| word.text.chars().count()).sum();
    let mut begin = 0;
    for word in words {
        let length = word.text.chars().count();
        let end = begin + length;
        // The two programs may count a ligature otherwise: then a letter's place is taken in proportion.
        let place = |at: usize| at * run.letters.len() / letters.max(1);
        let styles = run.letters.get(place(begin)..place(end)).unwrap_or_default();
        let most = |is: fn(&(bool, bool)) -> bool| {
            styles.iter().filter(|style| is(style)).count() * 2 > styles.len()
        };
        word.bold = most(|style| style.0);
        word.italic = most(|style| style.1);
        if run.size > 0.0 {
            word.size = run.size;
        }
        begin = end;
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::pages;
    use super::*;

    #[test]
    fn a_word_wears_its_letters() {
        let mut pages = pages(
            r#"<page width="600" height="800"><line>
            <word xMin="10" yMin="10" xMax="40" yMax="21">plain</word>
            <word xMin="45" yMin="10" xMax="80" yMax="21">slanted,</word>
            <word xMin="90" yMin="10" xMax="99" yMax="17">7</word></line></page>"#,
        );
        tell(
            &mut pages,
            r#"<page number="1" height="3200" width="2400"><fontspec id="3" size="40"/><fontspec id="4" size="28"/>
            <text top="40" left="40" width="280" height="44" font="3">plain <i>slanted</i>,</text>
            <text top="40" left="360" width="36" height="28" font="4"><b>7</b></text></page>"#,
        );
        let words: Vec<_> = pages[0].lines[0].words.iter().map(|w| (w.size, w.bold, w.italic)).collect();
        assert_eq!(words, [(10.0, false, false), (10.0, false, true), (7.0, true, false)]);
    }
}
