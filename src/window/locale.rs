//! Which language is spoken at this computer, and in which order dates are written, as its settings say.
//!
//! The one place that asks the system for its locale.

use std::env;

use crate::domain::date_input::DateOrder;
use crate::ui::text;

/// The settings that POSIX names for how times are written, the strongest first.
const OF_TIMES: [&str; 3] = ["LC_ALL", "LC_TIME", "LANG"];

/// The settings that POSIX names for the language of a program, the strongest first.
const OF_MESSAGES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// Speaks the language of this computer, if it is in the catalogue.
pub fn speak() {
    text::speak(&setting(OF_MESSAGES));
}

/// The order in which dates are written here.
pub(super) fn date_order() -> DateOrder {
    DateOrder::of_locale(&setting(OF_TIMES))
}

/// The locale that one of the variables names, or else the system itself.
fn setting(variables: [&str; 3]) -> String {
    let said = variables.into_iter().filter_map(|name| env::var(name).ok());
    chosen(said).or_else(sys_locale::get_locale).unwrap_or_default()
}

/// The first setting that says anything.
fn chosen(mut said: impl Iterator<Item = String>) -> Option<String> {
    said.find(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_setting_says_nothing() {
        let said = |values: [&str; 3]| chosen(values.into_iter().map(str::to_owned));
        assert_eq!(said(["", "de_DE.UTF-8", "en_US.UTF-8"]).as_deref(), Some("de_DE.UTF-8"));
        assert_eq!(said(["", "", ""]), None);
    }
}
