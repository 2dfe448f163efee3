//! What is known around a text when names are looked for in it: the school's own names, and who is tagged
//! in the picture. Either can only free a text.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::super::person::{Person, PersonId};
use super::forms::given_forms;
use super::spelling::{Reading, Word, words};

/// The school's own names: words of such a run are part of nobody's name.
#[derive(Clone, Debug, Default)]
pub struct OwnNames(Vec<Vec<String>>);

impl OwnNames {
    /// As a policy lists them.
    pub fn of(entries: &[String]) -> OwnNames {
        let read = |entry: &String| -> Vec<String> {
            let words = words(entry, Reading::PLAIN);
            words.into_iter().map(|word| word.folded).collect()
        };
        let mut own: Vec<Vec<String>> = entries.iter().map(read).collect();
        own.retain(|words| !words.is_empty());
        OwnNames(own)
    }

    /// Which words stand in a run of the school's own.
    pub(super) fn marked(&self, words: &[Word]) -> Vec<bool> {
        let mut marked = vec![false; words.len()];
        for own in &self.0 {
            for (at, run) in words.windows(own.len()).enumerate() {
                if run.iter().zip(own).all(|(word, own)| word.folded == *own) {
                    for mark in marked.iter_mut().skip(at).take(own.len()) {
                        *mark = true;
                    }
                }
            }
        }
        marked
    }
}

/// Who is tagged in the picture: a word that is somebody's first name there is nobody else's family
/// name.
#[derive(Default)]
pub struct Tagged<'a> {
    people: Vec<&'a Person>,
    /// Read once somebody's name may stand.
    given: OnceCell<Vec<(&'a PersonId, BTreeSet<String>)>>,
}

impl<'a> Tagged<'a> {
    pub fn of(people: Vec<&'a Person>) -> Tagged<'a> {
        Tagged {
            people,
            given: OnceCell::new(),
        }
    }

    pub(super) fn is_given_form_of_another(&self, word: &str, person: &PersonId) -> bool {
        let given = self.given.get_or_init(|| {
            self.people
                .iter()
                .map(|tagged| {
                    (
                        &tagged.id,
                        given_forms(tagged).concat().into_iter().collect(),
                    )
                })
                .collect()
        });
        given
            .iter()
            .any(|(id, forms)| *id != person && forms.contains(word))
    }
}
