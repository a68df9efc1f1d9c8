//! Two versions of a session as one page: what was added, taken out and changed, with marks that do
//! not depend on color.
//!
//! Must not know how a difference is found. Added words are underlined, words that were taken out are
//! struck through, and a sign in the margin says which; a screen reader hears it in words.

use egui::text::LayoutJob;
use egui::{Align2, Label, Sense, Stroke, TextFormat, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use crate::domain::id::{LineId, SessionId};
use crate::domain::library::Library;
use crate::domain::prompts::guideline::KeptAs;
use crate::domain::session::Session;
use crate::domain::session::difference::{Became, Difference, LineDifference, PartDifference, Piece};
use crate::domain::session::notes::Line;
use crate::ui::kit::theme::{Palette, palette, regular, semibold, size};
use crate::ui::kit::widgets::{bold, hairline, quiet};
use crate::ui::text;

/// The width of the margin that the signs stand in.
const MARGIN: f32 = 44.0;

/// How many lines that stayed are shown beside one that did not.
const AROUND: usize = 1;

/// What is shown.
pub struct Compared<'a> {
    /// What differs.
    pub difference: &'a Difference,
    /// The later version, for the titles of its prompts.
    pub later: &'a Session,
    /// Every session, for the words of lines that were kept for next time.
    pub library: &'a Library,
}

/// Draws what differs.
pub fn ui(ui: &mut Ui, compared: &Compared<'_>) {
    if compared.difference.is_empty() {
        quiet(ui, text::review::no_difference());
        return;
    }
    let parts = &compared.difference.parts;
    for part in parts {
        part_ui(ui, compared, part);
    }
    if !parts.is_empty() {
        hairline(ui);
        ui.add_space(4.0);
    }
    lines_ui(ui, compared);
}

fn lines_ui(ui: &mut Ui, compared: &Compared<'_>) {
    let lines = &compared.difference.lines;
    let mut shown = None;
    let mut left_out = 0;
    for (index, line) in lines.iter().enumerate() {
        if !is_near_change(lines, index) {
            left_out += 1;
            continue;
        }
        left_out_ui(ui, std::mem::take(&mut left_out));
        if line.prompt != shown {
            shown.clone_from(&line.prompt);
            title_ui(ui, compared, line);
        }
        line_ui(ui, line);
    }
    left_out_ui(ui, left_out);
}

fn is_near_change(lines: &[LineDifference], index: usize) -> bool {
    let around = &lines[index.saturating_sub(AROUND)..(index + AROUND + 1).min(lines.len())];
    around.iter().any(|line| line.became != Became::Same || line.mark.is_some())
}

fn left_out_ui(ui: &mut Ui, count: usize) {
    if count > 0 {
        ui.horizontal(|ui| {
            ui.add_space(MARGIN);
            quiet(ui, text::review::lines_as_before(count));
        });
    }
}

fn title_ui(ui: &mut Ui, compared: &Compared<'_>, line: &LineDifference) {
    let color = palette(ui).accent;
    let prompt = line.prompt.as_ref().and_then(|id| compared.later.prompt(id));
    if let Some(prompt) = prompt {
        ui.horizontal(|ui| {
            ui.add_space(MARGIN);
            ui.label(bold(text::prompts::title_of(prompt), size::QUIET, color));
        });
    }
}

fn line_ui(ui: &mut Ui, line: &LineDifference) {
    let sign = match line.became {
        Became::Same if line.mark.is_none() => "",
        Became::Added => "+",
        Became::TakenOut => "−",
        _ => "±",
    };
    row_ui(ui, sign, &spoken_line(line), &line.pieces, size::NOTES);
    if let Some((before, after)) = &line.mark {
        ui.horizontal(|ui| {
            ui.add_space(MARGIN);
            quiet(ui, mark_words(before.as_ref(), after.as_ref()));
        });
    }
}

/// A row with its sign in the margin.
fn row_ui(ui: &mut Ui, sign: &str, spoken: &str, pieces: &[Piece], size: f32) {
    let palette = palette(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let (margin, _) = ui.allocate_exact_size(vec2(MARGIN, 26.0), Sense::hover());
        let place = pos2(margin.right() - 16.0, margin.center().y);
        ui.painter().text(place, Align2::RIGHT_CENTER, sign, semibold(size::NOTES), palette.text);
        // A screen reader would hear the words that were taken out among the others.
        let label = Label::new(job(pieces, size, palette)).wrap().selectable(false);
        let response = ui.add(label);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, spoken));
    });
}

fn job(pieces: &[Piece], size: f32, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    let mut after_taken_out = false;
    for piece in pieces {
        let mut format = TextFormat {
            font_id: regular(size),
            color: palette.text,
            line_height: Some(26.0),
            ..TextFormat::default()
        };
        match piece {
            Piece::Same(_) => {}
            Piece::Added(_) => {
                format.underline = Stroke::new(1.5, palette.accent);
                format.background = palette.selection;
            }
            Piece::TakenOut(_) => {
                format.color = palette.quiet;
                format.strikethrough = Stroke::new(1.5, palette.quiet);
            }
        }
        // Words that took the place of others stand a little apart from them.
        let apart = if after_taken_out && matches!(piece, Piece::Added(_)) { 4.0 } else { 0.0 };
        after_taken_out = matches!(piece, Piece::TakenOut(_));
        job.append(piece.text(), apart, format);
    }
    job
}

