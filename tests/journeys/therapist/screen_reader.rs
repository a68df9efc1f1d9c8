//! What a screen reader hears of the window: names, values, and the words of fields and pages.

use egui::accesskit::{Live, Role};
use egui_kittest::kittest::{NodeT, Queryable};

use super::Therapist;

impl Therapist {
    /// Whether something on the screen has exactly this name.
    pub(crate) fn hears(&self, name: &str) -> bool {
        self.window().query_all_by_label(name).next().is_some()
    }

    /// Whether something on the screen has a name with these words in it.
    pub(crate) fn hears_part(&self, words: &str) -> bool {
        self.window().query_all_by_label_contains(words).next().is_some()
    }

    /// Whether something with exactly this name is in view, and not only further up or down.
    pub(crate) fn shows(&self, name: &str) -> bool {
        let mut window = self.window().ctx.content_rect();
        window.max.y -= 34.0;
        self.window().query_all_by_label(name).any(|node| window.contains_rect(node.rect()))
    }

    /// Whether words stand anywhere on the screen, in a name or in a value.
    pub(crate) fn sees(&self, words: &str) -> bool {
        let root = self.window().root();
        let mut nodes: Vec<_> = root.children_recursive().collect();
        nodes.push(root);
        nodes.iter().any(|node| {
            let node = node.accesskit_node();
            [node.label(), node.value()].into_iter().flatten().any(|text| text.contains(words))
        })
    }

    /// Every name and value on the screen, for whoever reads that a test has failed.
    pub(crate) fn everything_heard(&self) -> Vec<String> {
        let nodes = self.window().root().children_recursive();
        let said = nodes.map(|node| [node.accesskit_node().label(), node.accesskit_node().value()]);
        said.flat_map(|said| said.into_iter().flatten()).collect()
    }

    /// The line that says what is wrong, if there is one.
    pub(crate) fn problem(&self) -> Option<String> {
        let nodes = self.window().root().children_recursive();
        let mut said = nodes.filter(|node| node.accesskit_node().live() == Live::Assertive);
        said.find_map(|node| node.accesskit_node().label().or_else(|| node.accesskit_node().value()))
    }

    pub(super) fn field<'a>(&'a self, name: &'a str) -> egui_kittest::Node<'a> {
        let mut named = self.window().get_all_by_label(name);
        let is_field = |role| matches!(role, Role::TextInput | Role::MultilineTextInput | Role::PasswordInput);
        named.find(|node| is_field(node.accesskit_node().role())).unwrap()
    }

    /// What is in a field, as a screen reader reads it.
    pub(crate) fn reads(&self, name: &str) -> String {
        read_aloud(&self.field(name))
    }

    /// What is chosen in the notes, as a screen reader reads it.
    pub(crate) fn chosen(&self) -> String {
        let notes = self.field("Notes");
        notes.accesskit_node().text_selection().map(|range| range.text()).unwrap_or_default()
    }

    /// Before which of the characters of the notes the caret is.
    pub(crate) fn caret(&self) -> usize {
        self.field("Notes").accesskit_node().text_selection_focus().unwrap().to_global_usv_index()
    }
}

/// What is in a field, as a screen reader reads it: its value, or the text of a page.
pub(crate) fn read_aloud(node: &egui_kittest::Node<'_>) -> String {
    let node = node.accesskit_node();
    let of_page = || node.supports_text_ranges().then(|| node.document_range().text());
    node.value().or_else(of_page).unwrap_or_default()
}
