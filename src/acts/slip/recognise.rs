//! What a page that came in says: whose slip it is, by its code, and what its boxes seem to hold.
//! Records nothing.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::acts::refusal::Refusal;
use crate::acts::scan::paper_page;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done};
use crate::domain::channel::ChannelId;
use crate::domain::ids::SlipId;
use crate::domain::permission::Relation;
use crate::domain::person::PersonId;
use crate::domain::slip::{CodeError, Slip, SlipReading, is_code_of, spoken_of};
use crate::domain::staff::Duty;
use crate::picture::{self, Darkroom, Encoded, Page};
use crate::slip::reading::{Proposed, read};

/// Longest side at which a page is looked at, in pixels: 220 dots an inch of A4.
const LONGEST_SIDE: u32 = 2600;

/// One channel of a slip, and what its boxes seem to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub channel: ChannelId,
    /// As the policy in force calls it; the id where it no longer knows it.
    pub name: String,
    pub proposed: Proposed,
}

/// A slip that was recognised. Whose it is and the picture of it belong together and cannot be parted.
pub struct Recognised {
    slip: Slip,
    /// Full name, and the group.
    pub name: String,
    pub group: String,
    pub rows: Vec<Row>,
    /// What the signatory seems to be; `None` where nobody can tell.
    pub relation: Option<Relation>,
    /// Whether something stands where the signature goes; `None` where nobody can tell.
    pub is_signed: Option<bool>,
    /// The paper lying straight, for looking at.
    pub picture: Encoded,
    pub is_straight: bool,
    /// What was confirmed of this very slip before.
    pub before: Vec<SlipReading>,
    /// The page as it came, as JPEG, to be filed.
    page: Vec<u8>,
}

impl Recognised {
    pub fn slip(&self) -> &Slip {
        &self.slip
    }

    pub fn id(&self) -> &SlipId {
        &self.slip.id
    }

    pub fn person(&self) -> &PersonId {
        &self.slip.person
    }

    pub(super) fn page(&self) -> &[u8] {
        &self.page
    }
}

/// A page that was read; whose slip it is, the desk says.
pub type SlipPage = Page;

/// A still of a slip, to be read by whoever has the time.
pub struct ToRead {
    still: Zeroizing<Vec<u8>>,
    darkroom: Arc<dyn Darkroom>,
}

impl ToRead {
    /// The paper that is on it. Takes its time; for a thread that has it. Errors: it cannot be read.
    pub fn page(&self) -> Done<SlipPage> {
        read_page(self.darkroom.as_ref(), &self.still, 0)
    }
}

/// One page of a file, by its number from 0, at the size at which slips are read.
pub fn read_page(darkroom: &dyn Darkroom, bytes: &[u8], number: u32) -> Done<Page> {
    Ok(paper_page(darkroom, bytes, number, LONGEST_SIDE)?)
}

impl Desk {
    /// A still of a slip, for whoever keeps the register.
    pub fn slip_to_read(&self, who: &Session, still: Zeroizing<Vec<u8>>) -> Done<ToRead> {
        self.require(who, Duty::KeepRegister)?;
        Ok(ToRead {
            still,
            darkroom: Arc::clone(&self.darkroom),
        })
    }

    /// One page of a file as it is looked at.
    pub fn page_of(&self, who: &Session, bytes: &[u8], number: u32) -> Done<Page> {
        self.require(who, Duty::KeepRegister)?;
        read_page(self.darkroom.as_ref(), bytes, number)
    }

    /// Whose slip a page is, and what it seems to say. Errors: no code, several slips on one page, a
    /// code that is not believed, a slip that this register never made.
    pub fn recognise_slip(&self, who: &Session, page: &Page) -> Done<Recognised> {
        self.require(who, Duty::KeepRegister)?;
        let (slip, corners) = self.slip_on(page)?;
        let entry = self.entry_of(&slip.person)?;
        let policy = self.policy()?;
        let said = read(&page.pixels, corners, slip.channels.len());
        let rows = slip
            .channels
            .iter()
            .zip(said.answers)
            .map(|(channel, proposed)| Row {
                channel: channel.clone(),
                name: policy
                    .channel(channel)
                    .map_or_else(|| channel.0.clone(), |known| known.name.clone()),
                proposed,
            })
            .collect();
        Ok(Recognised {
            before: self.register.slip_readings(&slip.id)?,
            name: format!("{} {}", entry.person.given, entry.person.family),
            group: entry.class,
            rows,
            relation: said.relation,
            is_signed: said.is_signed,
            picture: Encoded::of(&said.picture)?,
            is_straight: said.is_straight,
            page: picture::as_jpeg(&page.pixels)?,
            slip,
        })
    }

    /// The one slip whose code stands on a page, and where.
    fn slip_on(&self, page: &Page) -> Done<(Slip, [[f32; 2]; 4])> {
        let school = self.school()?;
        let mut found = Vec::new();
        let mut refused = None;
        for code in &page.codes {
            let slip = match spoken_of(&code.bytes, &school.id) {
                Ok(id) => self.register.slip(&id)?.ok_or(CodeError::Altered),
                Err(error) => Err(error),
            };
            match slip {
                Ok(slip) if is_code_of(&slip, &school.id, &code.bytes) => {
                    found.push((slip, code.corners));
                }
                Ok(_) => refused = Some(CodeError::Altered),
                // Any code beside a slip's may be a poster's.
                Err(error) if refused.is_none() || refused == Some(CodeError::NotASlip) => {
                    refused = Some(error);
                }
                Err(_) => {}
            }
        }
        match (found.pop(), found.is_empty(), refused) {
            (Some(one), true, _) => Ok(one),
            (Some(_), false, _) => Err(ActError::Refused(Refusal::SeveralSlips)),
            (None, _, Some(error)) => Err(ActError::Code(error)),
            (None, _, None) => Err(ActError::Refused(Refusal::NoCode)),
        }
    }
}
