//! What several test programs use: folders and disks, generated sessions, whoever attacks the notes, and the figures
//! that are printed.

#[cfg(target_os = "linux")]
pub(crate) mod adversary;
pub(crate) mod chance;
pub(crate) mod changes;
pub(crate) mod faulty_disk;
pub(crate) mod figures;
pub(crate) mod folder;
pub(crate) mod generated;
#[cfg(target_os = "linux")]
pub(crate) mod small_disk;
pub(crate) mod times;
