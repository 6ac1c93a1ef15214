//! The keeper of drafts. The drawing thread tells it what stands in a form, at once and without
//! touching the disk; the guard thread writes it, and whoever ends the process writes what is left.

use std::collections::{HashMap, HashSet};
use std::io::{PipeReader, PipeWriter, Write, pipe};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::domain::draft::Draft;
use crate::error::{Error, Unwritable};
use crate::store::{DraftFile, Drafts};

/// While somebody types, the disk is written at most so often.
const PAUSE: Duration = Duration::from_millis(300);
/// How long an end that nobody asked for waits for a thread that is just writing.
const LOCK_WAIT: Duration = Duration::from_millis(150);
/// How long a person's own step waits for it: saving and leaving need the disk in any case.
const PATIENCE: Duration = Duration::from_secs(5);

/// The one that writes when the process is ended from elsewhere than the drawing thread.
static LAST: OnceLock<Keeper> = OnceLock::new();

/// Where drafts are handed over.
#[derive(Clone)]
pub struct Keeper(Option<Arc<Shared>>);

struct Shared {
    news: Mutex<News>,
    files: Mutex<Files>,
    bell: PipeWriter,
}

/// What was said since the disk was last written: a draft, or that it is to go.
#[derive(Default)]
struct News {
    changes: HashMap<Uuid, Option<Draft>>,
    written_at: Option<Instant>,
    /// Why the last change could not be written.
    trouble: Option<Unwritable>,
    /// Why there is no space for the next form.
    no_spare: Option<Unwritable>,
    /// The forms that have their space.
    on_disk: HashSet<Uuid>,
}

struct Files {
    drafts: Drafts,
    kept: HashMap<Uuid, Kept>,
    /// A file with its space, for the next form.
    spare: Option<DraftFile>,
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

    /// Keeps drafts there, and takes over what processes that have ended left: oldest first. The bell
    /// can be read when there is something to write. Space for the first form is the guard thread's
    /// business: a megabyte on disk would stand before the first screen.
    ///
    /// # Errors
    /// When the system has no pipe to give.
    pub fn start(drafts: Drafts) -> std::io::Result<(Self, PipeReader, Vec<Draft>)> {
        let (listener, bell) = pipe()?;
        let mut kept = HashMap::new();
        let mut left = Vec::new();
        for (file, draft) in drafts.left().into_iter().rev() {
            left.push(draft.clone());
            kept.insert(draft.id, Kept { file, draft });
        }
        let news = News {
            on_disk: kept.keys().copied().collect(),
            ..News::default()
        };
        let files = Files {
            drafts,
            kept,
            spare: None,
        };
        let keeper = Self(Some(Arc::new(Shared {
            news: Mutex::new(news),
            files: Mutex::new(files),
            bell,
        })));
        // A second one in one process has nobody to end it; there is none but in tests.
        let _ = LAST.set(keeper.clone());
        Ok((keeper, listener, left))
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
        let Some(mut news) = lock(&shared.news, Duration::MAX) else {
            return;
        };
        let is_first = news.changes.is_empty();
        news.changes.insert(id, change);
        drop(news);
        if is_first {
            // A full pipe rings all the same.
            let _ = (&shared.bell).write(&[1]);
        }
    }

    /// How long until the disk is to be written; `None` while there is nothing to write.
    pub fn due_in(&self) -> Option<Duration> {
        let news = lock(&self.0.as_ref()?.news, LOCK_WAIT)?;
        if news.changes.is_empty() {
            return None;
        }
        let since = news.written_at.map(|at| at.elapsed());
        Some(since.map_or(Duration::ZERO, |since| PAUSE.saturating_sub(since)))
    }

    /// Has everything on disk when it returns, as far as that is possible.
    pub fn flush(&self) {
        if let Some(shared) = &self.0 {
            shared.write(PATIENCE);
        }
    }

    /// Has space for the next form when it returns, as far as that is possible. Not for the drawing
    /// thread: it takes as long as a megabyte does.
    pub fn make_room(&self) {
        if let Some(shared) = &self.0 {
            shared.reserve();
        }
    }

    /// Why drafts cannot be kept just now, while that form is open: one that has its space is kept
    /// although there is none for the next.
    pub fn trouble(&self, open: Option<Uuid>) -> Option<Unwritable> {
        let news = lock(&self.0.as_ref()?.news, LOCK_WAIT)?;
        let is_kept = open.is_some_and(|id| news.on_disk.contains(&id));
        let no_spare = news.no_spare.as_ref().filter(|_| !is_kept);
        news.trouble.as_ref().or(no_spare).cloned()
    }

    /// An orderly end: everything on disk, and the file that nobody needed removed.
    pub fn end(&self) {
        self.end_within(PATIENCE);
    }

    fn end_within(&self, wait: Duration) {
        let Some(shared) = &self.0 else {
            return;
        };
        shared.write(wait);
        if let Some(spare) = lock(&shared.files, wait).and_then(|mut files| files.spare.take()) {
            spare.remove();
        }
    }
}

/// Writes what is typed and not saved, whichever thread asks: every end that nobody asked for (signal,
/// terminal gone, panic) passes through here. It waits for nobody for long.
pub fn keep_what_is_unsaved() {
    if let Some(keeper) = LAST.get() {
        keeper.end_within(LOCK_WAIT);
    }
}

impl Shared {
    /// Writes what was said since the last time. What could not be written is tried again with the
    /// next change.
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
        for (_, draft) in failed {
            news.changes.entry(draft.id).or_insert(Some(draft));
        }
    }

    /// Makes the file for the next form.
    fn reserve(&self) {
        let Some(mut files) = lock(&self.files, LOCK_WAIT) else {
            return;
        };
        if files.spare.is_some() {
            return;
        }
        let made = files.drafts.reserve();
        let why = made.as_ref().err().map(reason);
        files.spare = made.ok();
        drop(files);
        if let Some(mut news) = lock(&self.news, LOCK_WAIT) {
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
        if let Some(kept) = self.kept.get_mut(&id) {
            if kept.draft != draft {
                if let Err(error) = kept.file.write(&draft) {
                    return Some((error, draft));
                }
                kept.draft = draft;
            }
            return None;
        }
        let file = match self.spare.take() {
            Some(spare) => Ok(spare),
            None => self.drafts.reserve(),
        };
        match file.and_then(|mut file| file.write(&draft).map(|()| file)) {
            Ok(file) => {
                self.kept.insert(id, Kept { file, draft });
                None
            }
            Err(error) => Some((error, draft)),
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
