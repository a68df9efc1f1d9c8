//! Somebody who can write in the notes folder and has no passphrase, and the library that they attack.

pub(crate) mod attack;
pub(crate) mod forged;
pub(crate) mod library;
pub(crate) mod opened;
pub(crate) mod outside;
pub(crate) mod owner;
pub(crate) mod peer;
pub(crate) mod prints;
