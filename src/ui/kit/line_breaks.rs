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
            if let Event::Text(text)
            | Event::Paste(text)
            | Event::MiddleClickPaste { text, .. }
            | Event::Ime(ImeEvent::Commit(text)) = event
            {
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
        let every_way = |text: &str| {
            let text = || text.to_owned();
            let by_middle_click = Event::MiddleClickPaste { pos: egui::Pos2::ZERO, text: text() };
            [Event::Text(text()), Event::Paste(text()), by_middle_click, Event::Ime(ImeEvent::Commit(text()))]
        };
        let events = every_way("a\r\nb\u{2028}c\rd").to_vec();
        let mut seen = Vec::new();
        let mut output = ctx.run_ui(RawInput { events, ..RawInput::default() }, |ui| {
            seen = ui.input(|input| input.events.clone());
        });
        output.textures_delta.clear();
        assert_eq!(seen, every_way("a\nb\nc\nd"));
    }
}
