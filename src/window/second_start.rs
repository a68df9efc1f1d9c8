//! A second start on notes that are open already brings their window forward, and opens none of its own.
//!
//! On Linux the window has a name on the session's bus, one for each notes folder, and is asked by the usual call,
//! `org.freedesktop.Application.Activate`. Without a bus a second window opens, and says that the first one has the
//! notes.

use std::collections::HashMap;

use zbus::blocking::{Connection, MessageIterator};
use zbus::fdo::RequestNameFlags;
use zbus::message::Type;
use zbus::zvariant::Value;

use super::bus::of_session;
use super::folder_name;
use crate::storage::folders::Folders;

const APPLICATION: &str = "org.freedesktop.Application";
const PATH: &str = "/org/holdspace/Holdspace";
const ACTIVATE: &str = "Activate";

/// The name on the bus of the window that has a notes folder.
fn bus_name(folders: &Folders) -> String {
    format!("org.holdspace.Holdspace.folder_{}", folder_name(folders))
}

/// Brings the window forward that has these notes; says whether there is one.
pub fn show_first(folders: &Folders) -> bool {
    of_session().and_then(|bus| activate(&bus, &bus_name(folders))).is_ok()
}

/// Where nobody has the name, the bus says so at once.
fn activate(bus: &Connection, name: &str) -> zbus::Result<()> {
    let platform = HashMap::<&str, Value<'_>>::new();
    bus.call_method(Some(name), PATH, Some(APPLICATION), ACTIVATE, &platform).map(|_| ())
}

/// Takes the name, and calls `show` as often as somebody starts the app on these notes again.
pub(super) fn listen(folders: &Folders, show: impl Fn() + Send + 'static) {
    let name = bus_name(folders);
    let answer = move || {
        let bus = of_session()?;
        let messages = MessageIterator::from(&bus);
        bus.request_name_with_flags(name, RequestNameFlags::DoNotQueue.into())?;
        for message in messages {
            let message = message?;
            let header = message.header();
            let is_asked = header.message_type() == Type::MethodCall
                && header.interface().is_some_and(|interface| interface.as_str() == APPLICATION)
                && header.member().is_some_and(|member| member.as_str() == ACTIVATE);
            if is_asked {
                show();
                bus.reply(&header, &())?;
            }
        }
        Ok::<_, zbus::Error>(())
    };
    // Whatever the bus refuses: a second window says that the first one has the notes.
    let _ = std::thread::Builder::new().name("holdspace-second-start".to_owned()).spawn(move || answer().ok());
}
