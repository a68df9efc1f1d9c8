//! Every text field that there is, by what it edits: what the toolkit knows it by, who holds what is typed into it,
//! and its undo.
//!
//! Owns what the toolkit remembers of a field. It is derived from what is edited, so that it goes nowhere else; and
//! text that came from elsewhere is never taken back by undo. Must not know what a field looks like.

use std::hash::{DefaultHasher, Hash, Hasher};

use std::sync::Arc;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::util::undoer::{Settings, Undoer};
use egui::{Context, Event, FontId, Id, Response, TextEdit, Ui};

use super::text_area;
use super::text_area::AreaLook;
use crate::domain::id::{LineId, PromptId, PromptSetId, SessionId};
use crate::domain::library::renaming::Named;
use crate::domain::prompts::wording;
use crate::domain::session::ClosingField;
use crate::domain::session::moved::moved_along;
use crate::ui::shell::command::Command;

/// A text field, by what it edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextField<'a> {
    /// The notes page of a session; it has an editor and an undo of its own.
    Notes(&'a SessionId),
    /// A field of closing.
    Closing(&'a SessionId, ClosingField),
    /// The line that is added at closing.
    AddedLine(&'a SessionId),
    /// The words for the client of a line that was kept for next time, in the session that it was written in.
    ClientWording(&'a SessionId, &'a LineId),
    /// The addendum to a finalized session.
    Addendum(&'a SessionId),
    /// The client's code of an open session.
    SessionCode(&'a SessionId),
    /// The date of dosing of an open session.
    SessionDosing(&'a SessionId),
    /// The day of an open session.
    SessionDay(&'a SessionId),
    /// When an open session began.
    SessionBegan(&'a SessionId),
    /// When an open session ended.
    SessionEnded(&'a SessionId),
    /// The client's code on Begin.
    BeginCode,
    /// The date of dosing on Begin.
    BeginDosing,
    /// The day on which a session was held that is written down later.
    HeldOn,
    /// When it began.
    HeldFrom,
    /// When it ended.
    HeldTo,
    /// What is looked for in the notes of an open session.
    Find(&'a SessionId),
    /// The search over every note.
    Search,
    /// The palette, or the jump to a prompt.
    Finder(&'a str),
    /// The new name of a client or a theme.
    NewName(&'a Named, &'a str),
    /// The name of a prompt set.
    SetName(&'a PromptSetId),
    /// The name of a section, by its place in the set.
    SectionName(&'a PromptSetId, usize),
    /// A field of a prompt in one's own words.
    Prompt(&'a PromptSetId, &'a PromptId, wording::Field),
    /// The path of a file to write a set to.
    ExportFile,
    /// The path of a file to read a set from.
    ImportFile,
    /// The support card.
    SupportCard,
    /// After how many minutes the notes lock.
    LockMinutes,
    /// The path of the page with the recovery code.
    RecoveryPage,
    /// The recovery code, typed back from the paper.
    CodeTypedBack,
    /// The recovery code that opens the notes.
    RecoveryCode,
    /// A passphrase.
    Passphrase(&'a str),
}

/// Who holds what is typed into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldBy {
    /// The session: it is saved with every keystroke, a date or a time as soon as it is understood.
    Session,
    /// The prompt sets: they are saved with every keystroke.
    PromptSets,
    /// The settings: they are saved with every keystroke.
    Settings,
    /// A form: it stays filled in until it is used, or its owner leaves it.
    Form,
    /// Nobody for longer than it takes: it is a question, not words that are kept.
    Question,
    /// Nobody: it is wiped once it was used, and has no undo.
    Secret,
}

impl TextField<'_> {
    /// What the toolkit knows it by: a number, as ids are still there when the notes are locked, and a field may be
    /// about a client's code.
    pub fn id(self) -> Id {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        Id::unique(("text field", hasher.finish()))
    }

    /// Who holds what is typed into it.
    pub(crate) fn held_by(self) -> HeldBy {
        match self {
            Self::Notes(_)
            | Self::Closing(..)
            | Self::AddedLine(_)
            | Self::ClientWording(..)
            | Self::Addendum(_)
            | Self::SessionCode(_)
            | Self::SessionDosing(_)
            | Self::SessionDay(_)
            | Self::SessionBegan(_)
            | Self::SessionEnded(_) => HeldBy::Session,
            Self::SetName(_) | Self::SectionName(..) | Self::Prompt(..) => HeldBy::PromptSets,
            Self::SupportCard | Self::LockMinutes => HeldBy::Settings,
            Self::BeginCode
            | Self::BeginDosing
            | Self::HeldOn
            | Self::HeldFrom
            | Self::HeldTo
            | Self::NewName(..)
            | Self::ExportFile
            | Self::ImportFile
            | Self::RecoveryPage => HeldBy::Form,
            Self::Find(_) | Self::Search | Self::Finder(_) => HeldBy::Question,
            Self::CodeTypedBack | Self::RecoveryCode | Self::Passphrase(_) => HeldBy::Secret,
        }
    }

    /// Draws it with one line; `look` says how it looks.
    pub fn ui(
        self,
        ui: &mut Ui,
        content: &mut String,
        look: impl for<'t> FnOnce(TextEdit<'t>) -> TextEdit<'t>,
    ) -> Response {
        let id = self.id();
        let is_secret = self.held_by() == HeldBy::Secret;
        let before = if is_secret { String::new() } else { content.clone() };
        if !is_secret {
            follow(ui.ctx(), id, &before);
        }
        let caret = chosen(ui.ctx(), id);
        let response = ui.add(look(TextEdit::singleline(content).id(id)));
        if is_secret {
            forget_steps(ui.ctx(), id);
        } else if *content != before {
            if takes_away(&before, content) && !goes_through_history(ui) {
                add_step(ui.ctx(), id, caret, before);
            }
            remember(ui.ctx(), id, content);
        }
        response
    }

    /// Draws it with several lines, of which so many are shown at least, named for a screen reader. It is a page.
    pub(crate) fn area_ui(self, ui: &mut Ui, content: &mut String, name: &str, rows: usize) -> Response {
        text_area::ui(ui, self.id(), content, name, &AreaLook { rows, ..AreaLook::default() })
    }

    /// The same in large letters, without a frame until it is pointed at or written in.
    pub(crate) fn large_area_ui(self, ui: &mut Ui, content: &mut String, name: &str, font: FontId) -> Response {
        text_area::ui(ui, self.id(), content, name, &AreaLook { rows: 1, font, is_framed: false })
    }

    /// In how many rows the text of one of several lines was drawn last.
    pub(crate) fn area_rows(self, ctx: &Context) -> usize {
        text_area::rows(ctx, self.id())
    }

    /// Puts other text into one of one line, as if it had been typed: it can be taken back.
    pub fn put(self, ctx: &Context, content: &mut String, text: String) {
        let before = std::mem::replace(content, text);
        add_step(ctx, self.id(), chosen(ctx, self.id()), before);
        remember(ctx, self.id(), content);
        choose(ctx, self.id(), CCursorRange::one(CCursor::new(content.chars().count())));
    }

    /// Chooses all of its text: what is typed next comes in its place.
    pub(crate) fn choose_all(self, ctx: &Context, content: &str) {
        let end = CCursor::new(content.chars().count());
        choose(ctx, self.id(), CCursorRange::two(CCursor::new(0), end));
        remember(ctx, self.id(), content);
    }

    /// Forgets what the toolkit remembers of it.
    pub fn forget(self, ctx: &Context) {
        ctx.data_mut(|data| {
            data.remove::<TextEditState>(self.id());
            data.remove::<Arc<str>>(shown_id(self.id()));
        });
        text_area::forget(ctx, self.id());
    }
}

/// Whether an id is that of a text field which was drawn, other than the notes.
pub(crate) fn is_text_field(ctx: &Context, id: Id) -> bool {
    TextEditState::load(ctx, id).is_some() || text_area::is_known(ctx, id)
}

/// Whether words are typed while nothing has the keyboard.
pub(crate) fn types_nowhere(ui: &Ui) -> bool {
    let types = |event: &Event| matches!(event, Event::Text(text) | Event::Paste(text) if !text.trim().is_empty());
    ui.memory(|memory| memory.focused().is_none()) && ui.input(|input| input.events.iter().any(types))
}

/// Whether a text field other than the notes has the keyboard.
pub(crate) fn writes_in_text_field(ctx: &Context) -> bool {
    ctx.memory(egui::Memory::focused).is_some_and(|id| is_text_field(ctx, id))
}

/// Whether a field of several lines has the keyboard.
pub(crate) fn writes_in_area(ctx: &Context) -> bool {
    ctx.memory(egui::Memory::focused).is_some_and(|id| text_area::is_known(ctx, id))
}

/// The toolkit keeps what was typed, to take it back by steps; of a secret it is not to.
pub(crate) fn forget_steps(ctx: &Context, id: Id) {
    if let Some(mut state) = TextEditState::load(ctx, id) {
        state.clear_undoer();
        state.store(ctx, id);
    }
}

/// An undo in which long typing has several steps.
fn new_undo() -> Undoer<(CCursorRange, String)> {
    Undoer::with_settings(Settings { max_undos: 200, stable_time: 1.0, auto_save_interval: 5.0 })
}

/// Under which the text is remembered that a field showed last.
fn shown_id(id: Id) -> Id {
    id.with("shown")
}

fn remember(ctx: &Context, id: Id, text: &str) {
    ctx.data_mut(|data| data.insert_temp(shown_id(id), Arc::<str>::from(text)));
}

/// Where text came from elsewhere since the field was drawn last, what is chosen in it moves along, and undo does
/// not go behind it.
fn follow(ctx: &Context, id: Id, now: &str) {
    let shown = ctx.data(|data| data.get_temp::<Arc<str>>(shown_id(id)));
    if shown.as_deref() == Some(now) {
        return;
    }
    // Spaces alone are no words to whoever holds them: they are nothing by now, and undo still knows what was there.
    if shown.as_deref().is_some_and(|shown| shown.trim().is_empty() && now.is_empty()) {
        return remember(ctx, id, now);
    }
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    state.set_undoer(new_undo());
    if let (Some(before), Some(range)) = (shown, state.cursor.char_range()) {
        let moved =
            |place: CCursor| CCursor { index: moved_character(&before, now, place.index.into()).into(), ..place };
        let range = CCursorRange { primary: moved(range.primary), secondary: moved(range.secondary), ..range };
        state.cursor.set_char_range(Some(range));
    }
    state.store(ctx, id);
    remember(ctx, id, now);
}

/// As [`moved_along`], in characters.
fn moved_character(before: &str, after: &str, character: usize) -> usize {
    let byte = before.char_indices().nth(character).map_or(before.len(), |(byte, _)| byte);
    after[..moved_along(before, after, byte)].chars().count()
}

fn chosen(ctx: &Context, id: Id) -> Option<CCursorRange> {
    TextEditState::load(ctx, id)?.cursor.char_range()
}

fn choose(ctx: &Context, id: Id, range: CCursorRange) {
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    state.cursor.set_char_range(Some(range));
    state.store(ctx, id);
}

/// Makes the text that stood in a field until now a step of its undo. Once it is back nothing in it is chosen: what is
/// typed next is added to it.
fn add_step(ctx: &Context, id: Id, caret: Option<CCursorRange>, before: String) {
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    let mut undo = state.undoer();
    let end = CCursorRange::one(CCursor::new(before.chars().count()));
    undo.add_undo(&(caret.map_or(end, |caret| CCursorRange::one(caret.primary)), before));
    state.set_undoer(undo);
    state.store(ctx, id);
}

/// Whether anything of a text is gone.
fn takes_away(before: &str, after: &str) -> bool {
    let mut rest = after.chars();
    !before.chars().all(|character| rest.any(|other| other == character))
}

/// Whether the toolkit takes a step back, or makes one again, in this frame.
fn goes_through_history(ui: &Ui) -> bool {
    let is_step = |event: &egui::Event| matches!(Command::of(event), Some(Command::Undo | Command::Redo));
    ui.input(|input| input.events.iter().any(is_step))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::Moment;

    /// What can be edited: one of each.
    struct Edited {
        session: SessionId,
        set: PromptSetId,
        prompt: PromptId,
        section: usize,
        named: Named,
        name: &'static str,
    }

    fn edited(number: usize) -> Edited {
        let at = Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
        let name = ["K-07", "K-08"][number];
        Edited {
            session: SessionId::fresh(at),
            set: PromptSetId::try_from(["one", "two"][number]).unwrap(),
            prompt: PromptId::try_from(["open", "water"][number]).unwrap(),
            section: number,
            named: Named::ThemeOf(name.to_owned()),
            name,
        }
    }

    const CLOSING: [ClosingField; 3] = ClosingField::ALL;
    const WORDING: [wording::Field; 4] =
        [wording::Field::Title, wording::Field::Guidance, wording::Field::ExampleWording, wording::Field::OnlyIf];

    /// Every field of what can be edited. The match fails to compile where one is missing.
    fn fields_of(of: &Edited) -> Vec<TextField<'_>> {
        let known = |field: &TextField<'_>| match field {
            TextField::Notes(_)
            | TextField::Closing(..)
            | TextField::AddedLine(_)
            | TextField::ClientWording(..)
            | TextField::Addendum(_)
            | TextField::SessionCode(_)
            | TextField::SessionDosing(_)
            | TextField::SessionDay(_)
            | TextField::SessionBegan(_)
            | TextField::SessionEnded(_)
            | TextField::Find(_)
            | TextField::NewName(..)
            | TextField::SetName(_)
            | TextField::SectionName(..)
            | TextField::Prompt(..) => true,
            TextField::BeginCode
            | TextField::BeginDosing
            | TextField::HeldOn
            | TextField::HeldFrom
            | TextField::HeldTo
            | TextField::Search
            | TextField::Finder(_)
            | TextField::ExportFile
            | TextField::ImportFile
            | TextField::SupportCard
            | TextField::LockMinutes
            | TextField::RecoveryPage
            | TextField::CodeTypedBack
            | TextField::RecoveryCode
            | TextField::Passphrase(_) => false,
        };
        let mut fields = vec![
            TextField::Notes(&of.session),
            TextField::AddedLine(&of.session),
            TextField::Addendum(&of.session),
            TextField::SessionCode(&of.session),
            TextField::SessionDosing(&of.session),
            TextField::SessionDay(&of.session),
            TextField::SessionBegan(&of.session),
            TextField::SessionEnded(&of.session),
            TextField::Find(&of.session),
            TextField::NewName(&of.named, of.name),
            TextField::NewName(&Named::Client, of.name),
            TextField::NewName(&Named::Theme, of.name),
            TextField::SetName(&of.set),
            TextField::SectionName(&of.set, of.section),
        ];
        fields.extend(CLOSING.map(|field| TextField::Closing(&of.session, field)));
        fields.extend(WORDING.map(|field| TextField::Prompt(&of.set, &of.prompt, field)));
        assert!(fields.iter().all(known));
        fields
    }

    #[test]
    fn no_two_fields_of_whatever_is_edited_are_known_by_one_id() {
        let (one, other) = (edited(0), edited(1));
        let alone = [
            TextField::BeginCode,
            TextField::BeginDosing,
            TextField::HeldOn,
            TextField::HeldFrom,
            TextField::HeldTo,
            TextField::Search,
            TextField::Finder("palette"),
            TextField::Finder("jump"),
            TextField::ExportFile,
            TextField::ImportFile,
            TextField::SupportCard,
            TextField::LockMinutes,
            TextField::RecoveryPage,
            TextField::CodeTypedBack,
            TextField::RecoveryCode,
            TextField::Passphrase("now"),
            TextField::Passphrase("new"),
        ];
        let fields: Vec<_> = fields_of(&one).into_iter().chain(fields_of(&other)).chain(alone).collect();
        let ids: HashSet<Id> = fields.iter().map(|field| field.id()).collect();
        assert_eq!(ids.len(), fields.len());
    }

    #[test]
    fn what_is_taken_away_is_known_from_what_is_added() {
        assert!(!takes_away("her", "her mother") && !takes_away("", "a") && !takes_away("ab", "axb"));
        assert!(takes_away("her mother", "her") && takes_away("ab", "ba") && takes_away("a", "x"));
    }
}
