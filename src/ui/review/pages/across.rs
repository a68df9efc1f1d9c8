//! One page that goes through several sessions, oldest first: each with its date, which leads to it.

use egui::{Frame, Margin, Ui};

use super::PageRequest;
use crate::domain::library::Library;
use crate::domain::library::pages::{Page, PagePart};
use crate::domain::library::search::Query;
use crate::domain::session::Session;
use crate::ui::kit::lazy_column::LazyColumn;
use crate::ui::kit::room::{WindowRoom, page_frame, title_row};
use crate::ui::kit::theme::{palette, semibold, size};
use crate::ui::kit::widgets::{bold, button, hairline, heading, paragraph, quiet, text_button};
use crate::ui::review::Review;
use crate::ui::review::reading;
use crate::ui::review::reading::Titles;
use crate::ui::review::{ReadingContext, SessionView};
use crate::ui::text;

/// A page, and what is on it.
#[derive(Debug)]
pub(crate) struct Across {
    page: Page,
    gathered: Option<Gathered>,
    column: LazyColumn,
}

/// What is on a page, worked out from the library as it was.
#[derive(Debug)]
struct Gathered {
    revision: u64,
    title: String,
    parts: Vec<PagePart>,
    lines: usize,
}

impl Across {
    pub(crate) fn new(page: Page) -> Self {
        Self { page, gathered: None, column: LazyColumn::default() }
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui, review: &Review<'_>, query: &Query) -> Option<PageRequest> {
        self.gather(review);
        let Self { page, gathered: Some(gathered), column } = self else { return None };
        let content = |ui: &mut Ui| {
            let mut asked = None;
            // In a small window the heading scrolls with the rest: it is the first part.
            let above = usize::from(WindowRoom::of(ui.ctx()).is_small());
            if above == 0 {
                asked = heading_ui(ui, page, gathered, review);
                ui.add_space(8.0);
            }
            let lines = |part: usize| part.checked_sub(above).map_or(0, |part| gathered.parts[part].lines.len());
            let guess = |part: usize| 120.0 + 34.0 * lines(part) as f32;
            column.ui(ui, "page", gathered.parts.len() + above, guess, |ui, part| {
                let followed = match part.checked_sub(above) {
                    Some(part) => part_ui(ui, page, gathered, part, review.library, query),
                    None => heading_ui(ui, page, gathered, review),
                };
                asked = asked.take().or(followed);
            });
            asked
        };
        page_frame(ui).show(ui, content).inner
    }

    /// Works out what is on the page. While sessions are being read it stays as it is, for they come
    /// many times a second.
    fn gather(&mut self, review: &Review<'_>) {
        let revision = review.library.revision();
        if self.gathered.as_ref().is_some_and(|gathered| gathered.revision == revision || review.loading) {
            return;
        }
        let parts = self.page.parts(review.library);
        let lines = parts.iter().map(|part| part.lines.len()).sum();
        let title = title(&self.page, &parts, review.library);
        self.gathered = Some(Gathered { revision, title, parts, lines });
    }
}

/// What the page is called: a client, a prompt in its latest words, or a theme.
fn title(page: &Page, parts: &[PagePart], library: &Library) -> String {
    let latest = parts.last().and_then(|part| library.get(&part.session));
    match page {
        Page::Client(client) => latest.map_or(client.clone(), |session| session.client.clone()),
        Page::Prompt { prompt, .. } => {
            let prompt = latest.and_then(|session| session.prompt(prompt));
            prompt.map_or_else(|| text::review::prompt_without_title().to_owned(), |prompt| prompt.title.clone())
        }
        Page::Theme { theme, .. } => text::review::theme(theme),
    }
}

fn heading_ui(ui: &mut Ui, page: &Page, gathered: &Gathered, review: &Review<'_>) -> Option<PageRequest> {
    let title = |ui: &mut Ui| drop(heading(ui, &gathered.title));
    title_row(ui, title, |ui| {
        let whose = match page {
            Page::Client(_) => text::review::every_session_in_order(),
            Page::Prompt { client, .. } => client,
            Page::Theme { client, .. } => client.as_deref().unwrap_or(review.everybody()),
        };
        let (lines, sessions) = (gathered.lines, gathered.parts.len());
        quiet(
            ui,
            if review.loading {
                text::review::page_facts_so_far(lines, sessions, whose)
            } else {
                text::review::page_facts(lines, sessions, whose)
            },
        );
    });
    ui.add_space(4.0);
    button(ui, text::review::back_to_one_session()).clicked().then_some(PageRequest::Close)
}

