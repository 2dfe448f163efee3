//! Parts of a document one below the other, over as many sheets as they need. Nothing is cut off.

use super::sheet::line_height;
use super::{HEIGHT, Mark, Paper, PaperError, Part, Sheet, Table, Typeface, WIDTH, Weight};

const MARGIN: f32 = 18.0;
const BOTTOM: f32 = HEIGHT - 22.0;
const BODY: f32 = 10.0;
const HEADING: f32 = 13.0;
const TITLE: f32 = 18.0;
/// Of a table's cell, on every side.
const PAD: f32 = 1.8;
const BOX: f32 = 4.0;

struct Flow {
    regular: Typeface,
    bold: Typeface,
    sheets: Vec<Sheet>,
    sheet: Sheet,
    /// Top of what comes next.
    y: f32,
}

pub(super) fn laid_out(paper: &Paper) -> Result<Vec<Sheet>, PaperError> {
    let mut flow = Flow {
        regular: Typeface::of(Weight::Regular)?,
        bold: Typeface::of(Weight::SemiBold)?,
        sheets: Vec::new(),
        sheet: Sheet::new(),
        y: MARGIN,
    };
    flow.words(&paper.title, TITLE, Weight::SemiBold);
    if !paper.subtitle.is_empty() {
        flow.words(&paper.subtitle, BODY, Weight::Regular);
    }
    flow.y += 4.0;
    for part in &paper.parts {
        match part {
            Part::Heading(words) => {
                flow.y += 3.0;
                // A heading is not left alone at the foot of a page.
                flow.room_for(line_height(HEADING) + 2.0 * line_height(BODY));
                flow.words(words, HEADING, Weight::SemiBold);
                flow.y += 1.0;
            }
            Part::Paragraph(words) => {
                flow.words(words, BODY, Weight::Regular);
                flow.y += 2.5;
            }
            Part::Boxes(lines) => lines.iter().for_each(|line| flow.boxed(line)),
            Part::Table(table) => flow.table(table),
        }
    }
    flow.sheets.push(flow.sheet);
    Ok(flow.sheets)
}

impl Flow {
    fn typeface(&self, weight: Weight) -> &Typeface {
        match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold => &self.bold,
        }
    }

    fn turn_over(&mut self) {
        self.sheets.push(std::mem::take(&mut self.sheet));
        self.y = MARGIN;
    }

    /// Turns over where less than so much is left; gives whether it did.
    fn room_for(&mut self, height: f32) -> bool {
        let is_full = self.y + height > BOTTOM && self.y > MARGIN;
        if is_full {
            self.turn_over();
        }
        is_full
    }

    fn words(&mut self, words: &str, size: f32, weight: Weight) {
        let width = WIDTH - 2.0 * MARGIN;
        for line in self.typeface(weight).lines(words, size, width) {
            self.room_for(line_height(size));
            let base = self.y + line_height(size) * 0.75;
            self.sheet.text(MARGIN, base, size, weight, &line);
            self.y += line_height(size);
        }
    }

    fn boxed(&mut self, words: &str) {
        let beside = MARGIN + BOX + 3.0;
        let lines = self.regular.lines(words, BODY, WIDTH - MARGIN - beside);
        self.room_for(line_height(BODY) * lines.len() as f32 + 2.0);
        self.sheet.draw(Mark::Frame {
            x: MARGIN,
            y: self.y,
            width: BOX,
            height: BOX,
            line: 0.3,
            grey: 0.0,
        });
        for line in lines {
            let base = self.y + line_height(BODY) * 0.75;
            self.sheet.text(beside, base, BODY, Weight::Regular, &line);
            self.y += line_height(BODY);
        }
        self.y += 2.0;
    }

    fn table(&mut self, table: &Table) {
        let shares: u32 = table.columns.iter().map(|(_, share)| (*share).max(1)).sum();
        let share = (WIDTH - 2.0 * MARGIN) / shares.max(1) as f32;
        let widths: Vec<f32> = table
            .columns
            .iter()
            .map(|(_, of)| (*of).max(1) as f32 * share)
            .collect();
        let heads: Vec<String> = table.columns.iter().map(|(head, _)| head.clone()).collect();
        let head = self.cells(&heads, &widths, Weight::SemiBold);
        self.room_for(row_height(&head) * 2.0);
        self.row(&head, &widths, Weight::SemiBold);
        for row in &table.rows {
            let mut cells = self.cells(row, &widths, Weight::Regular);
            // A row that is longer than a page goes on overleaf.
            while !cells.iter().all(Vec::is_empty) {
                let left = BOTTOM - self.y;
                if row_height(&cells) > left && row_height(&cells) <= BOTTOM - MARGIN * 2.0 {
                    self.turn_over();
                    self.row(&head, &widths, Weight::SemiBold);
                }
                let fits = ((BOTTOM - self.y - 2.0 * PAD) / line_height(BODY)).max(0.0) as usize;
                if fits == 0 {
                    self.turn_over();
                    self.row(&head, &widths, Weight::SemiBold);
                    continue;
                }
                let now: Vec<Vec<String>> = cells
                    .iter_mut()
                    .map(|lines| lines.drain(..lines.len().min(fits)).collect())
                    .collect();
                self.row(&now, &widths, Weight::Regular);
            }
        }
        self.y += 4.0;
    }

    /// The lines of each cell. What a row has beyond the columns stands in the last one.
    fn cells(&self, row: &[String], widths: &[f32], weight: Weight) -> Vec<Vec<String>> {
        let last = widths.len().saturating_sub(1);
        widths
            .iter()
            .enumerate()
            .map(|(place, width)| {
                let words = match (place == last, row.get(place..)) {
                    (true, Some(rest)) => rest.join(" "),
                    (false, Some([first, ..])) => first.clone(),
                    _ => String::new(),
                };
                self.typeface(weight).lines(&words, BODY, width - 2.0 * PAD)
            })
            .collect()
    }

    fn row(&mut self, cells: &[Vec<String>], widths: &[f32], weight: Weight) {
        let height = row_height(cells);
        let mut x = MARGIN;
        for (lines, width) in cells.iter().zip(widths) {
            if weight == Weight::SemiBold {
                self.sheet.draw(Mark::Fill {
                    x,
                    y: self.y,
                    width: *width,
                    height,
                    grey: 0.92,
                });
            }
            let mut base = self.y + PAD + line_height(BODY) * 0.75;
            for line in lines {
                self.sheet.text(x + PAD, base, BODY, weight, line);
                base += line_height(BODY);
            }
            x += width;
        }
        self.y += height;
        self.sheet.rule(MARGIN, self.y, WIDTH - 2.0 * MARGIN);
    }
}

fn row_height(cells: &[Vec<String>]) -> f32 {
    let lines = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
    line_height(BODY) * lines as f32 + 2.0 * PAD
}
