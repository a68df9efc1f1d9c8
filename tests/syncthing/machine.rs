//! One machine of a test: a real Syncthing with a home of its own, which listens on this computer
//! alone and knows the other machines and one folder.
//!
//! Must not know what is in the folder.

#![allow(clippy::disallowed_types, reason = "the tests with two machines are the only ones that use a network")]

use std::fmt::Write;
use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

/// After this long without what a test waits for, the test has failed.
const DEADLINE: Duration = Duration::from_mins(3);

/// How often the daemons are asked again.
const AGAIN: Duration = Duration::from_millis(50);

/// What the daemon's interface is told with every question.
const KEY: &str = "two-machines-of-a-test";

/// What belongs to one machine alone.
const NEVER_SYNCED: &str = "holdspace.lock\n.holdspace-*.tmp\n";

/// Waits until something is so; an error says what is still missing.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> Result<(), String>) {
    let begun = Instant::now();
    while let Err(missing) = is_so() {
        assert!(begun.elapsed() < DEADLINE, "waited in vain until {what}: {missing}");
        sleep(AGAIN);
    }
}

/// One machine.
pub(crate) struct Machine {
    home: tempfile::TempDir,
    /// What the other machine knows this one by.
    id: String,
    /// Where the other machine reaches this one.
    port: u16,
    /// Where this test does.
    interface: u16,
    daemon: Option<Child>,
}

