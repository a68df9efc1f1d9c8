//! Where sessions and dosings are on the line in time: by their days, and never so close that what
//! belongs to two of them runs into each other.
//!
//! Must not know how they are drawn.

use std::ops::Range;

use chrono::NaiveDate;

use crate::domain::id::SessionId;
use crate::domain::library::timeline::Timeline;

/// A session or a dosing, on the line in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    /// The day.
    pub(crate) day: NaiveDate,
    /// The index of the meeting; none for a dosing.
    pub(crate) meeting: Option<usize>,
}

impl Point {
    /// The least room between this point and the one before it: the dates of two sessions must not run
    /// into each other, and a dosing between them has none.
    fn room(self, before: Self) -> f32 {
        if before.meeting.is_some() && self.meeting.is_some() { 54.0 } else { 28.0 }
    }
}

/// Where the last sessions that fit, and their dosings, stand in a line of this width; where the one that
/// is read is not among them, it and those after it.
pub(crate) fn placed(timeline: &Timeline, width: f32, read: &SessionId) -> (Vec<Point>, Vec<f32>) {
    let meetings = timeline.meetings.iter().enumerate();
    let mut points: Vec<Point> =
        meetings.map(|(index, meeting)| Point { day: meeting.began.date_naive(), meeting: Some(index) }).collect();
    points.extend(timeline.dosings().into_iter().map(|day| Point { day, meeting: None }));
    // On one day the dosing came first.
    points.sort_by_key(|point| (point.day, point.meeting.map_or(0, |index| index + 1)));
    let is_read = |point: &Point| point.meeting.is_some_and(|index| timeline.meetings[index].session == *read);
    let read = points.iter().position(is_read).unwrap_or(points.len());
    let points = points[fitting(&points, read, width)].to_vec();
    let places = spread(&points, width.max(1.0)).unwrap_or_default();
    (points, places)
}

/// Which points fit: the last ones, or those from the one that is read on, with its dosing.
fn fitting(points: &[Point], read: usize, width: f32) -> Range<usize> {
    let room = |index: usize| if index == 0 { 0.0 } else { points[index].room(points[index - 1]) };
    let fit = |mut rooms: f32, indexes: &mut dyn Iterator<Item = usize>| {
        indexes
            .take_while(|index| {
                rooms += room(*index);
                rooms <= width
            })
            .count()
    };
    let from_end = points.len().saturating_sub(1 + fit(0.0, &mut (1..points.len()).rev()));
    if from_end <= read {
        return from_end..points.len();
    }
    let first = read - usize::from(read > 0 && points[read - 1].meeting.is_none());
    first..first + 1 + fit(0.0, &mut (first + 1..points.len()))
}

/// The places of points along a line: by their days, but never closer than they have room. Nothing
/// where they do not fit.
fn spread(points: &[Point], width: f32) -> Option<Vec<f32>> {
    let (first, last) = (points.first()?.day, points.last()?.day);
    let days = (last - first).num_days().max(1) as f32;
    let mut places: Vec<f32> = Vec::with_capacity(points.len());
    for (index, point) in points.iter().enumerate() {
        let by_day = (point.day - first).num_days() as f32 / days * width;
        let bound = if index == 0 { 0.0 } else { places[index - 1] + point.room(points[index - 1]) };
        places.push(by_day.max(bound));
    }
    let mut most = width;
    for index in (0..points.len()).rev() {
        places[index] = places[index].min(most);
        most = places[index] - if index == 0 { 0.0 } else { points[index].room(points[index - 1]) };
    }
    (places[0] >= 0.0).then_some(places)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point(day: i64, meeting: Option<usize>) -> Point {
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        Point { day: first + chrono::TimeDelta::days(day), meeting }
    }

    #[test]
    fn points_stand_by_their_days_where_there_is_room() {
        let points = [point(0, Some(0)), point(10, Some(1)), point(40, Some(2))];
        assert_eq!(spread(&points, 400.0), Some(vec![0.0, 100.0, 400.0]));
        assert_eq!(spread(&points, 150.0), Some(vec![0.0, 54.0, 150.0]));
        assert_eq!(spread(&points, 100.0), None);
        assert_eq!(spread(&points[..1], 10.0), Some(vec![0.0]));
    }

    #[test]
    fn the_last_ones_are_shown_or_those_from_the_one_that_is_read_on() {
        let points: Vec<Point> = (0..10).map(|day| point(day, (day % 2 == 1).then_some(day as usize))).collect();
        assert_eq!(fitting(&points, 9, 100.0), 6..10);
        assert_eq!(fitting(&points, 7, 100.0), 6..10);
        assert_eq!(fitting(&points, 3, 100.0), 2..6, "with its dosing");
        assert_eq!(fitting(&points, 10, 100.0), 6..10, "none of them is read");
        assert_eq!(fitting(&points, 1, 1000.0), 0..10);
        assert_eq!(fitting(&points, 1, 0.0), 0..1);
        assert_eq!(fitting(&[], 0, 100.0), 0..0);
    }

    proptest! {
        #[test]
        fn points_are_in_order_within_the_line_and_never_too_close(
            steps in prop::collection::vec((0..60_i64, any::<bool>()), 1..12),
            width in 1.0..1000.0_f32,
        ) {
            let mut day = 0;
            let points: Vec<Point> = steps.iter().enumerate().map(|(index, (step, is_met))| {
                day += step;
                point(day, is_met.then_some(index))
            }).collect();
            let Some(places) = spread(&points, width) else {
                let room: f32 = points.windows(2).map(|pair| pair[1].room(pair[0])).sum();
                prop_assert!(room > width - 0.5);
                return Ok(());
            };
            prop_assert!(places[0] >= 0.0 && *places.last().unwrap() <= width);
            for (pair, place) in points.windows(2).zip(places.windows(2)) {
                prop_assert!(place[1] - place[0] >= pair[1].room(pair[0]) - 0.01);
            }
        }
    }
}
