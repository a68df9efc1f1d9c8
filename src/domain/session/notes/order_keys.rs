//! The places of lines among each other: every line on a page has one, and they are in order.
//!
//! Must not know what a line says.

use std::sync::Arc;

use super::Line;
use crate::domain::id::LineId;
use crate::domain::session::fractional_index::FractionalIndex;

/// A page that another program put in another order keeps that order: its lines are placed again.
pub(super) fn forget_places_out_of_order(lines: &mut [Arc<Line>]) {
    let mut last: Option<(FractionalIndex, LineId)> = None;
    for line in lines.iter_mut().filter(|line| !line.order_key.is_none()) {
        let stands = (line.order_key.clone(), line.id.clone());
        if last.as_ref().is_some_and(|last| *last >= stands) {
            Arc::make_mut(line).order_key = FractionalIndex::default();
        } else {
            last = Some(stands);
        }
    }
}

/// Gives the lines that have no place one between those around them; `after` is the place of the line
/// that follows, if there is one.
pub(super) fn give_places(lines: &mut [Arc<Line>], before: &FractionalIndex, after: Option<&FractionalIndex>) {
    let mut before = before.clone();
    let mut index = 0;
    while index < lines.len() {
        let unplaced = lines[index..].iter().take_while(|line| line.order_key.is_none()).count();
        let run = index..index + unplaced;
        let next = lines.get(run.end).map(|line| line.order_key.clone()).or_else(|| after.cloned());
        if let Some(next) = next {
            let places = FractionalIndex::between(&before, &next, unplaced);
            let unplaced = lines[run.clone()].iter_mut().map(Arc::make_mut);
            unplaced.zip(places).for_each(|(line, place)| line.order_key = place);
        } else {
            for line in lines[run.clone()].iter_mut().map(Arc::make_mut) {
                line.order_key = FractionalIndex::after(&before, line.at);
                before = line.order_key.clone();
            }
        }
        if let Some(line) = lines.get(run.end) {
            before = line.order_key.clone();
        }
        index = run.end + 1;
    }
}
