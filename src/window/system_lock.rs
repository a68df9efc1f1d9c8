//! The system's own lock and sleep, on Linux: where the desktop locks its screen, or the computer is
//! about to sleep, the app is asked to lock too.
//!
//! It listens to logind on the system's bus and to screen savers on the session's, each on a thread of
//! its own. Without a bus nothing is told, and the app's own lock is all there is. Must not know what is
//! locked, or how.

use std::collections::HashMap;

use zbus::Message;
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, MessageIterator};
use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue};

use super::bus::{add_match, connect};
use super::lock_signal::LockSignal;
use crate::ui::text;

const LOGIN: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const MANAGER_PATH: &str = "/org/freedesktop/login1";
const SESSION: &str = "org.freedesktop.login1.Session";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// Follows the system's bus and the session's, as the environment names them.
pub fn follow(locks: &LockSignal) {
    let address_of = |variable: &str| std::env::var(variable).ok();
    follow_login(address_of("DBUS_SYSTEM_BUS_ADDRESS"), locks.clone());
    follow_screen_savers(address_of("DBUS_SESSION_BUS_ADDRESS"), locks.clone());
}

/// Follows logind: its lock, and sleep. Without an address, on the bus where it usually is.
pub fn follow_login(address: Option<String>, locks: LockSignal) {
    let listen = move || {
        let bus = connect(address, Builder::system)?;
        Login::of(bus).listen(&locks)
    };
    let name = "holdspace-login".to_owned();
    // Whatever the bus refuses: the app's own lock goes on.
    let _ = std::thread::Builder::new().name(name).spawn(move || listen().ok());
}

/// Follows the screen saver of whichever desktop.
pub fn follow_screen_savers(address: Option<String>, locks: LockSignal) {
    let listen = move || {
        let bus = connect(address, Builder::session)?;
        let messages = MessageIterator::from(&bus);
        add_match(&bus, "type='signal',member='ActiveChanged'")?;
        for message in messages {
            if is_screen_saver_on(&message?) {
                locks.ask();
            }
        }
        Ok::<_, zbus::Error>(())
    };
    let name = "holdspace-screen-saver".to_owned();
    let _ = std::thread::Builder::new().name(name).spawn(move || listen().ok());
}

/// Desktops name it differently: org.freedesktop, org.gnome, org.mate, org.cinnamon, org.xfce.
fn is_screen_saver_on(message: &Message) -> bool {
    let header = message.header();
    let is_screen_saver = header.interface().is_some_and(|interface| interface.as_str().ends_with(".ScreenSaver"));
    let is_change = header.member().is_some_and(|member| member.as_str() == "ActiveChanged");
    is_screen_saver && is_change && message.body().deserialize::<bool>().unwrap_or(false)
}

/// What logind tells.
#[derive(Debug, PartialEq, Eq)]
enum LoginEvent {
    Lock,
    Sleep,
    Wake,
}

/// The system's logind.
struct Login {
    bus: Connection,
    /// The session that the app runs in, where logind knows it. Else every session's lock counts.
    session: Option<OwnedObjectPath>,
    /// Held, it keeps the computer from sleeping for a moment.
    delay: Option<OwnedFd>,
}

impl Login {
    fn of(bus: Connection) -> Self {
        let mut login = Self { bus, session: None, delay: None };
        login.session = login.own_session();
        login
    }

    fn ask<Body>(&self, method: &str, body: &Body) -> zbus::Result<Message>
    where
        Body: zbus::export::serde::Serialize + zbus::zvariant::DynamicType,
    {
        self.bus.call_method(Some(LOGIN), MANAGER_PATH, Some(MANAGER), method, body)
    }

    /// A desktop may start programs outside of any session, and name it in the environment.
    fn own_session(&self) -> Option<OwnedObjectPath> {
        let by_name = std::env::var("XDG_SESSION_ID").ok().and_then(|id| self.ask("GetSession", &id).ok());
        let answer = by_name.or_else(|| self.ask("GetSessionByPID", &std::process::id()).ok())?;
        answer.body().deserialize().ok()
    }

    fn hold_sleep(&mut self) {
        let held = self.ask("Inhibit", &("sleep", "Holdspace", text::program::locks_before_sleep(), "delay"));
        self.delay = held.ok().and_then(|answer| answer.body().deserialize().ok());
    }

    fn listen(mut self, locks: &LockSignal) -> zbus::Result<()> {
        let messages = MessageIterator::from(&self.bus);
        for rule in [
            "interface='org.freedesktop.login1.Manager',member='PrepareForSleep'",
            "interface='org.freedesktop.login1.Session',member='Lock'",
            "interface='org.freedesktop.DBus.Properties',member='PropertiesChanged',arg0='org.freedesktop.login1.Session'",
        ] {
            add_match(&self.bus, &format!("type='signal',sender='{LOGIN}',{rule}"))?;
        }
        self.hold_sleep();
        for message in messages {
            match self.event_of(&message?) {
                Some(LoginEvent::Lock) => locks.ask(),
                Some(LoginEvent::Sleep) => {
                    locks.ask();
                    locks.wait();
                    self.delay = None;
                }
                Some(LoginEvent::Wake) => self.hold_sleep(),
                None => {}
            }
        }
        Ok(())
    }

    fn event_of(&self, message: &Message) -> Option<LoginEvent> {
        let header = message.header();
        let is_own = self.session.as_ref().is_none_or(|own| header.path().is_some_and(|path| path == &**own));
        match (header.interface()?.as_str(), header.member()?.as_str()) {
            (MANAGER, "PrepareForSleep") => {
                let begins = message.body().deserialize().ok()?;
                Some(if begins { LoginEvent::Sleep } else { LoginEvent::Wake })
            }
            (SESSION, "Lock") if is_own => Some(LoginEvent::Lock),
            (PROPERTIES, "PropertiesChanged") if is_own => {
                let body = message.body();
                let (_, changed, _): (String, HashMap<String, OwnedValue>, Vec<String>) = body.deserialize().ok()?;
                let is_locked = changed.get("LockedHint").and_then(|hint| bool::try_from(hint).ok());
                (is_locked == Some(true)).then_some(LoginEvent::Lock)
            }
            _ => None,
        }
    }
}
