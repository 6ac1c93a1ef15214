//! The meeting's packet, read in one state of the ledger.

use chrono::NaiveDate;
use rusqlite::Row;
use sha2::{Digest, Sha256};

use super::Ledger;
use super::fault::fault;
use super::record::day_number;
use crate::domain::activity::Activities;
use crate::domain::axis::{Axis, Filter};
use crate::domain::case::{Age, birth_of};
use crate::domain::consultation::Entry;
use crate::domain::field::{Field, NOTE_CHARS};
use crate::domain::nameless::Names;
use crate::domain::packet::{
    Changes, Discussed, LISTED, MonthTables, Packet, Remark, Section, Setting, Settings, accept,
};
use crate::domain::period::Period;
use crate::domain::standard::Standard;
use crate::domain::tally::{Comparison, Count, Query, Table};
use crate::domain::text::chars;
use crate::domain::value::Value;
use crate::error::{Damage, Error, Refusal, Result};

impl Ledger {
    /// The packet of a month or a half-year, with its figures as of the earlier of its end and today.
    ///
    /// # Errors
    /// [`Refusal::NoPacket`], or when the ledger cannot be read.
    pub fn packet(&self, period: Period, today: NaiveDate) -> Result<Packet> {
        let period = accept(&period, today).map_err(Refusal::NoPacket)?;
        let snapshot = self.snapshot()?;
        let as_of = period.as_of(today);
        let counts = AsOf {
            ledger: self,
            as_of,
            is_past: as_of < today,
        };
        let year = Period::year_to_date(as_of);
        let month = Period::month_of(as_of);
        let breakdown = |section: Section| {
            let axis = section.axis()?;
            Some(
                counts
                    .table(period, axis, Some(Axis::Center))
                    .map(|table| (section, table)),
            )
        };
        let settings = self.sections(&period)?;
        let activities = self.packet_activities(&period, as_of)?;
        let names = self.names()?;
        let (cases, without_consent) = self.discussed(as_of, year.from, &names)?;
        let packet = Packet {
            period,
            as_of,
            made_on: today,
            running: counts.standard(Period::half_of(as_of), Comparison::Year)?,
            year_to_date: counts.standard(year, Comparison::Year)?,
            month: MonthTables {
                beside_previous: counts.standard(month, Comparison::Previous)?,
                beside_year: counts.standard(month, Comparison::Year)?,
            },
            months: counts.table(Period::year_of(as_of), Axis::Month, None)?,
            breakdowns: Section::ALL
                .into_iter()
                .filter_map(breakdown)
                .collect::<Result<_>>()?,
            cases,
            without_consent,
            overdue: self.oldest_due(today.pred_opt(), LISTED)?,
            overdue_count: self.due_figures(today)?.overdue,
            activities: nameless(activities, &names),
            changes: self.changes(&year, today)?,
            settings,
            names,
        };
        super::finish(snapshot)?;
        Ok(packet)
    }

    /// The closed periods of a fiscal year, each with what is counted otherwise since, and those of the year
    /// before of which anything is: what came late in April may be of March.
    fn changes(&self, year: &Period, today: NaiveDate) -> Result<Vec<Changes>> {
        let both = Period {
            from: year.year_earlier().from,
            ..*year
        };
        let mut closed = self.closed_in(&both)?;
        closed.retain(|period| both.from <= period.from && period.to <= both.to);
        closed.sort_by_key(|period| (period.to, std::cmp::Reverse(period.from)));
        let mut changes = Vec::new();
        for period in closed {
            let revisions = match self.revisions(&period, today) {
                Ok(revisions) => Some(revisions),
                Err(Error::Damaged(Damage::Record)) => None,
                Err(error) => return Err(error),
            };
            let is_as_closed = revisions.as_ref().is_some_and(Vec::is_empty);
            if year.from <= period.from || !is_as_closed {
                changes.push((period, revisions));
            }
        }
        Ok(changes)
    }

    /// The names of children and guardians in all files that stand.
    fn names(&self) -> Result<Names> {
        let sql = "SELECT name FROM case_file WHERE void = 0 AND name IS NOT NULL
                   UNION SELECT guardian FROM case_file WHERE void = 0 AND guardian IS NOT NULL";
        let mut select = self.conn.prepare_cached(sql).map_err(fault)?;
        let names = select.query_map([], |row| row.get(0));
        let names: Vec<String> = names.and_then(Iterator::collect).map_err(fault)?;
        Ok(Names::new(names))
    }

