//! What Windows tells a program in no other way: the end of the session, sleep, the lock, a second start; and the
//! terminal that the program was started from.
//!
//! The one file that may use `unsafe`: these calls have no safe form, and the toolkit passes none of them on. It has a
//! window of its own that is never shown, on a thread of its own. Must not know what is done about what it is told.

#![expect(unsafe_code, reason = "Windows' own calls have no safe form")]

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{null, null_mut};

use windows_sys::Win32::Foundation::{HWND, INVALID_HANDLE_VALUE, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::Console::{ATTACH_PARENT_PROCESS, AttachConsole, GetStdHandle, STD_ERROR_HANDLE};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::System::RemoteDesktop::{NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    AllowSetForegroundWindow, CreateWindowExW, DefWindowProcW, DispatchMessageW, FindWindowW, GetMessageW,
    GetWindowThreadProcessId, MB_ICONWARNING, MB_OK, MSG, MessageBoxW, PBT_APMSUSPEND, RegisterClassW,
    SMTO_ABORTIFHUNG, SendMessageTimeoutW, WM_APP, WM_CLOSE, WM_ENDSESSION, WM_POWERBROADCAST, WM_QUERYENDSESSION,
    WM_WTSSESSION_CHANGE, WNDCLASSW, WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK,
};

/// What the class of the window is called that hears all this.
const CLASS: &str = "HoldspaceListener";

/// A second start asks the first one by this message.
const SECOND_START: u32 = WM_APP + 1;

/// How long a second start waits for the first one, in milliseconds.
const MAX_ANSWER_TIME: u32 = 3000;

/// What Windows tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SystemEvent {
    /// Somebody logs off or shuts down; it may still be called off.
    EndIsAsked,
    /// The session ends as soon as this is answered; or an installer waits for the program to end.
    Ends,
    /// The screen is locked, or another person uses it.
    Locks,
    /// The computer sleeps as soon as this is answered.
    Sleeps,
    /// The app was started a second time on the same notes.
    SecondStart,
}

type Listener = Box<dyn Fn(SystemEvent)>;

thread_local! {
    /// Who is told, on the thread of the window.
    static LISTENER: RefCell<Option<Listener>> = const { RefCell::new(None) };
}

/// Calls `told`, on a thread of its own, with everything that Windows tells; `name` is what a second start looks for.
/// What Windows waits for is done when `told` returns.
pub(super) fn follow(name: &str, told: impl Fn(SystemEvent) + Send + 'static) {
    let name = wide(name);
    let listen = move || {
        LISTENER.set(Some(Box::new(told)));
        listen(&name);
    };
    // Without this thread Windows ends the app at once; what is pending is then five seconds old.
    let _ = std::thread::Builder::new().name("holdspace-system".to_owned()).spawn(listen);
}

/// Brings the window forward that has this name; says whether there is one.
pub(super) fn show_first(name: &str) -> bool {
    let (class, name) = (wide(CLASS), wide(name));
    let mut answer = 0;
    // SAFETY: both texts end with a zero and live until the calls return, as do the numbers that are written to.
    unsafe {
        let window = FindWindowW(class.as_ptr(), name.as_ptr());
        if window.is_null() {
            return false;
        }
        let mut process = 0;
        GetWindowThreadProcessId(window, &raw mut process);
        // Only the program that the person has just started may hand the foreground on.
        AllowSetForegroundWindow(process);
        SendMessageTimeoutW(window, SECOND_START, 0, 0, SMTO_ABORTIFHUNG, MAX_ANSWER_TIME, &raw mut answer) != 0
    }
}

/// Prints in the terminal that the program was started from, if it was; says whether anybody hears what is printed: there,
/// or where it is sent instead.
pub fn use_terminal() -> bool {
    // SAFETY: these calls take and give no memory.
    unsafe {
        let errors = GetStdHandle(STD_ERROR_HANDLE);
        let is_sent = !errors.is_null() && errors != INVALID_HANDLE_VALUE;
        AttachConsole(ATTACH_PARENT_PROCESS) != 0 || is_sent
    }
}

/// Shows a sentence in a box of its own: for whoever started the app by its icon, and has no terminal.
pub fn show_sentence(sentence: &str) {
    let (title, sentence) = (wide("Holdspace"), wide(sentence));
    // SAFETY: both texts end with a zero and live until the call returns.
    unsafe {
        MessageBoxW(null_mut(), sentence.as_ptr(), title.as_ptr(), MB_OK | MB_ICONWARNING);
    }
}

/// Text as Windows takes it, with a zero at its end.
fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

/// A window that is never shown, and its messages until the program ends. A window for messages alone would not be
/// told of the end of the session.
fn listen(name: &[u16]) {
    let class = wide(CLASS);
    // SAFETY: all texts end with a zero and live as long as the window, which is until the program ends; the window
    // procedure has the form that Windows asks for; a message is read into memory of this thread alone.
    unsafe {
        let instance = GetModuleHandleW(null());
        let mut description: WNDCLASSW = std::mem::zeroed();
        description.lpfnWndProc = Some(take_message);
        description.hInstance = instance;
        description.lpszClassName = class.as_ptr();
        RegisterClassW(&raw const description);
        let (parent, menu) = (null_mut(), null_mut());
        let window = CreateWindowExW(0, class.as_ptr(), name.as_ptr(), 0, 0, 0, 0, 0, parent, menu, instance, null());
        if window.is_null() {
            return;
        }
        WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION);
        let mut message: MSG = std::mem::zeroed();
        while GetMessageW(&raw mut message, null_mut(), 0, 0) > 0 {
            DispatchMessageW(&raw const message);
        }
    }
}

/// What a message says that somebody is told of.
fn event_of(message: u32, word: WPARAM) -> Option<SystemEvent> {
    let word = u32::try_from(word).unwrap_or_default();
    match (message, word) {
        (WM_QUERYENDSESSION, _) => Some(SystemEvent::EndIsAsked),
        (WM_ENDSESSION, 1..) | (WM_CLOSE, _) => Some(SystemEvent::Ends),
        (WM_POWERBROADCAST, PBT_APMSUSPEND) => Some(SystemEvent::Sleeps),
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK | WTS_CONSOLE_DISCONNECT | WTS_REMOTE_DISCONNECT) => {
            Some(SystemEvent::Locks)
        }
        (SECOND_START, _) => Some(SystemEvent::SecondStart),
        _ => None,
    }
}

unsafe extern "system" fn take_message(window: HWND, message: u32, word: WPARAM, more: LPARAM) -> LRESULT {
    let Some(event) = event_of(message, word) else {
        // SAFETY: the message is handed on as it came.
        return unsafe { DefWindowProcW(window, message, word, more) };
    };
    // A panic must not go on into Windows. It is in the log already.
    let _ = catch_unwind(AssertUnwindSafe(|| {
        LISTENER.with_borrow(|told| told.iter().for_each(|told| told(event)));
    }));
    1
}
