//! The system's own fonts, for characters that the app's typeface lacks. Without one a box is drawn.
//!
//! However the system's fonts are set up, looking for one never ends the program.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::epaint::text::{FallbackRequest, FontInsert, FontProvider};
use egui_system_font_provider::SystemFontProvider;

/// Looks for characters among the system's fonts, until that fails for the first time.
struct SystemFonts {
    provider: SystemFontProvider,
    /// What panicked once is not asked again: its locks may be held for ever.
    has_failed: AtomicBool,
}

/// Gives a context the system's fonts.
pub(crate) fn install(ctx: &egui::Context) {
    let fonts = SystemFonts { provider: SystemFontProvider::new(), has_failed: AtomicBool::new(false) };
    ctx.add_font_provider(Arc::new(fonts));
}

impl FontProvider for SystemFonts {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        if self.has_failed.load(Ordering::Relaxed) {
            return None;
        }
        let found = catch_unwind(AssertUnwindSafe(|| self.provider.font_for(request)));
        found.unwrap_or_else(|_| {
            self.has_failed.store(true, Ordering::Relaxed);
            None
        })
    }
}
