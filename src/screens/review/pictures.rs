//! The little pictures of the office's lists: which are there, which are asked for next. One is asked for
//! at a time, so that what came into view last does not wait behind all that was scrolled past.

use std::collections::{HashMap, VecDeque};

use slint::Image;

use crate::domain::ids::PhotoId;

/// Little pictures that are remembered.
const MOST: usize = 400;
/// About as many as lie in view and close to it.
const IN_VIEW: usize = 48;

/// Little pictures, here and on their way.
#[derive(Default)]
pub(in crate::screens) struct Pictures {
    there: HashMap<PhotoId, Image>,
    wanted: VecDeque<PhotoId>,
    asked: Option<PhotoId>,
}

impl Pictures {
    /// One that came before.
    pub fn of(&self, photo: &PhotoId) -> Option<Image> {
        self.there.get(photo).cloned()
    }

    /// Wants one that is neither there nor wanted.
    pub fn want(&mut self, photo: &PhotoId) {
        let is_known = self.there.contains_key(photo)
            || self.asked.as_ref() == Some(photo)
            || self.wanted.contains(photo);
        if !is_known {
            self.wanted.push_back(photo.clone());
        }
    }

    /// The one to ask for now, where none is on its way: of those wanted last the first, then of those
    /// before them.
    pub fn next(&mut self) -> Option<PhotoId> {
        if self.asked.is_some() {
            return None;
        }
        let place = self.wanted.len().saturating_sub(IN_VIEW);
        self.asked = self.wanted.remove(place);
        self.asked.clone()
    }

    /// Takes what came of the one that was asked for; none where it could not be shown. Gives whether
    /// it was asked for.
    pub fn take(&mut self, photo: &PhotoId, picture: Option<&Image>) -> bool {
        if self.asked.take_if(|asked| asked == photo).is_none() {
            return false;
        }
        if let Some(picture) = picture {
            if self.there.len() >= MOST {
                self.there.clear();
            }
            self.there.insert(photo.clone(), picture.clone());
        }
        true
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that fails says so")]
mod tests {
    use super::*;

    fn id(number: usize) -> PhotoId {
        PhotoId(number.to_string())
    }

    #[test]
    fn what_came_into_view_last_comes_before_what_was_scrolled_past_and_nothing_is_left_out() {
        let mut pictures = Pictures::default();
        for number in 0..200 {
            pictures.want(&id(number));
            pictures.want(&id(number));
        }
        let mut came = Vec::new();
        while let Some(photo) = pictures.next() {
            assert!(pictures.next().is_none(), "one at a time");
            assert!(pictures.take(&photo, Some(&Image::default())));
            came.push(photo);
        }
        let first: Vec<PhotoId> = (200 - IN_VIEW..200).map(id).collect();
        assert_eq!(came.get(..1), first.get(..1));
        assert!(first.iter().all(|photo| came.contains(photo)));
        came.sort_by_key(|photo| photo.0.parse::<usize>().unwrap());
        assert_eq!(came, (0..200).map(id).collect::<Vec<_>>());
    }

    #[test]
    fn one_that_cannot_be_shown_holds_up_none_and_may_be_wanted_again() {
        let mut pictures = Pictures::default();
        pictures.want(&id(1));
        pictures.want(&id(2));
        assert_eq!(pictures.next(), Some(id(1)));
        assert!(!pictures.take(&id(2), None), "it was not asked for");
        assert!(pictures.take(&id(1), None));
        assert_eq!(pictures.next(), Some(id(2)));
        pictures.want(&id(1));
        assert!(pictures.take(&id(2), Some(&Image::default())));
        assert_eq!(pictures.next(), Some(id(1)));
        assert!(pictures.of(&id(2)).is_some() && pictures.of(&id(1)).is_none());
    }
}
