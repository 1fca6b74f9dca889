//! Locks, which are taken whatever became of those who held them before.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Takes a lock. A poisoned one is whole: a function of a test's that panics is caught before it gets here.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
