//! Records a change: first on the disk, then on the screen.

use crate::app::message::Msg;
use crate::app::state::model::Model;
use crate::app::state::slot::EvidenceItem;
use crate::domain::activity::{ActivityPatch, Evidence};
use crate::domain::ledger::{Change, Hex16};
use crate::error::Error;
use crate::store::{StoreError, evidence};

use super::runner::EffectRunner;

impl EffectRunner {
    /// Appends a change to this PC's ledger.
    pub(super) fn record(&mut self, model: &Model, change: Change) -> Vec<Msg> {
        let (Some(open), Some(writer)) = (&model.open, &mut self.writer) else {
            return vec![Msg::RecordFailed("这个窗口只能看，不能改。".to_owned())];
        };
        let (recorded, why) = match self.context.append(writer, &open.ledger, change) {
            Ok(entry) => {
                let doubt = writer.take_doubt().map(|doubt| Error::Store(doubt).to_string());
                (Some(Msg::Recorded(Box::new(entry))), doubt)
            }
            Err(error @ StoreError::AppendNotUndone { .. }) => (None, Some(Error::Store(error).to_string())),
            Err(error) => (None, Some(format!("没有记上：{}", Error::Store(error)))),
        };
        if why.is_some() {
            // The state of the disk is in doubt. Without a writer, the next change reads the ledger again first.
            self.writer = None;
        }
        recorded.into_iter().chain(why.map(Msg::RecordFailed)).collect()
    }

    /// Copies new evidence, then records the activity. If a file cannot be copied, nothing is recorded.
    pub(super) fn record_activity(
        &mut self,
        model: &Model,
        id: Hex16,
        mut set: ActivityPatch,
        evidence: Option<Vec<EvidenceItem>>,
    ) -> Vec<Msg> {
        if let (Some(pieces), Some(open)) = (evidence, &model.open) {
            let mut stored: Vec<Evidence> = Vec::new();
            for piece in pieces {
                let piece = match piece {
                    EvidenceItem::Kept(evidence) => Ok(evidence),
                    EvidenceItem::New(path) => {
                        evidence::store(&self.context.data, &self.context.plan().id, &open.township.code, &path)
                            .map(|kept| kept.evidence)
                    }
                };
                match piece {
                    Ok(piece) if stored.iter().any(|known| known.sha256 == piece.sha256) => {}
                    Ok(piece) => stored.push(piece),
                    Err(error) => return vec![Msg::Refused(format!("没有记上：{}", Error::Store(error)))],
                }
            }
            set.evidence = Some(stored);
        }
        self.record(model, Change::Activity { id, set })
    }
}
