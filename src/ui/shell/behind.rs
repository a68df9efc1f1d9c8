//! What stands behind an overlay, as far as it is shown in one.

use std::path::Path;

use super::notice::Footer;
use crate::domain::prompts::guideline::Prompt;
use crate::domain::sealing::SealingStatus;
use crate::domain::settings::Settings;
use crate::ui::{Screen, Stage};

/// What the overlays show.
pub struct OverlayInput<'a> {
    /// The screen they stand over.
    pub screen: Screen,
    /// Which part of the open session is shown, if one is open.
    pub stage: Option<Stage>,
    /// The prompts of the open session.
    pub prompts: &'a [Prompt],
    /// The settings.
    pub settings: &'a Settings,
    /// Where the files are.
    pub folders: ShownFolders<'a>,
    /// How they are sealed.
    pub sealing: SealingStatus,
    /// What is known of the open session.
    pub session_facts: Option<String>,
    /// What the footer says.
    pub footer: &'a Footer<'a>,
}

/// Where the files of the app are.
#[derive(Debug, Clone, Copy)]
pub struct ShownFolders<'a> {
    /// The notes.
    pub notes: &'a Path,
    /// The settings.
    pub settings: &'a Path,
    /// What belongs to this computer alone.
    pub state: &'a Path,
}
