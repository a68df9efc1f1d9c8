//! Two sessions beside each other; one above the other where there is little room.

use egui::{Frame, Margin, Modifiers, Panel, ScrollArea, Ui};

use super::PageRequest;
use crate::domain::id::SessionId;
use crate::domain::library::search::Query;
use crate::domain::session::Session;
use crate::ui::kit::lazy_column::scroll_keys;
use crate::ui::kit::room::{WindowRoom, page_frame, page_scrolls, scrolls};
use crate::ui::kit::theme::palette;
use crate::ui::kit::theme::size;
use crate::ui::kit::widgets::{bold, button, hairline, quiet};
use crate::ui::review::Review;
use crate::ui::review::reading;
use crate::ui::review::{ReadingContext, SessionView};
use crate::ui::text;

/// Less room than this is not enough for two columns.
const TWO_COLUMNS: f32 = 680.0;

/// Draws the session that is held, and the chosen one.
pub(crate) fn ui(
    ui: &mut Ui,
    review: &Review<'_>,
    query: &Query,
    held: &SessionId,
    chosen: Option<&Session>,
) -> Option<PageRequest> {
    let Some(left) = review.library.get(held) else { return Some(PageRequest::Close) };
    let right = chosen.filter(|chosen| chosen.id != *held);
    if WindowRoom::of(ui.ctx()).is_small() {
        return page_scrolls(ui, "beside", |ui| one_below_the_other_ui(ui, review, query, left, right));
    }
    let has_room = ui.available_width() >= TWO_COLUMNS;
    let frame = Frame::new().inner_margin(Margin { left: 28, right: 24, top: 16, bottom: 8 });
    let closes = frame.show(ui, bar_ui).inner;
    let margin = Frame::new().inner_margin(Margin { left: 28, right: 12, top: 4, bottom: 0 });
    let (width, height) = (ui.available_width() / 2.0, ui.available_height() / 2.0);
    let first = if has_room {
        Panel::left("held session").exact_size(width)
    } else {
        Panel::top("held session").exact_size(height)
    };
    let first = first.resizable(false).frame(margin);
    let followed = first.show(ui, |ui| column_ui(ui, review, query, left, Modifiers::SHIFT)).inner;
    let other = margin.show(ui, |ui| {
        if let Some(right) = right {
            return column_ui(ui, review, query, right, Modifiers::NONE);
        }
        quiet(ui, text::review::choose_second());
        None
    });
    if closes { Some(PageRequest::Close) } else { followed.or(other.inner) }
}

/// In a small window both scroll together.
fn one_below_the_other_ui(
    ui: &mut Ui,
    review: &Review<'_>,
    query: &Query,
    left: &Session,
    right: Option<&Session>,
) -> Option<PageRequest> {
    page_frame(ui)
        .show(ui, |ui| {
            let closes = bar_ui(ui).then_some(PageRequest::Close);
            let followed = column_ui(ui, review, query, left, Modifiers::SHIFT);
            hairline(ui);
            let other = if let Some(right) = right {
                column_ui(ui, review, query, right, Modifiers::NONE)
            } else {
                quiet(ui, text::review::choose_second());
                None
            };
            closes.or(followed).or(other)
        })
        .inner
}

fn bar_ui(ui: &mut Ui) -> bool {
    ui.horizontal_wrapped(|ui| {
        let closes = button(ui, text::review::back_to_one_session()).clicked();
        quiet(ui, text::review::beside_keys());
        closes
    })
    .inner
}

fn column_ui(
    ui: &mut Ui,
    review: &Review<'_>,
    query: &Query,
    session: &Session,
    modifiers: Modifiers,
) -> Option<PageRequest> {
    let reading = SessionView {
        session,
        ordinal: review.library.ordinal(session),
        ended: review.library.ended_lines(session),
        query,
        at: None,
        context: ReadingContext::OnPage,
    };
    let palette = palette(ui);
    ui.horizontal_wrapped(|ui| {
        ui.label(bold(text::notes::client(session), size::NOTES, palette.text));
        quiet(ui, reading::facts(&reading));
    });
    ui.add_space(4.0);
    let by_keys = scroll_keys(ui, ui.clip_rect().height().min(ui.available_height()), modifiers);
    let id = ("beside", session.id.as_str());
    scrolls(ui, ScrollArea::vertical().id_salt(id).auto_shrink(false), |ui| {
        if by_keys != 0.0 {
            ui.scroll_with_delta(egui::vec2(0.0, -by_keys));
        }
        let asked = reading::body_ui(ui, &reading);
        ui.add_space(24.0);
        asked.and_then(super::asked)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::library::Library;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, library, review};

    fn shown(library: Library, held: SessionId, other: Option<Session>) -> WindowOfOne<'static, Option<PageRequest>> {
        WindowOfOne::of(None, move |ui, asked| {
            let answer = super::ui(ui, &review(&library), &Query::default(), &held, other.as_ref());
            *asked = answer.or(asked.take());
        })
    }

    #[test]
    fn a_second_session_is_asked_for_until_another_one_is_chosen() {
        let (one, other) = (held(9, &["the river"]), held(2, &["the shore"]));
        let both = || library(&[&one, &other]);
        let asks = "Choose a second session in the list.";
        let alone = shown(both(), one.id.clone(), Some(one.clone()));
        assert!(alone.hears(asks) && alone.hears("the river"));
        let together = shown(both(), one.id.clone(), Some(other.clone()));
        assert!(!together.hears(asks) && together.hears("the river") && together.hears("the shore"));
    }

    #[test]
    fn it_closes_when_it_is_asked_to_or_when_the_one_that_is_held_is_gone() {
        let one = held(9, &["the river"]);
        let mut window = shown(library(&[&one]), one.id.clone(), None);
        assert_eq!(window.clicks("Back to one session").view(), &Some(PageRequest::Close));
        assert_eq!(shown(Library::default(), one.id, None).view(), &Some(PageRequest::Close));
    }
}
