//! No copy of the memory is left where the program falls: it may hold notes, and the key that opens
//! them.

/// Asks the system to keep no core dump of this program.
#[cfg(unix)]
pub fn refuse() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    // Less than before can always be asked for; a system that refuses it keeps what it was told before.
    let _ = setrlimit(Resource::Core, none);
    // A program of the system that is handed dumps through a pipe gets none either, and no other program
    // of the same person reads the memory.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Windows keeps dumps only where its owner asked for them.
#[cfg(not(unix))]
pub fn refuse() {}
