//! Tallies: the ledger's answers to [`Query`], as tables.

use chrono::{Datelike, NaiveDate};
use rusqlite::Connection;

use super::Ledger;
use super::answers::{self, Hit, case_of};
use super::case::First;
use super::count::{self, Sums, are_half_years, month_number};
use super::facts::{Col, Dim, Fact, Scan};
use super::fault::fault;
use super::grid::{CELLS, Grid};
use super::record::day_number;
use super::sieve::Sieve;
use crate::domain::axis::{Axis, Bucket, Filter};
use crate::domain::closing::Reported;
use crate::domain::date::month_end;
use crate::domain::list::{List, NONE};
use crate::domain::period::Period;
use crate::domain::standard::{Due, DueOn, Overview, Part, Standard, When};
use crate::domain::tally::{Comparison, Count, Counted, Counts, Earlier, Query, Sides, Table};
use crate::error::{Damage, Error, Refusal, Result};

/// So many records wait for their second pass at most.
const BATCH: usize = 200_000;

/// One axis of a table being counted.
struct Side {
    axis: Axis,
    dim: Dim,
    /// Empty while the axis grows.
    buckets: Vec<Bucket>,
}

impl Side {
    fn new(ledger: &Ledger, axis: Axis, period: &Period) -> Result<Self> {
        let (dim, buckets) = Dim::new(ledger, axis, period)?;
        let grows = matches!(dim, Dim::Met { .. });
        Ok(Self {
            axis,
            dim,
            buckets: if grows { Vec::new() } else { buckets },
        })
    }

    fn size(&self) -> Option<usize> {
        (!self.buckets.is_empty()).then_some(self.buckets.len())
    }

    /// The buckets in the table's order, and the place of each.
    fn ordered(&self, conn: &Connection) -> Result<(Vec<Bucket>, Vec<u32>)> {
        let Some(met) = self.dim.met_buckets(conn, self.axis)? else {
            return Ok((self.buckets.clone(), (0..self.buckets.len() as u32).collect()));
        };
        let mut order: Vec<u32> = (0..met.len() as u32).collect();
        order.sort_by_key(|&place| {
            let code = &met[place as usize].code;
            (place == 0 && code == NONE, code.clone())
        });
        Ok((
            order.iter().map(|&place| met[place as usize].clone()).collect(),
            order,
        ))
    }
}

/// One table being counted over one span.
struct Job {
    rows: Side,
    cols: Option<Side>,
    sieve: Sieve,
    grid: Grid,
    hits: Option<Vec<Hit>>,
    people: bool,
    /// The only kinds that its filter lets pass, where it names any.
    kinds: Option<Vec<i64>>,
}

impl Job {
    fn new(ledger: &Ledger, query: &Query, period: &Period) -> Result<Self> {
        let side = |axis| Side::new(ledger, axis, period);
        let rows = side(query.rows)?;
        let cols = query.cols.map(side).transpose()?;
        let sieve = Sieve::new(ledger, &query.filter, period)?;
        let several = |side: &Side| matches!(side.dim, Dim::Answers { .. });
        let second = sieve.needs_answers() || several(&rows) || cols.as_ref().is_some_and(several);
        let width = cols.as_ref().map_or(Some(0), Side::size);
        let grid = Grid::new(rows.size(), width, query.count);
        Ok(Self {
            rows,
            cols,
            sieve,
            grid,
            hits: second.then(Vec::new),
            people: query.count == Count::People,
            kinds: kinds(ledger, &query.filter)?,
        })
    }

    fn dims(&self) -> impl Iterator<Item = &Dim> {
        let sides = [Some(&self.rows), self.cols.as_ref()];
        sides
            .into_iter()
            .flatten()
            .map(|side| &side.dim)
            .chain(self.sieve.dims())
    }

    /// The sums of half-years that know all that it asks for; `None` where only the months do.
    fn sums(&self) -> Option<Sums> {
        let asks = |col: Col| self.dims().any(|dim| dim.cols().contains(&col));
        let know = |sums: &Sums| Col::of(sums.without()).is_ok_and(|without| !asks(without));
        Sums::ALL.into_iter().find(|sums| know(sums) && !asks(Col::Day))
    }

