//! The window draws nothing for a key that is let go: it hears of it with whatever comes next.
//!
//! The toolkit draws the whole window for every key that is pressed and once more as it is let go, when nothing has changed.
//! Must not know what the keys mean.

use eframe::{EframeWinitApplication, UserEvent};
use winit::application::ApplicationHandler;
use winit::event::{DeviceEvent, DeviceId, ElementState, KeyEvent, StartCause, WindowEvent};
use winit::event_loop::ActiveEventLoop;
use winit::window::WindowId;

/// A window that hears of a key that was let go with the next event.
pub(crate) struct KeyReleases<'a> {
    window: EframeWinitApplication<'a>,
    /// The keys that were let go, in their order.
    held_back: Vec<(WindowId, WindowEvent)>,
}

impl<'a> KeyReleases<'a> {
    /// The same window, but for what is held back.
    pub(crate) fn held_back_from(window: EframeWinitApplication<'a>) -> Self {
        Self { window, held_back: Vec::new() }
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

impl ApplicationHandler<UserEvent> for KeyReleases<'_> {
    fn window_event(&mut self, event_loop: &ActiveEventLoop, window: WindowId, event: WindowEvent) {
        if is_release(&event) {
            return self.held_back.push((window, event));
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
