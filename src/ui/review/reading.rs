//! One past session to read: its notes in the words its prompts had on the day, and its closing.

use std::sync::Arc;

use egui::{Align2, Frame, Galley, Margin, Response, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use super::finalize_panel;
use super::finalize_panel::FinalizePanel;
use super::passage;
use super::{ReadingContext, SessionView};
use crate::domain::client_code::ClientKey;
use crate::domain::library::pages::Page;
use crate::domain::library::requests::LibraryRequest;
use crate::domain::library::search::passages::Passage;
use crate::domain::library::themes::theme_ranges;
use crate::domain::prompts::guideline::Prompt;
use crate::domain::session::notes::Line;
use crate::domain::session::{ClosingField, Session};
use crate::ui::kit::kept_mark::{mark_width, paint_kept_mark};
use crate::ui::kit::lazy_column::scrolls_by_keys;
use crate::ui::kit::room::{WindowRoom, page_frame, scrolls, title_row};
use crate::ui::kit::theme::{palette, regular, semibold, size};
use crate::ui::kit::widgets::{
    bold, button, hairline, heading, is_clicked_once, paragraph, quiet, styled, text_button,
};
use crate::ui::shell::command::Command;
use crate::ui::{Action, Screen, text};

/// The width of the margin that the minutes stand in.
pub(crate) const MARGIN: f32 = 44.0;

/// Whether the titles of the prompts are above their lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Titles {
    /// They do.
    Shown,
    /// The page says it for all lines.
    Hidden,
}

/// Draws the session, with something above its notes.
pub fn ui(
    ui: &mut Ui,
    reading: &SessionView<'_>,
    afterwards: &mut FinalizePanel,
    above: impl FnOnce(&mut Ui) -> Option<Action>,
) -> Option<Action> {
    page_frame(ui).show(ui, |ui| content_ui(ui, reading, afterwards, above)).inner
}

fn content_ui(
    ui: &mut Ui,
    reading: &SessionView<'_>,
    afterwards: &mut FinalizePanel,
    above: impl FnOnce(&mut Ui) -> Option<Action>,
) -> Option<Action> {
    let action = heading_ui(ui, reading, afterwards);
    ui.add_space(8.0);
    let id = ("reading", reading.session.id.as_str());
    let followed = scrolls(ui, ScrollArea::vertical().id_salt(id).auto_shrink(false), |ui| {
        scrolls_by_keys(ui);
        let asked = above(ui);
        let followed = asked.or(body_ui(ui, reading));
        let takes_more = reading.context == ReadingContext::InLibrary;
        let added = if takes_more { afterwards.writing_ui(ui, reading.session) } else { None };
        ui.add_space(24.0);
        followed.or(added)
    });
    action.or(followed)
}

/// Draws all that was written in the session.
pub(crate) fn body_ui(ui: &mut Ui, reading: &SessionView<'_>) -> Option<Action> {
    let session = reading.session;
    if session.notes.is_empty() {
        quiet(ui, text::review::nothing_written());
    }
    let lines = session.notes.lines().iter().enumerate().filter(|(_, line)| !line.text.trim().is_empty());
    let followed = lines_ui(ui, reading, lines, Titles::Shown);
    closing_ui(ui, reading);
    words_for_client_ui(ui, reading);
    finalize_panel::addenda_ui(ui, reading);
    followed
}

