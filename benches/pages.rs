//! A page with every session of one client, two hundred of them: what a frame costs where it is opened,
//! at rest, and while it is scrolled from the first session to the last. `cargo bench --bench pages`
//! prints each figure beside its limit.

#![allow(clippy::unwrap_used, reason = "a benchmark that unwraps says where it failed")]
#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

#[allow(dead_code, reason = "nothing is read from files here")]
#[path = "load/library.rs"]
mod library;

use std::time::{Duration, Instant};

use egui::{Event, Key, Modifiers, RawInput, Rect, pos2, vec2};
use holdspace::domain::Moment;
use holdspace::domain::date_input::{DateOrder, DateReader};
use holdspace::domain::library::Library;
use holdspace::domain::library::pages::Page;
use holdspace::domain::session::session_scope::SessionScope;
use holdspace::guidelines::integration_session;
use holdspace::ui::kit::theme;
use holdspace::ui::review::Review;
use holdspace::ui::review::review_screen::ReviewScreen;

const SESSIONS: usize = 200;

/// A frame takes at most so long, laid out and cut into triangles.
const LIMIT: Duration = Duration::from_millis(2);

/// A frame that takes longer than this is missed by a screen that shows sixty in a second.
const MISSED: Duration = Duration::from_micros(16_667);

struct Harness {
    ctx: egui::Context,
    screen: ReviewScreen,
    library: Library,
    now: Moment,
    seconds: f64,
}

impl Harness {
    fn new() -> Self {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        ctx.enable_accesskit();
        let prompts = integration_session().prompts;
        let mut library = Library::default();
        library.put((0..SESSIONS).map(|number| {
            let mut session = library::session(number, &prompts);
            "K-07".clone_into(&mut session.client);
            session.into()
        }));
        let now = library.at(0).unwrap().began;
        Self { ctx, screen: ReviewScreen::default(), library, now, seconds: 0.0 }
    }

    /// Draws one frame; returns how long it took.
    fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.seconds += 1.0 / 60.0;
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0)));
        let input = RawInput { screen_rect, events, time: Some(self.seconds), ..RawInput::default() };
        let (screen, library, now) = (&mut self.screen, &self.library, self.now);
        let dates = DateReader::new(now.date_naive(), DateOrder::MonthFirst);
        let review = Review {
            library,
            scope: &SessionScope::AllClients,
            every_code: library,
            unreadable: &[],
            loading: false,
            progress: None,
            open: None,
            renaming: None,
            now,
            dates,
        };
        let begun = Instant::now();
        let output = self.ctx.run_ui(input, |ui| {
            screen.ui(ui, &review);
        });
        self.ctx.tessellate(output.shapes, output.pixels_per_point);
        begun.elapsed()
    }

    fn frames(&mut self, count: usize, events: impl Fn() -> Vec<Event>) -> Vec<Duration> {
        (0..count).map(|_| self.frame(events())).collect()
    }
}

fn say(what: &str, mut frames: Vec<Duration>) {
    frames.sort_unstable();
    let (median, worst) = (frames[frames.len() / 2], frames[frames.len() - 1]);
    let missed = frames.iter().filter(|frame| **frame > MISSED).count();
    println!(
        "figure: {SESSIONS} sessions as one page, {what}: median {:.2} ms (limit {} ms), worst {:.2} ms, {missed} of {} \
         missed: {}",
        milliseconds(median),
        LIMIT.as_millis(),
        milliseconds(worst),
        frames.len(),
        if median <= LIMIT && missed == 0 { "kept" } else { "NOT KEPT" },
    );
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn page_down() -> Vec<Event> {
    let press = |pressed| Event::Key {
        key: Key::PageDown,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    vec![press(true), press(false)]
}

fn main() {
    let mut harness = Harness::new();
    // The typeface is laid out for the first time.
    harness.frames(10, Vec::new);
    harness.screen.read_page(Page::Client("K-07".to_owned()));
    say("opening it", vec![harness.frame(Vec::new())]);
    say("at rest", harness.frames(300, Vec::new));
    say("a page further in every frame", harness.frames(300, page_down));
}
