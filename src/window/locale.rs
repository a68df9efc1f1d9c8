//! In which order dates are written at this computer, as its settings for times say.
//!
//! The one place that asks the system for its locale.

use std::env;

use crate::domain::date_input::DateOrder;

/// The settings that POSIX names for how times are written, the strongest first.
const VARIABLES: [&str; 3] = ["LC_ALL", "LC_TIME", "LANG"];

/// The order in which dates are written here.
pub(super) fn date_order() -> DateOrder {
    let said = VARIABLES.into_iter().filter_map(|name| env::var(name).ok());
    DateOrder::of_locale(&chosen(said).or_else(sys_locale::get_locale).unwrap_or_default())
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
