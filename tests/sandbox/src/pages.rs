//! The pages that were made of the data, kept until it changes: clients ask for the same ones over and
//! over, and to make one takes many times as long as to send it.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::sync::MutexGuard;

use bytes::Bytes;

/// The most pages that are kept.
const MOST: usize = 256;

/// Data, and the pages that were made of it.
#[derive(Debug)]
pub(crate) struct Paged<D> {
    data: D,
    /// How often the data may have changed.
    version: u64,
    /// By path and query.
    pages: HashMap<String, Bytes>,
}

impl<D> Paged<D> {
    pub(crate) fn new(data: D) -> Self {
        Self {
            data,
            version: 0,
            pages: HashMap::new(),
        }
    }

    /// The page of this path and query, or the data's version to make it of.
    pub(crate) fn page(&self, asked: &str) -> Result<Bytes, u64> {
        self.pages.get(asked).cloned().ok_or(self.version)
    }

    /// Keeps a page that was made of this version of the data and of nothing else.
    pub(crate) fn keep(&mut self, asked: &str, version: u64, page: &Bytes) {
        if self.version == version && self.pages.len() < MOST {
            self.pages.insert(asked.to_owned(), page.clone());
        }
    }
}

/// The data, while nobody else sees it. Its pages are forgotten as soon as it is borrowed to be changed.
pub(crate) struct Locked<'s, D>(pub(crate) MutexGuard<'s, Paged<D>>);

impl<D> Deref for Locked<'_, D> {
    type Target = D;

    fn deref(&self) -> &D {
        &self.0.data
    }
}

impl<D> DerefMut for Locked<'_, D> {
    fn deref_mut(&mut self) -> &mut D {
        self.0.version += 1;
        self.0.pages.clear();
        &mut self.0.data
    }
}
