//! A client's timeline, with as many sessions beside theirs as a life of work may leave: what working it
//! out costs, and what a frame of Review costs that shows it. `cargo bench --bench timeline` prints each
//! figure beside its limit, and fails where one is not kept.

#![allow(clippy::unwrap_used, reason = "a benchmark that unwraps says where it failed")]
#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use egui::{Pos2, RawInput, Rect, vec2};
use holdspace::domain::library::timeline::Timeline;
use holdspace::domain::library::{IndexedSession, Library};
use holdspace::ui::kit::theme;
use holdspace::ui::review::timeline::TimelineCard;

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/support/mod.rs"]
mod support;

use support::generated::{Size, sessions};

/// Working a timeline out costs for each session of the client at most so many times what it costs among
/// a thousand sessions: it does not grow with those of the others.
const GROWTH: f64 = 3.0;

/// A frame that shows it costs at most so many times one that shows the timeline of a single session.
const FRAMES: f64 = 6.0;

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..31)
        .map(|_| {
            let begun = Instant::now();
            run();
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The client with the most sessions.
fn busiest(library: &Library) -> (String, usize) {
    let row = library.client_rows().into_iter().max_by_key(|row| row.sessions).unwrap();
    (row.code, row.sessions)
}

/// What a frame costs in which the card is drawn, once its timeline is worked out.
fn frame(library: &Library, client: &str) -> Duration {
    let ctx = egui::Context::default();
    theme::install(&ctx);
    ctx.enable_accesskit();
    let session = library.with(client).next().unwrap();
    let (mut card, mut seconds) = (TimelineCard::default(), 0.0);
    median(|| {
        seconds += 1.0 / 60.0;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(830.0, 700.0)));
        let input = RawInput { screen_rect, time: Some(seconds), ..RawInput::default() };
        let output = ctx.run_ui(input, |ui| {
            black_box(card.ui(ui, library, session, session.began.date_naive()));
        });
        black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
    })
}

/// What the smallest library cost.
struct Least {
    frame: Duration,
    /// Working out the timeline, in seconds for each session of the client.
    worked_out: Option<f64>,
}

fn say(name: &str, figure: &str, limit: f64, ratio: f64) -> bool {
    let kept = ratio <= limit;
    let word = if kept { "kept" } else { "NOT KEPT" };
    println!("figure: {name}: {figure}, {ratio:.2} times (limit {limit:.1}): {word}");
    kept
}

fn measure(count: usize, least: &mut Least) -> bool {
    let mut library = Library::default();
    library.put(sessions(7, Size { sessions: count, lines: 11, words: 10 }).into_iter().map(IndexedSession::from));
    let (client, theirs) = busiest(&library);
    let worked_out = median(|| {
        black_box(Timeline::of(library.with(&client)));
    });
    let each = worked_out.as_secs_f64() / theirs as f64;
    let among_fewest = *least.worked_out.get_or_insert(each);
    let name = format!("{count} sessions, {theirs} of one client");
    let microseconds = |seconds: f64| seconds * 1_000_000.0;
    let figure = format!(
        "worked out in {:.3} ms, {:.2} microseconds for each, among 1000 {:.2}",
        milliseconds(worked_out),
        microseconds(each),
        microseconds(among_fewest)
    );
    let all_kept = say(&name, &figure, GROWTH, each / among_fewest);
    let drawn = frame(&library, &client);
    let figure = format!("a frame {:.3} ms, with one session {:.3} ms", milliseconds(drawn), milliseconds(least.frame));
    say(&name, &figure, FRAMES, drawn.as_secs_f64() / least.frame.as_secs_f64()) && all_kept
}

fn main() -> ExitCode {
    let mut alone = Library::default();
    let some = sessions(7, Size { sessions: 100, lines: 11, words: 10 });
    alone.put(some.into_iter().find(|session| !session.client.is_empty()).map(IndexedSession::from));
    let (client, _) = busiest(&alone);
    let mut least = Least { frame: frame(&alone, &client), worked_out: None };
    let mut all_kept = true;
    for count in [1_000, 10_000, 100_000] {
        all_kept &= measure(count, &mut least);
    }
    if all_kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