fn part_ui(
    ui: &mut Ui,
    page: &Page,
    gathered: &Gathered,
    part: usize,
    library: &Library,
    query: &Query,
) -> Option<PageRequest> {
    let PagePart { session: id, lines } = &gathered.parts[part];
    // Since the page was worked out it may have gone to the trash.
    let session = library.get(id)?;
    let (ordinal, ended) = (library.ordinal(session), library.ended_lines(session));
    let reading = SessionView { session, ordinal, ended, query, at: None, context: ReadingContext::OnPage };
    if part > 0 {
        hairline(ui);
    }
    ui.add_space(6.0);
    let mut asked = date_ui(ui, page, &reading);
    ui.add_space(2.0);
    let followed = if let Page::Client(_) = page {
        reading::body_ui(ui, &reading)
    } else {
        let titles = titles_ui(ui, page, gathered, session);
        let lines = lines.iter().filter_map(|line| Some((*line, session.notes.lines().get(*line)?)));
        reading::lines_ui(ui, &reading, lines, titles)
    };
    asked = asked.or(followed.and_then(super::asked));
    ui.add_space(14.0);
    asked
}

/// The date of a session, which leads to it, and what else says which one it is.
fn date_ui(ui: &mut Ui, page: &Page, reading: &SessionView<'_>) -> Option<PageRequest> {
    let palette = palette(ui);
    ui.horizontal_wrapped(|ui| {
        if page.client().is_none() {
            ui.label(bold(text::notes::client(reading.session), size::BODY, palette.text));
        }
        let date = text::dates::full_date(reading.session.began);
        let leads = text_button(ui, &date, semibold(size::BODY), palette.accent).clicked();
        quiet(ui, reading::facts_of_day(reading));
        leads.then(|| PageRequest::Session(reading.session.id.clone()))
    })
    .inner
}

/// Says of a prompt what its title was on the day, if it is another one than the page's; returns which
/// titles stand among the lines.
fn titles_ui(ui: &mut Ui, page: &Page, gathered: &Gathered, session: &Session) -> Titles {
    let Page::Prompt { prompt, .. } = page else { return Titles::Shown };
    let title = session.prompt(prompt).map(|prompt| prompt.title.as_str());
    if let Some(title) = title.filter(|title| *title != gathered.title) {
        let color = palette(ui).accent;
        Frame::new().inner_margin(Margin { left: reading::margin(ui) as i8, ..Margin::ZERO }).show(ui, |ui| {
            paragraph(ui, bold(text::review::title_on_that_day(title), size::QUIET, color));
        });
    }
    Titles::Hidden
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, library, review};

    fn shown(page: Page, library: Library) -> WindowOfOne<'static, Option<PageRequest>> {
        let mut across = Across::new(page);
        WindowOfOne::of(None, move |ui, asked| {
            *asked = across.ui(ui, &review(&library), &Query::default()).or(asked.take());
        })
    }

    #[test]
    fn each_date_leads_to_its_session_and_the_oldest_is_the_first() {
        let (old, young) = (held(9, &["the river"]), held(2, &["the shore"]));
        let mut window = shown(Page::Client("K-07".to_owned()), library(&[&young, &old]));
        assert!(window.hears("every session, oldest first · 2 sessions · 2 lines"));
        window.clicks(&text::dates::full_date(old.began));
        assert_eq!(window.view(), &Some(PageRequest::Session(old.id)));
        window.clicks("Back to one session");
        assert_eq!(window.view(), &Some(PageRequest::Close));
    }

    #[test]
    fn the_page_of_a_theme_has_the_lines_with_it_alone() {
        let session = held(9, &["by the #river", "and home"]);
        let page = Page::Theme { theme: "river".to_owned(), client: None };
        let window = shown(page, library(&[&session]));
        assert!(window.hears("by the #river") && !window.hears("and home"));
        assert!(window.hears("K-07"), "whose it is is said where there are several");
    }
}
