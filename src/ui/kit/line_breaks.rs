//! Whatever comes into the window as text has one kind of line break, whichever field or screen it is for.

use egui::{Context, Event, ImeEvent, Plugin, RawInput};

use crate::domain::line_breaks::normalize;

/// Goes over the events of each frame before anything sees them.
struct LineBreaks;

/// Has every text that comes into a context by an event with one kind of line break from now on.
pub fn install(ctx: &Context) {
    ctx.add_plugin(LineBreaks);
}

impl Plugin for LineBreaks {
    fn debug_name(&self) -> &'static str {
        "line breaks"
    }

    fn input_hook(&mut self, _: &Context, input: &mut RawInput) {
        for event in &mut input.events {
            if let Event::Text(text) | Event::Paste(text) | Event::Ime(ImeEvent::Commit(text)) = event {
                normalize(text);
            }
        }
    }
}
