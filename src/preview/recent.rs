//! The values that were used last.
//!
//! In: values by name. Out: the same, while they are among the last ones used. Never: more than a fixed number of them.

use std::collections::BTreeMap;
use std::sync::Arc;

/// A fixed number of values by name; the one that was used longest ago makes room for a new one.
#[derive(Debug)]
pub(super) struct Recent<T> {
    values: BTreeMap<Arc<str>, (u64, Arc<T>)>,
    most: usize,
    /// Counts uses, to tell which was last.
    uses: u64,
}

impl<T> Recent<T> {
    pub(super) fn new(most: usize) -> Self {
        Self { values: BTreeMap::new(), most, uses: 0 }
    }

    pub(super) fn get(&mut self, name: &str) -> Option<Arc<T>> {
        self.uses += 1;
        let (used, value) = self.values.get_mut(name)?;
        *used = self.uses;
        Some(value.clone())
    }

    pub(super) fn put(&mut self, name: Arc<str>, value: Arc<T>) {
        self.uses += 1;
        self.values.insert(name, (self.uses, value));
        if self.values.len() > self.most {
            let oldest = self.values.iter().min_by_key(|(_, (used, _))| *used).map(|(name, _)| name.clone());
            if let Some(oldest) = oldest {
                self.values.remove(&oldest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_longest_ago_makes_room() {
        let mut recent = Recent::new(2);
        recent.put("a".into(), Arc::new(1));
        recent.put("b".into(), Arc::new(2));
        assert_eq!(recent.get("a").as_deref(), Some(&1));
        recent.put("c".into(), Arc::new(3));
        assert_eq!(recent.get("b"), None);
        assert_eq!(recent.get("a").as_deref(), Some(&1));
        assert_eq!(recent.get("c").as_deref(), Some(&3));
    }
}
