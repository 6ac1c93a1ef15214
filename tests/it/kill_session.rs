//! A session killed at random instants while somebody works in it: what was said to be saved is there
//! once, and what was being typed is offered again.
//!
//! The short form runs with the suite. The long one: `SOUDAN_KILLS=200 cargo test --test it kill_session`.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use soudan::domain::draft::Draft;
use soudan::domain::field::Field;
use soudan::store::{Drafts, Ledger, Opening, Selection};

use crate::ledgers::{folder, in_file};
use crate::terminal::{KEYS, SOON, Terminal, soudan};

/// Sessions at the same time, each with a ledger of its own: they mostly wait for the one who types.
const DESKS: u64 = 4;
/// The longest that a session lives.
const LIFE_MS: u64 = 2200;
/// A key older than this when the process is killed must be on disk.
const LOSS: Duration = Duration::from_secs(1);
/// What is typed into the fields behind 相談概要, in their order: who, where, about what, how long.
const FIELDS: [(&str, &str); 4] = [
    ("who", "2"),
    ("municipality", "i"),
    ("topic", "4"),
    ("minutes", "30"),
];

fn kills() -> u64 {
    let asked = std::env::var("SOUDAN_KILLS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(10)
}

/// The same choices in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// A form as it was typed.
#[derive(Clone, Debug, Default)]
struct Form {
    /// The record that is being corrected.
    correcting: Option<String>,
    /// What stood in 相談概要 when it was opened.
    before: String,
    /// What was typed there, and when.
    typed: Vec<(Instant, char)>,
    /// The fields behind it that were typed into, and when the last key of each was.
    filled: Vec<(usize, Instant)>,
    /// The field that has the caret; 0 is 相談概要.
    at: usize,
    /// Whether all of it was on disk already.
    is_kept: bool,
}

impl Form {
    fn content(&self) -> String {
        let typed = self.typed.iter().map(|(_, c)| *c);
        self.before.chars().chain(typed).collect()
    }

    fn has_who(&self) -> bool {
        self.filled.iter().any(|(field, _)| *field == 1)
    }

    /// What must be on disk of 相談概要 when it is killed then; `None` while nothing need be.
    fn due(&self, killed: Instant) -> Option<String> {
        if self.is_kept {
            return Some(self.content());
        }
        let old = |at: Instant| killed.saturating_duration_since(at) > LOSS;
        let typed: Vec<char> = self
            .typed
            .iter()
            .filter(|(at, _)| old(*at))
            .map(|(_, c)| *c)
            .collect();
        (!typed.is_empty()).then(|| self.before.chars().chain(typed).collect())
    }

    /// A draft as a form, for the next session.
    fn of(draft: &Draft, correcting: Option<String>) -> Self {
        let now = Instant::now();
        let filled = FIELDS.iter().zip(1..).filter(|((name, _), _)| {
            let slot = draft.slots.iter().find(|slot| slot.name == *name);
            slot.is_some_and(|slot| !slot.chosen.is_empty())
        });
        Self {
            correcting,
            before: content(draft),
            typed: Vec::new(),
            filled: filled.map(|(_, at)| (at, now)).collect(),
            at: FIELDS
                .iter()
                .position(|(name, _)| *name == draft.focus)
                .map_or(0, |at| at + 1),
            is_kept: true,
        }
    }
}

fn content(draft: &Draft) -> String {
    let slot = draft.slots.iter().find(|slot| slot.name == "content");
    slot.map(|slot| slot.typed.clone()).unwrap_or_default()
}

/// What was asked for and not yet seen to be done.
#[derive(Clone, Debug)]
enum Asked {
    Save,
    Undo(String, Option<String>),
}

/// What whoever works at a ledger knows of it, from the screen alone.
struct Desk {
    path: PathBuf,
    chance: Chance,
    /// By their numbers, the contents of all records that were seen to be saved and not undone.
    records: BTreeMap<String, String>,
    form: Option<Form>,
    /// Forms that were left, the newest last.
    left: Vec<Form>,
    asked: Option<Asked>,
    /// What `e` corrects, and what `u` takes back: its number, and what stood there before.
    last: Option<String>,
    undoable: Option<(String, Option<String>)>,
    typed: u32,
    saved: u64,
    undone: u64,
}

/// The program at work, until it is killed.
struct Hands {
    terminal: Terminal,
    killed: Arc<OnceLock<Instant>>,
}

impl Hands {
    fn start(path: &Path, life: Duration) -> Self {
        let mut command = soudan(path);
        command.env("SOUDAN_STAFF", "c1");
        let terminal = Terminal::start(command);
        let (pid, killed) = (terminal.pid(), Arc::new(OnceLock::new()));
        let told = Arc::clone(&killed);
        thread::spawn(move || {
            thread::sleep(life);
            // Before the kill: a key is never younger than it seems.
            let _ = told.set(Instant::now());
            kill(pid, Signal::SIGKILL).expect("killed");
        });
        Self { terminal, killed }
    }

    /// Waits until the text stands on the screen; `None` when the program was killed before.
    fn see(&self, text: &str) -> Option<()> {
        self.read(|screen| screen.contains(text).then_some(()))
    }

    /// Waits for something to be read from the screen.
    fn read<T>(&self, find: impl Fn(&str) -> Option<T>) -> Option<T> {
        let begun = Instant::now();
        loop {
            let is_dead = self.killed.get().is_some();
            if is_dead {
                // What it wrote last may be under way.
                thread::sleep(Duration::from_millis(20));
            }
            let found = find(&self.terminal.text());
            if found.is_some() || is_dead {
                return found;
            }
            assert!(begun.elapsed() < SOON, "not there:\n{}", self.terminal.text());
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn press(&mut self, keys: &str) -> Option<()> {
        if self.killed.get().is_some() {
            return None;
        }
        self.terminal.send(keys);
        Some(())
    }
}

impl Desk {
    fn new(path: PathBuf, seed: u64) -> Self {
        Self {
            path,
            chance: Chance(seed),
            records: BTreeMap::new(),
            form: None,
            left: Vec::new(),
            asked: None,
            last: None,
            undoable: None,
            typed: 0,
            saved: 0,
            undone: 0,
        }
    }

    /// One session, from its start to its death, and what is left of it.
    fn live_and_die(&mut self) {
        let life = Duration::from_micros(self.chance.below(LIFE_MS * 1000));
        let mut hands = Hands::start(&self.path, life);
        self.last = None;
        self.undoable = None;
        if self.begin(&hands).is_some() {
            while self.work(&mut hands).is_some() {}
        }
        hands.terminal.end();
        let killed = *hands.killed.get().expect("it was killed");
        let offered = self.take_stock(killed);
        self.left = offered;
        self.form = None;
        self.asked = None;
    }

    /// The first screen offers what the one before left.
    fn begin(&mut self, hands: &Hands) -> Option<()> {
        hands.see(KEYS)?;
        let text = hands.terminal.text();
        match self.left.len() {
            0 => assert!(!text.contains("下書き"), "{text}"),
            drafts => assert!(text.contains(&format!("下書きが{drafts}件")), "{drafts}:\n{text}"),
        }
        Some(())
    }

    /// One step of the work; `None` when the program is gone.
    fn work(&mut self, hands: &mut Hands) -> Option<()> {
        let Some(form) = &self.form else {
            return self.open(hands);
        };
        if form.typed.is_empty() || !self.chance.one_in(8) {
            return self.write(hands);
        }
        if self.chance.one_in(4) {
            self.leave(hands)
        } else if self.chance.one_in(4) {
            self.ring(hands)
        } else {
            self.save(hands)
        }
    }

    fn open(&mut self, hands: &mut Hands) -> Option<()> {
        if !self.left.is_empty() && self.chance.one_in(2) {
            let form = self.left.pop()?;
            return self.go_on(hands, "\x0f", form);
        }
        if let Some((number, before)) = self.undoable.clone().filter(|_| self.chance.one_in(5)) {
            return self.undo(hands, number, before);
        }
        if let Some(number) = self.last.clone().filter(|_| self.chance.one_in(3)) {
            let left = |form: &Form| form.correcting.as_ref() == Some(&number);
            let form = match self.left.iter().position(left) {
                Some(at) => self.left.remove(at),
                None => Form {
                    before: self.records[&number].clone(),
                    correcting: Some(number),
                    ..Form::default()
                },
            };
            return self.go_on(hands, "e", form);
        }
        self.form = Some(Form::default());
        hands.press("p")?;
        hands.see("新しい相談")
    }

    /// A form with something in it opens.
    fn go_on(&mut self, hands: &mut Hands, key: &str, form: Form) -> Option<()> {
        let title = match form.correcting {
            Some(_) => "を直す",
            None => "新しい相談",
        };
        let last = form.before.chars().last().map(String::from).unwrap_or_default();
        self.form = Some(form);
        hands.press(key)?;
        hands.see(title)?;
        hands.see(&last)
    }

    /// A few keys: notes for the most part, now and then the next field.
    fn write(&mut self, hands: &mut Hands) -> Option<()> {
        let form = self.form.as_mut()?;
        let may_go_on = form.correcting.is_none() && form.at < FIELDS.len() && !form.typed.is_empty();
        if may_go_on && self.chance.one_in(4) {
            return fill(form, hands);
        }
        while form.at > 0 {
            hands.press("\x1b[Z")?;
            form.at -= 1;
        }
        for _ in 0..=self.chance.below(8) {
            let c = char::from_u32(0x4E00 + self.typed % 20_000).expect("a kanji");
            self.typed += 1;
            form.typed.push((Instant::now(), c));
            form.is_kept = false;
            hands.press(&c.to_string())?;
            thread::sleep(Duration::from_millis(4 + self.chance.below(18)));
        }
        Some(())
    }

    fn save(&mut self, hands: &mut Hands) -> Option<()> {
        let form = self.form.as_mut()?;
        if form.correcting.is_none() && !form.has_who() {
            while form.at > 0 {
                hands.press("\x1b[Z")?;
                form.at -= 1;
            }
            fill(form, hands)?;
        }
        self.asked = Some(Asked::Save);
        hands.press("\x13")?;
        let number = hands.read(saved_number)?;
        let form = self.form.take()?;
        let before = self.records.insert(number.clone(), form.content());
        assert_eq!(before.is_some(), form.correcting.is_some(), "{number}");
        self.undoable = Some((number.clone(), before));
        self.last = Some(number);
        self.asked = None;
        self.saved += 1;
        Some(())
    }

    fn leave(&mut self, hands: &mut Hands) -> Option<()> {
        hands.press("\x1b")?;
        hands.see("下書きを残しました")?;
        self.put_away()
    }

    /// The phone rings: the form is parked for another.
    fn ring(&mut self, hands: &mut Hands) -> Option<()> {
        hands.press("\x1bOR")?;
        hands.see("保留しました")?;
        self.put_away()?;
        self.form = Some(Form::default());
        Some(())
    }

    fn put_away(&mut self) -> Option<()> {
        let mut form = self.form.take()?;
        form.before = form.content();
        form.typed.clear();
        form.is_kept = true;
        self.left.push(form);
        Some(())
    }

    fn undo(&mut self, hands: &mut Hands, number: String, before: Option<String>) -> Option<()> {
        self.undoable = None;
        self.asked = Some(Asked::Undo(number.clone(), before.clone()));
        hands.press("u")?;
        hands.see("取り消しました")?;
        self.asked = None;
        self.undone += 1;
        match before {
            Some(content) => _ = self.records.insert(number, content),
            None => {
                self.records.remove(&number);
                self.last = None;
            }
        }
        Some(())
    }

    /// Looks at what lies on the disk, and goes on from there; the forms that will be offered.
    fn take_stock(&mut self, killed: Instant) -> Vec<Form> {
        let there = records(&self.path);
        let landed = self.take_up_asked(&there);
        assert_eq!(there, self.records, "asked {:?}", self.asked);
        let mut contents: Vec<&String> = there.values().collect();
        contents.sort();
        contents.dedup();
        assert_eq!(contents.len(), there.len(), "none is there twice");

        let mut drafts: Vec<Draft> = Drafts::beside(&self.path)
            .left()
            .into_iter()
            .map(|(_, draft)| draft)
            .rev()
            .collect();
        // The next start recognises what was saved; whether it does is what it says then.
        drafts.retain(|draft| !there.values().any(|saved| *saved == content(draft)));
        let open = self.form.take().filter(|_| !landed);
        let mut expected = std::mem::take(&mut self.left);
        expected.extend(open);
        let forms = drafts.iter().map(|draft| {
            let found = expected.iter().position(|form| is_of(draft, form));
            let form = expected.remove(found.unwrap_or_else(|| panic!("nobody typed {draft:?}")));
            all_due_is_there(draft, &form, killed);
            Form::of(draft, form.correcting)
        });
        let forms = forms.collect();
        for form in expected {
            assert_eq!(form.due(killed), None, "lost: {form:?}");
        }
        forms
    }

    /// What was under way may be done or not; whether the open form was saved.
    fn take_up_asked(&mut self, there: &BTreeMap<String, String>) -> bool {
        match (&self.asked, &self.form) {
            (Some(Asked::Save), Some(form)) => {
                let content = form.content();
                let saved = there.iter().find(|(_, saved)| **saved == content);
                if let Some((number, _)) = saved {
                    self.records.insert(number.clone(), content);
                }
                saved.is_some()
            }
            (Some(Asked::Undo(number, before)), _) => {
                if there.get(number) == before.as_ref() {
                    match before {
                        Some(content) => _ = self.records.insert(number.clone(), content.clone()),
                        None => _ = self.records.remove(number),
                    }
                }
                false
            }
            _ => false,
        }
    }
}

/// Goes to the next field and types its answer.
fn fill(form: &mut Form, hands: &mut Hands) -> Option<()> {
    hands.press("\t")?;
    form.at += 1;
    let (_, keys) = FIELDS[form.at - 1];
    if form.filled.iter().all(|(field, _)| *field != form.at) {
        form.filled.push((form.at, Instant::now()));
        form.is_kept = false;
        hands.press(keys)?;
    }
    Some(())
}

/// The whole number that is said to be saved: the end of a line may come a moment after its beginning.
fn saved_number(screen: &str) -> Option<String> {
    let (_, rest) = screen.split_once("保存しました ")?;
    let number = rest.split_whitespace().next()?;
    let (_, serial) = number.rsplit_once('-')?;
    (serial.len() == 4).then(|| number.to_owned())
}

fn records(path: &Path) -> BTreeMap<String, String> {
    let ledger = Ledger::open(path, &Opening::default()).expect("a whole ledger");
    assert_eq!(ledger.check(false).expect("a check"), []);
    let mut records = BTreeMap::new();
    ledger
        .list(&Selection::default(), &mut |record| {
            let number = record.number.display(ledger.profile());
            let twin = records.insert(number, record.entry.text(Field::Content).to_owned());
            assert_eq!(twin, None, "a number twice");
            ControlFlow::Continue(())
        })
        .expect("a list");
    records
}

/// Whether a draft is what was typed into that form: of no other it is a beginning.
fn is_of(draft: &Draft, form: &Form) -> bool {
    let (kept, typed) = (content(draft), form.content());
    let is_correction = draft.base_rev.is_some() == form.correcting.is_some();
    is_correction && !kept.is_empty() && typed.starts_with(&kept) && kept.starts_with(&form.before)
}

fn all_due_is_there(draft: &Draft, form: &Form, killed: Instant) {
    let due = form.due(killed).unwrap_or_default();
    assert!(content(draft).starts_with(&due), "{due} is not all in {draft:?}");
    for (field, at) in &form.filled {
        if form.is_kept || killed.saturating_duration_since(*at) > LOSS {
            let (name, _) = FIELDS[field - 1];
            assert!(
                draft.slots.iter().any(|slot| slot.name == name),
                "{name} is lost: {draft:?}"
            );
        }
    }
}

#[test]
fn killed_at_any_instant_what_was_saved_is_there_once_and_what_was_typed_is_offered() {
    let kills = kills();
    let desks = (0..DESKS).map(|desk| {
        let rounds = kills / DESKS + u64::from(desk < kills % DESKS);
        thread::spawn(move || {
            let folder = folder();
            let path = in_file(&folder).path().expect("a path").to_owned();
            let mut desk = Desk::new(path, 0x2545_f491_4f6c_dd1d + desk);
            for _ in 0..rounds {
                desk.live_and_die();
            }
            (desk.saved, desk.undone, desk.typed)
        })
    });
    let desks: Vec<_> = desks.collect();
    let (mut saved, mut undone, mut typed) = (0, 0, 0);
    for desk in desks {
        let counts = desk.join().expect("a desk");
        saved += counts.0;
        undone += counts.1;
        typed += counts.2;
    }
    println!("{kills} kills, {saved} saves seen, {undone} undone, {typed} keys of notes");
    assert!(saved > 0, "some were saved in between");
}
