//! A row that is dragged: where it would land, and the list that moves under it at its edges.
//!
//! Must not know what the rows are.

use egui::{CursorIcon, Pos2, Stroke, Ui, vec2};

use super::theme::palette;

/// This near to the edge of a list, it moves.
const EDGE: f32 = 28.0;

/// How far a list moves in one frame, at its very edge.
const FASTEST: f32 = 14.0;

/// A place where a dragged row can land, and its height on the screen.
pub(crate) struct Landing<P> {
    pub(crate) place: P,
    pub(crate) height: f32,
}

/// What is dragged, if anything is.
#[derive(Debug)]
pub(crate) struct Dragging<T>(Option<T>);

impl<T> Default for Dragging<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Dragging<T> {
    /// Takes a row up.
    pub(crate) fn begin(&mut self, row: T) {
        self.0 = Some(row);
    }

    /// Whether a row is dragged.
    pub(crate) fn is_dragging(&self) -> bool {
        self.0.is_some()
    }

    /// Lets the row go where it was; says whether one was dragged.
    pub(crate) fn stop(&mut self) -> bool {
        self.0.take().is_some()
    }

    /// Shows where the row would land; returns it and its place once it is let go. Outside of the list it is let go
    /// where it was. To be called within the list that scrolls.
    pub(crate) fn ui<P: Copy>(&mut self, ui: &mut Ui, landings: &[Landing<P>]) -> Option<(T, P)> {
        self.0.as_ref()?;
        let is_over = |pointer: &Pos2| ui.clip_rect().contains(*pointer);
        let pointer = ui.input(|input| input.pointer.interact_pos());
        let landing = pointer.filter(is_over).and_then(|pointer| {
            let distance = |landing: &&Landing<P>| (landing.height - pointer.y).abs();
            landings.iter().min_by(|one, other| distance(one).total_cmp(&distance(other)))
        });
        if !ui.input(|input| input.pointer.any_down()) {
            return self.0.take().zip(landing.map(|landing| landing.place));
        }
        if let Some(landing) = landing {
            let range = ui.max_rect().x_range();
            ui.painter().hline(range, landing.height, Stroke::new(2.0, palette(ui).accent));
        }
        if let Some(pointer) = pointer {
            scroll_at_edges(ui, pointer.y);
        }
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        None
    }
}

/// Moves the list toward the edge that the pointer is at, the faster the nearer it is.
fn scroll_at_edges(ui: &mut Ui, pointer: f32) {
    let shown = ui.clip_rect();
    let (above, below) = (shown.top() + EDGE - pointer, pointer - (shown.bottom() - EDGE));
    let speed = (above.max(below) / EDGE).clamp(0.0, 1.0) * FASTEST;
    if speed > 0.0 {
        ui.scroll_with_delta(vec2(0.0, if above > below { speed } else { -speed }));
        ui.ctx().request_repaint();
    }
}
