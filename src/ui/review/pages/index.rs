//! The prompts or the themes that there are lines of, to choose one.

use std::sync::Arc;

use egui::{Align2, Galley, Rect, ScrollArea, Ui, pos2, vec2};

use super::PageRequest;
use crate::domain::library::Library;
use crate::domain::library::pages;
use crate::domain::library::pages::Listed;
use crate::ui::kit::room::{COLUMNS, RowList, page_frame, page_scrolls, scrolled_rows, title_row};
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{button, heading, paint_text, quiet, row};
use crate::ui::review::Review;
use crate::ui::text;

const ROW: f32 = 40.0;

/// Which list it is, and what is in it.
#[derive(Debug)]
pub struct Index {
    of: Of,
    /// What is listed, and the revision of the library that it was worked out from.
    listed: Option<(u64, Vec<Listed>)>,
}

#[derive(Debug)]
enum Of {
    /// The prompts that a client's sessions have lines under.
    Prompts(String),
    /// The themes of a client, or of everybody.
    Themes(Option<String>),
}

impl Index {
    /// The prompts that a client's sessions have lines under.
    pub(crate) fn of_prompts(client: &str) -> Self {
        Self { of: Of::Prompts(client.to_owned()), listed: None }
    }

    /// The themes of a client, or of everybody.
    pub(crate) fn of_themes(client: Option<&str>) -> Self {
        Self { of: Of::Themes(client.map(str::to_owned)), listed: None }
    }

    /// Draws the list.
    pub(crate) fn ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<PageRequest> {
        page_frame(ui).show(ui, |ui| page_scrolls(ui, "gathered", |ui| self.content_ui(ui, review))).inner
    }

    fn content_ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<PageRequest> {
        let (title, whose) = match &self.of {
            Of::Prompts(client) => (text::review::by_prompt(), client.as_str()),
            Of::Themes(client) => (text::review::by_theme(), client.as_deref().unwrap_or(review.everybody())),
        };
        title_row(ui, |ui| drop(heading(ui, title)), |ui| quiet(ui, whose));
        ui.add_space(4.0);
        let mut asked = button(ui, text::review::back_to_one_session()).clicked().then_some(PageRequest::Close);
        ui.add_space(8.0);
        let listed = self.listed(review.library);
        if listed.is_empty() {
            quiet(ui, text::review::nothing_to_gather());
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let scroll = ScrollArea::vertical().id_salt("index").auto_shrink(false);
        let height = if ui.available_width() < COLUMNS { high_row(ui, listed) } else { ROW };
        let list = RowList { name: title, height, count: listed.len() };
        scrolled_rows(ui, scroll, list, |ui, rows| {
            for listed in &listed[rows] {
                if row_ui(ui, listed, height) {
                    asked = Some(PageRequest::Page(listed.page.clone()));
                }
            }
        });
        asked
    }

    fn listed(&mut self, library: &Library) -> &[Listed] {
        let listed = self.listed.take().filter(|(revision, _)| *revision == library.revision());
        let list = || match &self.of {
            Of::Prompts(client) => pages::prompts(library, client),
            Of::Themes(client) => pages::themes(library, client.as_deref()),
        };
        let listed = listed.unwrap_or_else(|| (library.revision(), list()));
        &self.listed.insert(listed).1
    }
}

/// The height of the counts below a name.
const COUNTS: f32 = 24.0;

/// The height of a row that has its counts below its name: that of the longest name.
fn high_row(ui: &Ui, listed: &[Listed]) -> f32 {
    let heights = listed.iter().map(|listed| name_galley(ui, &listed.name, ui.available_width() - 24.0).size().y);
    heights.fold(ROW - 8.0, f32::max) + 8.0 + COUNTS
}

fn name_galley(ui: &Ui, name: &str, width: f32) -> Arc<Galley> {
    ui.painter().layout(name.to_owned(), regular(size::BODY), palette(ui).text, width)
}

/// One prompt or theme; says whether it was chosen.
fn row_ui(ui: &mut Ui, listed: &Listed, height: f32) -> bool {
    let palette = palette(ui);
    let counts = text::review::sessions_and_lines(listed.lines, listed.sessions);
    let name = text::review::index_row(listed.lines, &listed.name, listed.sessions);
    let response = row(ui, height, false, &name);
    let rect = response.rect.shrink2(vec2(12.0, 0.0));
    if height > ROW {
        let counts_row = rect.with_min_y(rect.bottom() - COUNTS);
        paint_text(ui, counts_row, Align2::LEFT_CENTER, counts, regular(size::QUIET), palette.quiet);
        let name = name_galley(ui, &listed.name, rect.width());
        ui.painter().galley(rect.min + vec2(0.0, 4.0), name, palette.text);
        return response.clicked();
    }
    let end = rect.right() - paint_text(ui, rect, Align2::RIGHT_CENTER, counts, regular(size::QUIET), palette.quiet);
    let place = Rect::from_min_max(rect.min, pos2(end - 12.0, rect.bottom()));
    paint_text(ui, place, Align2::LEFT_CENTER, &listed.name, regular(size::BODY), palette.text);
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::library::pages::Page;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, library, review};

    #[test]
    fn a_row_says_how_much_there_is_and_leads_to_its_page() {
        let mut index = Index::of_themes(None);
        let library = library(&[&held(9, &["the #river", "a #river"]), &held(2, &["the #shore"])]);
        let mut window =
            WindowOfOne::of(None, move |ui, asked| *asked = index.ui(ui, &review(&library)).or(asked.take()));
        window.clicks("#river, 1 session · 2 lines");
        let page = Page::Theme { theme: "river".to_owned(), client: None };
        assert_eq!(window.view(), &Some(PageRequest::Page(page)));
    }

    #[test]
    fn where_there_is_nothing_to_gather_that_is_said() {
        let mut index = Index::of_prompts("K-08");
        let library = library(&[&held(9, &["the river"])]);
        let window = WindowOfOne::of((), move |ui, ()| drop(index.ui(ui, &review(&library))));
        assert!(window.hears("There is nothing to gather here yet."));
    }
}
