//! What the screens say of calls: their clocks, and those that are parked.

use chrono::NaiveDate;

use super::ScreenWords;
use crate::locale::en::English;
use crate::locale::ja::Japanese;

/// How long ago something was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// So many minutes; fewer than an hour.
    Minutes(i64),
    /// So many hours; fewer than a day.
    Hours(i64),
    /// On a day before.
    Day(NaiveDate),
}

/// The words about calls. What came by phone is a call, anything else a contact.
pub trait CallWords {
    /// The clock in the title, running or standing still.
    fn call_clock(&self, by_phone: bool, minutes: u32, is_running: bool) -> String;

    /// That the call has ended, and its minutes are filled in.
    fn call_ended(&self, by_phone: bool, minutes: u32) -> String;

    /// That the call has ended, and that the minutes that were typed stay.
    fn typed_minutes_stay(&self, by_phone: bool, minutes: u32, typed: Option<u32>) -> String;

    /// That the clock goes on from those minutes, and how to stop it.
    fn clock_goes_on(&self, minutes: u32) -> String;

    /// That the form has no clock, and which have one.
    fn no_clock(&self) -> &'static str;

    /// That the form is parked, and how to come back to it.
    fn form_parked(&self) -> &'static str;

    /// That a parked call is taken up again: its clock goes on from those minutes, or stands there.
    fn taken_up(&self, minutes: u32, is_running: bool) -> String;

    /// In the title, that so many forms are parked.
    fn parked(&self, forms: usize) -> String;

    /// That so many more are parked.
    fn others_parked(&self, forms: usize) -> String;

    /// How long ago, as short as it can be said.
    fn age(&self, age: Age) -> String;
}

impl CallWords for Japanese {
    fn call_clock(&self, by_phone: bool, minutes: u32, is_running: bool) -> String {
        let stopped = if is_running { "" } else { " 停止" };
        format!("{} {minutes}分{stopped}", of_ja(by_phone))
    }

    fn call_ended(&self, by_phone: bool, minutes: u32) -> String {
        format!("{}を終えました {minutes}分", of_ja(by_phone))
    }

    fn typed_minutes_stay(&self, by_phone: bool, minutes: u32, typed: Option<u32>) -> String {
        let typed = typed.map(|typed| format!("の{typed}分")).unwrap_or_default();
        let call = of_ja(by_phone);
        format!("所要分は入力済み{typed}のままです({call}は{minutes}分)")
    }

    fn clock_goes_on(&self, minutes: u32) -> String {
        format!("時計を{minutes}分の続きから動かします。Ctrl-T で終えます。")
    }

    fn no_clock(&self) -> &'static str {
        "この入力に時計はありません。電話・来所・メールの新しい相談に付きます。"
    }

    fn form_parked(&self) -> &'static str {
        "前の入力を保留しました。Ctrl-O で戻れます。"
    }

    fn taken_up(&self, minutes: u32, is_running: bool) -> String {
        if is_running {
            return format!("保留から戻りました。時計は{minutes}分の続きから動いています。");
        }
        format!("時計は{minutes}分で止まっています。話が続くなら Ctrl-T で動かせます。")
    }

    fn parked(&self, forms: usize) -> String {
        format!("保留 {forms}")
    }

    fn others_parked(&self, forms: usize) -> String {
        format!("他{forms}件")
    }

    fn age(&self, age: Age) -> String {
        match age {
            Age::Minutes(minutes) => format!("{minutes}分前"),
            Age::Hours(hours) => format!("{hours}時間前"),
            Age::Day(day) => self.short_date(day),
        }
    }
}

fn of_ja(by_phone: bool) -> &'static str {
    if by_phone { "通話" } else { "対応" }
}

impl CallWords for English {
    fn call_clock(&self, by_phone: bool, minutes: u32, is_running: bool) -> String {
        let stopped = if is_running { "" } else { " stopped" };
        format!("{} {minutes} min{stopped}", of_en(by_phone))
    }

    fn call_ended(&self, by_phone: bool, minutes: u32) -> String {
        format!("The {} is over: {minutes} min.", of_en(by_phone))
    }

    fn typed_minutes_stay(&self, by_phone: bool, minutes: u32, typed: Option<u32>) -> String {
        let typed = typed.map(|typed| format!(" ({typed})")).unwrap_or_default();
        let call = of_en(by_phone);
        format!("The minutes you typed{typed} stay; the {call} took {minutes} min.")
    }

    fn clock_goes_on(&self, minutes: u32) -> String {
        format!("The clock goes on from {minutes} min. Ctrl-T stops it.")
    }

    fn no_clock(&self) -> &'static str {
        "This form has no clock. A new call, visit or email has one."
    }

    fn form_parked(&self) -> &'static str {
        "The form before is parked. Ctrl-O goes back to it."
    }

    fn taken_up(&self, minutes: u32, is_running: bool) -> String {
        if is_running {
            return format!("Back from hold. The clock goes on from {minutes} min.");
        }
        format!("The clock stands at {minutes} min. If you still talk, Ctrl-T goes on.")
    }

    fn parked(&self, forms: usize) -> String {
        format!("{forms} parked")
    }

    fn others_parked(&self, forms: usize) -> String {
        format!("{forms} more")
    }

    fn age(&self, age: Age) -> String {
        match age {
            Age::Minutes(minutes) => format!("{minutes} min ago"),
            Age::Hours(hours) => format!("{hours} h ago"),
            Age::Day(day) => self.short_date(day),
        }
    }
}

fn of_en(by_phone: bool) -> &'static str {
    if by_phone { "call" } else { "contact" }
}
