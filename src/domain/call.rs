//! The clock of a call: how long somebody talks, without the time in which the call is parked and
//! without what is typed up afterwards. The moment is always an argument.

use serde::{Deserialize, Serialize};

/// A minute, in milliseconds.
pub const MINUTE_MS: i64 = 60_000;

/// While the program runs the clock is brought forward every minute. A longer gap than this is a
/// machine that slept, or a clock that was set: nobody talked for so long.
const LONGEST_GAP_MS: i64 = 3 * 60 * MINUTE_MS;

/// The most minutes that the clock fills in: as many as the field takes.
const MOST_MINUTES: i64 = 9999;

/// The clock of one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// How long it ran until it last started or stopped, in milliseconds.
    ran_ms: i64,
    state: State,
    /// The minutes that it filled in.
    #[serde(default)]
    filled: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    /// Since that moment, in milliseconds since 1970 (UTC).
    RunningSince(i64),
    /// The call is parked: taken up again, the clock goes on.
    Parked,
    /// The call has ended, or its program has.
    Over,
}

impl Call {
    /// A call that begins at that moment, in milliseconds since 1970 (UTC).
    pub fn begun(at_ms: i64) -> Self {
        Self {
            ran_ms: 0,
            state: State::RunningSince(at_ms),
            filled: None,
        }
    }

    /// Whether the clock is running.
    pub fn is_running(&self) -> bool {
        matches!(self.state, State::RunningSince(_))
    }

    /// How long it has run by then, in milliseconds.
    fn ran_by(&self, now_ms: i64) -> i64 {
        let gap = match self.state {
            State::RunningSince(since_ms) => now_ms.saturating_sub(since_ms),
            State::Parked | State::Over => 0,
        };
        // Set back, it goes on from where it is.
        let counted = if (0..=LONGEST_GAP_MS).contains(&gap) {
            gap
        } else {
            0
        };
        self.ran_ms.max(0).saturating_add(counted)
    }

    /// The minutes by then: whole ones, rounded up, at least one.
    pub fn minutes(&self, now_ms: i64) -> u32 {
        let ran_ms = self.ran_by(now_ms);
        let minutes = ran_ms / MINUTE_MS + i64::from(ran_ms % MINUTE_MS > 0);
        // Within these bounds it always fits.
        minutes.clamp(1, MOST_MINUTES) as u32
    }

    /// How long until the minutes are others, in milliseconds; `None` where they stay as they are.
    pub fn next_minute_in(&self, now_ms: i64) -> Option<i64> {
        let minutes = i64::from(self.minutes(now_ms));
        let left_ms = minutes * MINUTE_MS - self.ran_by(now_ms);
        let grows = self.is_running() && minutes < MOST_MINUTES;
        grows.then_some(left_ms + 1)
    }

    /// The same, counted up to then: what is kept of it holds whatever happens afterwards.
    #[must_use]
    pub fn counted(&self, now_ms: i64) -> Self {
        Self {
            ran_ms: self.ran_by(now_ms),
            state: match self.state {
                State::RunningSince(_) => State::RunningSince(now_ms),
                state => state,
            },
            ..self.clone()
        }
    }

    /// Parked at that moment; one that is over stays so.
    #[must_use]
    pub fn parked(&self, now_ms: i64) -> Self {
        Self {
            ran_ms: self.ran_by(now_ms),
            state: match self.state {
                State::RunningSince(_) => State::Parked,
                state => state,
            },
            ..self.clone()
        }
    }

    /// Taken up again at that moment; one that is over stays so.
    #[must_use]
    pub fn taken_up(&self, now_ms: i64) -> Self {
        match self.state {
            State::Parked => self.going_on(now_ms),
            State::RunningSince(_) | State::Over => self.clone(),
        }
    }

    /// Going on from where it stands.
    #[must_use]
    pub fn going_on(&self, now_ms: i64) -> Self {
        Self {
            ran_ms: self.ran_by(now_ms),
            state: State::RunningSince(now_ms),
            ..self.clone()
        }
    }

    /// Ended at that moment.
    #[must_use]
    pub fn ended(&self, now_ms: i64) -> Self {
        Self {
            ran_ms: self.ran_by(now_ms),
            state: State::Over,
            ..self.clone()
        }
    }

    /// As the program left it that was ended in its midst: it stands where it was last kept, and
    /// whether somebody still talks is for the person to say.
    #[must_use]
    pub fn cut_off(&self) -> Self {
        Self {
            state: State::Over,
            ..self.clone()
        }
    }

    /// Whether saving ends it: it runs, or nobody has ended it yet.
    pub fn is_to_be_ended(&self) -> bool {
        self.is_running() || self.filled.is_none()
    }

    /// The minutes that it filled in.
    pub fn filled(&self) -> Option<u32> {
        self.filled
    }

    /// Notes the minutes that it filled in.
    pub fn fill(&mut self, minutes: u32) {
        self.filled = Some(minutes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: i64 = 1000;

    #[test]
    fn minutes_are_rounded_up_and_at_least_one() {
        let call = Call::begun(5 * S);
        for (seconds, minutes) in [(0, 1), (59, 1), (60, 1), (61, 2), (120, 2), (719, 12), (721, 13)] {
            let now_ms = (5 + seconds) * S;
            assert_eq!(call.minutes(now_ms), minutes, "{seconds}");
            let next_ms = call.next_minute_in(now_ms).expect("it runs");
            assert_eq!(call.minutes(now_ms + next_ms), minutes + 1, "{seconds}");
            assert_eq!(call.minutes(now_ms + next_ms - 1), minutes, "{seconds}");
        }
    }

    #[test]
    fn parked_time_is_not_counted_and_an_ended_call_stays_ended() {
        let parked = Call::begun(0).parked(90 * S);
        assert_eq!(parked.minutes(5000 * S), 2);
        let again = parked.taken_up(1000 * S);
        assert_eq!(again.minutes(1030 * S), 2);
        assert_eq!(again.minutes(1031 * S), 3);
        let over = again.ended(1031 * S);
        assert_eq!(over.parked(2000 * S).taken_up(3000 * S), over);
        assert_eq!(over.next_minute_in(3000 * S), None);
        assert_eq!(over.going_on(3000 * S).minutes(3060 * S), 4);
    }

    #[test]
    fn a_clock_that_is_set_and_a_night_of_sleep_count_nothing() {
        let call = Call::begun(0).counted(120 * S);
        assert_eq!(call.minutes(60 * S), 2, "set back");
        assert_eq!(call.counted(60 * S).minutes(120 * S), 3, "and on from there");
        assert_eq!(call.minutes(120 * S + 9 * 3600 * S), 2, "a night");
        assert_eq!(call.cut_off().minutes(i64::MAX), 2);
        // A form that was open for weeks.
        let mut weeks = Call::begun(0);
        for hour in 1..400 {
            weeks = weeks.counted(hour * 3600 * S);
        }
        assert_eq!(weeks.minutes(400 * 3600 * S), 9999);
        assert_eq!(weeks.next_minute_in(400 * 3600 * S), None);
    }
}
