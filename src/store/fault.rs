//! What SQLite and the system report, as the program's own errors. Their texts never travel.

use std::io;
use std::path::Path;

use rusqlite::ErrorCode;
use rusqlite::ffi;

use crate::error::{Damage, Error, Unwritable};

/// The program's error for one of SQLite's.
pub fn fault(error: rusqlite::Error) -> Error {
    let code = match &error {
        rusqlite::Error::SqliteFailure(failure, _) => failure,
        // A value of another type than the schema says, or a row that must be there and is not.
        _ => return Error::Damaged(Damage::Pages),
    };
    match code.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Busy,
        ErrorCode::DiskFull => Error::CannotWrite(Unwritable::Full),
        ErrorCode::ReadOnly if code.extended_code == ffi::SQLITE_READONLY_DBMOVED => {
            Error::CannotWrite(Unwritable::Replaced)
        }
        ErrorCode::ReadOnly => Error::CannotWrite(Unwritable::ReadOnly),
        ErrorCode::PermissionDenied | ErrorCode::CannotOpen | ErrorCode::AuthorizationForStatementDenied => {
            Error::CannotWrite(Unwritable::Permission)
        }
        ErrorCode::NotADatabase => Error::Damaged(Damage::NotALedger),
        ErrorCode::DatabaseCorrupt | ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch => {
            Error::Damaged(Damage::Pages)
        }
        ErrorCode::SystemIoFailure => match code.extended_code {
            ffi::SQLITE_IOERR_READ | ffi::SQLITE_IOERR_SHORT_READ | ffi::SQLITE_IOERR_CORRUPTFS => {
                Error::Damaged(Damage::Pages)
            }
            // SQLite keeps the system's word to itself; what lets the log's index grow to its size and
            // fails there is nearly always a disk without room.
            ffi::SQLITE_IOERR_SHMSIZE => Error::CannotWrite(Unwritable::Full),
            _ => Error::CannotWrite(Unwritable::Io),
        },
        _ => Error::Engine(code.extended_code),
    }
}

/// The program's error for a file that could not be written.
pub fn unwritable(error: &io::Error) -> Error {
    Error::CannotWrite(match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            Unwritable::Full
        }
        io::ErrorKind::ReadOnlyFilesystem => Unwritable::ReadOnly,
        io::ErrorKind::PermissionDenied => Unwritable::Permission,
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Unwritable::NoFolder,
        io::ErrorKind::IsADirectory => Unwritable::IsFolder,
        _ => Unwritable::Io,
    })
}

/// The program's error for a file that could not be read.
pub fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::Unreadable {
        path: path.to_owned(),
        kind: error.kind(),
    }
}
