//! What one key costs on the notes page: laid out and cut into triangles, in pages of several lengths, beside the
//! toolkit's own editor with the same text; and how much memory a long page takes. `cargo bench --bench typing` prints
//! each figure beside its limit.

#![allow(clippy::unwrap_used, reason = "a benchmark that unwraps says where it failed")]
#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

use std::time::{Duration, Instant};

use egui::{Event, Id, RawInput, Rect, Shape, TextEdit, Ui, pos2, vec2};
use holdspace::domain::Moment;
use holdspace::domain::library::EndedLines;
use holdspace::domain::session::open_session::OpenSession;
use holdspace::guidelines::integration_session;
use holdspace::ui::kit::theme;
use holdspace::ui::session::notes_pane::{NotesInput, NotesPane};

/// What a key may cost on the page beyond a frame of an empty page.
const LIMIT: Duration = Duration::from_micros(500);

/// How much more the dearest page may cost than the cheapest.
const RATIO: f64 = 1.3;

/// How much memory a long page may take above an empty one, in bytes for each byte of its text.
const MEMORY: f64 = 4.0;

const SENTENCE: &str = "She stood at the river, and it was quiet. Then the letter came back to her, again and again. ";

/// A window of the usual size.
struct Window {
    ctx: egui::Context,
    seconds: f64,
    /// How many words it showed last, and other texts.
    words: usize,
}

impl Window {
    fn new() -> Self {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        Self { ctx, seconds: 0.0, words: 0 }
    }

    /// Draws one frame; returns how long it took.
    fn frame(&mut self, events: Vec<Event>, draw: &mut dyn FnMut(&mut Ui)) -> Duration {
        self.seconds += 1.0 / 60.0;
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(810.0, 720.0)));
        let input = RawInput { screen_rect, events, time: Some(self.seconds), ..RawInput::default() };
        let begun = Instant::now();
        let mut output = self.ctx.run_ui(input, |ui| draw(ui));
        let drawn = begun.elapsed();
        self.words = output.shapes.iter().filter(|clipped| matches!(clipped.shape, Shape::Text(_))).count();
        let begun = Instant::now();
        self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = drawn + begun.elapsed();
        // Nothing is drawn on a screen: nobody waits for the picture of all glyphs.
        output.textures_delta.clear();
        took
    }

    /// The median of many keys, after some to begin with.
    fn keys(&mut self, draw: &mut dyn FnMut(&mut Ui)) -> Duration {
        // The page is scrolled to the caret first: what is measured is what is in sight.
        for _ in 0..10 {
            self.frame(Vec::new(), draw);
        }
        let mut key = |window: &mut Self, number: usize| {
            let typed = if number % 6 == 5 { " " } else { "e" };
            window.frame(vec![Event::Text(typed.to_owned())], draw)
        };
        for number in 0..30 {
            key(self, number);
        }
        let mut times: Vec<Duration> = (0..200).map(|number| key(self, number)).collect();
        times.sort_unstable();
        times[times.len() / 2]
    }
}

fn at() -> Moment {
    Moment::try_from("2026-11-23T14:02:11-05:00").unwrap()
}

/// A session with this text, as if it was pasted.
fn written(text: &str) -> OpenSession {
    let mut open = OpenSession::begin(at(), "K-07", None, integration_session().prompts);
    open.write(text, 0, text.len(), at());
    open
}

/// The notes page of a session in a window of its own.
struct Held {
    window: Window,
    pane: NotesPane,
    open: OpenSession,
}

impl Held {
    /// The caret is in the middle of the page, which says `text`.
    fn new(text: &str) -> Self {
        let open = written(text);
        let mut pane = NotesPane::default();
        let place = open.session().notes.place_of(text.len() / 2);
        pane.choose(place, place);
        Self { window: Window::new(), pane, open }
    }

