//! The keeper of drafts. The drawing thread tells it what stands in a form, at once and without
//! touching the disk; a thread of its own writes it, as a disk may be slow, and whoever ends the process
//! writes what is left.

use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::time::{Duration, Instant};
use std::{io, thread};

use uuid::Uuid;

use crate::domain::draft::Draft;
use crate::error::{Error, Unwritable};
use crate::store::{DraftFile, Drafts};

/// While somebody types, the disk is written at most so often.
const PAUSE: Duration = Duration::from_millis(300);
/// After a failure it is tried again so often.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(2);
/// How long an end that nobody asked for waits for a disk that is slow.
const LAST_WAIT: Duration = Duration::from_secs(1);
/// A person's own step waits for as long as it takes: saving and leaving need the disk in any case.
const EVER: Duration = Duration::MAX;

/// The one that writes when the process is ended from elsewhere than the drawing thread.
static LAST: OnceLock<Keeper> = OnceLock::new();

/// Where drafts are handed over.
#[derive(Clone)]
pub struct Keeper(Option<Arc<Shared>>);

struct Shared {
    news: Mutex<News>,
    files: Mutex<Files>,
    /// Rings when there is something to write.
    bell: Condvar,
}

/// What was said since the disk was last written: a draft, or that it is to go.
#[derive(Default)]
struct News {
    changes: HashMap<Uuid, Option<Draft>>,
    /// Whether the thread that writes has something to do: to write, or to make space again.
    is_rung: bool,
    written_at: Option<Instant>,
    /// Why the last change could not be written.
    trouble: Option<Unwritable>,
    /// Why there is no space for the next form.
    no_spare: Option<Unwritable>,
    /// The forms that have their space.
    on_disk: HashSet<Uuid>,
}

/// How the drafts stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Why the open form or what was last handed over is not kept.
    pub trouble: Option<Unwritable>,
    /// Why there is no space for another form.
    pub no_room: Option<Unwritable>,
    /// The forms whose drafts have a file; `None` where none are to be kept on disk.
    pub on_disk: Option<HashSet<Uuid>>,
}

impl Standing {
    /// Whether a draft would be lost with the process.
    pub fn loses(&self, id: Uuid) -> bool {
        self.on_disk.as_ref().is_some_and(|kept| !kept.contains(&id))
    }
}

struct Files {
    drafts: Drafts,
    kept: HashMap<Uuid, Kept>,
    /// A file with its space, for the next form.
    spare: Option<DraftFile>,
    /// Whether there will be no next form.
    is_over: bool,
}

struct Kept {
    file: DraftFile,
    draft: Draft,
}

impl Keeper {
    /// Keeps nothing on disk: for ledgers in memory, and those that cannot be written.
    pub fn none() -> Self {
        Self(None)
    }

    /// Keeps drafts there, and takes over what processes that have ended left: oldest first. Space for
    /// the first form is made by the thread that writes: a megabyte on disk would stand before the
    /// first screen.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start(drafts: Drafts) -> io::Result<(Self, Vec<Draft>)> {
        let mut kept = HashMap::new();
        let mut left = Vec::new();
        for (file, draft) in drafts.left() {
            // Of two that began from one record (two people, two windows) the other waits for the next start.
            if let Entry::Vacant(place) = kept.entry(draft.id) {
                left.push(draft.clone());
                place.insert(Kept { file, draft });
            }
        }
        left.reverse();
        let news = News {
            on_disk: kept.keys().copied().collect(),
            ..News::default()
        };
        let files = Files {
            drafts,
            kept,
            spare: None,
            is_over: false,
        };
        let shared = Arc::new(Shared {
            news: Mutex::new(news),
            files: Mutex::new(files),
            bell: Condvar::new(),
        });
        let writer = Arc::clone(&shared);
        thread::Builder::new()
            .name("drafts".to_owned())
            .spawn(move || writer.write_on())?;
        let keeper = Self(Some(shared));
        // A second one in one process has nobody to end it; there is none but in tests.
        let _ = LAST.set(keeper.clone());
        Ok((keeper, left))
    }

    /// Takes the newest state of a form.
    pub fn keep(&self, draft: Draft) {
        self.say(draft.id, Some(draft));
    }

    /// The record was saved, or the draft thrown away: its file goes.
    pub fn forget(&self, id: Uuid) {
        self.say(id, None);
    }

    fn say(&self, id: Uuid, change: Option<Draft>) {
        let Some(shared) = &self.0 else {
            return;
        };
        // Nobody holds it but to put something in or to take it out.
        if let Some(mut news) = lock(&shared.news, EVER) {
            news.changes.insert(id, change);
            news.is_rung = true;
            shared.bell.notify_one();
        }
    }

    /// The same for somebody who cannot wait for ever.
    pub fn flush_soon(&self) {
        if let Some(shared) = &self.0 {
            shared.write(LAST_WAIT);
        }
    }

    /// Has everything on disk when it returns, as far as that is possible.
    pub fn flush(&self) {
        if let Some(shared) = &self.0 {
            shared.write(EVER);
        }
    }

    /// How the drafts stand, while that form is open.
    pub fn standing(&self, open: Option<Uuid>) -> Standing {
        let news = self.0.as_ref().and_then(|shared| lock(&shared.news, EVER));
        let Some(news) = news else {
            return Standing::default();
        };
        // A form that has its space is kept although there is none for the next.
        let is_without_space = open.is_some_and(|id| !news.on_disk.contains(&id));
        let no_space = news.no_spare.as_ref().filter(|_| is_without_space);
        Standing {
            trouble: news.trouble.as_ref().or(no_space).cloned(),
            no_room: news.no_spare.clone(),
            on_disk: Some(news.on_disk.clone()),
        }
    }

    /// An orderly end: everything on disk, and the file that nobody needed removed.
    pub fn end(&self) {
        self.end_within(EVER);
    }

    fn end_within(&self, wait: Duration) {
        let Some(shared) = &self.0 else {
            return;
        };
        shared.write(wait);
        if let Some(mut files) = lock(&shared.files, wait) {
            files.is_over = true;
            if let Some(spare) = files.spare.take() {
                spare.remove();
            }
        }
    }
}

