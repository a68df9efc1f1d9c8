//! What is known of the keys of one notes folder, as a file holds it. The file is sealed with each key that it
//! lets open the notes, so that nobody without such a key can write one.
//!
//! Two such records of one folder can be merged in any order. Must not know where the file is, nor how it is sealed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::domain::sealing::{Credential, Form};
use crate::domain::{Moment, Unknown};

/// What is known of the keys of a notes folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyringFile {
    /// The form that the notes are to take.
    pub form: ChosenForm,
    /// Every key that the folder had, by its id.
    pub keys: BTreeMap<String, KeyRecord>,
    /// What opens or opened a key, by the SHA-256 of its file, in hexadecimal.
    pub credentials: BTreeMap<String, CredentialRecord>,
    /// The devices that opened the notes, each by a random id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub devices: BTreeMap<String, DeviceRecord>,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// The form of the notes, and how often it was chosen: the last choice counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenForm {
    /// The form.
    pub form: Form,
    /// How often a form was chosen so far, this time included.
    pub number: u64,
}

/// One key.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyRecord {
    /// The key as the age program writes it; nothing once it was forgotten.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<Zeroizing<String>>,
    /// Of the keys in use the one with the highest number seals.
    pub number: u64,
    /// What it is still good for.
    pub state: KeyState,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// What a key is good for. It only moves on, so that of two records the later state counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyState {
    /// A passphrase opens it, and it may seal.
    InUse,
    /// It opens what it sealed before, and no passphrase opens it any more.
    Previous,
    /// It was forgotten.
    Forgotten,
}

/// A file that holds a key under a passphrase or a recovery code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CredentialRecord {
    /// The id of the key.
    pub key: String,
    /// What opens it.
    pub opener: Credential,
    /// Whether it was replaced, and opens the notes no more.
    pub replaced: bool,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A device that opened the notes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeviceRecord {
    /// The key that sealed as it opened them last.
    pub key: String,
    /// When it opened them for the first time with that key.
    pub at: Moment,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

impl std::fmt::Debug for KeyRecord {
    /// Everything but the secret.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "KeyRecord({}, {:?})", self.number, self.state)
    }
}

impl KeyringFile {
    /// Both records as one: each has what the other has, and what was replaced or forgotten in one stays so.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        let is_later = (other.form.number, other.form.form) > (self.form.number, self.form.form);
        if is_later {
            self.form = other.form;
        }
        for (id, record) in other.keys {
            match self.keys.get_mut(&id) {
                Some(known) => known.merge(record),
                None => drop(self.keys.insert(id, record)),
            }
        }
        // Also of a key that only one of them knows.
        for forgotten in self.keys.values_mut().filter(|key| key.state == KeyState::Forgotten) {
            forgotten.secret = None;
        }
        for (digest, record) in other.credentials {
            let known = self.credentials.entry(digest).or_insert_with(|| record.clone());
            known.replaced |= record.replaced;
        }
        for (device, record) in other.devices {
            let known = self.devices.entry(device).or_insert_with(|| record.clone());
            if (record.at, &record.key) > (known.at, &known.key) {
                *known = record;
            }
        }
        for (name, value) in other.unknown {
            self.unknown.entry(name).or_insert(value);
        }
        self
    }

    /// Whether a key was forgotten.
    pub fn is_forgotten(&self, id: &str) -> bool {
        self.keys.get(id).is_some_and(|key| key.state == KeyState::Forgotten)
    }

    /// Whether it has all that another one says. Of two entries of one device with the same time, this one's counts.
    pub fn includes(&self, other: &Self) -> bool {
        let is_known = |(id, other): (_, &DeviceRecord)| self.devices.get(id).is_some_and(|known| known.at >= other.at);
        let merged = self.clone().merge(other.clone());
        other.devices.iter().all(is_known) && Self { devices: self.devices.clone(), ..merged } == *self
    }

    /// The id of the key that seals; nothing if none is in use.
    pub fn current(&self) -> Option<&str> {
        let in_use = self.keys.iter().filter(|(_, key)| key.is_in_use());
        in_use.max_by_key(|(id, key)| (key.number, id.as_str())).map(|(id, _)| id.as_str())
    }

    /// The ids of the keys that a passphrase opens.
    pub fn in_use(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().filter(|(_, key)| key.is_in_use()).map(|(id, _)| id.as_str())
    }

    /// Whether whoever wrote this had a key, and took another one in its place.
    pub fn supersedes(&self, id: &str) -> bool {
        self.keys.get(id).is_some_and(|key| key.secret.is_some() && !key.is_in_use())
    }

    /// From now on nothing opens any key, and none seals.
    pub fn replace_all(&mut self) {
        self.keys.values_mut().for_each(|key| key.state = key.state.max(KeyState::Previous));
        self.credentials.values_mut().for_each(|credential| credential.replaced = true);
    }

    /// Of all keys only this one is in use from now on, and no passphrase opens it.
    pub fn choose(&mut self, id: &str) {
        for (_, key) in self.keys.iter_mut().filter(|(other, _)| *other != id) {
            key.state = key.state.max(KeyState::Previous);
        }
        for credential in self.credentials.values_mut() {
            credential.replaced |= credential.key != id || credential.opener == Credential::Passphrase;
        }
    }

    /// The number for a key that is to seal from now on.
    pub fn next_number(&self) -> u64 {
        self.keys.values().map(|key| key.number).max().unwrap_or(0).saturating_add(1)
    }
}

