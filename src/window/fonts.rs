//! The fonts for characters that the app's typeface lacks: the system's own, and for emoji that it lacks one that comes
//! with the app. Without either a box is drawn.
//!
//! However the system's fonts are set up, looking for one never ends the program.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::FontData;
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
    ctx.add_font_provider(Arc::new(OwnEmoji));
}

/// The emoji that come with the app. It is asked after the system's fonts, and for any character: the toolkit looks
/// whether there is one.
struct OwnEmoji;

impl FontProvider for OwnEmoji {
    fn font_for(&self, _request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let data = FontData::from_static(include_bytes!("../../assets/fonts/NotoEmoji-Regular.ttf"));
        Some(FontInsert { name: "emoji".to_owned(), data, families: Vec::new() })
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::theme;

    #[test]
    fn emoji_are_drawn_where_the_system_has_none() {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let drawn = |ctx: &egui::Context, character| {
            let mut is_drawn = false;
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
                is_drawn = ui.fonts_mut(|fonts| fonts.has_glyph(&theme::regular(16.0), character));
            });
            output.textures_delta.clear();
            is_drawn
        };
        assert!(!drawn(&ctx, '🌊'));
        ctx.add_font_provider(Arc::new(OwnEmoji));
        assert!(drawn(&ctx, '🌊') && drawn(&ctx, '👩') && !drawn(&ctx, 'म'));
    }
}
