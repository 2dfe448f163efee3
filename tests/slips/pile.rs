//! A pile of slips of a made-up group: who has which, and what their parents ticked.

use fastrand::Rng;
use image::RgbImage;
use shutterslip::acts::Desk;
use shutterslip::acts::permit::new_person;
use shutterslip::acts::refusal::Refusal;
use shutterslip::acts::slip::Recognised;
use shutterslip::acts::{ActError, Done};
use shutterslip::domain::language::Language;
use shutterslip::domain::person::{PersonId, PersonKind};
use shutterslip::picture::{Darkroom, InProcess};
use shutterslip::slip::reading::Proposal;

use super::pen::{self, Said, Wear};
use crate::school::{School, template};

/// Channels that the shipped policy asks about.
pub const ASKED: usize = 6;

pub struct Pile {
    pub school: School,
    pub desk: Desk,
}

impl Pile {
    pub fn new() -> Pile {
        let school = School::copy();
        let desk = school.desk();
        Pile { school, desk }
    }

    /// Children of a group of their own.
    pub fn group(&mut self, name: &str, count: usize) -> Vec<PersonId> {
        (0..count)
            .map(|number| {
                let given = format!("Given{number:03}");
                let entry = new_person(PersonKind::Child, &given, "Family", name);
                self.desk.record_person(&template().office, entry).unwrap()
            })
            .collect()
    }

    /// A blank slip of somebody, as paper.
    pub fn slip(&mut self, person: &PersonId) -> RgbImage {
        let office = &template().office;
        let made = self
            .desk
            .make_slip(office, person, Language::English)
            .unwrap();
        assert_eq!((made.people, made.slips), (1, 1));
        paper(&made.pdf, 0)
    }

    /// Has a blank slip of somebody ticked, worn and read back, and counts what came of it.
    pub fn read_paper(
        &self,
        person: &PersonId,
        mut paper: RgbImage,
        wear: Wear,
        rng: &mut Rng,
        count: &mut Count,
    ) {
        let said = pen::answered(&mut paper, ASKED, rng);
        pen::signed(&mut paper, rng);
        let file = pen::photographed(&paper, wear, rng);
        count.slips += 1;
        let seen = match self.recognise(&file) {
            Ok(seen) => seen,
            Err(ActError::Code(_) | ActError::Refused(Refusal::NoCode)) => return,
            Err(other) => panic!("{other}"),
        };
        match seen.person() == person {
            true => count.right_child += 1,
            false => count.wrong_child += 1,
        }
        for (row, said) in seen.rows.iter().zip(said) {
            count.boxes += 1;
            match (row.proposed.says, said) {
                (Proposal::Yes, Said::Yes)
                | (Proposal::No, Said::No)
                | (Proposal::Nothing, Said::Nothing) => count.right += 1,
                (Proposal::Unclear, _) => count.unclear += 1,
                _ => count.wrong += 1,
            }
        }
    }

    pub fn recognise(&self, file: &[u8]) -> Done<Recognised> {
        let office = &template().office;
        let page = self.desk.page_of(office, file, 0)?;
        self.desk.recognise_slip(office, &page)
    }
}

/// A page of a document as it comes out of the printer.
pub fn paper(pdf: &[u8], page: u32) -> RgbImage {
    InProcess::default().page(pdf, page, 2200).unwrap().pixels
}

/// What came of reading a pile back.
#[derive(Debug, Default)]
pub struct Count {
    pub slips: usize,
    pub right_child: usize,
    pub wrong_child: usize,
    pub boxes: usize,
    pub right: usize,
    pub unclear: usize,
    /// Proposed, and wrong: the worst that can happen here.
    pub wrong: usize,
}

/// Makes a slip each, has it ticked, worn and read back.
pub fn read_back(pile: &mut Pile, people: &[PersonId], wear: Wear, seed: u64) -> Count {
    let mut count = Count::default();
    for (number, person) in people.iter().enumerate() {
        let mut rng = Rng::with_seed(seed + number as u64);
        let paper = pile.slip(person);
        pile.read_paper(person, paper, wear, &mut rng, &mut count);
    }
    count
}
