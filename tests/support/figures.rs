//! The figures that these tests print; `script/reliability` gathers them.

use std::io::Write;

/// Prints a figure, on a line of its own that begins with `figure:`. The test harness hides what a
/// test prints, unless it is asked not to.
#[expect(clippy::print_stdout, reason = "this is what the figures are printed by")]
pub(crate) fn figure(name: &str, words: &str) {
    println!("figure: {name}: {words}");
    let _ = std::io::stdout().flush();
}
