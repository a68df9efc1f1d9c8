//! What the toolkit hears of the window's events, and when.
//!
//! It draws the whole window for every key that is pressed, and once more as it is let go, when nothing has changed: it
//! hears of that with whatever comes next. And when a finger touches the screen, the mouse's pointer leaves the window: it
//! would take that for the finger, and lose the tap.
//! Must not know what the keys mean.

use std::collections::HashSet;

use eframe::{EframeWinitApplication, UserEvent};
use winit::application::ApplicationHandler;
use winit::event::{DeviceEvent, DeviceId, ElementState, KeyEvent, StartCause, Touch, TouchPhase, WindowEvent};
use winit::event_loop::ActiveEventLoop;
use winit::window::WindowId;

/// The window, which hears of its events as they are good for it.
pub(crate) struct WindowEvents<'a> {
    window: EframeWinitApplication<'a>,
    /// The keys that were let go, in their order.
    held_back: Vec<(WindowId, WindowEvent)>,
    /// The fingers on the screen.
    fingers: HashSet<(DeviceId, u64)>,
}

impl<'a> WindowEvents<'a> {
    /// Those of a window.
    pub(crate) fn of(window: EframeWinitApplication<'a>) -> Self {
        Self { window, held_back: Vec::new(), fingers: HashSet::new() }
    }

    fn follow_fingers(&mut self, event: &WindowEvent) {
        let WindowEvent::Touch(Touch { device_id, id, phase, .. }) = event else { return };
        match phase {
            TouchPhase::Started | TouchPhase::Moved => self.fingers.insert((*device_id, *id)),
            TouchPhase::Ended | TouchPhase::Cancelled => self.fingers.remove(&(*device_id, *id)),
        };
    }

    fn hand_on(&mut self, event_loop: &ActiveEventLoop) {
        for (window, event) in std::mem::take(&mut self.held_back) {
            self.window.window_event(event_loop, window, event);
        }
    }
}

fn is_release(event: &WindowEvent) -> bool {
    matches!(
        event,
        WindowEvent::KeyboardInput { event: KeyEvent { state: ElementState::Released, .. }, is_synthetic: false, .. }
    )
}

impl ApplicationHandler<UserEvent> for WindowEvents<'_> {
    fn window_event(&mut self, event_loop: &ActiveEventLoop, window: WindowId, event: WindowEvent) {
        if is_release(&event) {
            return self.held_back.push((window, event));
        }
        self.follow_fingers(&event);
        if matches!(event, WindowEvent::CursorLeft { .. }) && !self.fingers.is_empty() {
            return;
        }
        // Drawing is no news to a key.
        if event != WindowEvent::RedrawRequested {
            self.hand_on(event_loop);
        }
        self.window.window_event(event_loop, window, event);
    }

    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        self.window.resumed(event_loop);
    }

    fn suspended(&mut self, event_loop: &ActiveEventLoop) {
        self.window.suspended(event_loop);
    }

    fn new_events(&mut self, event_loop: &ActiveEventLoop, cause: StartCause) {
        self.window.new_events(event_loop, cause);
    }

    fn user_event(&mut self, event_loop: &ActiveEventLoop, event: UserEvent) {
        self.window.user_event(event_loop, event);
    }

    fn device_event(&mut self, event_loop: &ActiveEventLoop, device: DeviceId, event: DeviceEvent) {
        self.window.device_event(event_loop, device, event);
    }

    fn about_to_wait(&mut self, event_loop: &ActiveEventLoop) {
        self.window.about_to_wait(event_loop);
    }

    fn exiting(&mut self, event_loop: &ActiveEventLoop) {
        self.window.exiting(event_loop);
    }

    fn memory_warning(&mut self, event_loop: &ActiveEventLoop) {
        self.window.memory_warning(event_loop);
    }
}