fn heading_ui(ui: &mut Ui, reading: &SessionView<'_>, afterwards: &mut FinalizePanel) -> Option<Action> {
    let session = reading.session;
    let color = palette(ui).quiet;
    let title = |ui: &mut Ui| drop(heading(ui, text::notes::client(session)));
    // Where the row wraps, the minutes stay beside their number.
    let duration = duration(reading.session);
    let facts_in_rows = facts(reading).replace(&duration, &duration.replace(' ', "\u{a0}"));
    title_row(ui, title, |ui| ui.label(styled(facts_in_rows, size::BODY, color)));
    finalize_panel::finalized_ui(ui, session);
    ui.add_space(4.0);
    let asked = match reading.context {
        ReadingContext::InLibrary => afterwards.ways_ui(ui, session),
        ReadingContext::Open => open_ui(ui, session),
        ReadingContext::InTrash => is_clicked_once(&button(ui, text::review::put_back()))
            .then(|| Action::Library(LibraryRequest::PutBack(session.id.clone()))),
        ReadingContext::EarlierVersion | ReadingContext::OnPage | ReadingContext::BesideNotes => None,
    };
    if reading.context == ReadingContext::InLibrary {
        afterwards.copy.ui(ui, reading, &facts(reading));
    }
    if reading.context.leads_on() { asked.or(ways_ui(ui, session)) } else { asked }
}

/// The ways to what was said in other sessions.
fn ways_ui(ui: &mut Ui, session: &Session) -> Option<Action> {
    let palette = palette(ui);
    let all = [
        (text::review::beside_another(), Command::Beside),
        (text::review::every_session(), Command::EverySession),
        (text::review::by_prompt(), Command::ByPrompt),
        (text::review::by_theme(), Command::ByTheme),
    ];
    let is_nobody = ClientKey::of(&session.client).is_nobody();
    let needs_client = |command| matches!(command, Command::EverySession | Command::ByPrompt);
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 18.0;
        for (name, command) in all.into_iter().filter(|(_, command)| !(is_nobody && needs_client(*command))) {
            if text_button(ui, name, regular(size::QUIET), palette.accent).clicked() {
                asked = Some(Action::Run(command));
            }
        }
    });
    asked
}

/// The ways from a session that is open: back to it, or, if it was ended before, out of the edit.
fn open_ui(ui: &mut Ui, session: &Session) -> Option<Action> {
    ui.horizontal_wrapped(|ui| {
        let back = button(ui, text::review::back_to_session()).clicked().then_some(Action::Show(Screen::Session));
        let leaves = session.is_finished() && button(ui, text::review::done()).clicked();
        back.or(leaves.then_some(Action::LeaveEdit))
    })
    .inner
}

/// When it was, how long it took, and which one it is.
pub(crate) fn facts(reading: &SessionView<'_>) -> String {
    [text::dates::full_date(reading.session.began), facts_of_day(reading)].join(" · ")
}

/// The same without the date.
pub(crate) fn facts_of_day(reading: &SessionView<'_>) -> String {
    let session = reading.session;
    let mut parts = vec![text::dates::time(session.began), duration(session)];
    parts.extend(match (reading.ordinal.map(text::counts::ordinal_session), text::dates::after_dosing(session)) {
        (Some(ordinal), Some(dosing)) => Some(text::review::ordinal_and_dosing(&dosing, &ordinal)),
        (ordinal, dosing) => ordinal.or(dosing),
    });
    parts.join(" · ")
}

/// How long a session took.
pub(super) fn duration(session: &Session) -> String {
    if session.is_finished() { text::dates::duration(session.minutes()) } else { text::review::unfinished().to_owned() }
}

/// Draws lines of the session, each with its index in it; each prompt's title above the first of those under it.
pub(crate) fn lines_ui<'a>(
    ui: &mut Ui,
    reading: &SessionView<'_>,
    lines: impl Iterator<Item = (usize, &'a Arc<Line>)>,
    titles: Titles,
) -> Option<Action> {
    let mut followed = None;
    let mut shown = None;
    for (index, line) in lines {
        if line.prompt != shown && titles == Titles::Shown {
            shown.clone_from(&line.prompt);
            if let Some(prompt) = line.prompt.as_ref().and_then(|id| reading.session.prompt(id)) {
                followed = followed.or(title_ui(ui, reading, prompt));
            }
        }
        followed = followed.or(line_ui(ui, reading, index, line));
    }
    followed
}

