//! The list of prompts with as many of them as a set may have: what one frame costs, at rest, while one
//! chooses, and while one drags. `cargo bench --bench prompts` prints each figure beside its limit.

#![allow(clippy::unwrap_used, reason = "a benchmark that unwraps says where it failed")]
#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

use std::time::{Duration, Instant};

use egui::{Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};
use holdspace::domain::id::{PromptId, PromptSetId};
use holdspace::domain::prompts::guideline::Guideline;
use holdspace::domain::prompts::import::MAX_PROMPTS;
use holdspace::domain::prompts::prompt_library::Changes;
use holdspace::domain::prompts::prompt_set::PromptSet;
use holdspace::guidelines::integration_session;
use holdspace::ui::Action;
use holdspace::ui::kit::theme;
use holdspace::ui::prompts::Prompts;
use holdspace::ui::prompts::prompts_screen::PromptsScreen;

/// A frame takes at most so long, laid out and cut into triangles.
const LIMIT: Duration = Duration::from_millis(2);

/// A frame that takes longer than this is missed by a screen that shows sixty in a second.
const MISSED: Duration = Duration::from_micros(16_667);

const FRAMES: usize = 300;

/// A guideline with as many prompts as there may be, in sections of ten, some of them conditional.
fn large() -> Guideline {
    let mut guideline = integration_session();
    let words = std::mem::take(&mut guideline.prompts);
    let numbered = |number: usize| {
        let mut prompt = words[number % words.len()].clone();
        prompt.id = PromptId::try_from(format!("p-{number}")).unwrap();
        prompt.title = format!("{} ({number})", prompt.title);
        prompt.section = format!("Section {}", number / 10);
        prompt
    };
    guideline.prompts = (0..MAX_PROMPTS).map(numbered).collect();
    guideline.short.clear();
    guideline
}

/// The screen over a set that changes as it asks.
struct Harness {
    ctx: egui::Context,
    screen: PromptsScreen,
    guideline: Guideline,
    set: PromptSet,
    revision: u64,
    seconds: f64,
    moves: usize,
}

impl Harness {
    fn new() -> Self {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        ctx.enable_accesskit();
        let guideline = large();
        let set = PromptSet::of(&guideline, PromptSetId::try_from("large").unwrap(), "Large");
        Self { ctx, screen: PromptsScreen::default(), guideline, set, revision: 0, seconds: 0.0, moves: 0 }
    }

    /// Draws one frame, and carries out what was asked for; returns what all of that took.
    fn frame(&mut self, events: Vec<Event>) -> Duration {
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 800.0)));
        self.seconds += 1.0 / 60.0;
        let input = RawInput { screen_rect, time: Some(self.seconds), events, ..RawInput::default() };
        let begun = Instant::now();
        let mut asked = None;
        let (screen, guideline, set) = (&mut self.screen, &self.guideline, &self.set);
        let prompts = Prompts {
            guideline: Some(guideline),
            set,
            sets: vec![set],
            changes: Changes::Allowed,
            revision: self.revision,
        };
        let output = self.ctx.run_ui(input, |ui| asked = screen.ui(ui, &prompts).or(asked.take()));
        if let Some(Action::Arrange(change)) = asked {
            self.set.make(change, &self.guideline);
            self.revision += 1;
            self.moves += 1;
        }
        let triangles = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = begun.elapsed();
        assert!(!triangles.is_empty());
        took
    }

    fn frames(&mut self, mut events: impl FnMut(usize) -> Vec<Event>) -> Times {
        let mut times: Vec<Duration> = (0..FRAMES).map(|number| self.frame(events(number))).collect();
        times.sort_unstable();
        Times(times)
    }
}

/// What the frames took, in order.
struct Times(Vec<Duration>);

impl Times {
    fn say(&self, name: &str) {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        let median = self.0[self.0.len() / 2];
        let missed = self.0.iter().filter(|time| **time > MISSED).count();
        println!(
            "figure: {MAX_PROMPTS} prompts, {name}: median {:.2} ms a frame (limit {:.0}), longest {:.2} ms, {missed} of {} missed (limit 0): {}",
            milliseconds(median),
            milliseconds(LIMIT),
            milliseconds(self.0[self.0.len() - 1]),
            self.0.len(),
            if median <= LIMIT && missed == 0 { "kept" } else { "NOT KEPT" },
        );
    }
}

fn press(key: Key, modifiers: Modifiers) -> Vec<Event> {
    [true, false].map(|pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }).to_vec()
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

fn main() {
    let mut harness = Harness::new();
    harness.frames(|_| Vec::new());
    harness.frames(|_| Vec::new()).say("at rest");
    harness.frames(|_| press(Key::ArrowDown, Modifiers::NONE)).say("choosing the next one");
    // From a row that is in view to the lower edge, where the list moves under it.
    let (row, edge) = (pos2(200.0, 400.0), pos2(200.0, 790.0));
    harness.frame(vec![Event::PointerMoved(row)]);
    harness.frame(vec![Event::PointerMoved(row), button(row, true)]);
    let toward = |number: usize| row + (edge - row) * (number as f32 / FRAMES as f32);
    harness.frames(|number| vec![Event::PointerMoved(toward(number))]).say("dragging one");
    let before: Vec<PromptId> = harness.set.order().cloned().collect();
    let dropped = harness.frame(vec![button(edge, false)]).max(harness.frame(Vec::new()));
    assert!(!harness.set.order().eq(before.iter()), "the row that was dragged has landed");
    println!("figure: {MAX_PROMPTS} prompts, letting it go: {:.2} ms", dropped.as_secs_f64() * 1000.0);
}