impl Machine {
    /// So many machines that know each other, with nothing running on them yet.
    pub(crate) fn some(count: usize) -> Vec<Self> {
        // All ports are held until each is another one.
        let held: Vec<_> = (0..2 * count).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap()).collect();
        let ports: Vec<u16> = held.iter().map(|listener| listener.local_addr().unwrap().port()).collect();
        let machines: Vec<Self> = ports.chunks(2).map(|ports| Self::new(ports[0], ports[1])).collect();
        for machine in &machines {
            machine.configure(&machines);
        }
        machines
    }

    fn new(port: u16, interface: u16) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut machine = Self { home, id: String::new(), port, interface, daemon: None };
        let made = machine.syncthing("generate").output().expect("Syncthing is installed");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        machine.id = device_id(&std::fs::read_to_string(machine.configuration()).unwrap());
        std::fs::create_dir(machine.notes()).unwrap();
        std::fs::create_dir(machine.notes().join(".stfolder")).unwrap();
        put(&machine.notes().join(".stignore"), NEVER_SYNCED);
        machine
    }

    /// The shared folder, as this machine has it.
    pub(crate) fn notes(&self) -> PathBuf {
        self.home.path().join("notes")
    }

    fn configuration(&self) -> PathBuf {
        self.home.path().join("config.xml")
    }

    fn log(&self) -> PathBuf {
        self.home.path().join("daemon.log")
    }

    fn syncthing(&self, task: &str) -> Command {
        let mut command = Command::new("syncthing");
        command.arg(task).arg("--home").arg(self.home.path());
        command.env("HOME", self.home.path()).env("STNOUPGRADE", "1").env("STNODEFAULTFOLDER", "1");
        command
    }

    fn configure(&self, all: &[Self]) {
        put(&self.configuration(), &configuration(self, all));
    }

    /// Starts the daemon.
    pub(crate) fn start(&mut self) {
        let log = File::options().create(true).append(true).open(self.log()).unwrap();
        let mut command = self.syncthing("serve");
        // It is to be the daemon itself, not a guard that starts it and whose end it would outlive.
        command.env("STMONITORED", "yes");
        // Otherwise it begins by measuring which way to hash is the fastest, for a second.
        command.args(["--no-browser", "--no-restart"]).env("STHASHING", "standard").stdin(Stdio::null());
        command.stdout(log.try_clone().unwrap()).stderr(log);
        self.daemon = Some(command.spawn().unwrap());
    }

    /// Asks the daemon something; an error says why there is no answer.
    fn ask(&self, method: &str, question: &str) -> Result<Value, String> {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--fail", "--noproxy", "*", "--max-time", "20"]);
        curl.args(["--header", &format!("X-API-Key: {KEY}"), "--request", method]);
        curl.arg(format!("http://127.0.0.1:{}/rest/{question}", self.interface));
        let answer = curl.output().expect("curl is installed");
        if !answer.status.success() {
            let refused = String::from_utf8_lossy(&answer.stderr);
            return Err(format!("{question}: {}\n{}", refused.trim(), self.last_words()));
        }
        // Where there is nothing to say, the answer is empty.
        Ok(serde_json::from_slice(&answer.stdout).unwrap_or_default())
    }

    /// Whether the daemon answers and holds a connection to the other machine, or none.
    pub(crate) fn check_connection(&self, other: &Self, expected: bool) -> Result<(), String> {
        let connections = self.ask("GET", "system/connections")?;
        let connection = &connections["connections"][&other.id];
        if connection["connected"] == expected { Ok(()) } else { Err(format!("{connection}\n{}", self.last_words())) }
    }

    /// Stops the daemon, as it stops where a machine is switched off.
    pub(crate) fn stop(&mut self) {
        self.ask("POST", "system/shutdown").unwrap();
        let mut daemon = self.daemon.take().unwrap();
        until("the daemon stops", || match daemon.try_wait().unwrap() {
            Some(_) => Ok(()),
            None => Err(self.last_words()),
        });
    }

    /// Has the daemon look at every file of the folder; it answers when it has.
    pub(crate) fn scan(&self) -> Result<(), String> {
        self.ask("POST", "db/scan?folder=notes").map(drop)
    }

    /// What the daemon says of the folder.
    pub(crate) fn status(&self) -> Result<Value, String> {
        self.ask("GET", "db/status?folder=notes")
    }

    /// What the daemon knows of the other machine's copy of the folder.
    pub(crate) fn completion(&self, other: &Self) -> Result<Value, String> {
        self.ask("GET", &format!("db/completion?folder=notes&device={}", other.id))
    }

    /// The end of the daemon's log, for the one who has to find out why a test failed.
    fn last_words(&self) -> String {
        let log = std::fs::read(self.log()).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(8)..].join("\n")
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "nobody reads these files before they are whole")]
fn put(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

/// The id in a configuration that was just made, where no other machine is named.
fn device_id(configuration: &str) -> String {
    let (_, rest) = configuration.split_once("<device id=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// Everything that would reach beyond this computer is off. What is not named is as usual.
fn configuration(own: &Machine, all: &[Machine]) -> String {
    let Machine { port, interface, .. } = own;
    let notes = own.notes();
    let (mut sharing, mut devices) = (String::new(), String::new());
    for machine in all {
        let Machine { id, port, .. } = machine;
        let _ = writeln!(sharing, r#"  <device id="{id}"/>"#);
        let _ = writeln!(devices, r#"<device id="{id}"><address>tcp://127.0.0.1:{port}</address></device>"#);
    }
    format!(
        r#"<configuration version="36">
<folder id="notes" path="{notes}" type="sendreceive" rescanIntervalS="0" fsWatcherEnabled="false">
{sharing}  <maxConflicts>-1</maxConflicts>
  <pullerPauseS>1</pullerPauseS>
</folder>
{devices}
<gui enabled="true" tls="false"><address>127.0.0.1:{interface}</address><apikey>{KEY}</apikey></gui>
<options>
  <listenAddress>tcp://127.0.0.1:{port}</listenAddress>
  <globalAnnounceEnabled>false</globalAnnounceEnabled>
  <localAnnounceEnabled>false</localAnnounceEnabled>
  <relaysEnabled>false</relaysEnabled>
  <natEnabled>false</natEnabled>
  <stunServer></stunServer>
  <announceLANAddresses>false</announceLANAddresses>
  <urAccepted>-1</urAccepted>
  <crashReportingEnabled>false</crashReportingEnabled>
  <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
  <releasesURL></releasesURL>
  <startBrowser>false</startBrowser>
  <reconnectionIntervalS>5</reconnectionIntervalS>
  <progressUpdateIntervalS>-1</progressUpdateIntervalS>
  <setLowPriority>false</setLowPriority>
</options>
</configuration>
"#,
        notes = notes.display(),
    )
}
