//! What stands in each section of the packet.

use chrono::NaiveDate;

use crate::domain::axis::Axis;
use crate::domain::era::fiscal_year;
use crate::domain::field::Field;
use crate::domain::follow_up::FollowUp;
use crate::domain::list::{Code, Item, List};
use crate::domain::packet::{Discussed, Packet, Reading, Section};
use crate::domain::standard::Standard;
use crate::domain::tally::{Cell, Line, Table};
use crate::locale::packet::{Against, Most, Named};
use crate::report::View;

use super::{Bars, Beside, Block, Chapter, Texts, activities};

impl View<'_> {
    /// One section; `None` where there is nothing that it could hold.
    pub(super) fn chapter(&self, packet: &Packet, section: Section) -> Option<Chapter> {
        let words = self.words;
        let setting = packet.settings.get(&section);
        let (title, mut blocks) = match section {
            Section::Centers => (words.section(section).to_owned(), self.centers(packet)),
            Section::Running | Section::YearToDate => {
                let standard = match section {
                    Section::Running => &packet.running,
                    _ => &packet.year_to_date,
                };
                let days = match section {
                    Section::Running => words.period(&standard.period),
                    _ => words.fiscal_year(fiscal_year(standard.period.from)),
                };
                (
                    self.titled(section, &days, standard.as_of),
                    self.standard_blocks(section, standard),
                )
            }
            Section::Month => {
                let month = &packet.month.beside_previous;
                let days = words.period(&month.period);
                (
                    self.titled(section, &days, month.as_of),
                    self.month_blocks(packet),
                )
            }
            Section::Months => {
                let days = words.period(&packet.months.query.period);
                (
                    self.titled(section, &days, packet.as_of),
                    self.months_blocks(&packet.months),
                )
            }
            Section::Topics | Section::Channels | Section::Areas | Section::Ages | Section::Newness => {
                let table = packet.breakdown(section)?;
                let days = words.period(&packet.period);
                let title = self.titled(section, &days, packet.as_of);
                (title, self.breakdown_blocks(section, table))
            }
            Section::Cases => (words.section(section).to_owned(), self.case_blocks(packet)),
            Section::FollowUps => (words.section(section).to_owned(), self.overdue_blocks(packet)),
            Section::Activities => {
                let has_remark = setting.is_some_and(|setting| setting.remark.is_some());
                if packet.activities.is_empty() && !has_remark {
                    return None;
                }
                let (blocks, _) = self.activity_blocks(packet, activities::Sight::Meeting);
                (words.section(section).to_owned(), blocks)
            }
            Section::Changes => (words.section(section).to_owned(), self.change_blocks(packet)),
        };
        let nameless = |remark: &String| packet.names.hide(remark).unwrap_or_else(|| remark.clone());
        if let Some((setting, remark)) =
            setting.and_then(|setting| Some((setting, setting.remark.as_ref().map(nameless)?)))
        {
            if setting.replaces {
                blocks.retain(|block| !matches!(block, Block::Sentence(_)));
                let lines = remark.lines().map(|line| Block::Sentence(line.to_owned()));
                blocks.splice(..0, lines.collect::<Vec<_>>());
            } else {
                blocks.push(Block::Remark(remark));
            }
        }
        Some(Chapter {
            section,
            title,
            blocks,
        })
    }

    fn titled(&self, section: Section, days: &str, as_of: NaiveDate) -> String {
        format!(
            "{}  {days} ({})",
            self.words.section(section),
            self.words.as_of(as_of)
        )
    }

    fn centers(&self, packet: &Packet) -> Vec<Block> {
        let words = self.words;
        let or_none = |text: Option<&String>| text.map_or_else(|| "-".to_owned(), Clone::clone);
        let row = |center: &Item| {
            let detail = self.profile.center(&center.code);
            let name = detail
                .and_then(|detail| detail.name.as_ref())
                .unwrap_or(&center.label);
            let contact =
                |(mark, value): (&str, Option<&String>)| value.map(|value| format!("{mark}{value}"));
            let contacts = [
                ("TEL ", detail.and_then(|detail| detail.tel.as_ref())),
                ("FAX ", detail.and_then(|detail| detail.fax.as_ref())),
                ("", detail.and_then(|detail| detail.email.as_ref())),
            ];
            let contacts: Vec<String> = contacts.into_iter().filter_map(contact).collect();
            vec![
                words.label(name).to_owned(),
                self.municipalities(&center.code, packet.as_of),
                or_none(detail.and_then(|detail| detail.address.as_ref())),
                if contacts.is_empty() {
                    "-".to_owned()
                } else {
                    contacts.join("  ")
                },
                or_none(detail.and_then(|detail| detail.operator.as_ref())),
            ]
        };
        let texts = Texts {
            name: "centers".to_owned(),
            head: words.center_heads().map(str::to_owned).to_vec(),
            rows: self.open_centers(packet).map(row).collect(),
        };
        let hours = self.profile.rules.business_hours.as_ref();
        let hours =
            hours.map(|hours| format!("{}{}{}", words.hours_head(), words.colon(), words.hours(hours)));
        let channels = self.profile.items(List::Channel).iter();
        let channels = channels.filter(|channel| channel.is_offered_on(packet.as_of));
        let channels: Vec<&str> = channels.map(|channel| words.label(&channel.label)).collect();
        let head = words.axis(Axis::Channel, self.profile);
        let channels = format!("{head}{}{}", words.colon(), channels.join(words.comma()));
        let lines = std::iter::once(channels).chain(hours).collect();
        vec![Block::Texts(texts), Block::Foot(lines)]
    }

    /// The municipalities that belong to a center.
    fn municipalities(&self, center: &Code, day: NaiveDate) -> String {
        let items = self.profile.items(List::Municipality).iter();
        let belongs = |item: &&Item| {
            let belonging = self.profile.belonging(&item.code);
            item.is_open_on(day)
                && belonging.is_some_and(|belonging| belonging.center.as_ref() == Some(center))
        };
        let labels: Vec<&str> = items
            .filter(belongs)
            .map(|item| self.words.label(&item.label))
            .collect();
        if labels.is_empty() {
            "-".to_owned()
        } else {
            labels.join(self.words.comma())
        }
    }

    /// The three tables of a span, what they say, and their rule and proof.
    fn standard_blocks(&self, section: Section, standard: &Standard) -> Vec<Block> {
        let words = self.words;
        let said = self.reads_standard(standard, Against::Year);
        let mut blocks = vec![self.sentence(&said)];
        for (part, table) in standard.tables() {
            let beside = Beside {
                head: words.against(Against::Year),
                table,
            };
            let name = section.table(Some(part));
            blocks.push(Block::Figures(self.figures(
                &name,
                words.part(part),
                table,
                &[beside],
            )));
        }
        let compared = standard
            .family
            .compared
            .map(|span| words.compared_with(words.against(Against::Year), &span));
        let foot = self.standard_foot(standard);
        blocks.push(Block::Foot(compared.into_iter().chain(foot).collect()));
        blocks
    }

    fn sentence(&self, said: &[String]) -> Block {
        Block::Sentence(said.join(self.words.between_sentences()))
    }

    fn reads_standard(&self, standard: &Standard, against: Against) -> Vec<String> {
        let (family, stakeholder) = (&standard.family, &standard.stakeholder);
        let total = |table: &Table| table.total.total.unwrap_or(0);
        let before = |table: &Table| table.total_before.as_ref()?.total;
        let before = before(family)
            .zip(before(stakeholder))
            .map(|(one, other)| one + other);
        let all = total(family) + total(stakeholder);
        let mut said = vec![self.words.reads_total(all, before, against)];
        if all == 0 {
            return said;
        }
        said.push(self.words.reads_parties(total(family), total(stakeholder)));
        let both = |of: fn(&Table) -> Option<&Line>| -> Vec<Cell> {
            let cells = |table: &'_ Table| of(table).map_or_else(Vec::new, |line| line.cells.clone());
            let pairs = cells(family).into_iter().zip(cells(stakeholder));
            pairs.map(|(one, other)| Some(one? + other?)).collect()
        };
        let now = both(|table| Some(&table.total));
        let then = match against {
            Against::Year => both(|table| table.total_before.as_ref()),
            _ => Vec::new(),
        };
        let reading = Reading::new(now.into_iter(), Some(all));
        let name = |at: usize| self.words.bucket(&family.columns[at], &standard.period);
        said.extend(self.reads_most(&reading, &name, &|at| then.get(at).copied().flatten()));
        said
    }

    /// What is most frequent; nothing where that would single out some of many.
    fn reads_most(
        &self,
        reading: &Reading,
        name: &dyn Fn(usize) -> String,
        before: &dyn Fn(usize) -> Cell,
    ) -> Option<String> {
        let (at, highest) = reading.top.first()?;
        let named = |(at, n): &(usize, u64)| -> Named { (name(*at), *n) };
        let (first, second): (Vec<_>, Vec<_>) = reading.top.iter().partition(|(_, n)| n == highest);
        Some(self.words.reads_most(&Most {
            first: first.into_iter().map(named).collect(),
            second: second.into_iter().map(named).collect(),
            per_mille: (highest * 2000 + reading.total) / (reading.total * 2).max(1),
            before: before(*at),
        }))
    }

    /// The month's tables beside those of the month before and of the same month a year earlier.
    fn month_blocks(&self, packet: &Packet) -> Vec<Block> {
        let words = self.words;
        let (month, earlier) = (&packet.month.beside_previous, &packet.month.beside_year);
        let mut said = self.reads_standard(month, Against::LastMonth);
        let before = |table: &Table| table.total_before.as_ref()?.total;
        let year = before(&earlier.family).zip(before(&earlier.stakeholder));
        let total = |table: &Table| table.total.total.unwrap_or(0);
        let whole = total(&month.family) + total(&month.stakeholder);
        if let Some((family, stakeholder)) = year {
            said.push(words.reads_total(whole, Some(family + stakeholder), Against::SameMonth));
        }
        let mut blocks = vec![self.sentence(&said)];
        for ((part, table), (_, earlier)) in month.tables().into_iter().zip(earlier.tables()) {
            let beside = [
                Beside {
                    head: words.against(Against::LastMonth),
                    table,
                },
                Beside {
                    head: words.against(Against::SameMonth),
                    table: earlier,
                },
            ];
            let name = Section::Month.table(Some(part));
            blocks.push(Block::Figures(self.figures(
                &name,
                words.part(part),
                table,
                &beside,
            )));
        }
        let spans = [
            (Against::LastMonth, month.family.compared),
            (Against::SameMonth, earlier.family.compared),
        ];
        let spans = spans
            .into_iter()
            .filter_map(|(against, span)| Some(words.compared_with(words.against(against), &span?)));
        blocks.push(Block::Foot(spans.chain(self.standard_foot(month)).collect()));
        blocks
    }

    fn months_blocks(&self, months: &Table) -> Vec<Block> {
        let words = self.words;
        let (period, against) = (&months.query.period, words.against(Against::Year));
        let beside = Beside {
            head: against,
            table: months,
        };
        let corner = words.axis(months.query.rows, self.profile);
        let figures = self.figures(&Section::Months.table(None), corner, months, &[beside]);
        let before = |row: &crate::domain::tally::Row| row.before.as_ref().and_then(|line| line.total);
        let now = (
            words.period(period),
            months.rows.iter().map(|row| row.line.total).collect(),
        );
        let then: Vec<Cell> = months.rows.iter().map(before).collect();
        let then = then
            .iter()
            .any(Option::is_some)
            .then(|| (against.to_owned(), then));
        let bars = Bars {
            name: "months_bars".to_owned(),
            title: words.section(Section::Months).to_owned(),
            labels: months
                .rows
                .iter()
                .map(|row| words.bucket(&row.bucket, period))
                .collect(),
            series: std::iter::once(now).chain(then).collect(),
        };
        vec![
            Block::Bars(bars),
            Block::Figures(figures),
            self.table_foot(months),
        ]
    }

    fn breakdown_blocks(&self, section: Section, table: &Table) -> Vec<Block> {
        let words = self.words;
        let period = &table.query.period;
        let before = |at: usize| table.rows[at].before.as_ref().and_then(|line| line.total);
        let name = |at: usize| words.bucket(&table.rows[at].bucket, period);
        let said = self.reads_most(&Reading::of(table), &name, &before);
        let beside = Beside {
            head: words.against(Against::Year),
            table,
        };
        let corner = words.axis(table.query.rows, self.profile);
        let figures = self.figures(&section.table(None), corner, table, &[beside]);
        let bars = Bars {
            name: format!("{}_bars", section.code()),
            title: words.section(section).to_owned(),
            labels: table
                .rows
                .iter()
                .map(|row| words.bucket(&row.bucket, period))
                .collect(),
            series: vec![(
                words.total().to_owned(),
                table.rows.iter().map(|row| row.line.total).collect(),
            )],
        };
        let said = said.map(Block::Sentence);
        let rest = [Block::Bars(bars), Block::Figures(figures), self.table_foot(table)];
        said.into_iter().chain(rest).collect()
    }

    /// The rule and the proof of a table, and what it is beside.
    fn table_foot(&self, table: &Table) -> Block {
        let words = self.words;
        let against = words.against(Against::Year);
        let compared = table.compared.map(|span| words.compared_with(against, &span));
        Block::Foot(
            compared
                .into_iter()
                .chain(words.foot(table, self.profile))
                .collect(),
        )
    }

    fn case_blocks(&self, packet: &Packet) -> Vec<Block> {
        let (words, cases) = (self.words, &packet.cases);
        let left_out = Some(packet.without_consent).filter(|cases| *cases > 0);
        let left_out = left_out.map(|cases| words.without_consent(cases));
        let names = cases.iter().any(|case| case.has_name);
        let names = names.then(|| words.names_left_out().to_owned());
        let rule = std::iter::once(words.cases_rule().to_owned());
        let foot = Block::Foot(rule.chain(left_out).chain(names).collect());
        if cases.is_empty() {
            return vec![Block::Sentence(words.no_cases().to_owned()), foot];
        }
        let row = |case: &Discussed| {
            let label = |list, code| words.item(list, code, Some(self.profile)).to_owned();
            let care: Vec<String> = case.care.iter().map(|code| label(List::Care, code)).collect();
            let or_none = |text: String| if text.is_empty() { "-".to_owned() } else { text };
            vec![
                case.code.clone(),
                case.age.map_or_else(|| "-".to_owned(), |age| words.age(age)),
                case.municipality
                    .as_ref()
                    .map_or_else(|| "-".to_owned(), |code| label(List::Municipality, code)),
                or_none(care.join(words.comma())),
                case.contacts.to_string(),
                case.latest
                    .map_or_else(|| "-".to_owned(), |day| words.bare_date(day)),
                case.subject.clone(),
            ]
        };
        let municipality = words.field(Field::Municipality, Some(self.profile));
        let texts = Texts {
            name: "cases".to_owned(),
            head: words.case_heads(municipality).to_vec(),
            rows: cases.iter().map(row).collect(),
        };
        vec![Block::Texts(texts), foot]
    }

    fn overdue_blocks(&self, packet: &Packet) -> Vec<Block> {
        let (words, today) = (self.words, packet.made_on);
        if packet.overdue.is_empty() {
            return vec![Block::Sentence(words.none_overdue(today))];
        }
        let row = |follow_up: &FollowUp| {
            let text = |field| match self.said_in(&follow_up.entry, field) {
                text if text.is_empty() => "-".to_owned(),
                text => text,
            };
            vec![
                words.bare_date(follow_up.due),
                follow_up.days_overdue(today).to_string(),
                follow_up.number.display(self.profile),
                text(Field::Case),
                self.with_whom(&follow_up.entry),
                text(Field::Center),
            ]
        };
        let texts = Texts {
            name: "follow_ups".to_owned(),
            head: words.overdue_heads().map(str::to_owned).to_vec(),
            rows: packet.overdue.iter().map(row).collect(),
        };
        let more = packet.overdue_count.saturating_sub(packet.overdue.len() as u64);
        let more = (more > 0).then(|| Block::Foot(vec![words.more_overdue(more)]));
        let said = Block::Sentence(words.overdue(packet.overdue_count, today));
        [said, Block::Texts(texts)].into_iter().chain(more).collect()
    }

    fn change_blocks(&self, packet: &Packet) -> Vec<Block> {
        let words = self.words;
        if packet.changes.is_empty() {
            return vec![Block::Sentence(words.nothing_closed().to_owned())];
        }
        let mut blocks = Vec::new();
        for (period, revisions) in &packet.changes {
            let Some(revisions) = revisions else {
                blocks.push(Block::Sentence(words.damaged_closing(period)));
                continue;
            };
            if revisions.is_empty() {
                blocks.push(Block::Sentence(words.nothing_revised(period)));
                continue;
            }
            blocks.push(Block::Sentence(words.revised(period)));
            let (head, rows) = self.revision_rows(period, revisions);
            blocks.push(Block::Texts(Texts {
                name: format!("changes_{}", period.code().replace('-', "_")),
                head: head.to_vec(),
                rows: rows.iter().map(|row| row.to_vec()).collect(),
            }));
        }
        blocks
    }
}