    fn add(&mut self, conn: &Connection, fact: &Fact, first: &mut First<'_>) -> Result<()> {
        if !self.sieve.passes(fact, first)? {
            return Ok(());
        }
        let row = self.rows.dim.place(fact, first)?;
        let col = match &mut self.cols {
            Some(cols) => Some(cols.dim.place(fact, first)?),
            None => None,
        };
        let case = case_of(fact)?;
        match &mut self.hits {
            Some(hits) => {
                let seq = u32::try_from(fact.seq).map_err(|_| Error::Damaged(Damage::Record))?;
                hits.push(Hit {
                    seq,
                    row,
                    col: col.unwrap_or(0),
                    case,
                });
                if hits.len() >= BATCH {
                    self.finish(conn)?;
                    self.hits = Some(Vec::with_capacity(BATCH));
                }
            }
            None => self.grid.add(row, col, case, fact.n),
        }
        if self.grid.is_too_large() {
            Err(Refusal::TooManyCells.into())
        } else {
            Ok(())
        }
    }

    /// The second pass, where an axis or the filter needs it.
    fn finish(&mut self, conn: &Connection) -> Result<()> {
        let Some(mut hits) = self.hits.take() else {
            return Ok(());
        };
        hits.sort_unstable_by_key(|hit| hit.seq);
        self.sieve.retain(conn, &mut hits)?;
        let lists = |side: &Side| match side.dim {
            Dim::Answers { .. } => answers::read(conn, &side.dim, &hits).map(Some),
            _ => Ok(None),
        };
        let row_lists = lists(&self.rows)?;
        let col_lists = self.cols.as_ref().map(lists).transpose()?.flatten();
        let (mut rows, mut cols) = (Vec::new(), Vec::new());
        for (at, hit) in hits.iter().enumerate() {
            match &row_lists {
                Some(lists) => lists.of(at, &mut rows),
                None => {
                    rows.clear();
                    rows.push(hit.row);
                }
            }
            match &col_lists {
                Some(lists) => lists.of(at, &mut cols),
                None => {
                    cols.clear();
                    cols.push(hit.col);
                }
            }
            self.grid
                .add_answers(&rows, self.cols.as_ref().map(|_| cols.as_slice()), hit.case, 1);
        }
        Ok(())
    }

    /// The figures and their labels.
    fn counted(self, conn: &Connection) -> Result<(Sides, Counts)> {
        let (rows, row_order) = self.rows.ordered(conn)?;
        let (cols, col_order) = match &self.cols {
            Some(cols) => cols.ordered(conn)?,
            None => (Vec::new(), Vec::new()),
        };
        if rows.len() * (cols.len() + 1) > CELLS {
            return Err(Refusal::TooManyCells.into());
        }
        let counts = self.grid.counts(&row_order, &col_order);
        let totals = [&counts.cells, &counts.row_totals, &counts.col_totals];
        let figures = totals.into_iter().flatten();
        figures
            .chain([&counts.total, &counts.records, &counts.unlinked])
            .try_for_each(|n| is_a_count(*n))?;
        Ok((Sides { rows, cols }, counts))
    }
}

/// Refuses a figure that sums below zero have wrapped round: only damaged ones can.
fn is_a_count(n: u64) -> Result<()> {
    i64::try_from(n)
        .map(|_| ())
        .map_err(|_| Error::Damaged(Damage::Record))
}

/// The kinds that a filter lets pass, by item; `None` where it names none.
fn kinds(ledger: &Ledger, filter: &Filter) -> Result<Option<Vec<i64>>> {
    let Some((_, codes)) = filter.clauses().find(|(axis, _)| *axis == Axis::Kind) else {
        return Ok(None);
    };
    let ids = codes
        .iter()
        .map(|code| ledger.items.id(List::Kind, &code.as_str().into()));
    // A code that is no kind's was refused with the filter; `none` is no kind either.
    Ok(Some(ids.flatten().collect()))
}

/// Takes over the axes that grew, so that a place means the same case in both spans.
fn adopt(job: &mut Job, grown: &Job) {
    let copy = |to: &mut Side, from: &Side| {
        if let Dim::Met { col, places, seqs } = &from.dim {
            to.dim = Dim::Met {
                col: *col,
                places: places.clone(),
                seqs: seqs.clone(),
            };
        }
    };
    copy(&mut job.rows, &grown.rows);
    if let (Some(to), Some(from)) = (&mut job.cols, &grown.cols) {
        copy(to, from);
    }
}

