//! The menu of a page: what can be done with what is chosen on it. It opens by a right click, a long press, or
//! the Menu key, and leaves what is chosen as it is.
//!
//! Must not know how anything is carried out.

use egui::{
    Button, Color32, Context, Id, Key, KeyboardShortcut, LayerId, Modifiers, Popup, PopupKind, Pos2, Response,
    RichText, Role, Ui, WidgetInfo, vec2,
};

use crate::ui::kit::theme::{TARGET, palette, regular, size};
use crate::ui::shell::command::Command;
use crate::ui::text;

/// What is chosen from the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MenuEntry {
    Undo,
    Cut,
    Copy,
    Paste,
    SelectAll,
    Keep,
}

impl MenuEntry {
    const ALL: [Self; 6] = [Self::Undo, Self::Cut, Self::Copy, Self::Paste, Self::SelectAll, Self::Keep];

    fn name(self, offer: Offer) -> &'static str {
        match self {
            Self::Undo => text::command::undo(),
            Self::Cut => text::session::menu_cut(),
            Self::Copy => text::session::menu_copy(),
            Self::Paste => text::session::menu_paste(),
            Self::SelectAll => text::session::menu_select_all(),
            Self::Keep if offer.keep == Some(KeepOffer::Kept) => text::session::menu_keep_no_longer(),
            Self::Keep => text::command::keep(),
        }
    }

    fn key(self, ctx: &Context) -> String {
        let command = |key| ctx.format_shortcut(&KeyboardShortcut::new(Modifiers::COMMAND, key));
        match self {
            Self::Undo => Command::Undo.key_text(ctx),
            Self::Cut => command(Key::X),
            Self::Copy => command(Key::C),
            Self::Paste => command(Key::V),
            Self::SelectAll => command(Key::A),
            Self::Keep => Command::Keep.key_text(ctx),
        }
    }
}

/// What there is to be done something with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Offer {
    /// Whether anything can be undone.
    pub(crate) undo: bool,
    /// Whether anything is chosen.
    pub(crate) chosen: bool,
    /// What can be done with the line of the caret; nothing where lines are not kept.
    pub(crate) keep: Option<KeepOffer>,
}

/// Whether a line can be kept for next time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeepOffer {
    /// It has no words.
    Empty,
    /// It can be.
    Open,
    /// It is already, and can be kept no longer.
    Kept,
}

impl Offer {
    fn entries(self) -> impl Iterator<Item = MenuEntry> {
        MenuEntry::ALL.into_iter().filter(move |entry| *entry != MenuEntry::Keep || self.keep.is_some())
    }

    fn has(self, entry: MenuEntry) -> bool {
        match entry {
            MenuEntry::Undo => self.undo,
            MenuEntry::Cut | MenuEntry::Copy => self.chosen,
            MenuEntry::Keep => self.keep.is_some_and(|keep| keep != KeepOffer::Empty),
            MenuEntry::Paste | MenuEntry::SelectAll => true,
        }
    }
}

/// The menu, while it is open.
#[derive(Debug, Default)]
pub(crate) struct Menu {
    /// Its top left on the screen.
    at: Pos2,
    was_open: bool,
}

impl Menu {
    /// Opens it as the page was asked to. `caret` is where the caret is on the screen.
    pub(crate) fn follow(&mut self, ui: &Ui, page: &Response, caret: Pos2) {
        let by_key = page.has_focus()
            && ui.input(|input| {
                input.key_pressed(Key::Menu) || (input.key_pressed(Key::F10) && input.modifiers.shift_only())
            });
        let pointer = page.interact_pointer_pos().filter(|_| page.secondary_clicked());
        if let Some(at) = pointer.or(by_key.then_some(caret)) {
            self.at = at;
            Popup::open_id(ui.ctx(), id(page.id));
        }
    }

