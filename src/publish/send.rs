//! Doing what was planned.
//!
//! In: a [`Plan`]. Out: [`Sent`]. Never: a step before what it depends on is done, or a manifest that says more than was done.

use super::manifest::{Manifest, Record};
use super::room::Group;
use super::store::{Kept, Version};
use super::{Plan, Sent, crew};
use crate::report::{Failure, Progress};

impl Plan {
    /// Sends what has to be sent, deletes what has to go, and writes down what is there.
    ///
    /// Readers see a whole site at each moment. A run that was interrupted is taken up by the next one.
    ///
    /// # Errors
    /// If the destination fails, or another run changed it meanwhile. What was sent until then stays.
    pub fn send(self, progress: &dyn Progress) -> Result<Sent, Failure> {
        let mut sent = Sent { files: self.files, left: self.left.len(), ..Sent::default() };
        let claim = if self.is_idle() { None } else { self.store.claim()? };
        if claim.is_some() && self.store.manifest()? != self.kept {
            return Err(overtaken());
        }
        let mut version = self.kept.as_ref().map(|kept| kept.version.clone());
        if !self.groups.is_empty() || !self.deletions.is_empty() {
            version = Some(self.announce(version.as_ref())?);
        }
        let total: usize = self.groups.iter().map(|group| group.sends.len()).sum();
        progress.stage("sending", total);
        let mut records = self.records.clone();
        for group in &self.groups {
            self.make_room(group)?;
            sent.deleted += group.cleared.len();
            let done = crew::each(self.store.workers(), &group.sends, |(_, local)| {
                let record = self.store.put(local).map_err(|failure| unfinished(failure, "sent"))?;
                progress.step();
                Ok((local.path.clone(), record))
            })?;
            sent.sent += group.sends.len();
            sent.bytes += group.sends.iter().map(|(_, local)| local.size).sum::<u64>();
            records.extend(done);
        }
        progress.stage("deleting", self.deletions.iter().map(Vec::len).sum());
        for group in &self.deletions {
            crew::each(self.store.workers(), group, |path| {
                self.store.remove(path).map_err(|failure| unfinished(failure, "deleted"))?;
                progress.step();
                Ok(())
            })?;
            sent.deleted += group.len();
        }
        let after = Manifest {
            edition: self.edition.clone(),
            files: records.into_iter().map(|(path, record)| (path, Some(record))).collect(),
        };
        self.conclude(after, version.as_ref())?;
        Ok(sent)
    }

    /// Deletes what stands where something of the group has to be.
    fn make_room(&self, group: &Group) -> Result<(), Failure> {
        crew::each(self.store.workers(), &group.cleared, |path| {
            self.store.remove(path).map_err(|failure| unfinished(failure, "sent"))
        })?;
        group
            .folders
            .iter()
            .try_for_each(|path| self.store.vacate(path).map_err(|failure| unfinished(failure, "sent")))
    }

    /// Nothing to send, to delete, or to write down.
    fn is_idle(&self) -> bool {
        self.groups.is_empty()
            && self.deletions.is_empty()
            && self.after_nothing().as_ref() == self.kept.as_ref().map(|kept| &kept.bytes)
    }

    /// The manifest of what is there already.
    fn after_nothing(&self) -> Option<Vec<u8>> {
        let files = self.records.iter().map(|(path, record)| (path.clone(), Some(record.clone()))).collect();
        Some(Manifest { edition: self.edition.clone(), files }.bytes())
    }

    /// Writes down, before anything is touched, what is about to be: whatever happens, the next run knows which files are
    /// offprint's.
    pub(super) fn announce(&self, before: Option<&Version>) -> Result<Version, Failure> {
        let touched = self
            .groups
            .iter()
            .flat_map(|group| {
                let sends = group.sends.iter().map(|(_, local)| &local.path);
                group.cleared.iter().chain(sends).cloned()
            })
            .chain(self.deletions.iter().flatten().cloned())
            .map(|path| (path, None::<Record>));
        let still = self.records.iter().map(|(path, record)| (path.clone(), Some(record.clone())));
        let announced = Manifest { edition: self.edition.clone(), files: still.chain(touched).collect() };
        self.store.put_manifest(announced.bytes(), before)
    }

    fn conclude(&self, after: Manifest, before: Option<&Version>) -> Result<(), Failure> {
        let bytes = after.bytes();
        let is_written = self.kept.as_ref().is_some_and(|Kept { bytes: there, .. }| *there == bytes);
        if is_written && self.groups.is_empty() && self.deletions.is_empty() {
            return Ok(());
        }
        self.store.put_manifest(bytes, before).map(|_| ())
    }
}

fn unfinished(failure: Failure, what: &str) -> Failure {
    failure.hint(format!("not everything was {what}; run the same command again to go on from here"))
}

pub(super) fn overtaken() -> Failure {
    Failure::new("another run published to the same place meanwhile").hint("run the same command again")
}
