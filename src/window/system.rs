//! What the system tells the window, on each system in its own way: to end, to lock, to come forward.
//!
//! Must not know what is open, or how it is saved.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(any(target_os = "linux", windows))]
use egui::{UserAttentionType, ViewportCommand, ViewportId};

#[cfg(any(target_os = "linux", windows))]
use super::lock_signal::LockSignal;
use crate::storage::folders::Folders;
use crate::storage::worker::Handle;

/// What is told to the app, and by what.
pub(super) struct Followed {
    /// The notes that are open.
    #[cfg_attr(not(any(target_os = "linux", windows)), expect(dead_code, reason = "there it is not followed"))]
    pub(super) folders: Folders,
    /// Writes what is pending.
    pub(super) handle: Handle,
    /// Set for the app to end.
    pub(super) ends: Arc<AtomicBool>,
    /// Set for the app to lock.
    #[cfg_attr(not(any(target_os = "linux", windows)), expect(dead_code, reason = "there it is not followed"))]
    pub(super) locks: Arc<AtomicBool>,
    /// Set once the window is closed and everything is written.
    #[cfg_attr(not(windows), expect(dead_code, reason = "Windows alone waits for it"))]
    pub(super) closed: Arc<AtomicBool>,
    /// Wakes the app.
    pub(super) ctx: egui::Context,
}

impl Followed {
    #[cfg(any(target_os = "linux", windows))]
    fn lock_signal(&self) -> LockSignal {
        let (handle, ctx) = (self.handle.clone(), self.ctx.clone());
        let flush = move || {
            handle.write_all();
        };
        LockSignal::new(Arc::clone(&self.locks), move || ctx.request_repaint(), flush)
    }

    /// Writes what is pending and closes the window.
    fn end(&self) {
        self.handle.write_all();
        self.ends.store(true, Ordering::Relaxed);
        self.ctx.request_repaint();
    }
}

/// Brings the window forward, and asks for attention where the system lets no program do that.
#[cfg(any(target_os = "linux", windows))]
fn show(ctx: &egui::Context) {
    for command in [
        ViewportCommand::Visible(true),
        ViewportCommand::Minimized(false),
        ViewportCommand::Focus,
        ViewportCommand::RequestUserAttention(UserAttentionType::Informational),
    ] {
        ctx.send_viewport_cmd_to(ViewportId::ROOT, command);
    }
    ctx.request_repaint();
}

/// Follows the system until the app ends.
pub(super) fn follow(followed: Followed) {
    on_this_system::follow(followed);
}

/// Brings the window forward that has these notes already; says whether there is one.
pub(super) fn show_first(folders: &Folders) -> bool {
    on_this_system::show_first(folders)
}

#[cfg(unix)]
fn end_with_signals(followed: Followed) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    let wait = move || {
        for _ in signals.forever() {
            followed.end();
        }
    };
    // Without this thread the system ends the app at once; what is pending is then five seconds old.
    let _ = std::thread::Builder::new().name("holdspace-signals".to_owned()).spawn(wait);
}

#[cfg(target_os = "linux")]
mod on_this_system {
    use super::{Folders, Followed, end_with_signals, show};
    use crate::window::{appearance, second_start, system_lock};

    pub(super) fn follow(followed: Followed) {
        appearance::follow(&followed.ctx);
        system_lock::follow(&followed.lock_signal());
        let ctx = followed.ctx.clone();
        second_start::listen(&followed.folders, move || show(&ctx));
        end_with_signals(followed);
    }

    pub(super) fn show_first(folders: &Folders) -> bool {
        second_start::show_first(folders)
    }
}

#[cfg(windows)]
mod on_this_system {
    use std::sync::atomic::Ordering;
    use std::thread::sleep;
    use std::time::{Duration, Instant};

    use super::{Folders, Followed, show};
    use crate::window::folder_name;
    use crate::window::windows_calls::{self, SystemEvent};

    /// The longest that the end of the session is held up for the window to close. Windows itself waits for five
    /// seconds.
    const MAX_HOLD: Duration = Duration::from_secs(4);

    /// How often it is seen whether the window has closed.
    const POLL_INTERVAL: Duration = Duration::from_millis(20);

    pub(super) fn follow(followed: Followed) {
        let name = folder_name(&followed.folders);
        windows_calls::follow(&name, move |event| followed.take(event));
    }

    pub(super) fn show_first(folders: &Folders) -> bool {
        windows_calls::show_first(&folder_name(folders))
    }

    impl Followed {
        fn take(&self, event: SystemEvent) {
            match event {
                SystemEvent::EndIsAsked => {
                    self.handle.write_all();
                }
                SystemEvent::Ends => {
                    self.end();
                    let begun = Instant::now();
                    while !self.closed.load(Ordering::Relaxed) && begun.elapsed() < MAX_HOLD {
                        sleep(POLL_INTERVAL);
                    }
                }
                SystemEvent::Locks => self.lock_signal().ask(),
                SystemEvent::Sleeps => {
                    let signal = self.lock_signal();
                    signal.ask();
                    signal.wait();
                }
                SystemEvent::SecondStart => show(&self.ctx),
            }
        }
    }
}

/// Elsewhere the system starts no program twice by itself, and tells of its lock in no way that needs no unsafe code.
#[cfg(not(any(target_os = "linux", windows)))]
mod on_this_system {
    use super::{Folders, Followed, end_with_signals};

    pub(super) fn follow(followed: Followed) {
        end_with_signals(followed);
    }

    pub(super) fn show_first(_folders: &Folders) -> bool {
        false
    }
}
