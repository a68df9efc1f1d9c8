//! The windows that the notes page is held against: one with nothing in it, and one with the toolkit's own editor.

use std::path::Path;

use eframe::{App, CreationContext, Frame, NativeOptions};
use egui::{CentralPanel, ScrollArea, TextEdit, Ui, ViewportBuilder};

/// What they are called.
pub(crate) const TITLE: &str = "^Held beside$";

/// A window with nothing in it.
pub(crate) const BARE: &str = "bare";

/// A window with the toolkit's editor.
pub(crate) const EDITOR: &str = "editor";

/// What can be opened.
pub(crate) const NAMES: [&str; 2] = [BARE, EDITOR];

/// What is in the window: a text in an editor, or nothing.
struct Shown(Option<String>);

impl App for Shown {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut Frame) {
        let Some(text) = &mut self.0 else { return };
        CentralPanel::default().show(ui, |ui| {
            ScrollArea::vertical().show(ui, |ui| {
                let id = egui::Id::unique("editor");
                ui.add(TextEdit::multiline(text).id(id).desired_width(f32::INFINITY));
                // Asked for once: each time composing begins again, and another frame is drawn.
                if !ui.memory(|memory| memory.has_focus(id)) {
                    ui.memory_mut(|memory| memory.request_focus(id));
                }
            });
        });
    }
}

/// Opens one of them, until it is killed.
pub(crate) fn open(which: &str, text: Option<&Path>) {
    let text = text.map(|path| std::fs::read_to_string(path).unwrap());
    let shown = Shown(text.filter(|_| which == EDITOR));
    let viewport = ViewportBuilder::default().with_inner_size([1280.0, 800.0]);
    let options = NativeOptions { viewport, ..NativeOptions::default() };
    let app = move |creation: &CreationContext<'_>| {
        creation.egui_ctx.all_styles_mut(|style| style.visuals.text_cursor.blink = false);
        Ok(Box::new(shown) as Box<dyn App>)
    };
    eframe::run_native(TITLE.trim_matches(['^', '$']), options, Box::new(app)).unwrap();
}
