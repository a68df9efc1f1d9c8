//! What a screen reader is told beside names: what a part of the window is, what is a heading, what can be opened, and
//! what is said aloud as it changes.
//!
//! The one place that makes such roles and states. Must not know what they are said of.

use egui::accesskit::{Live, Role};
use egui::{Context, Id, Response, Ui, WidgetInfo};

/// What a heading is of; the screen reader goes from one to the next of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rank {
    /// Of a screen, a dialog or what is read.
    Whole = 1,
    /// Of a part of it.
    Part = 2,
}

/// Says what the whole window is: its name, and the language that it speaks.
pub fn window(ctx: &Context, name: &str, language: &str) {
    ctx.accesskit_node_builder(egui::accesskit_root_id(), |node| {
        node.set_label(name);
        node.set_language(language);
    });
}

/// Says what the part of the window is that is being drawn, and what it is called.
pub(crate) fn part(ui: &Ui, role: Role, name: &str) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(role);
        node.set_label(name);
    });
}

/// Leaves the part that is being drawn out for a screen reader while something is open over it. It is a group all the
/// time: what is in a mere container is not told of again on the bus of Linux once that is hidden no more.
pub(crate) fn group_behind(ui: &Ui, is_behind: bool) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(Role::Group);
        if is_behind {
            node.set_hidden();
        }
    });
}

/// Says that words that were drawn are a heading.
pub(crate) fn heading_of(ui: &Ui, response: &Response, words: &str, rank: Rank) {
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        // The label that it was before has its words as a value.
        node.clear_value();
        node.set_level(rank as usize);
    });
}

/// Says that this is one of several that can be chosen, and whether it is.
pub(crate) fn selectable(ui: &Ui, response: &Response, role: Role, chosen: bool, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(role, true, name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        // The toolkit's own choices are buttons that stay pressed.
        node.clear_toggled();
        node.set_selected(chosen);
    });
}

/// Says that this opens something, and whether that is open.
pub(crate) fn opens(ui: &Ui, response: &Response, is_open: bool) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(is_open));
}

/// Says the value of a choice. The bus of Linux has no place for it: there it is the description.
pub(crate) fn value_of(ui: &Ui, response: &Response, value: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(value);
        if cfg!(target_os = "linux") {
            node.set_description(value);
        }
    });
}

/// Has words said aloud when they come, or become others.
pub(crate) fn said_aloud(ui: &Ui, response: &Response) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
}

/// Has words said aloud at once, whatever else is being said: something is wrong that cannot wait.
pub(crate) fn said_at_once(ui: &Ui, response: &Response) {
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Alert);
        let words = node.value().or_else(|| node.label()).map(str::to_owned).unwrap_or_default();
        node.clear_value();
        node.set_label(words);
        node.set_live(Live::Assertive);
    });
}

/// What is said aloud and not drawn, or drawn elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Announced {
    /// That everything is on the disk.
    Saved,
    /// How far the notes are sealed, and that it is done.
    Sealing,
    /// The row that Enter takes, while the field above it has the keyboard.
    Row,
    /// That the screen is hidden.
    Veil,
}

/// Has words said aloud once, and again when they are others. Whatever is open or hidden, they are said.
pub fn announce(ctx: &Context, what: Announced, words: &str) {
    ctx.accesskit_node_builder(Id::unique(("announced", what)), |node| {
        node.set_role(Role::Status);
        node.set_label(words);
        node.set_live(Live::Polite);
    });
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::NodeT;

    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    #[test]
    fn what_is_behind_is_not_in_the_tree_and_announcements_are() {
        let window = WindowOfOne::of((), |ui, ()| {
            group_behind(ui, true);
            ui.label("the page");
            announce(ui.ctx(), Announced::Veil, "hidden");
        });
        let is_hidden = |words| window.node(words).accesskit_node().is_hidden();
        assert!(is_hidden("the page") && !is_hidden("hidden"));
        assert_eq!(window.node("hidden").accesskit_node().live(), Live::Polite);
    }

    #[test]
    fn a_heading_has_its_rank_and_an_alert_its_words() {
        let window = WindowOfOne::of((), |ui, ()| {
            let response = ui.label("Colors");
            heading_of(ui, &response, "Colors", Rank::Part);
            let response = ui.label("The disk is full.");
            said_at_once(ui, &response);
        });
        let heading = window.node("Colors").accesskit_node();
        assert_eq!((heading.role(), heading.data().level()), (Role::Heading, Some(2)));
        let alert = window.node("The disk is full.").accesskit_node();
        assert_eq!((alert.role(), alert.live()), (Role::Alert, Live::Assertive));
    }
}
