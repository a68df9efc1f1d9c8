//! Whether a Linux desktop prefers dark windows, followed as it changes, and a frame of the window that matches
//! the page.
//!
//! The toolkit knows neither there. The desktop's portal says the first, on the session's bus; without one the page
//! is light. Must not know what is drawn.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{SystemTheme, Theme, ViewportCommand};
use zbus::Message;
use zbus::blocking::{Connection, MessageIterator};
use zbus::zvariant::{OwnedValue, Value};

use super::bus::{add_match, of_session};

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PORTAL_PATH: &str = "/org/freedesktop/portal/desktop";
const SETTINGS: &str = "org.freedesktop.portal.Settings";
const APPEARANCE: &str = "org.freedesktop.appearance";
const COLOR_SCHEME: &str = "color-scheme";

/// What the portal calls a preference for dark.
const PREFERS_DARK: u32 = 1;

/// Gives a context the desktop's preference from now on, and the window's frame the theme of the page.
pub(super) fn follow(ctx: &egui::Context) {
    match_frame(ctx);
    let ctx = ctx.clone();
    let listen = move || listen(&ctx);
    // Whatever the bus refuses: the page is light, or as its owner chose.
    let _ = std::thread::Builder::new().name("holdspace-appearance".to_owned()).spawn(move || listen().ok());
}

/// Tells the window's frame which theme the page has, when that changes.
fn match_frame(ctx: &egui::Context) {
    ctx.options_mut(|options| options.sync_window_theme = false);
    let told = Mutex::new(None);
    let tell = move |ui: &mut egui::Ui| {
        let theme = ui.ctx().theme();
        let told = told.lock().unwrap_or_else(PoisonError::into_inner).replace(theme);
        if told != Some(theme) {
            ui.ctx().send_viewport_cmd(ViewportCommand::SetTheme(match theme {
                Theme::Dark => SystemTheme::Dark,
                Theme::Light => SystemTheme::Light,
            }));
        }
    };
    ctx.on_end_pass("theme of the frame", Arc::new(tell));
}

fn listen(ctx: &egui::Context) -> zbus::Result<()> {
    let bus = of_session()?;
    // Before it is asked: a change in between is not missed.
    let messages = MessageIterator::from(&bus);
    add_match(&bus, &format!("type='signal',interface='{SETTINGS}',member='SettingChanged',arg0='{APPEARANCE}'"))?;
    if let Some(scheme) = scheme_now(&bus) {
        prefer(ctx, scheme);
    }
    for message in messages {
        if let Some(scheme) = scheme_changed(&message?) {
            prefer(ctx, scheme);
        }
    }
    Ok(())
}

fn prefer(ctx: &egui::Context, scheme: u32) {
    let theme = if scheme == PREFERS_DARK { Theme::Dark } else { Theme::Light };
    ctx.options_mut(|options| options.fallback_theme = theme);
    ctx.request_repaint();
}

/// Older portals know `Read` alone, which puts a variant into a variant.
fn scheme_now(bus: &Connection) -> Option<u32> {
    let ask = |method: &str| {
        bus.call_method(Some(PORTAL), PORTAL_PATH, Some(SETTINGS), method, &(APPEARANCE, COLOR_SCHEME)).ok()
    };
    let answer = ask("ReadOne").or_else(|| ask("Read"))?;
    let body = answer.body();
    number(&body.deserialize::<Value<'_>>().ok()?)
}

fn scheme_changed(message: &Message) -> Option<u32> {
    let header = message.header();
    let is_change = header.interface().is_some_and(|interface| interface.as_str() == SETTINGS)
        && header.member().is_some_and(|member| member.as_str() == "SettingChanged");
    let (space, key, value): (String, String, OwnedValue) =
        if is_change { message.body().deserialize().ok()? } else { return None };
    ((space.as_str(), key.as_str()) == (APPEARANCE, COLOR_SCHEME)).then(|| number(&value)).flatten()
}

/// A number, in however many variants.
fn number(value: &Value<'_>) -> Option<u32> {
    match value {
        Value::U32(number) => Some(*number),
        Value::Value(inner) => number(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_portals_number_is_read_however_it_is_wrapped() {
        let plain = Value::U32(1);
        let wrapped = Value::Value(Box::new(Value::Value(Box::new(Value::U32(2)))));
        assert_eq!([number(&plain), number(&wrapped), number(&Value::U8(1))], [Some(1), Some(2), None]);
    }

    #[test]
    fn the_frame_is_told_once_of_each_theme() {
        let ctx = egui::Context::default();
        match_frame(&ctx);
        let told = |ctx: &egui::Context| {
            let mut output = ctx.run_ui(egui::RawInput::default(), |_| {});
            output.textures_delta.clear();
            let commands = output.viewport_output.into_values().flat_map(|viewport| viewport.commands);
            commands.filter(|command| matches!(command, ViewportCommand::SetTheme(_))).collect::<Vec<_>>()
        };
        prefer(&ctx, PREFERS_DARK);
        assert_eq!(told(&ctx), [ViewportCommand::SetTheme(SystemTheme::Dark)]);
        assert_eq!(told(&ctx), []);
        prefer(&ctx, 2);
        assert_eq!(told(&ctx), [ViewportCommand::SetTheme(SystemTheme::Light)]);
    }
}
