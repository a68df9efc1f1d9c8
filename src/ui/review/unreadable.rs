//! The files in the notes folder that are not read: what the list says of them.

use std::path::PathBuf;

use egui::{ScrollArea, Ui};

use crate::domain::problem::ReadError;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{bold, paragraph, styled};
use crate::ui::text;

/// A file in the notes folder that is not read, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct UnreadableRow {
    /// Where it is.
    pub path: PathBuf,
    /// Its name, without its folder.
    pub name: String,
    /// Why.
    pub reason: ReadError,
}

/// Draws the files that could not be read, with their reasons.
pub fn ui(ui: &mut Ui, unreadable: &[UnreadableRow]) {
    if unreadable.is_empty() {
        return;
    }
    let palette = palette(ui);
    ui.add_space(4.0);
    ui.label(bold(text::review::files_not_read(unreadable.len()), size::QUIET, palette.warning));
    ScrollArea::vertical().id_salt("unreadable").auto_shrink([false, true]).max_height(132.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for file in unreadable {
            paragraph(ui, styled(&file.name, size::SMALL, palette.text));
            paragraph(ui, styled(text::problems::reason(&file.reason), size::SMALL, palette.quiet));
            ui.add_space(4.0);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    #[test]
    fn each_file_is_named_with_its_reason() {
        let file = |name: &str, reason| UnreadableRow {
            path: PathBuf::from("/elsewhere").join(name),
            name: name.to_owned(),
            reason,
        };
        let (one, two) = (file("one.json", ReadError::NotNamedAsSession), file("two.json", ReadError::SetAside));
        let reasons = [&one, &two].map(|file| text::problems::reason(&file.reason));
        let window = WindowOfOne::of([one, two], |ui, files| super::ui(ui, files));
        assert!(window.hears("2 files could not be read (unchanged)"));
        for words in ["one.json", &reasons[0], "two.json", &reasons[1]] {
            assert!(window.hears(words), "{words}");
        }
    }

    #[test]
    fn nothing_is_said_of_none() {
        assert!(!WindowOfOne::of((), |ui, ()| super::ui(ui, &[])).hears("0 files could not be read (unchanged)"));
    }
}
