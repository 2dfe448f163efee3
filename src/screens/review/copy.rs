//! The words of a photo as they are typed, the very copy that would go, and the signature on it.

use crate::clerk::Came;
use std::rc::Rc;

use slint::{ComponentHandle, Image, SharedString};

use crate::acts::release::copy::Preview;
use crate::acts::review::words::{Flaw, Wrong};
use crate::clerk::Ask;
use crate::clerk::review::{self, Change};
use crate::domain::channel::ChannelId;
use crate::domain::ids::PhotoId;
use crate::screens::mapping::{model, picture};
use crate::screens::page::Shows as _;
use crate::screens::{Inner, ReviewSay, ReviewWord};

impl Inner {
    pub(super) fn texts(&self) -> Box<[String; 3]> {
        let review = self.review().shown();
        Box::new([
            review.caption.to_string(),
            review.alt.to_string(),
            review.credit.to_string(),
        ])
    }

    /// Words that were typed are kept before one goes on.
    pub(in crate::screens) fn save_review_words(self: &Rc<Inner>) {
        if self.review().shown().is_typed {
            self.review().edit(|it| it.is_typed = false);
            self.change_photo(Change::Words(self.texts()));
        }
    }

    pub(super) fn look_at_review_words(&self) {
        let photo = {
            let state = self.state.borrow();
            let card = state.office.review.card.as_ref();
            card.map(|card| card.photo.id.clone())
        };
        if let (Some(photo), Some(channel)) = (photo, self.review_channel()) {
            self.clerk.ask(Ask::Review(review::Ask::Words {
                photo,
                channel: channel.id,
                texts: self.texts(),
            }));
        }
    }

    pub(super) fn hear_review_words(&self, flaws: Vec<Vec<Flaw>>) {
        let review = self.review();
        let [caption, alt, credit] = *self.texts();
        let none = Vec::new();
        let of = |place: usize| flaws.get(place).unwrap_or(&none);
        review.edit(|it| {
            it.caption_words = model(pieces(&caption, of(0)));
            it.caption_trouble = self.words_trouble(of(0));
            it.alt_words = model(pieces(&alt, of(1)));
            it.alt_trouble = self.words_trouble(of(1));
            it.credit_words = model(pieces(&credit, of(2)));
            it.credit_trouble = self.words_trouble(of(2));
            it.caption_instead = self.words_instead(&caption, of(0));
            it.alt_instead = self.words_instead(&alt, of(1));
            it.credit_instead = self.words_instead(&credit, of(2));
        });
        self.state.borrow_mut().office.review.flaws = flaws;
    }

    /// The first thing that can be written instead, as a button says it.
    fn words_instead(&self, text: &str, flaws: &[Flaw]) -> SharedString {
        let say = self.app.global::<ReviewSay>();
        match mended(text, flaws) {
            Some((instead, _)) => say.invoke_write_instead(instead.into()),
            None => SharedString::default(),
        }
    }

    /// Writes what was offered for a text: the caption, the alternative text, the credit.
    pub(super) fn mend_words(&self, place: i32) {
        let place = usize::try_from(place).unwrap_or_default();
        let texts = self.texts();
        let mended = {
            let state = self.state.borrow();
            let flaws = state.office.review.flaws.get(place);
            let text = texts.get(place);
            text.zip(flaws)
                .and_then(|(text, flaws)| mended(text, flaws))
        };
        let Some((_, text)) = mended else {
            return;
        };
        let review = self.review();
        match place {
            0 => review.edit(|it| it.caption = text.into()),
            1 => review.edit(|it| it.alt = text.into()),
            _ => review.edit(|it| it.credit = text.into()),
        }
        review.edit(|it| it.is_typed = true);
        self.look_at_review_words();
    }

    pub(super) fn words_trouble(&self, flaws: &[Flaw]) -> SharedString {
        let say = self.app.global::<ReviewSay>();
        match flaws.first().map(|flaw| &flaw.wrong) {
            None => SharedString::default(),
            Some(Wrong::Name { tile, .. }) => say.invoke_name_in_words(tile.into()),
            Some(Wrong::Contact) => say.invoke_contact_in_words(),
        }
    }