/// The title of a prompt, which leads to all that was said under it.
fn title_ui(ui: &mut Ui, reading: &SessionView<'_>, prompt: &Prompt) -> Option<Action> {
    let palette = palette(ui);
    let client = &reading.session.client;
    let leads_on = reading.context.leads_on() && !ClientKey::of(client).is_nobody();
    Frame::new()
        .inner_margin(Margin { left: margin(ui) as i8, ..Margin::ZERO })
        .show(ui, |ui| {
            if !leads_on {
                ui.label(bold(text::prompts::title_of(prompt), size::QUIET, palette.accent));
                return None;
            }
            let leads = text_button(ui, text::prompts::title_of(prompt), semibold(size::QUIET), palette.accent);
            let page = || Page::Prompt { prompt: prompt.id.clone(), client: client.clone() };
            leads.clicked().then(|| Action::ReadPage(page()))
        })
        .inner
}

fn line_ui(ui: &mut Ui, reading: &SessionView<'_>, index: usize, line: &Line) -> Option<Action> {
    let palette = palette(ui);
    if margin(ui) < MARGIN {
        // There is no room for the minute beside the words.
        quiet(ui, text::notes::margin_in_full(reading.session, line.at));
        return words_and_mark_ui(ui, reading, index, line);
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let (margin, response) = ui.allocate_exact_size(vec2(MARGIN, 26.0), Sense::hover());
        let minute = text::notes::margin(reading.session, line.at);
        let in_full = text::notes::margin_in_full(reading.session, line.at);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &in_full));
        let minute_end = pos2(margin.right() - 16.0, margin.center().y);
        ui.painter().text(minute_end, Align2::RIGHT_CENTER, minute, regular(size::SMALL), palette.quiet);
        ui.vertical(|ui| words_and_mark_ui(ui, reading, index, line)).inner
    })
    .inner
}

fn words_and_mark_ui(ui: &mut Ui, reading: &SessionView<'_>, index: usize, line: &Line) -> Option<Action> {
    let theme = words_ui(ui, reading, index, line);
    if let Some(words) = reading.session.words_for_client(line) {
        let said = text::notes::for_client(words);
        passage::quiet_ui(ui, Passage::ForClient(index), (&said, words), reading.query, reading.at);
    }
    if line.conflict_of.is_some() {
        quiet(ui, text::notes::also_written());
    }
    theme.map(Action::ReadTheme)
}

/// The width of the margin where this is drawn.
pub(crate) fn margin(ui: &Ui) -> f32 {
    if WindowRoom::of(ui.ctx()).is_very_narrow() { 0.0 } else { MARGIN }
}

/// The words of a line, with its mark behind them, or under them where it does not fit. Returns the
/// theme that was clicked.
fn words_ui(ui: &mut Ui, reading: &SessionView<'_>, index: usize, line: &Line) -> Option<String> {
    let width = ui.available_width();
    let (response, galley) = passage::ui(ui, Passage::Line(index), &line.text, reading.query, reading.at);
    let last_row = galley.rows.last().map_or(egui::Rect::ZERO, egui::epaint::text::PlacedRow::rect);
    let theme = theme_under_pointer(ui, &line.text, &galley, &response).filter(|_| reading.context.leads_on());
    if theme.is_some() {
        ui.set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    let theme = theme.filter(|_| response.clicked()).map(str::to_owned);
    let Some(kind) = &line.keep else { return theme };
    let fits = last_row.right() + mark_width(kind) <= width;
    let place = if fits {
        response.rect.min + vec2(last_row.right() + 8.0, last_row.center().y)
    } else {
        ui.add_space(-4.0);
        ui.allocate_exact_size(vec2(mark_width(kind), 24.0), Sense::hover()).0.left_center()
    };
    let mark = text::notes::mark_now(kind, reading.ended.and_then(|ended| ended.get(&line.id)));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(mark.as_str()));
    paint_kept_mark(ui, place, mark, palette(ui));
    theme
}

