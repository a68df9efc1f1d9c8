//! The therapist's own words for a prompt, field by field, beside the guideline's.

use super::guideline::{Prompt, PromptKind};
use crate::domain::Unknown;

/// A part of a prompt that can be put into one's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The few words read at a glance.
    Title,
    /// Whether it is held, asked or offered.
    Kind,
    /// The text below the title.
    Guidance,
    /// What could be said, one to a line.
    ExampleWording,
    /// What makes it fit.
    OnlyIf,
}

/// Other words for one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordingEdit {
    /// Another title.
    Title(String),
    /// Another kind.
    Kind(PromptKind),
    /// Another guidance.
    Guidance(String),
    /// Other examples.
    ExampleWording(Vec<String>),
    /// Another condition; an empty one for a prompt that always fits.
    OnlyIf(String),
}

impl WordingEdit {
    /// The field that it is of.
    pub fn field(&self) -> Field {
        match self {
            Self::Title(_) => Field::Title,
            Self::Kind(_) => Field::Kind,
            Self::Guidance(_) => Field::Guidance,
            Self::ExampleWording(_) => Field::ExampleWording,
            Self::OnlyIf(_) => Field::OnlyIf,
        }
    }
}

/// What the therapist says in other words than the guideline; of a prompt of their own, all of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wording {
    /// Their title.
    pub title: Option<String>,
    /// Their kind.
    pub kind: Option<PromptKind>,
    /// Their guidance.
    pub guidance: Option<String>,
    /// Their examples.
    pub example_wording: Option<Vec<String>>,
    /// Their condition; an empty one says that the prompt always fits.
    pub only_if: Option<String>,
    /// Fields of a later version.
    pub unknown: Unknown,
}

impl Wording {
    /// The words for all of a prompt.
    pub fn of(prompt: &Prompt) -> Self {
        Self {
            title: Some(prompt.title.clone()),
            kind: Some(prompt.kind.clone()),
            guidance: Some(prompt.guidance.clone()),
            example_wording: Some(prompt.example_wording.clone()),
            only_if: Some(prompt.only_if.clone().unwrap_or_default()),
            unknown: Unknown::new(),
        }
    }

    /// Whether nothing is in other words.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a field is in other words.
    pub fn has(&self, field: Field) -> bool {
        match field {
            Field::Title => self.title.is_some(),
            Field::Kind => self.kind.is_some(),
            Field::Guidance => self.guidance.is_some(),
            Field::ExampleWording => self.example_wording.is_some(),
            Field::OnlyIf => self.only_if.is_some(),
        }
    }

    /// Takes other words for a field.
    pub fn set(&mut self, edit: WordingEdit) {
        match edit {
            WordingEdit::Title(title) => self.title = Some(title),
            WordingEdit::Kind(kind) => self.kind = Some(kind),
            WordingEdit::Guidance(guidance) => self.guidance = Some(guidance),
            WordingEdit::ExampleWording(examples) => self.example_wording = Some(examples),
            WordingEdit::OnlyIf(condition) => self.only_if = Some(condition),
        }
    }

    /// Forgets the other words for a field.
    pub fn clear(&mut self, field: Field) {
        match field {
            Field::Title => self.title = None,
            Field::Kind => self.kind = None,
            Field::Guidance => self.guidance = None,
            Field::ExampleWording => self.example_wording = None,
            Field::OnlyIf => self.only_if = None,
        }
    }

    /// Forgets the other words for each field that two versions of a prompt word differently.
    pub(crate) fn clear_changed(&mut self, before: &Prompt, now: &Prompt) {
        let changed = [
            (Field::Title, before.title != now.title),
            (Field::Kind, before.kind != now.kind),
            (Field::Guidance, before.guidance != now.guidance),
            (Field::ExampleWording, before.example_wording != now.example_wording),
            (Field::OnlyIf, before.only_if != now.only_if),
        ];
        changed.into_iter().filter(|(_, is_changed)| *is_changed).for_each(|(field, _)| self.clear(field));
    }

    /// Forgets what the guideline says in the same words.
    pub(crate) fn keep_only_what_differs(&mut self, prompt: &Prompt) {
        self.title.take_if(|title| *title == prompt.title);
        self.kind.take_if(|kind| *kind == prompt.kind);
        self.guidance.take_if(|guidance| *guidance == prompt.guidance);
        self.example_wording.take_if(|examples| *examples == prompt.example_wording);
        self.only_if.take_if(|condition| condition.as_str() == prompt.only_if.as_deref().unwrap_or_default());
    }

    /// Puts these words over a prompt's.
    pub(crate) fn apply_to(&self, prompt: &mut Prompt) {
        if let Some(title) = &self.title {
            prompt.title.clone_from(title);
        }
        if let Some(kind) = &self.kind {
            prompt.kind.clone_from(kind);
        }
        if let Some(guidance) = &self.guidance {
            prompt.guidance.clone_from(guidance);
        }
        if let Some(examples) = &self.example_wording {
            prompt.example_wording.clone_from(examples);
        }
        if let Some(condition) = &self.only_if {
            prompt.only_if = Some(condition.clone()).filter(|condition| !condition.trim().is_empty());
        }
    }
}