    /// Shows the very copy that would go, or puts it away.
    pub(super) fn show_copy(&self, shows: bool) {
        let review = self.review();
        review.edit(|it| {
            it.shows_copy = shows;
            it.has_copy = false;
            it.copy = Image::default();
            it.copy_words = "".into();
        });
        let id = {
            let mut state = self.state.borrow_mut();
            state.office.review.seen = None;
            let card = state.office.review.card.as_ref();
            card.map(|card| card.photo.id.clone())
        };
        if let (true, Some(photo), Some(channel)) = (shows, id, self.review_channel()) {
            self.clerk.ask(Ask::Review(review::Ask::Preview {
                photo,
                channel: channel.id,
            }));
        }
    }

    pub(super) fn hear_review_copy(
        &self,
        photo: &PhotoId,
        channel: &ChannelId,
        made: Came<Box<Preview>>,
    ) {
        let is_wanted = {
            let state = self.state.borrow();
            let review = &state.office.review;
            let card = review.card.as_ref();
            card.is_some_and(|card| card.photo.id == *photo)
                && review.channel.as_ref() == Some(channel)
        };
        let adapter = self.review();
        if !is_wanted || !adapter.shown().shows_copy {
            return;
        }
        match made {
            Ok(made) => {
                let (width, height) = (made.picture.width(), made.picture.height());
                adapter.edit(|it| {
                    it.copy = picture(&made.picture);
                    it.copy_shape = width as f32 / height.max(1) as f32;
                    let say = self.app.global::<ReviewSay>();
                    let words = say.invoke_copy_words(
                        made.width.to_string().into(),
                        made.height.to_string().into(),
                        made.size.div_ceil(1000).to_string().into(),
                    );
                    it.copy_words = match made.smaller_for {
                        Some(largest) => {
                            let pixels = i32::try_from(largest).unwrap_or(i32::MAX);
                            format!("{words} {}", say.invoke_copy_smaller(pixels)).into()
                        }
                        None => words,
                    };
                    it.has_copy = true;
                });
                self.state.borrow_mut().office.review.seen =
                    Some((photo.clone(), channel.clone(), made.sha256));
            }
            Err(error) => {
                adapter.edit(|it| {
                    it.shows_copy = false;
                    it.trouble = self.sentence(&error);
                });
            }
        }
    }

    pub(super) fn sign_photo(self: &Rc<Inner>) {
        self.save_review_words();
        let seen = self.state.borrow().office.review.seen.clone();
        if let Some((photo, channel, seen)) = seen {
            self.review().edit(|it| it.trouble = "".into());
            self.clerk.ask(Ask::Review(review::Ask::Sign {
                photo,
                channel,
                seen,
            }));
        }
    }

    pub(super) fn hear_review_signed(self: &Rc<Inner>, photo: &PhotoId) {
        self.tell(self.app.global::<ReviewSay>().invoke_signed(), false);
        let signs = self.state.borrow().office.review.signs;
        match self.row_beside(1) {
            // The next one that waits for a signature.
            Some(next) if signs => self.open_for_review(&next.id),
            None if signs => self.leave_review_photo(),
            _ => {
                self.clerk
                    .ask(Ask::Review(review::Ask::Open(photo.clone())));
            }
        }
    }
}

/// What may stand for the first name that can be mended, and the text with it. Nothing where the text
/// is another by now.
fn mended(text: &str, flaws: &[Flaw]) -> Option<(String, String)> {
    flaws.iter().find_map(|flaw| {
        let Wrong::Name {
            instead: Some(instead),
            ..
        } = &flaw.wrong
        else {
            return None;
        };
        if text.get(flaw.range.clone()) != Some(&flaw.words) {
            return None;
        }
        let before = text.get(..flaw.range.start)?;
        let after = text.get(flaw.range.end..)?;
        Some((instead.clone(), format!("{before}{instead}{after}")))
    })
}

/// A text in words, marked where it keeps the photo from leaving.
fn pieces(text: &str, flaws: &[Flaw]) -> Vec<ReviewWord> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let end = at + word.trim_end().len();
        let is_bad = flaws
            .iter()
            .any(|flaw| flaw.range.start < end && at < flaw.range.end);
        pieces.push(ReviewWord {
            text: word.into(),
            is_bad,
        });
        at += word.len();
    }
    pieces
}
