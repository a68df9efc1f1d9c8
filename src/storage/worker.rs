//! One named thread that reads and writes every file: requests in, reports out.
//!
//! Owns the waiting and the trying again. Must not know what is on the screen.

mod jobs;
mod messages;
mod pending;
mod worker_loop;

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender, TryRecvError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::error::{Problem, StorageError};
use super::files::Files;
use super::folders::Folders;
pub use super::store::TheirSets;
use super::vault::seal::new_recovery_code;
use crate::domain::recovery_code::RecoveryCode;
pub use messages::{
    LibraryReport, PromptsReport, PromptsRequest, Report, Request, SavingReport, SavingRequest, SealingReport, Subject,
    Undo,
};
pub use pending::Timing;
use worker_loop::WorkerLoop;

/// The longest that anybody waits for the disk as the app ends.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// What is sent to the thread.
enum Message {
    Request(Request),
    WriteAll(SyncSender<bool>),
    /// Write everything, and touch the disk no more.
    Finish(SyncSender<bool>),
}

/// The thread, as its owner holds it. Dropping it writes what waits.
#[derive(Debug)]
pub struct Worker {
    messages: Sender<Message>,
    reports: Receiver<Report>,
    thread: Option<JoinHandle<()>>,
    data_folder: PathBuf,
    said_stopped: Cell<bool>,
}

/// Asks the thread to write everything, from wherever.
#[derive(Debug, Clone)]
pub struct Handle {
    messages: Sender<Message>,
}

impl Handle {
    /// Writes everything that waits, now; says whether all words are on the disk. Waits for at most
    /// ten seconds.
    pub fn write_all(&self) -> bool {
        self.ask(Message::WriteAll).unwrap_or(false)
    }

    /// The thread's answer; nothing if none comes in time.
    fn ask(&self, message: impl FnOnce(SyncSender<bool>) -> Message) -> Option<bool> {
        let (done, answer) = mpsc::sync_channel(1);
        self.messages.send(message(done)).ok()?;
        answer.recv_timeout(MAX_WAIT).ok()
    }
}

impl Worker {
    /// Starts the thread; it opens the notes folder and reads it. `wake` is called, from the thread,
    /// after there is something to report.
    pub fn start(folders: Folders, wake: impl Fn() + Send + 'static) -> Self {
        Self::start_with(folders, Files::default(), Timing::default(), wake)
    }

    /// Starts the thread on another disk, with other times to wait.
    pub fn start_with(folders: Folders, files: Files, timing: Timing, wake: impl Fn() + Send + 'static) -> Self {
        let (messages, received) = mpsc::channel();
        let (sent, reports) = mpsc::channel();
        let data_folder = folders.data.clone();
        let worker = WorkerLoop::new(folders, files, timing, sent, Box::new(wake));
        let thread =
            std::thread::Builder::new().name("holdspace-storage".to_owned()).spawn(move || worker.run(&received));
        Self { messages, reports, thread: thread.ok(), data_folder, said_stopped: Cell::new(false) }
    }

    /// A recovery code that nobody chose.
    ///
    /// # Panics
    /// When the system has no random numbers.
    pub fn new_recovery_code() -> RecoveryCode {
        new_recovery_code()
    }

    /// Asks for something. Never waits.
    pub fn send(&self, request: impl Into<Request>) {
        // If the thread is gone, the next look at the reports says so.
        let _ = self.messages.send(Message::Request(request.into()));
    }

    /// What has been reported since the last time. Never waits.
    pub fn reports(&self) -> Vec<Report> {
        let mut reports = Vec::new();
        loop {
            match self.reports.try_recv() {
                Ok(report) => reports.push(report),
                Err(TryRecvError::Empty) => return reports,
                Err(TryRecvError::Disconnected) => {
                    if !self.said_stopped.replace(true) {
                        reports.push(Report::Saving(SavingReport::Problem(StorageError::new(
                            Problem::SavingStopped,
                            &self.data_folder,
                        ))));
                    }
                    return reports;
                }
            }
        }
    }

    /// What another thread can ask the worker by.
    pub fn handle(&self) -> Handle {
        Handle { messages: self.messages.clone() }
    }

    /// Writes everything that waits and ends the thread; says whether all words are on the disk.
    pub fn finish(mut self) -> bool {
        self.end()
    }

    fn end(&mut self) -> bool {
        let Some(thread) = self.thread.take() else { return false };
        // A disk that hangs must not keep the app from ending: then the thread is left behind.
        let Some(written) = self.handle().ask(Message::Finish) else { return false };
        thread.join().is_ok() && written
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}