    /// Draws it, if it is open; returns what is chosen from it.
    pub(crate) fn ui(&mut self, ui: &Ui, page: &Response, offer: Offer) -> Option<MenuEntry> {
        let id = id(page.id);
        let is_new = ui.ctx().memory(egui::Memory::focused) == Some(page.id);
        let popup = Popup::new(id, ui.ctx().clone(), self.at, LayerId::background());
        let menu = popup.kind(PopupKind::Menu).open_memory(None).width(236.0);
        let chosen = menu.show(|ui| entries_ui(ui, offer, is_new)).and_then(|shown| shown.inner);
        if chosen.is_some() {
            Popup::close_id(ui.ctx(), id);
        }
        let is_open = Popup::is_id_open(ui.ctx(), id);
        let is_left = std::mem::replace(&mut self.was_open, is_open) && !is_open;
        // Closed by Escape, it leaves the keyboard with nothing.
        if chosen.is_some() || (is_left && ui.memory(|memory| memory.focused().is_none())) {
            ui.memory_mut(|memory| memory.request_focus(page.id));
        }
        chosen
    }
}

/// Whether the menu of a page is open.
pub(crate) fn is_open(ctx: &Context, page: Id) -> bool {
    Popup::is_id_open(ctx, id(page))
}

fn id(page: Id) -> Id {
    page.with("menu")
}

fn words(content: impl Into<String>, size: f32, color: Color32) -> RichText {
    RichText::new(content).font(regular(size)).color(color)
}

fn entries_ui(ui: &mut Ui, offer: Offer, is_new: bool) -> Option<MenuEntry> {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.spacing_mut().button_padding = vec2(14.0, 4.0);
    let mut chosen = None;
    let mut wants_focus = is_new;
    for entry in offer.entries() {
        if matches!(entry, MenuEntry::Cut | MenuEntry::Keep) {
            ui.separator();
        }
        let name = words(entry.name(offer), size::BODY, palette(ui).text);
        let key = words(entry.key(ui.ctx()), size::SMALL, palette(ui).quiet);
        let button =
            Button::new(name).shortcut_text(key).frame_when_inactive(false).min_size(vec2(220.0, TARGET + 4.0));
        let response = ui.add_enabled(offer.has(entry), button);
        response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, offer.has(entry), entry.name(offer)));
        if offer.has(entry) && std::mem::take(&mut wants_focus) {
            response.request_focus();
        }
        if response.clicked() {
            chosen = Some(entry);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use egui::Sense;

    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    /// A page that is only a place, its menu, and what was chosen from it.
    #[derive(Default)]
    struct Held {
        menu: Menu,
        chosen: Vec<MenuEntry>,
    }

    fn window(offer: Offer) -> WindowOfOne<'static, Held> {
        WindowOfOne::of(Held::default(), move |ui, held| {
            let page = ui.interact(ui.max_rect(), Id::unique("page"), Sense::click());
            if held.chosen.is_empty() && !Popup::is_any_open(ui.ctx()) {
                page.request_focus();
            }
            held.menu.follow(ui, &page, Pos2::new(100.0, 100.0));
            held.chosen.extend(held.menu.ui(ui, &page, offer));
        })
    }

    #[test]
    fn it_opens_by_its_key_and_closes_with_what_is_chosen() {
        let mut window = window(Offer { undo: true, chosen: true, keep: Some(KeepOffer::Open) });
        assert!(!window.hears(text::session::menu_cut()));
        window.presses(Key::Menu).clicks(text::session::menu_cut());
        assert_eq!(window.view().chosen, [MenuEntry::Cut]);
        assert!(!window.hears(text::session::menu_cut()), "it is closed");
    }

    #[test]
    fn the_keyboard_is_on_the_first_entry_that_can_be_chosen() {
        let mut window = window(Offer { undo: false, chosen: false, keep: Some(KeepOffer::Empty) });
        window.presses(Key::Menu).presses(Key::Enter);
        assert_eq!(window.view().chosen, [MenuEntry::Paste]);
    }

    #[test]
    fn a_line_that_is_kept_is_offered_to_be_kept_no_longer() {
        let mut window = window(Offer { undo: true, chosen: true, keep: Some(KeepOffer::Kept) });
        window.presses(Key::Menu);
        assert!(!window.hears(text::command::keep()));
        assert_eq!(window.clicks(text::session::menu_keep_no_longer()).view().chosen, [MenuEntry::Keep]);
    }

    #[test]
    fn what_a_page_cannot_do_at_all_is_not_in_its_menu() {
        for (keep, is_there) in [(None, false), (Some(KeepOffer::Empty), true)] {
            let mut window = window(Offer { undo: true, chosen: true, keep });
            window.presses(Key::Menu);
            assert!(window.hears(text::session::menu_paste()));
            assert_eq!(window.hears(text::command::keep()), is_there);
        }
    }
}
