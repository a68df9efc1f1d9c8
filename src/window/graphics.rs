//! Which adapter draws the window: one after the other until one does, and that one first the next time.
//!
//! A driver may be there and still fail: through a remote connection, in a virtual machine, after an update. Linux has
//! OpenGL for all of it, which falls back to software by itself. Must not know what is drawn.

#[cfg(not(target_os = "linux"))]
pub(super) use adapters::open;

/// What is known of an adapter before it is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Adapter {
    /// What it is known by from one start to the next.
    name: String,
    kind: AdapterKind,
}

/// How good an adapter is for a window that seldom changes, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum AdapterKind {
    /// It saves the battery.
    Integrated,
    Discrete,
    /// A virtual machine's, or one that does not say what it is.
    Other,
    Software,
}

/// The place of the adapter to try next: the one that worked before, then the best; none if all were tried.
fn next_to_try(adapters: &[Adapter], remembered: Option<&str>, tried: &[String]) -> Option<usize> {
    let waiting = adapters.iter().enumerate().filter(|(_, adapter)| !tried.contains(&adapter.name));
    let best = waiting.min_by_key(|(_, adapter)| (Some(adapter.name.as_str()) != remembered, adapter.kind));
    best.map(|(place, _)| place)
}

#[cfg(not(target_os = "linux"))]
mod adapters {
    use std::cell::RefCell;
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    use std::sync::{Arc, Mutex, PoisonError};

    use eframe::egui_wgpu::WgpuSetup;
    use eframe::wgpu::{self, Backend, Backends, DeviceType};
    use eframe::{CreationContext, NativeOptions};

    use super::{Adapter, AdapterKind, next_to_try};

    /// The ways of drawing, one after the other. OpenGL is asked for alone, and only if no other draws: it keeps a window
    /// of its own that answers nobody, and Windows would wait for its answer before it shuts down.
    const WAYS: [Backends; 2] = [Backends::PRIMARY, Backends::GL];

    /// Opens the window with the first adapter that draws it, and returns once it is closed; says which one it was.
    pub(in crate::window) fn open<Shown: eframe::App>(
        title: &str,
        options: &NativeOptions,
        remembered: Option<&str>,
        app: impl FnOnce(&CreationContext<'_>) -> Shown,
    ) -> (eframe::Result, Option<String>) {
        let waiting = RefCell::new(Some(app));
        let tried = Arc::new(Mutex::new(Vec::new()));
        let last = || tried.lock().unwrap_or_else(PoisonError::into_inner).last().cloned();
        let mut ways = WAYS.to_vec();
        if remembered.is_some_and(|name| name.starts_with(Backend::Gl.to_str())) {
            ways.reverse();
        }
        let mut ways = ways.into_iter().peekable();
        loop {
            let before = last();
            let create = |creation: &CreationContext<'_>| {
                let app = waiting.take().ok_or("the window was opened before")?;
                Ok(Box::new(app(creation)) as Box<dyn eframe::App>)
            };
            let way = ways.peek().copied().unwrap_or(Backends::all());
            let options = choosing(options.clone(), way, remembered.map(str::to_owned), Arc::clone(&tried));
            // Some drivers end in a panic.
            let closed = catch_unwind(AssertUnwindSafe(|| eframe::run_native(title, options, Box::new(create))));
            let was_open = waiting.borrow().is_none();
            // Every adapter of this way was tried.
            if !was_open && last() == before {
                ways.next();
            }
            let is_over = was_open || ways.peek().is_none();
            match closed {
                Ok(result) if result.is_ok() || is_over => return (result, last().filter(|_| was_open)),
                Err(panic) if is_over => resume_unwind(panic),
                _ => {}
            }
        }
    }

    /// The options, with an adapter that was not tried yet.
    fn choosing(
        mut options: NativeOptions,
        way: Backends,
        remembered: Option<String>,
        tried: Arc<Mutex<Vec<String>>>,
    ) -> NativeOptions {
        if let WgpuSetup::CreateNew(setup) = &mut options.wgpu_options.wgpu_setup {
            setup.instance_descriptor.backends &= way;
            setup.native_adapter_selector = Some(Arc::new(move |adapters, surface| {
                let fits = |adapter: &&wgpu::Adapter| surface.is_none_or(|to| adapter.is_surface_supported(to));
                let fitting: Vec<_> = adapters.iter().filter(fits).collect();
                let known: Vec<_> = fitting.iter().map(|adapter| described(&adapter.get_info())).collect();
                let mut tried = tried.lock().unwrap_or_else(PoisonError::into_inner);
                let next = next_to_try(&known, remembered.as_deref(), &tried).ok_or("every adapter was tried")?;
                tried.push(known[next].name.clone());
                Ok(fitting[next].clone())
            }));
        }
        options
    }

    fn described(info: &wgpu::AdapterInfo) -> Adapter {
        let kind = match info.device_type {
            DeviceType::IntegratedGpu => AdapterKind::Integrated,
            DeviceType::DiscreteGpu => AdapterKind::Discrete,
            DeviceType::Cpu => AdapterKind::Software,
            _ => AdapterKind::Other,
        };
        Adapter { name: format!("{} {}", info.backend, info.name), kind }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adapters_are_tried_in_turn_and_the_one_that_worked_first() {
        let adapter = |name: &str, kind| Adapter { name: name.to_owned(), kind };
        let all = [
            adapter("warp", AdapterKind::Software),
            adapter("large", AdapterKind::Discrete),
            adapter("virtual", AdapterKind::Other),
            adapter("small", AdapterKind::Integrated),
        ];
        let order = |remembered| {
            let mut tried = Vec::new();
            while let Some(next) = next_to_try(&all, remembered, &tried) {
                tried.push(all[next].name.clone());
            }
            tried
        };
        assert_eq!(order(None), ["small", "large", "virtual", "warp"]);
        assert_eq!(order(Some("warp")), ["warp", "small", "large", "virtual"]);
        assert_eq!(order(Some("gone")), order(None));
        assert_eq!(next_to_try(&[], None, &[]), None);
    }
}