/// Writes what is typed and not saved, whichever thread asks: every end that nobody asked for (signal,
/// terminal gone, panic) passes through here. It does not wait for ever.
pub fn keep_what_is_unsaved() {
    if let Some(keeper) = LAST.get() {
        keeper.end_within(LAST_WAIT);
    }
}

impl Shared {
    /// What the thread of the drafts does for as long as the process lives.
    fn write_on(&self) {
        // While the first screen is being drawn: nothing can be typed yet.
        self.reserve();
        loop {
            thread::sleep(self.rings());
            self.write(EVER);
            self.reserve();
        }
    }

    /// Waits until there is something to do; how long it may still be gathered.
    fn rings(&self) -> Duration {
        let Some(mut news) = lock(&self.news, EVER) else {
            return PAUSE;
        };
        while !news.is_rung {
            // Space that was not there is looked for again.
            if news.no_spare.is_some() {
                let waited = self.bell.wait_timeout(news, PAUSE_AFTER_FAILURE);
                news = waited.unwrap_or_else(PoisonError::into_inner).0;
                break;
            }
            news = self.bell.wait(news).unwrap_or_else(PoisonError::into_inner);
        }
        news.is_rung = false;
        let pause = match news.trouble {
            Some(_) => PAUSE_AFTER_FAILURE,
            None => PAUSE,
        };
        news.written_at
            .map_or(Duration::ZERO, |at| pause.saturating_sub(at.elapsed()))
    }

    /// Writes what was said since the last time. What could not be written stays to be written.
    fn write(&self, wait: Duration) {
        let Some(mut files) = lock(&self.files, wait) else {
            return;
        };
        let Some(mut news) = lock(&self.news, wait) else {
            return;
        };
        let changes = std::mem::take(&mut news.changes);
        news.written_at = Some(Instant::now());
        drop(news);
        let failed: Vec<(Error, Draft)> = changes
            .into_iter()
            .filter_map(|(id, change)| files.change(id, change))
            .collect();
        let on_disk = files.kept.keys().copied().collect();
        let Some(mut news) = lock(&self.news, wait) else {
            return;
        };
        news.on_disk = on_disk;
        news.trouble = failed.first().map(|(error, _)| reason(error));
        news.is_rung |= !failed.is_empty();
        for (_, draft) in failed {
            news.changes.entry(draft.id).or_insert(Some(draft));
        }
    }

    /// Makes the file for the next form.
    fn reserve(&self) {
        let Some(mut files) = lock(&self.files, EVER) else {
            return;
        };
        if files.is_over || files.spare.as_ref().is_some_and(DraftFile::is_there) {
            return;
        }
        let made = files.drafts.reserve();
        let why = made.as_ref().err().map(reason);
        files.spare = made.ok();
        drop(files);
        if let Some(mut news) = lock(&self.news, EVER) {
            news.no_spare = why;
        }
    }
}

impl Files {
    /// Writes or removes one draft; what could not be written comes back.
    fn change(&mut self, id: Uuid, change: Option<Draft>) -> Option<(Error, Draft)> {
        let Some(draft) = change else {
            if let Some(kept) = self.kept.remove(&id) {
                kept.file.remove();
            }
            return None;
        };
        // Somebody may have removed the file, or its folder: then a new one takes its place.
        if let Some(kept) = self.kept.get_mut(&id)
            && kept.file.is_there()
        {
            if kept.draft != draft {
                if let Err(error) = kept.file.write(&draft) {
                    return Some((error, draft));
                }
                kept.draft = draft;
            }
            return None;
        }
        let file = match self.spare.take().filter(DraftFile::is_there) {
            Some(spare) => Ok(spare),
            None => self.drafts.reserve(),
        };
        let mut file = match file {
            Ok(file) => file,
            Err(error) => return Some((error, draft)),
        };
        match file.write(&draft) {
            Ok(()) => {
                self.kept.insert(id, Kept { file, draft });
                None
            }
            Err(error) => {
                self.spare = Some(file);
                Some((error, draft))
            }
        }
    }
}

fn reason(error: &Error) -> Unwritable {
    match error {
        Error::CannotWrite(why) => why.clone(),
        _ => Unwritable::Io,
    }
}

/// Locks, unless somebody holds it for too long: a thread that panicked inside may be waiting for us.
fn lock<T>(mutex: &Mutex<T>, wait: Duration) -> Option<MutexGuard<'_, T>> {
    let begun = Instant::now();
    loop {
        match mutex.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if begun.elapsed() > wait => return None,
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(1)),
        }
    }
}