    /// What a key costs, and how many words are in sight.
    fn keys(&mut self) -> (Duration, usize) {
        let Self { window, pane, open } = self;
        let id = NotesPane::id(open.session());
        let ended = EndedLines::default();
        let input = NotesInput { client_themes: &[], ended: &ended, keeps_caret_high: true, now: at() };
        let cost = window.keys(&mut |ui| {
            ui.memory_mut(|memory| memory.request_focus(id));
            let _ = pane.ui(ui, open, &input);
        });
        (cost, window.words)
    }
}

/// How many bytes a page takes that is written on, and stays.
fn memory_of(text: &str, kept: &mut Vec<Held>) -> Option<f64> {
    let before = resident()?;
    let mut held = Held::new(text);
    held.keys();
    kept.push(held);
    Some(resident()? - before)
}

/// How many bytes of the program are in memory; nothing where the system does not say it so.
fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: f64 = resident.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024.0)
}

/// Prints how much memory a page takes above an empty one, with what undoes that it was pasted. The first page pays for
/// what all of them share.
fn print_memory(text: &str) {
    let mut kept = Vec::new();
    memory_of("", &mut kept);
    let (Some(empty), Some(long)) = (memory_of("", &mut kept), memory_of(text, &mut kept)) else { return };
    let times = (long - empty) / text.len() as f64;
    let kept = if times <= MEMORY { "kept" } else { "NOT KEPT" };
    println!("figure: memory of 20,000 lines above an empty page: {times:.1} x the text (limit {MEMORY}): {kept}");
}

/// What a key costs in the toolkit's editor.
fn in_the_toolkit(text: &str) -> Duration {
    let mut text = text.to_owned();
    let mut window = Window::new();
    let id = Id::unique("editor");
    window.keys(&mut |ui| {
        ui.memory_mut(|memory| memory.request_focus(id));
        egui::ScrollArea::vertical().show(ui, |ui| {
            ui.add(TextEdit::multiline(&mut text).id(id).desired_width(f32::INFINITY));
        });
    })
}

fn microseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000_000.0
}

/// Prints how much more the dearest of some pages costs than the cheapest.
fn print_ratio(pages: &str, costs: &[Duration]) {
    let (least, most) = (costs.iter().min().unwrap(), costs.iter().max().unwrap());
    let ratio = most.as_secs_f64() / least.as_secs_f64();
    let kept = if ratio <= RATIO { "kept" } else { "NOT KEPT" };
    println!("figure: a key, the dearest by the cheapest of {pages}: {ratio:.2} (limit {RATIO}): {kept}");
}

fn main() {
    let lines = |count: usize| SENTENCE.trim_end().to_owned() + &format!("\n{}", SENTENCE.trim_end()).repeat(count - 1);
    let pages = [
        ("4 KB", lines(44)),
        ("100 KB", lines(1100)),
        ("20,000 lines", lines(20_000)),
        ("one paragraph of 4 KB", SENTENCE.repeat(44)),
        ("one paragraph of 100 KB", SENTENCE.repeat(1100)),
    ];
    print_memory(&pages[2].1);
    let costs = pages.each_ref().map(|(_, text)| Held::new(text).keys());
    for ((name, text), (cost, words)) in pages.iter().zip(&costs) {
        let toolkit = if text.len() < 200_000 {
            format!("{:.0} in the toolkit's editor", microseconds(in_the_toolkit(text)))
        } else {
            "the toolkit's editor is not tried".to_owned()
        };
        let kept = if *cost <= LIMIT { "kept" } else { "NOT KEPT" };
        println!(
            "figure: a key, {name}: {:.0} microseconds (limit {}), {words} words in sight, {toolkit}: {kept}",
            microseconds(*cost),
            LIMIT.as_micros()
        );
    }
    // A paragraph has twice as many words in sight as lines that are not full, and each is drawn at every key.
    let costs = costs.map(|(cost, _)| cost);
    print_ratio("all pages", &costs);
    print_ratio("the pages of lines", &costs[..3]);
    print_ratio("the paragraphs", &costs[3..]);
}
