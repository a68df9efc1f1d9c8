//! The look, once: colors, sizes, typeface. Nothing else names a color or a font.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle,
    Theme, ThemePreference, Ui, Visuals, vec2,
};

use crate::domain::settings::ThemeChoice;

/// The sizes of text, in points.
pub mod size {
    /// Margins, labels, hints.
    pub(crate) const SMALL: f32 = 13.0;
    /// Quiet text.
    pub(crate) const QUIET: f32 = 14.0;
    /// Buttons, fields, rows.
    pub(crate) const BODY: f32 = 16.0;
    /// Notes and guidance.
    pub(crate) const NOTES: f32 = 17.0;
    /// The title of the prompt in view, and of a screen.
    pub(crate) const TITLE: f32 = 26.0;
    /// The recovery code, to be written down.
    pub(crate) const CODE: f32 = 22.0;
    /// The time on the veil.
    pub(crate) const CLOCK: f32 = 56.0;
}

/// The height of a line of text, as a share of its size.
pub(crate) const LINE_HEIGHT: f32 = 1.5;

/// The space between the edge of a field and its text.
pub(crate) const FIELD_MARGIN: Margin = Margin { left: 12, right: 12, top: 9, bottom: 9 };

/// The smallest side of anything that is clicked, in points.
pub(crate) const TARGET: f32 = 24.0;

/// One set of colors. Every text stands at 4.5 : 1 or more on every ground that it is put on.
#[derive(Debug)]
pub struct Palette {
    /// Behind the notes.
    pub background: Color32,
    /// Behind the guide, the bars and lists.
    pub panel: Color32,
    /// Behind what is chosen or found.
    pub selection: Color32,
    /// Text.
    pub text: Color32,
    /// Text that can wait.
    pub quiet: Color32,
    /// Kinds, themes, what is chosen.
    pub accent: Color32,
    /// Text on the accent color.
    pub on_accent: Color32,
    /// Worth a look.
    pub warning: Color32,
    /// Data at risk, and nothing else.
    pub error: Color32,
    /// Around what has the keyboard.
    pub focus: Color32,
    /// Around what can be filled in or pressed.
    pub border: Color32,
    /// Between one thing and the next.
    pub hairline: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Dark text on a light ground.
#[expect(clippy::unreadable_literal, reason = "a color is written in six digits, as everywhere")]
pub(crate) static LIGHT: Palette = Palette {
    background: rgb(0xFBF9F5),
    panel: rgb(0xF2EFE8),
    selection: rgb(0xCFE3DF),
    text: rgb(0x24302E),
    quiet: rgb(0x55625F),
    accent: rgb(0x2B6A64),
    on_accent: rgb(0xFBF9F5),
    warning: rgb(0x85560A),
    error: rgb(0xA2342C),
    focus: rgb(0x1E5FA6),
    border: rgb(0x727E7A),
    hairline: rgb(0xDDD8CD),
};

/// Light text on a dark ground.
#[expect(clippy::unreadable_literal, reason = "a color is written in six digits, as everywhere")]
pub(crate) static DARK: Palette = Palette {
    background: rgb(0x161A1A),
    panel: rgb(0x1E2423),
    selection: rgb(0x2B4643),
    text: rgb(0xE3E6E1),
    quiet: rgb(0xA6B1AD),
    accent: rgb(0x8AC6BD),
    on_accent: rgb(0x161A1A),
    warning: rgb(0xE2B565),
    error: rgb(0xF19A90),
    focus: rgb(0x8DB8F0),
    border: rgb(0x8A9893),
    hairline: rgb(0x2C3432),
};

/// The colors in use.
pub fn palette(ui: &Ui) -> &'static Palette {
    of(ui.visuals().dark_mode)
}

fn of(dark: bool) -> &'static Palette {
    if dark { &DARK } else { &LIGHT }
}

/// The regular typeface at a size in points.
pub(crate) fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// The semibold typeface at a size in points.
pub(crate) fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("semibold".into()))
}

/// Gives a context the typeface and both themes. Called once, before the first frame.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(Theme::Light, style(&LIGHT, Visuals::light()));
    ctx.set_style_of(Theme::Dark, style(&DARK, Visuals::dark()));
    ctx.options_mut(|options| {
        options.zoom_with_keyboard = false;
        // Where the system does not say.
        options.fallback_theme = Theme::Light;
    });
}