    /// The cases that are marked for the meeting, open, and with a consent that was given by that day and not
    /// withdrawn, by code; and how many lack that consent.
    fn discussed(
        &self,
        as_of: NaiveDate,
        year_from: NaiveDate,
        names: &Names,
    ) -> Result<(Vec<Discussed>, u64)> {
        let sql =
            "SELECT seq FROM case_file WHERE discuss IS NOT NULL AND rev > 0 AND void = 0 ORDER BY code";
        let mut select = self.conn.prepare(sql).map_err(fault)?;
        let seqs = select.query_map([], |row| row.get(0));
        let seqs: Vec<i64> = seqs.and_then(Iterator::collect).map_err(fault)?;
        let (mut cases, mut without_consent) = (Vec::new(), 0);
        for seq in seqs {
            let kept = super::case_file::read_file(&self.conn, &self.items, &self.head.profile, seq)?;
            let file = kept.map(|kept| kept.file);
            let Some(file) = file.filter(|file| !file.is_closed()) else {
                continue;
            };
            if !has_consent(&file.entry, as_of) {
                without_consent += 1;
                continue;
            }
            let sql = "SELECT count(*) FILTER (WHERE day >= ?2), max(day) FROM consultation
                       INDEXED BY consultation_case
                       WHERE case_seq = ?1 AND void = 0 AND case_seq IS NOT NULL AND day <= ?3";
            let days = (seq, day_number(year_from), day_number(as_of));
            let (contacts, latest): (i64, Option<i64>) = self
                .conn
                .prepare_cached(sql)
                .and_then(|mut select| select.query_row(days, |row| Ok((row.get(0)?, row.get(1)?))))
                .map_err(fault)?;
            let subject = file.entry.text(Field::Discuss);
            let nameless = names.hide_of(subject, &file.entry);
            cases.push(Discussed {
                code: file.code().to_owned(),
                has_name: nameless.is_some(),
                subject: nameless.unwrap_or_else(|| subject.to_owned()),
                age: birth_of(&file.entry).and_then(|birth| Age::on(birth, as_of)),
                municipality: file.entry.code(Field::Municipality).cloned(),
                care: file.entry.codes(Field::Care).to_vec(),
                contacts: contacts.unsigned_abs(),
                latest: latest.and_then(super::record::day_of),
            });
        }
        Ok((cases, without_consent))
    }

