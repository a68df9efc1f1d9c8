//! The window's place on the screens: the one that it had, where it can still be seen and moved. And which other screen
//! there is.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

use eframe::CreationContext;
use winit::dpi::PhysicalPosition;
use winit::monitor::MonitorHandle;
use winit::window::Window;

use crate::domain::settings::Settings;

/// A point of the window's title bar, from its left upper corner, in pixels. It has to be on a screen: there the window
/// can be taken hold of.
const GRIP: [f64; 2] = [60.0, 15.0];

/// A screen: its left upper corner and its size, in pixels.
#[derive(Debug, Clone, Copy)]
struct Monitor {
    corner: [f64; 2],
    size: [f64; 2],
}

/// Puts the window where it was, if a screen is still there, and fills the screen with it again if it did. Wayland places
/// its windows itself.
pub(super) fn restore(creation: &CreationContext<'_>, settings: &Settings) {
    let Some(window) = creation.winit_window() else { return };
    if let Some(position) = settings.window_position {
        let position = position.map(f64::from);
        let monitors: Vec<Monitor> = window.available_monitors().map(Monitor::from).collect();
        if let Some([left, top]) = found(position, &monitors) {
            window.set_outer_position(PhysicalPosition::new(left, top));
        }
    }
    if settings.window_maximized {
        maximize_once_shown(&creation.egui_ctx, Arc::downgrade(window));
    }
}

/// Where another screen than the window's is among the screens; nothing if there is none. One that shows the same, in the
/// same place, is none.
pub(super) fn second_screen(window: &Window) -> Option<usize> {
    let first = window.current_monitor()?.position();
    window.available_monitors().position(|monitor| monitor.position() != first)
}

/// The position, or one at the corner of the first screen if it is on none.
fn found(position: [f64; 2], monitors: &[Monitor]) -> Option<[f64; 2]> {
    let is_seen = monitors.iter().any(|monitor| monitor.shows(position));
    if is_seen { Some(position) } else { monitors.first().map(|first| first.corner) }
}

/// X11 takes no such wish before the window is there; elsewhere the window was made so.
fn maximize_once_shown(ctx: &egui::Context, window: Weak<Window>) {
    let waits = AtomicBool::new(cfg!(target_os = "linux"));
    let look = move |ui: &mut egui::Ui| {
        let Some(window) = window.upgrade().filter(|_| waits.load(Ordering::Relaxed)) else { return };
        let is_visible = window.is_visible();
        if is_visible == Some(false) {
            ui.ctx().request_repaint();
            return;
        }
        waits.store(false, Ordering::Relaxed);
        if is_visible == Some(true) {
            window.set_maximized(true);
        }
    };
    ctx.on_end_pass("maximize once shown", Arc::new(look));
}

impl From<MonitorHandle> for Monitor {
    fn from(monitor: MonitorHandle) -> Self {
        let (corner, size) = (monitor.position(), monitor.size());
        Self {
            corner: [f64::from(corner.x), f64::from(corner.y)],
            size: [f64::from(size.width), f64::from(size.height)],
        }
    }
}

impl Monitor {
    /// Whether a window at a position can be taken hold of here.
    fn shows(&self, position: [f64; 2]) -> bool {
        (0..2).all(|axis| {
            let (start, end) = (self.corner[axis], self.corner[axis] + self.size[axis]);
            (start..end).contains(&(position[axis] + GRIP[axis]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_comes_back_only_where_it_can_be_taken_hold_of() {
        let right = Monitor { corner: [1920.0, 0.0], size: [1280.0, 1024.0] };
        for seen in [[1920.0, 0.0], [3000.0, 900.0], [1912.0, -8.0]] {
            assert!(right.shows(seen), "{seen:?}");
        }
        for lost in [[1800.0, 10.0], [3150.0, 10.0], [2000.0, -40.0], [2000.0, 1010.0]] {
            assert_eq!(found(lost, &[right]), Some([1920.0, 0.0]), "{lost:?}");
        }
        assert_eq!(found([5.0, 5.0], &[]), None);
    }
}