/// The theme that the pointer is on, without its `#`.
fn theme_under_pointer<'a>(ui: &Ui, text: &'a str, galley: &Galley, response: &Response) -> Option<&'a str> {
    let pointer = ui.input(|input| input.pointer.latest_pos()).filter(|_| response.hovered())?;
    let character = galley.cursor_from_pos(pointer - response.rect.min).index.0;
    let byte = text.char_indices().nth(character)?.0;
    let range = theme_ranges(text).into_iter().find(|range| range.contains(&byte))?;
    Some(&text[range.start + 1..range.end])
}

/// What was put for the client here, of lines of earlier sessions: no line of this one says it.
fn words_for_client_ui(ui: &mut Ui, reading: &SessionView<'_>) {
    let mut put = reading.session.other_words_for_client().enumerate().peekable();
    if put.peek().is_none() {
        return;
    }
    let palette = palette(ui);
    ui.add_space(4.0);
    paragraph(ui, bold(text::notes::words_for_client(), size::QUIET, palette.quiet));
    for (index, words) in put {
        passage::ui(ui, Passage::OtherForClient(index), words, reading.query, reading.at);
    }
}

fn closing_ui(ui: &mut Ui, reading: &SessionView<'_>) {
    let closing = &reading.session.closing;
    let palette = palette(ui);
    let is_written =
        |field: &ClosingField| !closing.field(*field).trim().is_empty() || closing.also_in(*field).next().is_some();
    let mut written = ClosingField::ALL.into_iter().filter(is_written).peekable();
    if written.peek().is_some() {
        ui.add_space(8.0);
        hairline(ui);
    }
    for field in written {
        ui.add_space(4.0);
        paragraph(
            ui,
            egui::RichText::new(text::notes::closing_field(field)).font(semibold(size::QUIET)).color(palette.quiet),
        );
        passage::ui(ui, Passage::Closing(field, 0), closing.field(field), reading.query, reading.at);
        for (index, also) in closing.also_in(field).enumerate() {
            quiet(ui, text::notes::also_written());
            passage::ui(ui, Passage::Closing(field, index + 1), also, reading.query, reading.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::library::search::Query;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, kept, view};

    fn shown(session: Session, context: ReadingContext) -> WindowOfOne<'static, Option<Action>> {
        let mut panel = FinalizePanel::default();
        WindowOfOne::of(None, move |ui, asked| {
            let query = Query::default();
            let answer = super::ui(ui, &view(&session, &query, context), &mut panel, |_| None);
            *asked = answer.or(asked.take());
        })
    }

    #[test]
    fn what_can_be_done_with_a_session_is_told_by_where_it_is() {
        let session = held(3, &["the river"]);
        let mut window = shown(session.clone(), ReadingContext::InTrash);
        assert!(window.hears("the river") && !window.hears("Edit") && !window.hears("By theme"));
        window.clicks("Put back");
        let back = Action::Library(LibraryRequest::PutBack(session.id.clone()));
        assert_eq!(window.view(), &Some(back));
        let window = shown(session.clone(), ReadingContext::EarlierVersion);
        assert!(!window.hears("Edit") && !window.hears("Put back"));
        let window = shown(session.clone(), ReadingContext::InLibrary);
        assert!(window.hears("Edit") && window.hears("By theme"));
        let mut window = shown(session, ReadingContext::Open);
        assert_eq!(window.clicks("Back to the session").view(), &Some(Action::Show(Screen::Session)));
    }

    #[test]
    fn the_title_of_a_prompt_leads_to_all_that_was_said_under_it() {
        let session = kept(held(3, &["the river"]));
        let prompt = session.prompts.iter().find(|prompt| prompt.id.as_str() == "open").unwrap().clone();
        let mut window = shown(session, ReadingContext::InLibrary);
        window.clicks(&prompt.title);
        let page = Page::Prompt { prompt: prompt.id, client: "K-07".to_owned() };
        assert_eq!(window.view(), &Some(Action::ReadPage(page)));
    }
}
