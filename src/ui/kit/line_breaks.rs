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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_text_comes_in_it_has_one_kind_of_line_break() {
        let ctx = Context::default();
        install(&ctx);
        let broken = "a\r\nb\u{2028}c\rd".to_owned();
        let events =
            vec![Event::Text(broken.clone()), Event::Paste(broken.clone()), Event::Ime(ImeEvent::Commit(broken))];
        let mut seen = Vec::new();
        let mut output = ctx.run_ui(RawInput { events, ..RawInput::default() }, |ui| {
            seen = ui.input(|input| input.events.clone());
        });
        output.textures_delta.clear();
        let whole = "a\nb\nc\nd".to_owned();
        let expected = [Event::Text(whole.clone()), Event::Paste(whole.clone()), Event::Ime(ImeEvent::Commit(whole))];
        assert_eq!(seen, expected);
    }
}
