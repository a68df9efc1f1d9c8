//! What the program is built from: nothing in it speaks to a network.
//!
//! Over what cargo says of a release build on each system. Crates whose purpose is a connection are refused
//! by name; and of all others the sources are searched, so that one that could open a connection by the way
//! stands in a list here, with why it is there and why none is opened.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The systems that the program is built for.
const SYSTEMS: [&str; 5] = [
    "x86_64-unknown-linux-gnu",
    "x86_64-pc-windows-gnu",
    "x86_64-pc-windows-msvc",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
];

/// Crates that are there to speak to a network, and why none of them may come in.
const REFUSED: &[(&str, &[&str])] = &[
    (
        "they ask web servers",
        &[
            "attohttpc",
            "awc",
            "curl",
            "curl-sys",
            "h2",
            "h3",
            "hyper",
            "hyper-util",
            "isahc",
            "minreq",
            "reqwest",
            "surf",
            "ureq",
            "ehttp",
        ],
    ),
    (
        "they serve or keep connections",
        &["actix-web", "axum", "rouille", "tiny_http", "tonic", "tungstenite", "warp", "ws"],
    ),
    (
        "they encrypt connections",
        &[
            "native-tls",
            "openssl",
            "openssl-sys",
            "quinn",
            "rustls",
            "s2n-quic",
            "schannel",
            "security-framework",
            "webpki",
        ],
    ),
    ("they open sockets", &["async-net", "async-std", "mio", "net2", "smol", "socket2", "tokio", "vsock"]),
    ("they look names up", &["dns-lookup", "hickory-proto", "hickory-resolver", "trust-dns-resolver"]),
    (
        "they speak other protocols",
        &["lettre", "libp2p", "libssh2-sys", "paho-mqtt", "russh", "ssh2", "suppaftp", "zmq"],
    ),
    ("they send what happened to somebody", &["opentelemetry", "posthog-rs", "sentry", "self_update", "minidumper"]),
];

/// Crates whose sources name a network socket, and why the program opens none with them.
const COULD: &[(&str, &str)] = &[
    ("async-io", "waits for sockets of zbus; its own for networks are called by nobody"),
    ("libc", "declares every call of the system, and makes none"),
    ("linux-raw-sys", "declares every call of the system, and makes none"),
    ("rustix", "calls of the system, each made only for who asks"),
    ("windows", "declares every call of the system, and makes none"),
    ("windows-sys", "declares every call of the system, and makes none"),
    ("x11rb", "speaks to the display: a network is used only where DISPLAY names another machine"),
    ("zbus", "speaks to the screen reader and to logind: a network is used only where a bus's address names one"),
];

/// What opens a network socket, in a source.
const SIGNS: [&str; 6] = ["TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs", "AF_INET", "AddressFamily::INET"];

/// The crates of a release build on a system, with where their sources are.
fn crates(system: &str) -> BTreeMap<String, PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--locked", "--format-version", "1", "--filter-platform", system]);
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = |list: &Value| list.as_array().unwrap().clone();
    let by_id = |list: &Value| -> BTreeMap<String, Value> {
        all(list).into_iter().map(|item| (item["id"].as_str().unwrap().to_owned(), item)).collect()
    };
    let (packages, nodes) = (by_id(&metadata["packages"]), by_id(&metadata["resolve"]["nodes"]));
    let root = metadata["resolve"]["root"].as_str().unwrap().to_owned();
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![root.clone()]);
    while let Some(id) = waiting.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let is_normal = |dependency: &Value| all(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
        let dependencies = all(&nodes[&id]["deps"]).into_iter().filter(is_normal);
        waiting.extend(dependencies.map(|dependency| dependency["pkg"].as_str().unwrap().to_owned()));
    }
    seen.remove(&root);
    let place = |id: &String| {
        let manifest = Path::new(packages[id]["manifest_path"].as_str().unwrap()).to_owned();
        (packages[id]["name"].as_str().unwrap().to_owned(), manifest.parent().unwrap().to_owned())
    };
    seen.iter().map(place).collect()
}

fn refusal(name: &str) -> Option<&'static str> {
    REFUSED.iter().find(|(_, names)| names.contains(&name)).map(|(why, _)| *why)
}

/// Whether a source under a folder names a network socket, outside of its comments.
fn names_a_network_socket(folder: &Path) -> bool {
    let Ok(entries) = folder.read_dir() else { return false };
    entries.map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return names_a_network_socket(&path);
        }
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        is_source && names_a_sign(&String::from_utf8_lossy(&std::fs::read(&path).unwrap()))
    })
}

fn names_a_sign(source: &str) -> bool {
    let mut lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.any(|line| SIGNS.iter().any(|sign| line.contains(sign)))
}

#[test]
fn no_crate_of_a_release_build_is_there_to_speak_to_a_network() {
    for system in SYSTEMS {
        let crates = crates(system);
        assert!(crates.len() > 100 && crates.contains_key("age") && crates.contains_key("egui"), "{system}");
        for name in crates.keys() {
            assert_eq!(refusal(name), None, "{name} on {system}");
        }
    }
}

#[test]
fn every_crate_that_could_open_a_connection_is_known_and_why_it_opens_none() {
    let mut could = BTreeSet::new();
    for system in SYSTEMS {
        for (name, folder) in crates(system) {
            if !could.contains(&name) && names_a_network_socket(&folder.join("src")) {
                could.insert(name);
            }
        }
    }
    let known: BTreeSet<String> = COULD.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(could, known);
    assert!(COULD.iter().all(|(_, why)| !why.is_empty()));
}

#[test]
fn a_crate_that_speaks_to_a_network_is_found() {
    assert_eq!(refusal("reqwest"), Some("they ask web servers"));
    assert_eq!(refusal("egui"), None);
    assert!(names_a_sign("    let stream = TcpStream::connect(there)?;"));
    assert!(!names_a_sign("    // A TcpStream would be another matter.\n    let stream = UnixStream::pair()?;"));
}
