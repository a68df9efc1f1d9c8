//! The program: arguments, folders, window. The only place that ends the process.

// On Windows a console would stand behind the window, and closing it would end the app. Started from a terminal, it
// prints there.
#![cfg_attr(windows, windows_subsystem = "windows")]

use std::alloc::System;
use std::ffi::OsStr;
use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
#[cfg(windows)]
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{Local, NaiveDate};
use holdspace::domain::date_input::DateReader;
use holdspace::domain::demo;
use holdspace::domain::passphrase::Passphrase;
use holdspace::guidelines::integration_session;
use holdspace::storage;
use holdspace::storage::check::{Unsound, Verdict, check, check_sealed};
use holdspace::storage::error::StorageError;
use holdspace::storage::folders::Folders;
use holdspace::storage::log::Log;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::vault::lock_state::is_locked;
use holdspace::ui::text;
use holdspace::window;
use lexopt::Arg as Argument;
use zeroizing_alloc::ZeroAlloc;

/// Wipes whatever is freed, or grows and moves: notes pass through the buffers of many libraries, and none of
/// them is to keep a copy of what was locked.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// What the arguments ask for.
enum Invocation {
    Window { data: Option<PathBuf> },
    Check { data: Option<PathBuf> },
    Demo { folder: PathBuf, today: Option<NaiveDate> },
    Version,
    Help,
}

fn main() -> ExitCode {
    window::core_dumps::refuse();
    window::locale::speak();
    #[cfg(windows)]
    HAS_TERMINAL.store(window::windows_calls::use_terminal(), Ordering::Relaxed);
    match asked() {
        Ok(Invocation::Window { data }) => open_window(data),
        Ok(Invocation::Check { data }) => check_files(data),
        Ok(Invocation::Demo { folder, today }) => write_demo(folder, today),
        Ok(Invocation::Version) => print(&line(&version())),
        Ok(Invocation::Help) => print(&line(text::program::usage())),
        Err(error) => {
            complain(&format!("{error}\n\n{}", line(text::program::usage())));
            ExitCode::from(2)
        }
    }
}

/// The version, and in a release build the commit that it was built from.
fn version() -> String {
    match option_env!("HOLDSPACE_COMMIT") {
        Some(commit) => format!("holdspace {} ({commit})", env!("CARGO_PKG_VERSION")),
        None => format!("holdspace {}", env!("CARGO_PKG_VERSION")),
    }
}

fn asked() -> Result<Invocation, lexopt::Error> {
    let mut arguments = lexopt::Parser::from_env();
    let mut data: Option<PathBuf> = None;
    let mut checks = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Argument::Long("data-dir") if data.is_none() => data = Some(arguments.value()?.into()),
            Argument::Value(value) if value == "check" && !checks => checks = true,
            Argument::Value(value) if value == "demo" && !checks && data.is_none() => return asked_demo(arguments),
            Argument::Long("version") => return Ok(Invocation::Version),
            Argument::Long("help") | Argument::Short('h') => return Ok(Invocation::Help),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(if checks { Invocation::Check { data } } else { Invocation::Window { data } })
}

/// What is behind `demo`.
fn asked_demo(mut arguments: lexopt::Parser) -> Result<Invocation, lexopt::Error> {
    let (mut folder, mut today) = (None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Argument::Value(value) if folder.is_none() => folder = Some(PathBuf::from(value)),
            Argument::Long("today") if today.is_none() => today = Some(day_typed(&arguments.value()?)?),
            Argument::Long("help") | Argument::Short('h') => return Ok(Invocation::Help),
            _ => return Err(argument.unexpected()),
        }
    }
    let folder = folder.ok_or(text::program::demo_without_folder())?;
    Ok(Invocation::Demo { folder, today })
}

fn day_typed(typed: &OsStr) -> Result<NaiveDate, lexopt::Error> {
    let day = typed.to_str().and_then(|typed| DateReader::of_whole_dates().read(typed));
    Ok(day.ok_or(text::program::not_a_day())?)
}