impl Ledger {
    /// Counts what a query asks for, up to today.
    ///
    /// # Errors
    /// When rows and columns are the same axis, a filter names a code that is not there, or the
    /// ledger cannot be read.
    pub fn tally(&self, query: &Query, today: NaiveDate, compare: Option<Comparison>) -> Result<Table> {
        let mut tables = self.tables(std::slice::from_ref(query), today, compare)?;
        tables.pop().ok_or(Error::Damaged(Damage::Schema))
    }

    /// Counts several queries of one period in one reading.
    pub(super) fn tables(
        &self,
        queries: &[Query],
        today: NaiveDate,
        compare: Option<Comparison>,
    ) -> Result<Vec<Table>> {
        let Some(Query { period, .. }) = queries.first() else {
            return Ok(Vec::new());
        };
        if let Some(query) = queries.iter().find(|query| query.cols == Some(query.rows)) {
            return Err(Refusal::SameAxis(query.rows).into());
        }
        // One state of the ledger for all figures, whoever is saving meanwhile.
        let snapshot = self.snapshot()?;
        let as_of = period.as_of(today);
        let jobs = |period: &Period| {
            queries
                .iter()
                .map(|query| Job::new(self, query, period))
                .collect::<Result<Vec<_>>>()
        };
        let mut now = jobs(period)?;
        let running = period.is_running(today);
        self.run(&mut now, period.from, as_of, running)?;
        self.prove(&mut now, || jobs(period), (period.from, as_of))?;
        let compared = compare.map(|compare| compare.span(period, today));
        let then = match &compared {
            None => Vec::new(),
            Some(span) => {
                let mut then = jobs(span)?;
                then.iter_mut()
                    .zip(&now)
                    .for_each(|(job, grown)| adopt(job, grown));
                self.run(&mut then, span.from, span.to, false)?;
                then
            }
        };
        let is_blank_span = compared
            .map(|span| self.is_blank(&span))
            .transpose()?
            .unwrap_or(false);
        let later = self.later(queries, &now, as_of, period)?;
        let mut then = then.into_iter();
        let mut counted = Vec::new();
        for ((mut job, query), later) in now.into_iter().zip(queries).zip(later) {
            let earlier = match (then.next(), compared) {
                (Some(then), Some(period)) => {
                    // What only the earlier span met has a place in both.
                    adopt(&mut job, &then);
                    let (sides, counts) = then.counted(&self.conn)?;
                    Some(Earlier {
                        is_blank: is_blank_span,
                        period,
                        sides,
                        counts,
                    })
                }
                _ => None,
            };
            let (sides, counts) = job.counted(&self.conn)?;
            counted.push(Counted {
                query: query.clone(),
                sides,
                counts,
                earlier,
                later,
            });
        }
        super::finish(snapshot)?;
        Ok(Table::build_all(
            &counted,
            today,
            self.head.profile.items(List::Center),
        ))
    }

