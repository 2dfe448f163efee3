//! Makes what pictures look like: of a copy as it leaves, of a photo when it is looked at for faces, and
//! of older ones when somebody asks. A look that is not made loses nothing: it is made later.

use std::collections::HashSet;

use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done};
use crate::domain::ids::PhotoId;
use crate::domain::sight::{KeptSight, Sight, SightOf};
use crate::domain::staff::Duty;
use crate::picture::{PictureError, SIGHT_SIDE, sight_of};
use crate::register::Change;

impl Desk {
    /// Photos and copies whose look was not made yet; copies first. Those of erased photos are left
    /// out: nobody can look at them.
    pub fn looks_to_make(&self, who: &Session) -> Done<Vec<SightOf>> {
        self.require(who, Duty::Look)?;
        let made: HashSet<String> = self
            .register
            .sights()?
            .into_iter()
            .map(|kept| kept.of.id().to_owned())
            .collect();
        let sealed: HashSet<String> = self.register.sealed_objects()?.into_iter().collect();
        let mut to_make = Vec::new();
        for (release, _) in self.register.releases()? {
            let can_be = release.photo().is_some_and(|id| sealed.contains(&id.0));
            if can_be && !made.contains(&release.id.0) {
                to_make.push(SightOf::Release(release.id));
            }
        }
        for photo in self.register.photo_ids()? {
            if sealed.contains(&photo.0) && !made.contains(&photo.0) {
                to_make.push(SightOf::Photo(photo));
            }
        }
        Ok(to_make)
    }

    /// Makes a look and keeps it. `false` where it cannot be: the photo was erased, is no whole
    /// picture, or has other labels than when the copy was made, so that the copy cannot be made
    /// again; then the photo's own look has to do.
    pub fn make_look(&mut self, who: &Session, of: &SightOf) -> Done<bool> {
        self.require(who, Duty::Look)?;
        let bytes = match of {
            SightOf::Photo(photo) if self.register.seal_key(&photo.0)?.is_some() => {
                self.unseal(&photo.0)?
            }
            SightOf::Photo(_) => return Ok(false),
            SightOf::Release(id) => {
                let Some((release, _)) = self.register.lists().release(id)? else {
                    return Ok(false);
                };
                let policy = self.policy()?;
                let (Some(recorded), Some(channel)) =
                    (release.copy(), policy.channel(&release.channel))
                else {
                    return Ok(false);
                };
                if self.register.seal_key(&recorded.photo.0)?.is_none() {
                    return Ok(false);
                }
                let photo = self.photo(&recorded.photo)?;
                if photo.edition(channel) != recorded.edition {
                    return Ok(false);
                }
                let copy = self.public_copy(&photo, channel)?;
                if copy.sha256 != recorded.sha256 {
                    return Ok(false);
                }
                self.keep_look(who, of.clone(), copy.sight)?;
                return Ok(true);
            }
        };
        match self.darkroom.screen(&bytes, SIGHT_SIDE) {
            Ok(screen) => {
                self.keep_look(who, of.clone(), sight_of(&screen.pixels))?;
                Ok(true)
            }
            Err(error @ (PictureError::Busy | PictureError::NoReader)) => Err(error.into()),
            Err(_) => Ok(false),
        }
    }

    /// Keeps the look of a photo that was looked at for faces. Whether it was kept: what was not is
    /// made when somebody asks.
    pub(crate) fn keep_look_of_photo(
        &mut self,
        who: &Session,
        photo: &PhotoId,
        sight: Option<Sight>,
    ) -> bool {
        let of = SightOf::Photo(photo.clone());
        self.keep_look(who, of, sight).is_ok()
    }

    fn keep_look(&mut self, who: &Session, of: SightOf, sight: Option<Sight>) -> Done<()> {
        if self.register.sight(&of)?.is_some() {
            return Ok(());
        }
        let at = self.now();
        self.record(who, &[Change::Sight(KeptSight::made(of, sight, at))])
    }
}
