//! What is done for the packet's screen outside the state: reading it, its settings, and its files.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::super::screens::packet::asking::{self, Writing};
use super::super::screens::packet::{Answer, Read, Request, Wanted};
use super::Session;
use crate::domain::draft::Draft;
use crate::domain::packet::Packet;
use crate::error::Result;
use crate::exchange::packet::Written;
use crate::exchange::target;
use crate::report::View;
use crate::store::new_id;

/// A packet that waits to be read, and how long that takes.
#[derive(Default)]
pub(super) struct Waiting {
    wanted: Option<(Wanted, NaiveDate)>,
    /// Whether it was drawn that it is being read.
    is_due: bool,
    /// How long the last one took; nobody knows before.
    took: Option<Duration>,
}

impl Waiting {
    /// Whether one waits.
    pub fn waits(&self) -> bool {
        self.wanted.is_some()
    }
}

impl Session {
    /// Does what the packet's screen asks for.
    pub(super) fn perform_packet(&mut self, request: Request) -> Option<Answer> {
        Some(match request {
            Request::Read(wanted, today) => {
                if self.packet.took.is_none_or(|took| took > self.at_once) {
                    self.packet.wanted = Some((wanted, today));
                    self.packet.is_due = false;
                    return None;
                }
                self.packet.wanted = None;
                self.read_packet(wanted, today)
            }
            Request::Switch(section, is_off) => {
                let switched = self.ledger.switch_sections(&[(section, is_off)]);
                Answer::Switched(section, is_off, switched)
            }
            Request::BeginRemark(period, section) => {
                let moment = (self.clock)();
                Answer::RemarkBegun(new_id(moment.at_ms), moment, (period, section))
            }
            Request::SetRemark(period, section, remark, draft) => {
                let kept = self.ledger.set_remarks(&period, &[(section, remark.clone())]);
                Answer::RemarkSet(section, remark, draft, kept)
            }
            Request::Write(writing) => {
                let written = self.write_packet(&writing);
                Answer::Written(writing.path, written)
            }
        })
    }

    /// Reads the packet that waits, once it is drawn that this is being done.
    pub(super) fn packet_due(&mut self) -> Option<Answer> {
        if !std::mem::replace(&mut self.packet.is_due, true) {
            return None;
        }
        let (wanted, today) = self.packet.wanted.take()?;
        Some(self.read_packet(wanted, today))
    }

    fn read_packet(&mut self, wanted: Wanted, today: NaiveDate) -> Answer {
        let begun = Instant::now();
        let read = self.ledger.packet(wanted.period, today).and_then(|packet| {
            let document = self.written(&packet, wanted.is_public).document()?;
            Ok(Read { packet, document })
        });
        self.packet.took = Some(begun.elapsed());
        Answer::Read(wanted, Box::new(read))
    }

    fn written<'a>(&'a self, packet: &'a Packet, is_public: bool) -> Written<'a> {
        Written {
            packet,
            view: View {
                words: self.app.catalogue,
                profile: self.ledger.profile(),
            },
            lang: self.lang,
            is_public,
            is_plain: false,
        }
    }

    /// Writes a packet; where it lies then.
    fn write_packet(&self, writing: &Writing) -> Result<PathBuf> {
        let Writing {
            packet,
            is_public,
            format,
            path,
            force,
        } = writing;
        let path = target::typed(path);
        self.written(packet, *is_public).write(*format, &path, *force)?;
        // It is there; where its folder cannot be named any more, the path that was typed says enough.
        Ok(path.canonicalize().unwrap_or(path))
    }

    /// Whether the ledger has the remark that a draft is about.
    pub(super) fn has_remark(&self, draft: &Draft) -> bool {
        let settings = asking::period_of(draft).map(|period| self.ledger.sections(&period));
        settings.is_some_and(|settings| settings.is_ok_and(|settings| asking::is_kept(draft, &settings)))
    }
}
