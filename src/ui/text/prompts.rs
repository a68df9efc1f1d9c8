//! What is said of prompts by their kind, and of files that cannot be imported.

pub use super::messages::prompts::*;

use super::messages::prompts as message;
use crate::domain::prompts::guideline::{Prompt, PromptKind};
use crate::domain::prompts::import::{ImportError, MAX_PROMPTS};

/// What a prompt is called: its title, or what there is instead of one.
pub(crate) fn title_of(prompt: &Prompt) -> &str {
    if prompt.title.trim().is_empty() { message::untitled() } else { &prompt.title }
}

/// The name of a kind.
pub fn kind(kind: &PromptKind) -> &str {
    match kind {
        PromptKind::Me => message::kind_me(),
        PromptKind::Ask => message::kind_ask(),
        PromptKind::Offer => message::kind_offer(),
        PromptKind::Other(other) => other.label(),
    }
}

/// Why a guideline is not imported.
pub(crate) fn import_refusal(error: &ImportError) -> String {
    match error {
        ImportError::NoPrompt => message::refused_no_prompts().to_owned(),
        ImportError::TooManyPrompts(count) => message::refused_too_many(*count, MAX_PROMPTS),
        ImportError::RepeatedId(id) => message::refused_repeated_id(id.as_str()),
        ImportError::UnknownPrompt(id) => message::refused_unknown_prompt(id.as_str()),
        ImportError::HiddenCharacter { prompt: Some(prompt), character } => {
            message::refused_invisible_in_prompt(&code_point(*character), prompt.as_str())
        }
        ImportError::HiddenCharacter { prompt: None, character } => message::refused_invisible(&code_point(*character)),
        ImportError::BuiltIn => message::refused_built_in().to_owned(),
    }
}

/// A character that cannot be seen, by its number.
fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::PromptId;

    #[test]
    fn what_is_wrong_with_a_file_is_said_with_its_place() {
        let id = || PromptId::try_from("rather-not").unwrap();
        let hidden = |prompt| import_refusal(&ImportError::HiddenCharacter { prompt, character: '\u{7}' });
        assert_eq!(hidden(Some(id())), "Its prompt “rather-not” contains the invisible character U+0007.");
        assert!(hidden(None).starts_with("Its title or its source"));
        let many = import_refusal(&ImportError::TooManyPrompts(501));
        assert_eq!(many, "It has 501 prompts; 500 is the limit.");
        assert_eq!(import_refusal(&ImportError::RepeatedId(id())), "Two of its prompts have the id “rather-not”.");
    }
}
