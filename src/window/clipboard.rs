//! What was copied from the notes does not stay in the clipboard: it is cleared after a while, as the notes
//! are locked, and as the window goes, if it is still there.
//!
//! A thread of its own keeps a digest of what was copied, and never the words. Must not know whether it
//! is wished for: the app tells only what is to be cleared.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

/// How long copied words stay.
pub(crate) const CLEAR_AFTER: Duration = Duration::from_mins(1);

/// The longest that the end of the app waits for the clipboard: whoever owns it may not answer.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// What words are known by.
type TextDigest = [u8; 32];

/// What the thread that clears the clipboard is told.
enum ClipboardMessage {
    /// This was copied.
    Copied(TextDigest),
    /// What was copied is to go now.
    Clear,
    /// The app ends.
    End,
}

/// Clears the clipboard of what was copied, once that was there for long enough.
pub struct ClipboardClearer {
    teller: Sender<ClipboardMessage>,
    ended: Receiver<()>,
}

impl ClipboardClearer {
    /// Clears what is copied once it was there for so long. Without its thread nothing is cleared.
    pub fn start(kept_for: Duration) -> Self {
        let (teller, messages) = channel();
        let (ends, ended) = channel();
        let watch = move || {
            watch(&messages, kept_for);
            // Nobody waits for it where the end was not waited for.
            let _ = ends.send(());
        };
        let _ = std::thread::Builder::new().name("holdspace-clipboard".to_owned()).spawn(watch);
        Self { teller, ended }
    }

    /// What is to be called with words as they are copied.
    pub fn teller(&self) -> Box<dyn Fn(&str)> {
        let teller = self.teller.clone();
        // Where the thread could not be started there is nobody to tell.
        Box::new(move |words| {
            let _ = teller.send(ClipboardMessage::Copied(known(words)));
        })
    }

    /// What is to be called when the notes are locked: what was copied and is still there is cleared at once.
    pub fn clearer(&self) -> Box<dyn Fn()> {
        let teller = self.teller.clone();
        Box::new(move || {
            let _ = teller.send(ClipboardMessage::Clear);
        })
    }

    /// Clears now what is still there.
    pub fn finish(self) {
        // A thread that is gone has nothing to clear.
        let _ = self.teller.send(ClipboardMessage::End);
        let _ = self.ended.recv_timeout(MAX_WAIT);
    }
}

/// Some systems change the ends of lines.
fn known(words: &str) -> TextDigest {
    let mut digest = Sha256::new();
    words.split('\r').for_each(|piece| digest.update(piece.as_bytes()));
    digest.finalize().into()
}

/// Waits for what is copied, until the app ends.
fn watch(messages: &Receiver<ClipboardMessage>, kept_for: Duration) {
    let mut copied: Option<(TextDigest, Instant)> = None;
    // Held from the first copying on: with the last holder an X11 clipboard would hand the words on.
    let mut system: Option<arboard::Clipboard> = None;
    loop {
        let news = match copied {
            None => messages.recv().ok(),
            Some((_, due)) => match messages.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Err(RecvTimeoutError::Timeout) => {
                    clear(&mut system, copied.take());
                    continue;
                }
                news => news.ok(),
            },
        };
        match news.unwrap_or(ClipboardMessage::End) {
            ClipboardMessage::Copied(known) => {
                copied = Some((known, Instant::now() + kept_for));
                system = system.or_else(|| arboard::Clipboard::new().ok());
            }
            ClipboardMessage::Clear => clear(&mut system, copied.take()),
            ClipboardMessage::End => return clear(&mut system, copied),
        }
    }
}

/// Clears the clipboard where it holds those words. If the system refuses, they stay: nothing more can
/// be done, and the app goes on.
fn clear(system: &mut Option<arboard::Clipboard>, copied: Option<(TextDigest, Instant)>) {
    let (Some(system), Some((copied, _))) = (system, copied) else { return };
    if system.get_text().is_ok_and(|text| known(&text) == copied) {
        let _ = system.clear();
    }
}