    /// What is set for the sections of a period's packet: its remarks, and which sections every packet is
    /// without.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn sections(&self, period: &Period) -> Result<Settings> {
        let mut settings = self.settings_of(&period.code())?;
        // Which sections there are is never a matter of one period.
        settings.values_mut().for_each(|setting| setting.is_off = false);
        for (section, setting) in self.settings_of(EVERY)? {
            settings.entry(section).or_default().is_off = setting.is_off;
        }
        Ok(settings)
    }

    fn settings_of(&self, period: &str) -> Result<Settings> {
        let sql = format!("{SELECT} WHERE period = ?");
        let mut select = self.conn.prepare_cached(&sql).map_err(fault)?;
        let mut rows = select.query([period]).map_err(fault)?;
        let mut settings = Settings::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let Some((_, section, setting)) = read(row)? else {
                return Err(Error::Damaged(Damage::Record));
            };
            // A newer program may know more of them.
            settings.extend(Section::by_code(&section).map(|section| (section, setting)));
        }
        Ok(settings)
    }

    /// Keeps remarks under sections of a period's packet, all or none; without one, what is there goes.
    ///
    /// # Errors
    /// [`Refusal::RemarkTooLong`], or when they cannot be written.
    pub fn set_remarks(&mut self, period: &Period, remarks: &[(Section, Option<Remark>)]) -> Result<()> {
        let texts = remarks.iter().filter_map(|(_, remark)| remark.as_ref());
        if texts.into_iter().any(|remark| chars(&remark.text) > NOTE_CHARS) {
            return Err(Refusal::RemarkTooLong.into());
        }
        let period = period.code();
        let row = |(section, remark): &(Section, Option<Remark>)| {
            let remark = remark.clone();
            let setting = Setting {
                is_off: false,
                replaces: remark.as_ref().is_some_and(|remark| remark.replaces),
                remark: remark.map(|remark| remark.text),
            };
            (*section, setting)
        };
        self.set(&period, remarks.iter().map(row))
    }

    /// Leaves sections out of every packet from now on (true), or takes them in again; all or none.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn switch_sections(&mut self, switches: &[(Section, bool)]) -> Result<()> {
        let row = |(section, is_off): &(Section, bool)| {
            let setting = Setting {
                is_off: *is_off,
                ..Setting::default()
            };
            (*section, setting)
        };
        self.set(EVERY, switches.iter().map(row))
    }

    /// Sets sections under a period; of one that is as it comes nothing is kept.
    fn set(&mut self, period: &str, settings: impl Iterator<Item = (Section, Setting)>) -> Result<()> {
        let settings: Vec<_> = settings.collect();
        self.write(|tx, _| {
            for (section, setting) in &settings {
                let section = section.code();
                if *setting == Setting::default() {
                    let delete = "DELETE FROM packet_section WHERE period = ? AND section = ?";
                    tx.execute(delete, (period, section)).map_err(fault)?;
                    continue;
                }
                let insert = "INSERT OR REPLACE INTO packet_section
                              (period, section, is_off, remark, replaces, digest) VALUES (?, ?, ?, ?, ?, ?)";
                let digest = digest(period, section, setting);
                let Setting {
                    is_off,
                    remark,
                    replaces,
                } = setting;
                tx.execute(insert, (period, section, is_off, remark, replaces, digest))
                    .map_err(fault)?;
            }
            Ok(())
        })
    }

    /// Whether every setting is as it was written.
    pub(super) fn sections_are_whole(&self) -> Result<bool> {
        let mut select = self.conn.prepare(SELECT).map_err(fault)?;
        let mut rows = select.query([]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let Some((period, section, _)) = read(row)? else {
                return Ok(false);
            };
            // Under a damaged key it would not be looked up.
            let found = "SELECT 1 FROM packet_section WHERE period = ? AND section = ?";
            let mut find = self.conn.prepare_cached(found).map_err(fault)?;
            if !find.exists((&period, &section)).map_err(fault)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// In the place of a period: what holds for every packet.
const EVERY: &str = "every";

/// What [`read`] reads.
const SELECT: &str = "SELECT period, section, is_off, remark, replaces, digest FROM packet_section";

/// A setting with its period and section; `None` where it is not as it was written.
fn read(row: &Row<'_>) -> Result<Option<(String, String, Setting)>> {
    let (period, section): (String, String) = (row.get(0).map_err(fault)?, row.get(1).map_err(fault)?);
    let setting = Setting {
        is_off: row.get(2).map_err(fault)?,
        remark: row.get(3).map_err(fault)?,
        replaces: row.get(4).map_err(fault)?,
    };
    let kept: Vec<u8> = row.get(5).map_err(fault)?;
    let is_whole = kept == digest(&period, &section, &setting);
    Ok(is_whole.then_some((period, section, setting)))
}

/// Activities without the names that their texts may hold.
fn nameless(mut activities: Activities, names: &Names) -> Activities {
    for activity in activities.held.iter_mut().chain(&mut activities.coming) {
        for field in [
            Field::Title,
            Field::Place,
            Field::Audience,
            Field::ActivityContent,
        ] {
            if let Some(text) = names.hide(activity.entry.text(field)) {
                activity.entry.set(field, Some(Value::Text(text)));
            }
        }
    }
    activities
}

/// Whether the meeting may hear of a case on a day.
fn has_consent(file: &Entry, as_of: NaiveDate) -> bool {
    let is_given = file.day_of(Field::ConsentOn).is_some_and(|day| day <= as_of);
    // Whoever withdraws it, at whatever day, is not talked about any more.
    is_given && file.get(Field::ConsentWithdrawn).is_none()
}

/// Covers a setting, under which period and section it stands, and what it says.
fn digest(period: &str, section: &str, setting: &Setting) -> Vec<u8> {
    let remark = setting.remark.as_deref();
    let said = serde_json::json!([period, section, setting.is_off, remark, setting.replaces]);
    Sha256::digest(said.to_string()).to_vec()
}

/// Counts as if the day of the packet were today.
struct AsOf<'l> {
    ledger: &'l Ledger,
    as_of: NaiveDate,
    /// What was recorded for later days is no part of a packet of the past, and not remarked on.
    is_past: bool,
}

impl AsOf<'_> {
    fn standard(&self, period: Period, compare: Comparison) -> Result<Standard> {
        let filter = Filter::consultations();
        let mut standard = self.ledger.standard(period, &filter, self.as_of, Some(compare))?;
        if self.is_past {
            let tables = [
                &mut standard.family,
                &mut standard.stakeholder,
                &mut standard.fields,
            ];
            tables.into_iter().for_each(|table| table.later = 0);
            standard.later = 0;
        }
        Ok(standard)
    }

    fn table(&self, period: Period, rows: Axis, cols: Option<Axis>) -> Result<Table> {
        let query = Query {
            period,
            filter: Filter::consultations(),
            rows,
            cols,
            count: Count::Contacts,
        };
        let mut table = self.ledger.tally(&query, self.as_of, Some(Comparison::Year))?;
        if self.is_past {
            table.later = 0;
        }
        Ok(table)
    }
}
