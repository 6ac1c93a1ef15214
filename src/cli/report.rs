//! `soudan report`: the packet of the operations meeting.

use std::path::{Path, PathBuf};

use crate::domain::closing::unit;
use crate::domain::packet::{Packet, Section, Setting, usual_period};
use crate::domain::period::Period;
use crate::domain::text::{Kind, clean};
use crate::error::{Error, Refusal};
use crate::report::View;
use crate::report::packet::{Document, is_table_file};
use crate::store::{Ledger, unwritable};

use super::add::{STDIN, Stdin};
use super::args::{PacketFormat, ReportArgs};
use super::context::Context;
use super::output::{print, print_bytes, say};
use super::stop::Stop;
use super::{query, target};

/// Writes the packet of a month or a half-year.
pub fn run(context: &Context, args: &ReportArgs) -> Result<(), Stop> {
    let period = query::period(context, args.period.as_deref())?;
    let period = period.unwrap_or_else(|| usual_period(context.today));
    // What is set for it is kept under its name, however it was typed.
    let period = unit(&period).unwrap_or(period);
    let without: Vec<Section> = args
        .without
        .iter()
        .map(|code| section(code))
        .collect::<Result<_, _>>()?;
    match &args.remark {
        None => context.read(|ledger| write(context, args, ledger, period, &without)),
        Some(remark) => {
            context.may_write()?;
            context.write(|ledger| {
                keep_remark(ledger, &period, remark, args.instead)?;
                write(context, args, ledger, period, &without)
            })
        }
    }
}

fn section(code: &str) -> Result<Section, Refusal> {
    Section::by_code(code).ok_or_else(|| Refusal::NoSuchSection(code.to_owned()))
}

/// Keeps what stands behind `SECTION=` as the section's remark; nothing takes it away.
fn keep_remark(ledger: &mut Ledger, period: &Period, typed: &str, instead: bool) -> Result<(), Stop> {
    let parts = typed.split_once('=').or_else(|| typed.split_once('＝'));
    let (code, text) = parts.ok_or_else(|| Refusal::NoSuchSection(typed.to_owned()))?;
    let section = section(code)?;
    let text = Stdin::default().text(text)?;
    let text = clean(&text, Kind::Note).text.trim().to_owned();
    let settings = ledger.sections(period)?;
    let is_off = settings.get(&section).is_some_and(|setting| setting.is_off);
    let setting = Setting {
        is_off,
        replaces: instead && !text.is_empty(),
        remark: Some(text).filter(|text| !text.is_empty()),
    };
    ledger.set_section(period, section, &setting)?;
    Ok(())
}

fn write(
    context: &Context,
    args: &ReportArgs,
    ledger: &Ledger,
    period: Period,
    without: &[Section],
) -> Result<(), Stop> {
    let mut packet = ledger.packet(period, context.today)?;
    for section in without {
        packet.settings.entry(*section).or_default().is_off = true;
    }
    let view = context.view(ledger);
    let path = args.output.clone().unwrap_or_else(|| named(&packet, args));
    if path == Path::new(STDIN) {
        return match args.format {
            PacketFormat::Xlsx => print_bytes(&workbook(&view, &packet, args.public)?),
            _ => print(&text(context, &view, &packet, args)),
        };
    }
    match args.format {
        PacketFormat::Csv => {
            let document = document(&view, &packet, args.public);
            let mut files = vec![("00-notes.csv".to_owned(), view.packet_notes_csv(&document))];
            files.extend(
                view.packet_csv(&document)
                    .into_iter()
                    .map(|file| (file.name, file.text)),
            );
            target::folder(&path, args.force, &files, is_table_file)?;
        }
        PacketFormat::Xlsx => {
            let book = workbook(&view, &packet, args.public)?;
            target::write_to(&path, args.force, |out| {
                out.write_all(&book).map_err(|error| unwritable(&error))
            })?;
        }
        _ => {
            let text = text(context, &view, &packet, args);
            target::write_text(&path, args.force, &text)?;
        }
    }
    say(&context.words.packet_written(&path.display().to_string()));
    Ok(())
}

/// The packet as one text; of CSV its tables under each other.
fn text(context: &Context, view: &View<'_>, packet: &Packet, args: &ReportArgs) -> String {
    let is_public = args.public;
    match args.format {
        PacketFormat::Json if is_public => {
            let document = view.document_outside(packet);
            format!("{:#}\n", view.document_json(packet, &document))
        }
        PacketFormat::Json => format!("{:#}\n", view.packet_json(packet)),
        PacketFormat::Html => view.packet_html(&document(view, packet, is_public), context.lang),
        PacketFormat::Md => view.packet_md(&document(view, packet, is_public)),
        PacketFormat::Text if context.plain => view.packet_said(&document(view, packet, is_public)),
        PacketFormat::Text => view.packet_text(&document(view, packet, is_public)),
        // A workbook is no text; its tables are these.
        PacketFormat::Csv | PacketFormat::Xlsx => {
            let files = view.packet_csv(&document(view, packet, is_public));
            let texts: Vec<String> = files.into_iter().map(|file| file.text).collect();
            texts.join("\r\n")
        }
    }
}

/// The name of the file or folder that a packet goes to, such as `packet-2022-09.md`.
fn named(packet: &Packet, args: &ReportArgs) -> PathBuf {
    let public = if args.public { "-public" } else { "" };
    let name = format!("packet-{}{public}", packet.period.code());
    PathBuf::from(match args.format {
        PacketFormat::Html => name + ".html",
        PacketFormat::Md => name + ".md",
        PacketFormat::Csv => name + "-csv",
        PacketFormat::Json => name + ".json",
        PacketFormat::Text => name + ".txt",
        PacketFormat::Xlsx => name + ".xlsx",
    })
}

fn document(view: &View<'_>, packet: &Packet, is_public: bool) -> Document {
    if is_public {
        view.document_outside(packet)
    } else {
        view.document(packet)
    }
}

fn workbook(view: &View<'_>, packet: &Packet, is_public: bool) -> Result<Vec<u8>, Error> {
    view.packet_xlsx(packet, &document(view, packet, is_public))
}
