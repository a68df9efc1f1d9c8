//! The settings: colors, the size of the text, the support card, and where the notes are.

use egui::Ui;

use super::behind::OverlayInput;
use super::command::Command;
use crate::domain::sealing::Sealing;
use crate::domain::settings::{Settings, ThemeChoice};
use crate::ui::kit::choices::{Choice, choices, yes_or_no};
use crate::ui::kit::dialog::{close_ui, dialog_scrolls};
use crate::ui::kit::fields::TextField;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{area, button, heading, paragraph, quiet, styled, subheading};
use crate::ui::{Action, Answer, text};

pub(super) fn settings_ui(ui: &mut Ui, behind: &OverlayInput<'_>) -> Answer {
    let mut settings = behind.settings.clone();
    heading(ui, text::shell::settings());
    let seals = dialog_scrolls(ui, |ui| {
        colors_ui(ui, &mut settings);
        text_size_ui(ui, &mut settings);
        let question = text::shell::keeps_caret_high();
        settings.keeps_caret_high =
            yes_or_no(ui, question, settings.keeps_caret_high).unwrap_or(settings.keeps_caret_high);
        support_card_ui(ui, &mut settings);
        notes_folder_ui(ui, behind)
    });
    let closes = close_ui(ui);
    let changed = (settings != *behind.settings).then(|| Action::SetSettings(Box::new(settings)));
    let seals = seals.then_some(Action::Run(Command::Sealing));
    Answer { action: seals.or(changed), closes }
}

fn colors_ui(ui: &mut Ui, settings: &mut Settings) {
    subheading(ui, text::shell::colors());
    let themes = [
        (ThemeChoice::System, text::shell::colors_system()),
        (ThemeChoice::Light, text::shell::colors_light()),
        (ThemeChoice::Dark, text::shell::colors_dark()),
    ];
    let themes = themes.map(|(value, name)| Choice {
        value,
        name,
        spoken: text::shell::colors_choice(name),
        is_chosen: settings.theme == value,
    });
    settings.theme = choices(ui, text::shell::colors(), themes).unwrap_or(settings.theme);
    ui.add_space(8.0);
}

fn text_size_ui(ui: &mut Ui, settings: &mut Settings) {
    subheading(ui, text::shell::text_size());
    ui.horizontal_wrapped(|ui| {
        for (name, steps) in [(text::shell::smaller(), -1.0), (text::shell::larger(), 1.0)] {
            if button(ui, name).clicked() {
                settings.step_text_size(steps);
            }
        }
        quiet(ui, text::shell::percent(&format!("{:.0}", settings.text_size * 100.0)));
    });
    ui.add_space(8.0);
}

fn support_card_ui(ui: &mut Ui, settings: &mut Settings) {
    subheading(ui, text::shell::support_card());
    let key = Command::SlowDown.key_text(ui.ctx());
    paragraph(ui, styled(text::shell::support_card_purpose(&key), size::QUIET, palette(ui).quiet));
    area(ui, text::shell::support_card(), TextField::SupportCard, &mut settings.support_card, 3);
    ui.add_space(8.0);
}

/// Where the notes are and how they are kept; says whether sealing was asked for.
fn notes_folder_ui(ui: &mut Ui, behind: &OverlayInput<'_>) -> bool {
    let color = palette(ui).quiet;
    subheading(ui, text::shell::notes_folder());
    let folder = behind.folders.notes.display().to_string();
    ui.add(egui::Label::new(styled(folder, size::QUIET, color)).wrap().selectable(true));
    paragraph(ui, styled(kept(behind.sealing.sealing), size::QUIET, color));
    button(ui, text::shell::sealing()).clicked()
}

/// How the notes are kept, in a sentence or two.
fn kept(sealing: Sealing) -> &'static str {
    match sealing {
        Sealing::NotSealed => text::shell::notes_plain(),
        Sealing::Underway { .. } => text::shell::notes_converting(),
        Sealing::Sealed => text::shell::notes_sealed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::shell::overlay::Overlay;
    use crate::ui::shell::sample::shown;

    #[test]
    fn the_settings_say_where_the_notes_are() {
        let mut window = shown(Overlay::Settings);
        assert!(window.hears("/elsewhere/notes"));
        window.clicks("Sealing…");
        assert_eq!(window.view().1.action, Some(Action::Run(Command::Sealing)));
    }

    #[test]
    fn the_line_that_is_written_in_can_be_let_down_to_the_lower_third() {
        let mut window = shown(Overlay::Settings);
        window.clicks(&text::shell::answer(text::shell::no(), text::shell::keeps_caret_high()));
        let settings = Settings { keeps_caret_high: false, ..Settings::default() };
        assert_eq!(window.view().1.action, Some(Action::SetSettings(Box::new(settings))));
    }
}
