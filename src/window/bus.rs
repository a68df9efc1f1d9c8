//! The buses of this machine, on which Linux desktops and their services speak to programs.
//!
//! Both are sockets of this machine: a bus with an address elsewhere is not used.

use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;

/// How long an answer of the bus is waited for.
const MAX_ANSWER_TIME: Duration = Duration::from_secs(5);

/// Opens a bus of this machine: the one at the address, or else the usual one.
pub(super) fn connect(
    address: Option<String>,
    usual: impl FnOnce() -> zbus::Result<Builder<'static>>,
) -> zbus::Result<Connection> {
    let builder = match address {
        Some(address) if address.split(';').all(|one| one.starts_with("unix:")) => Builder::address(address.as_str())?,
        Some(_) => return Err(zbus::Error::Address("not on this machine".to_owned())),
        None => usual()?,
    };
    builder.method_timeout(MAX_ANSWER_TIME).build()
}

/// Opens the bus of this person's session, as the environment names it.
pub(super) fn of_session() -> zbus::Result<Connection> {
    connect(std::env::var("DBUS_SESSION_BUS_ADDRESS").ok(), Builder::session)
}

/// Asks the bus for signals.
pub(super) fn add_match(bus: &Connection, rule: &str) -> zbus::Result<()> {
    let name = "org.freedesktop.DBus";
    bus.call_method(Some(name), "/org/freedesktop/DBus", Some(name), "AddMatch", &rule).map(|_| ())
}