fn spoken_line(line: &LineDifference) -> String {
    let words = spoken(&line.pieces);
    let whole = || line.pieces.iter().map(Piece::text).collect::<String>();
    match line.became {
        Became::Added => text::review::line_added(&whole()),
        Became::TakenOut => text::review::line_removed(&whole()),
        Became::Same if line.mark.is_none() => words,
        _ => text::review::line_changed(&words),
    }
}

/// Pieces as a screen reader says them.
fn spoken(pieces: &[Piece]) -> String {
    let said = pieces.iter().map(|piece| match piece {
        Piece::Same(text) => text.trim_start_matches([',', ';', ' ']).trim_end().to_owned(),
        Piece::Added(text) => text::review::words_added(text.trim()),
        Piece::TakenOut(text) => text::review::words_removed(text.trim()),
    });
    said.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
}

fn mark_words(before: Option<&KeptAs>, after: Option<&KeptAs>) -> String {
    match (before, after) {
        (_, None) => text::review::no_longer_kept().to_owned(),
        (None, Some(kind)) => text::review::now_kept(&text::notes::mark(kind)),
        (Some(before), Some(after)) => {
            text::review::now_kept_as_another(&text::notes::mark(after), &text::notes::mark(before))
        }
    }
}

/// One thing beside the notes: its name, and what became of it.
fn part_ui(ui: &mut Ui, compared: &Compared<'_>, part: &PartDifference) {
    let (name, pieces) = described(compared, part);
    let color = palette(ui).quiet;
    ui.horizontal(|ui| {
        ui.add_space(MARGIN);
        ui.label(bold(&name, size::QUIET, color));
    });
    let sign = match pieces.as_slice() {
        [Piece::Added(_)] => "+",
        [Piece::TakenOut(_)] => "−",
        _ => "±",
    };
    row_ui(ui, sign, &text::review::part_changed(&spoken(&pieces), &name), &pieces, size::BODY);
}

fn described(compared: &Compared<'_>, part: &PartDifference) -> (String, Vec<Piece>) {
    let named = |name: &str, pieces: &[Piece]| (name.to_owned(), pieces.to_vec());
    let became = |name: &str, became: Became, words: &str| named(name, &[piece_of(became, words)]);
    match part {
        PartDifference::Client(pieces) => named(text::review::part_client(), pieces),
        PartDifference::DosedOn(before, after) => {
            let words = |date: &Option<chrono::NaiveDate>| date.map(|date| date.to_string());
            named(text::review::part_dosed(), &from_to(words(before), words(after)))
        }
        PartDifference::Began(before, after) => {
            named(text::review::part_began(), &from_to(Some(moment(*before)), Some(moment(*after))))
        }
        PartDifference::Ended(before, after) => {
            named(text::review::part_ended(), &from_to(before.map(moment), after.map(moment)))
        }
        PartDifference::Finalized(before, after) => {
            named(text::review::part_finalized(), &from_to(before.map(moment), after.map(moment)))
        }
        PartDifference::Closing(field, pieces) => named(text::notes::closing_field(*field), pieces),
        PartDifference::ClientWording(pieces) => named(text::review::part_client_wording(), pieces),
        PartDifference::Outcome { from, line, before, after } => {
            let line = line_of(compared.library, from, line);
            let name = match line {
                Some(line) => text::review::outcome_of_line(&line.text),
                None => text::review::outcome_of_missing_line().to_owned(),
            };
            let kind = line.and_then(|line| line.keep.clone()).unwrap_or_default();
            let outcome =
                |outcome: &Option<_>| outcome.as_ref().map(|outcome| text::notes::outcome(&kind, outcome).to_owned());
            named(&name, &from_to(outcome(before), outcome(after)))
        }
        PartDifference::Prompt(Became::Moved, title) => {
            named(text::review::prompt_moved(), &[Piece::Same(title.clone())])
        }
        PartDifference::Prompt(Became::Changed, title) => {
            named(text::review::prompt_reworded(), &[Piece::Same(title.clone())])
        }
        PartDifference::Prompt(change, title) => became(text::review::prompt(), *change, title),
        PartDifference::Touched(change, title) => became(text::review::touched(), *change, title),
        PartDifference::Addendum(change, at, text) => became(&text::notes::addendum(*at), *change, text),
    }
}

fn piece_of(became: Became, words: &str) -> Piece {
    let piece = match became {
        Became::Added => Piece::Added,
        Became::TakenOut => Piece::TakenOut,
        Became::Same | Became::Changed | Became::Moved => Piece::Same,
    };
    piece(words.to_owned())
}

fn from_to(before: Option<String>, after: Option<String>) -> Vec<Piece> {
    let space = before.is_some() && after.is_some();
    let space = space.then(|| Piece::Same(" ".to_owned()));
    [before.map(Piece::TakenOut), space, after.map(Piece::Added)].into_iter().flatten().collect()
}

fn moment(at: crate::domain::Moment) -> String {
    text::review::date_and_time(&text::dates::full_date(at), &text::dates::time(at))
}

fn line_of<'a>(library: &'a Library, from: &SessionId, line: &LineId) -> Option<&'a Line> {
    library.get(from)?.notes.line(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_reader_hears_what_was_changed() {
        let pieces = crate::domain::session::difference::pieces("her mother, not now", "her father, not now");
        assert_eq!(spoken(&pieces), "her, removed “mother”, added “father”, not now");
    }
}