/// Says of every file whether it is sound. Ends with 0 only if all are.
fn check_files(data: Option<PathBuf>) -> ExitCode {
    let Some(folders) = Folders::of_user(data) else {
        complain(&line(text::program::no_home()));
        return ExitCode::FAILURE;
    };
    let checked = match is_locked(&NotesFolder::at(&folders)).then(asked_passphrase) {
        None => check(&folders),
        Some(Ok(passphrase)) => check_sealed(&folders, &passphrase),
        Some(Err(error)) => {
            complain(&line(&text::program::no_passphrase(&error.to_string())));
            return ExitCode::FAILURE;
        }
    };
    let findings = match checked {
        Ok(findings) => findings,
        Err(error) => {
            complain_of(&error);
            return ExitCode::FAILURE;
        }
    };
    let lines = findings.iter().map(|finding| format!("{}: {}\n", finding.path.display(), words(&finding.verdict)));
    let sound = findings.iter().filter(|finding| finding.verdict == Verdict::Sound).count();
    let summary = line(&text::program::findings(findings.len(), sound));
    let printed = print(&lines.chain([summary]).collect::<String>());
    if sound == findings.len() { printed } else { ExitCode::FAILURE }
}

/// What was found of a file.
fn words(verdict: &Verdict) -> String {
    let reason = match verdict {
        Verdict::Sound => return text::program::sound().to_owned(),
        Verdict::LeftOver => return text::program::left_over().to_owned(),
        Verdict::Unsound(Unsound::Unreadable(error)) => &text::problems::reason(error),
        Verdict::Unsound(Unsound::NotOurs) => text::program::not_ours(),
        Verdict::Unsound(Unsound::Damaged) => text::program::damaged(),
        Verdict::Unsound(Unsound::NotInFolderOfSession) => text::program::not_in_folder_of_session(),
        Verdict::Unsound(Unsound::ChangedSinceFinalized) => text::program::changed_since_finalized(),
    };
    text::program::unsound(reason)
}

/// The passphrase, typed unseen in a terminal, or as the first line of what is sent to the program.
fn asked_passphrase() -> std::io::Result<Passphrase> {
    let mut words = String::new();
    if std::io::stdin().is_terminal() {
        words = rpassword::prompt_password(text::program::ask_passphrase())?;
    } else {
        std::io::stdin().read_line(&mut words)?;
    }
    words.truncate(words.trim_end_matches(['\r', '\n']).len());
    Ok(Passphrase::new(words))
}

/// Makes a notes folder with invented sessions in it.
fn write_demo(folder: PathBuf, today: Option<NaiveDate>) -> ExitCode {
    let Some(folders) = Folders::of_user(Some(folder)) else {
        complain(&line(text::program::no_home()));
        return ExitCode::FAILURE;
    };
    let today = today.unwrap_or_else(|| Local::now().date_naive());
    let sessions = demo::sessions(today, &integration_session().prompts);
    if let Err(error) = storage::demo::write(&folders, &sessions) {
        complain_of(&error);
        return ExitCode::FAILURE;
    }
    let (count, place) = (sessions.len(), folders.data.display());
    print(&line(&text::program::demo_written(count, &place.to_string())))
}

fn open_window(data: Option<PathBuf>) -> ExitCode {
    let Some(folders) = Folders::of_user(data) else {
        complain(&line(text::program::no_home()));
        return ExitCode::FAILURE;
    };
    if window::show_first(&folders) {
        return print(&line(text::program::already_open()));
    }
    let log = Log::of(&folders);
    let panics = log.clone();
    // What a panic says may quote a note: only its place is kept.
    std::panic::set_hook(Box::new(move |panic| panics.add_panic(panic.location())));
    let closed = catch_unwind(AssertUnwindSafe(|| window::run(&folders)));
    let sentence = match closed {
        Ok(Ok(())) => return ExitCode::SUCCESS,
        Ok(Err(error)) => error.to_string(),
        Err(_) => text::program::had_to_stop().to_owned(),
    };
    log.add(&sentence);
    complain(&line(&sentence));
    ExitCode::FAILURE
}

/// Prints to the standard output, which may be closed.
fn print(text: &str) -> ExitCode {
    let printed = std::io::stdout().write_all(text.as_bytes());
    if printed.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Text that is printed by itself: it ends its line.
fn line(text: &str) -> String {
    format!("{text}\n")
}

/// Says what is wrong with which file, or folder.
fn complain_of(error: &StorageError) {
    complain(&format!("{}\n{}\n", text::problems::sentences(error.kind), error.path.display()));
}

/// Prints to the standard error. Where that is closed there is nobody to tell.
fn complain(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
    #[cfg(windows)]
    if !HAS_TERMINAL.load(Ordering::Relaxed) {
        window::windows_calls::show_sentence(text);
    }
}

/// Whether somebody sees what is printed: on Windows the app is most often started by its icon.
#[cfg(windows)]
static HAS_TERMINAL: AtomicBool = AtomicBool::new(false);