impl CredentialRecord {
    /// Something that opens a key.
    pub fn of(key: String, opener: Credential) -> Self {
        Self { key, opener, replaced: false, unknown: Unknown::new() }
    }
}

impl KeyRecord {
    /// A key that is in use.
    pub fn in_use(secret: Zeroizing<String>, number: u64) -> Self {
        Self { secret: Some(secret), number, state: KeyState::InUse, unknown: Unknown::new() }
    }

    fn is_in_use(&self) -> bool {
        self.state == KeyState::InUse && self.secret.is_some()
    }

    fn merge(&mut self, other: Self) {
        self.number = self.number.max(other.number);
        self.state = self.state.max(other.state);
        self.secret = self.secret.take().or(other.secret);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record() -> impl Strategy<Value = KeyringFile> {
        let form = (prop_oneof![Just(Form::Plain), Just(Form::Sealed)], 0..4_u64);
        let state = prop_oneof![Just(KeyState::InUse), Just(KeyState::Previous), Just(KeyState::Forgotten)];
        let key = (0..4_u64, state).prop_map(|(number, state)| {
            let secret = (state != KeyState::Forgotten).then(|| Zeroizing::new("secret".to_owned()));
            KeyRecord { secret, number, state, unknown: Unknown::new() }
        });
        let keys = prop::collection::btree_map("[abc]", key, 0..3);
        let credential = any::<bool>().prop_map(|replaced| CredentialRecord {
            replaced,
            ..CredentialRecord::of("a".to_owned(), Credential::Passphrase)
        });
        let credentials = prop::collection::btree_map("[abc]", credential, 0..3);
        let device = (0..3_i64, "[ab]").prop_map(|(second, key)| {
            let at = chrono::DateTime::from_timestamp(second, 0).unwrap().into();
            DeviceRecord { key, at, unknown: Unknown::new() }
        });
        let devices = prop::collection::btree_map("[ab]", device, 0..3);
        (form, keys, credentials, devices).prop_map(|((form, number), keys, credentials, devices)| KeyringFile {
            form: ChosenForm { form, number },
            keys,
            credentials,
            devices,
            unknown: Unknown::new(),
        })
    }

    proptest! {
        #[test]
        fn merging_takes_any_order_and_any_repetition(one in record(), two in record(), three in record()) {
            let merge = |one: &KeyringFile, two: &KeyringFile| one.clone().merge(two.clone());
            prop_assert_eq!(merge(&one, &one), one.clone());
            prop_assert_eq!(merge(&one, &two), merge(&two, &one));
            prop_assert_eq!(merge(&merge(&one, &two), &three), merge(&one, &merge(&two, &three)));
        }

        #[test]
        fn what_was_replaced_or_forgotten_never_comes_back(one in record(), two in record()) {
            let merged = one.clone().merge(two);
            for (digest, credential) in &one.credentials {
                prop_assert!(!credential.replaced || merged.credentials[digest].replaced);
            }
            for (id, key) in &one.keys {
                prop_assert!(merged.keys[id].state >= key.state);
                prop_assert!(merged.keys[id].state != KeyState::Forgotten || merged.keys[id].secret.is_none());
            }
        }
    }

    #[test]
    fn the_last_choice_of_a_form_counts_and_sealed_where_two_are_made_at_once() {
        let with = |form, number| KeyringFile {
            form: ChosenForm { form, number },
            keys: BTreeMap::new(),
            credentials: BTreeMap::new(),
            devices: BTreeMap::new(),
            unknown: Unknown::new(),
        };
        let merged = |one, other: KeyringFile| KeyringFile::merge(one, other).form.form;
        assert_eq!(merged(with(Form::Sealed, 1), with(Form::Plain, 2)), Form::Plain);
        assert_eq!(merged(with(Form::Plain, 2), with(Form::Sealed, 2)), Form::Sealed);
    }
}