    /// Whether the ledger holds no record at all in a span, of whatever kind.
    fn is_blank(&self, span: &Period) -> Result<bool> {
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM consultation INDEXED BY consultation_facts
                   WHERE day BETWEEN ? AND ? AND void = 0)";
        let mut select = self.conn.prepare_cached(sql).map_err(fault)?;
        let ends = (day_number(span.from), day_number(span.to));
        select.query_row(ends, |row| row.get(0)).map_err(fault)
    }

    /// Consultations of the period that are dated after "as of".
    fn later(&self, queries: &[Query], now: &[Job], as_of: NaiveDate, period: &Period) -> Result<Vec<u64>> {
        let Some(from) = as_of.succ_opt().filter(|from| *from <= period.to) else {
            return Ok(vec![0; queries.len()]);
        };
        let job = |query: &Query| {
            let query = Query {
                rows: Axis::Kind,
                cols: None,
                count: Count::Contacts,
                ..query.clone()
            };
            Job::new(self, &query, period)
        };
        let mut jobs = queries.iter().map(job).collect::<Result<Vec<_>>>()?;
        // Where the stored counts tell the whole period, what is counted so far is taken off it.
        let is_whole = self.scan(&jobs).1 && self.scan(now).1 && period.whole_months().tail.is_none();
        let from = if is_whole {
            period.from
        } else {
            from.max(period.from)
        };
        self.run(&mut jobs, from, period.to, false)?;
        let counted = |job: &Job| if is_whole { job.grid.records() } else { 0 };
        jobs.iter()
            .zip(now)
            .map(|(job, now)| {
                let later = job.grid.records().wrapping_sub(counted(now));
                is_a_count(later).map(|()| later)
            })
            .collect()
    }

    /// What must be read for some jobs, and whether the stored counts of whole months can tell it.
    fn scan(&self, jobs: &[Job]) -> (Scan<'_>, bool) {
        let case = Dim::Met {
            col: Col::Case,
            places: Default::default(),
            seqs: Vec::new(),
        };
        let people = jobs.iter().any(|job| job.people);
        let mut dims: Vec<&Dim> = jobs.iter().flat_map(Job::dims).collect();
        dims.extend(people.then_some(&case));
        let kinds = jobs.first().and_then(|job| job.kinds.as_deref());
        let together = jobs.iter().all(|job| job.kinds.as_deref() == kinds);
        let scan = Scan::new(&self.conn, &dims, kinds.filter(|_| together));
        let stored = self.use_counts && scan.fits_counts() && dims.iter().all(|dim| dim.by_month());
        (scan, stored)
    }

    /// Where stored counts were read that do not tie with those kept beside them, the number of records
    /// comes from the records themselves: then the table's proof says what is wrong with its figures.
    fn prove(
        &self,
        jobs: &mut [Job],
        anew: impl Fn() -> Result<Vec<Job>>,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<()> {
        if from > to || !self.scan(jobs).1 {
            return Ok(());
        }
        let month = |day: NaiveDate| month_number(day.year(), day.month());
        if count::tie(&self.conn, month(from), month(to))? {
            return Ok(());
        }
        let mut again = anew()?;
        let mut first = First::new(&self.conn, self.head.profile.rules.newness)?;
        let (scan, _) = self.scan(&again);
        scan.days(day_number(from), day_number(to), &mut |fact| {
            again
                .iter_mut()
                .try_for_each(|job| job.add(&self.conn, fact, &mut first))
        })?;
        for (job, again) in jobs.iter_mut().zip(again) {
            job.grid.prove(again.grid.records());
        }
        Ok(())
    }

    /// Reads the records of the days once, for all jobs: whole months from the stored counts where
    /// every job can be answered from them, the rest from the covering index. Of a `running` month
    /// the few records dated later are taken off its count, instead of counting the many before.
    fn run(&self, jobs: &mut [Job], from: NaiveDate, to: NaiveDate, running: bool) -> Result<()> {
        if from > to {
            return Ok(());
        }
        let mut first = First::new(&self.conn, self.head.profile.rules.newness)?;
        let (scan, stored) = self.scan(jobs);
        let span = crate::domain::period::Span::Free;
        let split = Period { from, to, span }.whole_months();
        if let (Some(from), Some(to), true) = (split.months.first(), split.months.last(), stored) {
            let months = (month_number(from.0, from.1), month_number(to.0, to.1));
            self.run_months(jobs, &scan, months, &mut first)?;
        }
        let mut visit = |fact: &Fact| {
            jobs.iter_mut()
                .try_for_each(|job| job.add(&self.conn, fact, &mut first))
        };
        if !stored {
            scan.days(day_number(from), day_number(to), &mut visit)?;
            return jobs.iter_mut().try_for_each(|job| job.finish(&self.conn));
        }
        let month = |day: NaiveDate| month_number(day.year(), day.month());
        let mut broken = [split.head, split.tail];
        if let ([_, tail], true) = (&mut broken, running)
            && let Some((_, last)) = tail.take()
        {
            scan.months(month(last), month(last), &mut visit)?;
            let rest = (day_number(last) + 1, day_number(month_end(last)));
            scan.days(rest.0, rest.1, &mut |fact| visit(&Fact { n: -fact.n, ..*fact }))?;
        }
        for (from, to) in broken.into_iter().flatten() {
            scan.days(day_number(from), day_number(to), &mut visit)?;
        }
        jobs.iter_mut().try_for_each(|job| job.finish(&self.conn))
    }

    /// Reads whole months for all jobs: whole half-years from their sums, if for every job there are
    /// some that know all that it asks for.
    fn run_months(
        &self,
        jobs: &mut [Job],
        scan: &Scan<'_>,
        (from, to): (i64, i64),
        first: &mut First<'_>,
    ) -> Result<()> {
        let sums = jobs.iter().map(Job::sums).collect::<Option<Vec<_>>>();
        let Some(sums) = sums.filter(|_| are_half_years(from, to)) else {
            return scan.months(from, to, &mut |fact| {
                jobs.iter_mut()
                    .try_for_each(|job| job.add(&self.conn, fact, first))
            });
        };
        for read in Sums::ALL.into_iter().filter(|read| sums.contains(read)) {
            scan.months(read.number(from), read.number(to), &mut |fact| {
                jobs.iter_mut()
                    .zip(&sums)
                    .filter(|(_, sums)| **sums == read)
                    .try_for_each(|(job, _)| job.add(&self.conn, fact, first))
            })?;
        }
        Ok(())
    }

    /// The standard tables of a period.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standard(
        &self,
        period: Period,
        filter: &Filter,
        today: NaiveDate,
        compare: Option<Comparison>,
    ) -> Result<Standard> {
        let queries = Part::ALL.map(|part| part.query(period, filter));
        self.standard_of(self.tables(&queries, today, compare)?, period, today)
    }

    fn standard_of(&self, tables: Vec<Table>, period: Period, today: NaiveDate) -> Result<Standard> {
        let Ok([family, stakeholder, fields]) = <[Table; 3]>::try_from(tables) else {
            return Err(Error::Damaged(Damage::Schema));
        };
        Ok(Standard {
            period,
            as_of: period.as_of(today),
            records: family.records + stakeholder.records,
            later: family.later + stakeholder.later,
            family,
            stakeholder,
            fields,
        })
    }

    /// What the first screen shows of a period, with so many follow-ups at most; its figures count all.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn overview(&self, period: Period, today: NaiveDate, follow_ups: usize) -> Result<Overview> {
        let filter = Filter::consultations();
        let months = Query {
            period,
            filter: filter.clone(),
            rows: Axis::Month,
            cols: None,
            count: Count::Contacts,
        };
        let mut queries = Part::ALL.map(|part| part.query(period, &filter)).to_vec();
        queries.push(months);
        let mut tables = self.tables(&queries, today, Some(Comparison::Year))?;
        let months = tables.pop().ok_or(Error::Damaged(Damage::Schema))?;
        let closed = self.closed_in(&period)?;
        let shown: Vec<_> = Part::ALL
            .map(Reported::Standard)
            .into_iter()
            .chain([Reported::By(Axis::Month)])
            .zip(tables.iter().chain([&months]).cloned())
            .collect();
        Ok(Overview {
            is_revised: closed.contains(&period) && self.is_revised(&period, &shown)?,
            closed_before: self.closed_in(&Period::half_of(today).previous())?,
            closed,
            standard: self.standard_of(tables, period, today)?,
            months,
            due: self.due_figures(today)?,
            follow_ups: self.most_urgent(today, follow_ups)?,
        })
    }

    pub(super) fn due_figures(&self, today: NaiveDate) -> Result<Due> {
        let count = |when: When| -> Result<u64> {
            let sql = "SELECT count(*) FROM follow_up INDEXED BY follow_up_open
                       WHERE state = 0 AND void = 0 AND due_day BETWEEN ? AND ?";
            let (from, to) = DueOn { when, today }.days();
            let mut select = self.conn.prepare_cached(sql).map_err(fault)?;
            let n: i64 = select
                .query_row((day_number(from), day_number(to)), |row| row.get(0))
                .map_err(fault)?;
            Ok(n.unsigned_abs())
        };
        Ok(Due {
            overdue: count(When::Overdue)?,
            today: count(When::Today)?,
            week: count(When::Week)?,
        })
    }
}
