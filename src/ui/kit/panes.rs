//! The two panes of a screen, between which a key goes.
//!
//! Owns where each was drawn and which one is gone to. Must not know what is in either.

use egui::{Context, FocusDirection, Id, Popup, Rect, Ui};

/// A part of a screen, as one comes to it by Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pane {
    /// The guide, or a list.
    First,
    /// The notes, or what is read or edited.
    Second,
}

/// Where a pane was drawn, and in which pass.
#[derive(Debug, Clone, Copy)]
struct Drawn {
    place: Rect,
    pass: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Panes {
    first: Option<Drawn>,
    second: Option<Drawn>,
    asked: Option<Pane>,
}

impl Panes {
    /// The pane that is gone to from a place, if it was drawn in this pass or the one before.
    fn next(&self, from: Option<Rect>, pass: u64) -> Option<Pane> {
        let place = |drawn: Option<Drawn>| drawn.filter(|drawn| drawn.pass + 1 >= pass).map(|drawn| drawn.place);
        match (place(self.first), place(self.second)) {
            (Some(first), Some(_)) if from.is_some_and(|from| first.contains(from.center())) => Some(Pane::Second),
            (Some(_), _) => Some(Pane::First),
            (None, second) => second.map(|_| Pane::Second),
        }
    }
}

fn kept() -> Id {
    Id::unique("panes")
}

/// The pane that does not have the keyboard gets it; if only one is drawn, that one.
pub(crate) fn go_to_next_pane(ctx: &Context) {
    // A menu that is open goes first.
    Popup::close_all(ctx);
    let from = ctx.memory(egui::Memory::focused).and_then(|id| ctx.read_response(id)).map(|response| response.rect);
    let pass = ctx.cumulative_pass_nr();
    ctx.data_mut(|data| {
        let panes = data.get_temp_mut_or_default::<Panes>(kept());
        panes.asked = panes.next(from, pass);
    });
    ctx.request_repaint();
}

/// Says where a pane is, as its drawing begins; returns whether the keyboard is to come to it.
pub(crate) fn is_gone_to(ui: &Ui, pane: Pane) -> bool {
    let drawn = Some(Drawn { place: ui.max_rect(), pass: ui.ctx().cumulative_pass_nr() });
    ui.data_mut(|data| {
        let panes = data.get_temp_mut_or_default::<Panes>(kept());
        match pane {
            Pane::First => panes.first = drawn,
            Pane::Second => panes.second = drawn,
        }
        panes.asked.take_if(|asked| *asked == pane).is_some()
    })
}

/// The same; the keyboard comes to the first thing in it that takes it.
pub(crate) fn begin_pane(ui: &Ui, pane: Pane) {
    if !is_gone_to(ui, pane) {
        return;
    }
    ui.memory_mut(|memory| {
        if let Some(focused) = memory.focused() {
            memory.surrender_focus(focused);
        }
        // With nothing focused, that is the next thing that is drawn.
        memory.move_focus(FocusDirection::Next);
    });
}

#[cfg(test)]
mod tests {
    use egui::{Key, vec2};

    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    #[test]
    fn the_keyboard_goes_from_one_pane_to_the_other() {
        let mut window = WindowOfOne::of(true, |ui, has_first: &mut bool| {
            if ui.input(|input| input.key_pressed(Key::F6)) {
                go_to_next_pane(ui.ctx());
            }
            ui.horizontal(|ui| {
                let panes = [(Pane::First, ["a", "b"]), (Pane::Second, ["c", "d"])];
                for (pane, names) in panes.into_iter().filter(|(pane, _)| *has_first || *pane == Pane::Second) {
                    ui.allocate_ui(vec2(100.0, 40.0), |ui| {
                        begin_pane(ui, pane);
                        for name in names {
                            let _ = ui.button(name);
                        }
                    });
                }
            });
        });
        let has_keyboard = |window: &WindowOfOne<'_, bool>, name: &str| window.node(name).is_focused();
        assert!(has_keyboard(window.presses(Key::F6), "a"));
        assert!(has_keyboard(window.presses(Key::Tab), "b"));
        assert!(has_keyboard(window.presses(Key::F6), "c"));
        assert!(has_keyboard(window.presses(Key::F6), "a"));
        *window.view_mut() = false;
        window.presses(Key::F20);
        assert!(has_keyboard(window.presses(Key::F6), "c"), "the only one that is drawn");
    }
}
