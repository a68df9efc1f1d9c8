//! The search over as many sessions as a life of work may leave: what making them ready costs, and what
//! each keystroke does. `cargo bench --bench search` prints each figure beside its
//! limit, and fails where one is not kept.

#![allow(clippy::unwrap_used, reason = "a benchmark that unwraps says where it failed")]
#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use holdspace::domain::library::search::Query;
use holdspace::domain::library::search::search_text::SearchText;
use holdspace::domain::library::{IndexedSession, Library};
use holdspace::storage::format::write_session;
use memchr::memmem::Finder;

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/support/mod.rs"]
mod support;

use support::generated::{Size, sessions};

/// What is typed into the search, one keystroke after the other, and other things that are asked.
const TYPED: [&str; 13] = [
    "w",
    "wa",
    "wat",
    "wate",
    "water",
    "water river",
    "nothing of this",
    "\"the water\"",
    "theme:water",
    "client:K-07",
    "prompt:felt-sense",
    "open:yes",
    "water after:2021-01-01 open:no",
];

/// With ten thousand sessions a keystroke is answered within one frame of a screen that shows sixty in
/// a second.
const FRAME: Duration = Duration::from_micros(16_667);

/// A keystroke costs at most so many times what one pass over all that was written costs.
const PASSES: f64 = 2.0;

/// What the library adds to the sessions in memory is at most so many times the words in them.
const ADDED: f64 = 3.0;

/// Each figure is the shortest of so many runs.
const RUNS: usize = 15;

/// The figures, and whether every limit was kept.
struct Figures {
    all_kept: bool,
}

impl Figures {
    fn say(&mut self, name: &str, figure: &str, limit: &str, kept: bool) {
        self.all_kept &= kept;
        println!("figure: {name}: {figure} (limit {limit}): {}", if kept { "kept" } else { "NOT KEPT" });
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The shortest time of several runs: what it costs where nothing else is in the way.
fn shortest(mut run: impl FnMut()) -> Duration {
    let times = (0..RUNS).map(|_| {
        let begun = Instant::now();
        run();
        begun.elapsed()
    });
    times.min().unwrap_or_default()
}

/// What one pass for a word takes over all that was written, in one piece.
fn one_pass(text: &str) -> Duration {
    let finder = Finder::new("water");
    shortest(|| {
        black_box(finder.find_iter(text.as_bytes()).count());
    })
}

fn keystrokes(figures: &mut Figures, library: &Library, pass: Duration) {
    let count = library.len();
    let mut worst = ("", Duration::ZERO);
    for typed in TYPED {
        let found = library.find(&Query::parse(typed), None).len();
        let time = shortest(|| {
            black_box(library.find(&Query::parse(typed), None));
        });
        println!("figure: {count} sessions, {typed:?}: {:.2} ms, {found} found", milliseconds(time));
        if time > worst.1 {
            worst = (typed, time);
        }
    }
    let ratio = worst.1.as_secs_f64() / pass.as_secs_f64();
    let name = format!("{count} sessions, the slowest keystroke, {:?}", worst.0);
    let figure = format!("{ratio:.2} passes of {:.2} ms", milliseconds(pass));
    figures.say(&name, &figure, &format!("{PASSES:.1} passes"), ratio <= PASSES);
    if count == 10_000 {
        figures.say(&name, &format!("{:.2} ms", milliseconds(worst.1)), "16.67 ms", worst.1 <= FRAME);
    }
}

/// What is open is worked out anew once sessions came or went.
fn what_is_open(figures: &mut Figures, library: &mut Library) {
    let session = library.at(0).unwrap().clone();
    let mut shortest = Duration::MAX;
    for _ in 0..RUNS {
        library.remove(&session.id);
        library.put([session.clone().into()]);
        let begun = Instant::now();
        black_box(library.find(&Query::parse("open:yes"), None));
        shortest = shortest.min(begun.elapsed());
    }
    if library.len() == 10_000 {
        let figure = format!("{:.2} ms", milliseconds(shortest));
        figures.say("10000 sessions, \"open:yes\" once one came", &figure, "16.67 ms", shortest <= FRAME);
    }
}

fn measure(figures: &mut Figures, count: usize) {
    let sessions = sessions(7, Size { sessions: count, lines: 11, words: 10 });
    let sample: usize = sessions.iter().step_by(count / 100).map(|session| write_session(session).len()).sum();
    println!("figure: {count} sessions, about {} MB of JSON", sample * (count / 100) / 1_000_000);
    let text: String = sessions.iter().map(|session| SearchText::of(session).text().to_owned() + "\n").collect();
    let begun = Instant::now();
    for session in &sessions {
        black_box(SearchText::of(session));
    }
    let (made, megabytes) = (milliseconds(begun.elapsed()), text.len() as f64 / 1e6);
    println!("figure: {count} sessions, {megabytes:.1} MB of words, made ready to be searched in {made:.1} ms");
    let before = memory();
    let mut library = Library::default();
    library.put(sessions.into_iter().map(IndexedSession::from));
    if let (100_000, Some(before), Some(after)) = (count, before, memory()) {
        let added = after.saturating_sub(before) as f64 / text.len() as f64;
        let name = format!("{count} sessions, {} MB of memory in all, what the library adds", after / 1_000_000);
        figures.say(&name, &format!("{added:.2} of the words"), &format!("{ADDED:.1}"), added <= ADDED);
    }
    keystrokes(figures, &library, one_pass(&text));
    what_is_open(figures, &mut library);
    save(figures, &mut library);
}

/// A session is saved again and again, as while one writes.
fn save(figures: &mut Figures, library: &mut Library) {
    let count = library.len();
    let session = library.at(count / 2).unwrap().clone();
    let saved = shortest(|| library.put([black_box(session.clone()).into()]));
    let name = format!("{count} sessions, one saved again");
    figures.say(&name, &format!("{:.3} ms", milliseconds(saved)), "1 ms", saved <= Duration::from_millis(1));
}

/// The memory in use, in bytes; nothing where the system does not say.
fn memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok().map(|kilobytes| kilobytes * 1024)
}

fn main() -> ExitCode {
    let mut figures = Figures { all_kept: true };
    for count in [1_000, 10_000, 100_000] {
        measure(&mut figures, count);
    }
    if figures.all_kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
