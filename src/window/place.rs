//! The window's place on the screens: the one that it had, where it can still be seen and moved.

use eframe::CreationContext;
use winit::dpi::PhysicalPosition;

/// A point of the window's title bar, from its left upper corner, in pixels. It has to be on a screen: there the window
/// can be taken hold of.
const GRIP: [f64; 2] = [60.0, 15.0];

/// A screen: its left upper corner and its size, in pixels.
#[derive(Debug, Clone, Copy)]
struct Monitor {
    corner: [f64; 2],
    size: [f64; 2],
}

/// Puts the window where it was, if a screen is still there. Wayland places its windows itself.
pub(super) fn restore(creation: &CreationContext<'_>, position: Option<[f32; 2]>) {
    let (Some(window), Some(position)) = (creation.winit_window(), position) else { return };
    let position = position.map(f64::from);
    let mut monitors = window.available_monitors().map(|monitor| {
        let (corner, size) = (monitor.position(), monitor.size());
        Monitor {
            corner: [f64::from(corner.x), f64::from(corner.y)],
            size: [f64::from(size.width), f64::from(size.height)],
        }
    });
    if monitors.any(|monitor| monitor.shows(position)) {
        window.set_outer_position(PhysicalPosition::new(position[0], position[1]));
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
            assert!(!right.shows(lost), "{lost:?}");
        }
    }
}
