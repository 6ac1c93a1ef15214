//! `soudan report`: the packet of the operations meeting.

use std::path::{Path, PathBuf};

use crate::domain::closing::unit;
use crate::domain::packet::{Remark, Section, usual_period};
use crate::domain::period::Period;
use crate::domain::text::{Kind, clean};
use crate::error::Refusal;
use crate::exchange::packet::{Format, Written, named};
use crate::exchange::target;
use crate::store::Ledger;

use super::add::{STDIN, Stdin};
use super::args::{PacketFormat, ReportArgs};
use super::context::Context;
use super::output::{print, print_bytes, say};
use super::query;
use super::stop::Stop;

/// What is kept in the ledger before the packet is written.
#[derive(Default)]
struct Settings {
    remarks: Vec<(Section, Option<Remark>)>,
    switches: Vec<(Section, bool)>,
}

/// Writes the packet of a month or a half-year.
pub fn run(context: &Context, args: &ReportArgs) -> Result<(), Stop> {
    let period = query::period(context, args.period.as_deref())?;
    let period = period.unwrap_or_else(|| usual_period(context.today));
    // What is set for it is kept under its name, however it was typed.
    let period = unit(&period).unwrap_or(period);
    let without = sections(&args.without)?;
    let is_kept = !(args.remark.is_empty() && args.switch_off.is_empty() && args.switch_on.is_empty());
    if !is_kept {
        return context.read(|ledger| write(context, args, ledger, period, &without));
    }
    context.may_write()?;
    // What cannot be written keeps nothing.
    let target = path(args, &period);
    if target != Path::new(STDIN) {
        target::expect_free(&target, args.force)?;
    }
    let settings = settings(args)?;
    context.write(|ledger| {
        if !settings.switches.is_empty() {
            ledger.switch_sections(&settings.switches)?;
        }
        if !settings.remarks.is_empty() {
            ledger.set_remarks(&period, &settings.remarks)?;
        }
        write(context, args, ledger, period, &without)
    })
}

fn section(code: &str) -> Result<Section, Refusal> {
    Section::by_code(code).ok_or_else(|| Refusal::NoSuchSection(code.to_owned()))
}

fn sections(codes: &[String]) -> Result<Vec<Section>, Refusal> {
    codes.iter().map(|code| section(code)).collect()
}

fn settings(args: &ReportArgs) -> Result<Settings, Stop> {
    let off = sections(&args.switch_off)?.into_iter();
    let on = sections(&args.switch_on)?.into_iter();
    let switches = off
        .map(|section| (section, true))
        .chain(on.map(|section| (section, false)));
    let mut stdin = Stdin::default();
    let remarks = args.remark.iter();
    let remarks = remarks.map(|typed| remark(typed, args.instead, &mut stdin));
    Ok(Settings {
        switches: switches.collect(),
        remarks: remarks.collect::<Result<_, _>>()?,
    })
}

/// A section's remark, which stands behind `SECTION=`; nothing takes it away.
fn remark(typed: &str, replaces: bool, stdin: &mut Stdin) -> Result<(Section, Option<Remark>), Stop> {
    let parts = typed.split_once('=').or_else(|| typed.split_once('＝'));
    let (code, text) = parts.ok_or_else(|| Refusal::NoSuchSection(typed.to_owned()))?;
    let section = section(code)?;
    let text = stdin.text(text)?;
    let text = clean(&text, Kind::Note).text.trim().to_owned();
    let remark = (!text.is_empty()).then_some(Remark { text, replaces });
    Ok((section, remark))
}

fn write(
    context: &Context,
    args: &ReportArgs,
    ledger: &Ledger,
    period: Period,
    without: &[Section],
) -> Result<(), Stop> {
    let mut packet = ledger.packet(period, context.today)?;
    let off = Section::ALL.into_iter().filter(|section| !packet.shows(*section));
    let off: Vec<&str> = off.map(|section| context.words.section(section)).collect();
    for section in without {
        packet.settings.entry(*section).or_default().is_off = true;
    }
    let written = Written {
        packet: &packet,
        view: context.view(ledger),
        lang: context.lang,
        is_public: args.public,
        is_plain: context.plain,
    };
    let format = Format::from(args.format);
    let path = path(args, &packet.period);
    if path == Path::new(STDIN) {
        return match format {
            Format::Xlsx => print_bytes(&written.workbook()?),
            _ => print(&written.text(format)?),
        };
    }
    written.write(format, &path, args.force)?;
    say(&context.words.packet_written(&path.display().to_string()));
    // Somebody else may have switched them off.
    if !off.is_empty() {
        say(&context.words.left_out(&off));
    }
    Ok(())
}

/// Where the packet goes: what was named, else a file of its own name here.
fn path(args: &ReportArgs, period: &Period) -> PathBuf {
    let path = args.output.clone();
    path.unwrap_or_else(|| named(period, args.format.into(), args.public))
}

impl From<PacketFormat> for Format {
    fn from(format: PacketFormat) -> Self {
        match format {
            PacketFormat::Html => Self::Html,
            PacketFormat::Xlsx => Self::Xlsx,
            PacketFormat::Md => Self::Md,
            PacketFormat::Csv => Self::Csv,
            PacketFormat::Json => Self::Json,
            PacketFormat::Text => Self::Text,
        }
    }
}