/// Uses light, dark, or the system's colors.
pub fn choose(ctx: &egui::Context, choice: ThemeChoice) {
    ctx.set_theme(match choice {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
    });
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let typeface = [
        ("regular", include_bytes!("../../../assets/fonts/AtkinsonHyperlegibleNext-Regular.ttf").as_slice()),
        ("semibold", include_bytes!("../../../assets/fonts/AtkinsonHyperlegibleNext-SemiBold.ttf").as_slice()),
    ];
    for (name, data) in typeface {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(data)));
    }
    let order = |first: &str, second: &str| vec![first.to_owned(), second.to_owned()];
    fonts.families.insert(FontFamily::Proportional, order("regular", "semibold"));
    fonts.families.insert(FontFamily::Monospace, order("regular", "semibold"));
    fonts.families.insert(FontFamily::Name("semibold".into()), order("semibold", "regular"));
    fonts
}

fn style(palette: &Palette, visuals: Visuals) -> Style {
    let mut style = Style { visuals: visuals_of(palette, visuals), animation_time: 0.0, ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, regular(size::SMALL)),
        (TextStyle::Body, regular(size::BODY)),
        (TextStyle::Button, regular(size::BODY)),
        (TextStyle::Monospace, regular(size::BODY)),
        (TextStyle::Heading, semibold(size::TITLE)),
    ]
    .into();
    style.scroll_animation = egui::style::ScrollAnimation::none();
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.6;
    style.spacing.item_spacing = vec2(8.0, 8.0);
    style.spacing.button_padding = vec2(14.0, 8.0);
    style.spacing.interact_size = vec2(TARGET, TARGET);
    style.spacing.menu_margin = Margin::same(8);
    style.spacing.window_margin = Margin::same(24);
    style.spacing.scroll = egui::style::ScrollStyle {
        foreground_color: true,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        dormant_handle_opacity: 0.35,
        active_handle_opacity: 0.5,
        ..egui::style::ScrollStyle::thin()
    };
    style
}

fn visuals_of(palette: &Palette, mut visuals: Visuals) -> Visuals {
    visuals.override_text_color = Some(palette.text);
    visuals.weak_text_color = Some(palette.quiet);
    visuals.hyperlink_color = palette.accent;
    visuals.faint_bg_color = palette.panel;
    visuals.extreme_bg_color = palette.background;
    visuals.text_edit_bg_color = Some(palette.background);
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.error;
    visuals.window_fill = palette.background;
    visuals.window_stroke = Stroke::new(1.0, palette.border);
    visuals.window_corner_radius = CornerRadius::same(8);
    visuals.menu_corner_radius = CornerRadius::same(6);
    visuals.window_shadow = Shadow::NONE;
    visuals.popup_shadow = Shadow::NONE;
    visuals.panel_fill = palette.background;
    visuals.selection.bg_fill = palette.selection;
    visuals.selection.stroke = Stroke::new(2.0, palette.focus);
    visuals.text_cursor.stroke = Stroke::new(2.0, palette.text);
    visuals.text_cursor.blink = false;
    let widgets = &mut visuals.widgets;
    for state in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active, &mut widgets.open] {
        state.bg_fill = palette.background;
        state.weak_bg_fill = palette.background;
        state.bg_stroke = Stroke::new(1.0, palette.border);
        state.fg_stroke = Stroke::new(1.5, palette.text);
        state.corner_radius = CornerRadius::same(6);
        state.expansion = 0.0;
    }
    widgets.hovered.weak_bg_fill = palette.selection;
    widgets.hovered.bg_fill = palette.selection;
    widgets.active.weak_bg_fill = palette.selection;
    widgets.active.bg_fill = palette.selection;
    widgets.active.bg_stroke = Stroke::new(2.0, palette.focus);
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, palette.hairline);
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, palette.text);
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, as WCAG 2 defines it.
    fn luminance(color: Color32) -> f32 {
        let linear = |channel: u8| {
            let share = f32::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    fn contrast(one: Color32, other: Color32) -> f32 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_can_be_read_on_every_ground() {
        for palette in [&LIGHT, &DARK] {
            for ground in [palette.background, palette.panel, palette.selection] {
                for text in [palette.text, palette.quiet, palette.accent] {
                    assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}: {}", contrast(text, ground));
                }
                assert!(contrast(palette.focus, ground) >= 3.0, "the ring on {ground:?}");
            }
            for ground in [palette.background, palette.panel] {
                for text in [palette.warning, palette.error] {
                    assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
                }
                for control in [palette.border, palette.focus] {
                    assert!(contrast(control, ground) >= 3.0, "{control:?} on {ground:?}");
                }
            }
            assert!(contrast(palette.on_accent, palette.accent) >= 4.5);
            // Within its ring the primary button has a second one, which stands out from both.
            assert!(contrast(palette.on_accent, palette.focus) >= 3.0);
        }
    }
}
