//! A window that fills the second screen.
//!
//! Must not know what is shown there.

use egui::{CentralPanel, Context, Event, Ui, ViewportBuilder, ViewportId};

use crate::ui::text;

/// What came of a look at the second screen.
#[derive(Debug, Default)]
pub struct SecondScreenAnswer {
    /// What was typed while it had the keyboard: it is meant for the first.
    pub typed: Vec<Event>,
    /// It was closed.
    pub is_closed: bool,
}

/// What the window is known by.
fn id() -> ViewportId {
    ViewportId::from_hash_of("second_screen")
}

/// Fills a screen with what is drawn; it is given by its place among the screens.
pub fn ui(ctx: &Context, screen: usize, mut content: impl FnMut(&mut Ui)) -> SecondScreenAnswer {
    // The keyboard stays with the first window, if the system lets it.
    let builder = ViewportBuilder::default()
        .with_title(text::spoken::app())
        .with_decorations(false)
        .with_active(false)
        .with_monitor(screen);
    ctx.show_viewport_immediate(id(), builder, |ui, _| {
        CentralPanel::default().show(ui, &mut content);
        ui.input(|input| SecondScreenAnswer {
            typed: input.events.iter().filter(|event| is_by_keyboard(event)).cloned().collect(),
            is_closed: input.viewport().close_requested(),
        })
    })
}

/// Whether the second screen has the keyboard.
pub fn has_keyboard(ctx: &Context) -> bool {
    ctx.input_for(id(), |input| input.focused)
}

fn is_by_keyboard(event: &Event) -> bool {
    matches!(event, Event::Key { .. } | Event::Text(_) | Event::Ime(_) | Event::Paste(_) | Event::Copy | Event::Cut)
}
