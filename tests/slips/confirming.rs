//! Nothing is recorded of a slip until somebody says what stands on it; then all of it is, at once, for
//! the child whose code it bears.

use fastrand::Rng;
use shutterslip::acts::ActError;
use shutterslip::acts::permit::{Edits, NotRecorded};
use shutterslip::acts::slip::{Confirmed, Recognised};
use shutterslip::domain::language::Language;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::person::PersonId;
use shutterslip::domain::unheard::Unheard;

use super::pen::{self, Stroke};
use super::pile::{ASKED, Pile, paper};
use crate::school::{School, channel, template};
use shutterslip::slip::places::answer_boxes;

fn came_back(pile: &mut Pile, person: &PersonId) -> Recognised {
    let mut sheet = pile.slip(person);
    pen::mark(
        &mut sheet,
        answer_boxes(2)[0],
        Stroke::Tick,
        &mut Rng::with_seed(1),
    );
    pile.recognise(&pen::scanned(&sheet)).unwrap()
}

fn said() -> Confirmed {
    Confirmed {
        answers: vec![
            (channel("website"), Answer::Granted),
            (channel("press"), Answer::Refused),
        ],
        relation: Relation::Parent,
        by: "R Oakley".to_owned(),
        signed: "2026-03-02".parse().unwrap(),
        again: false,
        same_person: false,
    }
}

#[test]
fn reading_records_nothing() {
    let mut pile = Pile::new();
    let office = &template().office;
    came_back(&mut pile, &template().ben);
    let answers = pile.desk.answers(office, &template().ben).unwrap();
    let before = School::copy().desk();
    assert_eq!(answers, before.answers(office, &template().ben).unwrap());
}

#[test]
fn what_is_confirmed_is_recorded_with_the_paper_as_its_evidence() {
    let mut pile = Pile::new();
    let (office, ben) = (&template().office, &template().ben);
    let seen = came_back(&mut pile, ben);
    let filed = pile.desk.confirm_slip(office, &seen, &said()).unwrap();
    let ids = filed.answers;
    let answers = pile.desk.answers(office, ben).unwrap();
    let new: Vec<_> = answers.iter().filter(|one| ids.contains(&one.id)).collect();
    assert_eq!(new.len(), 2);
    for (filed, (channel, answer)) in new.iter().zip(said().answers) {
        let permission = &filed.permission;
        assert_eq!((&permission.channel, permission.answer), (&channel, answer));
        assert_eq!(permission.person, *ben);
        assert_eq!(permission.by, "R Oakley");
        assert_eq!(permission.evidence, Evidence::Paper);
        let (file, bytes) = pile
            .desk
            .form(office, filed.form.as_ref().unwrap())
            .unwrap();
        assert_eq!(file.media_type, "image/jpeg");
        assert!(bytes.starts_with(&[0xFF, 0xD8, 0xFF]));
        // The very slip can be read in what was filed.
        assert_eq!(pile.recognise(&bytes).unwrap().id(), seen.id());
    }
}

#[test]
fn a_slip_that_was_confirmed_is_told_and_not_recorded_twice() {
    let mut pile = Pile::new();
    let (office, ben) = (&template().office, &template().ben);
    let sheet = pile.slip(ben);
    let file = pen::scanned(&sheet);
    let seen = pile.recognise(&file).unwrap();
    assert!(seen.before.is_empty());
    pile.desk.confirm_slip(office, &seen, &said()).unwrap();
    let count = pile.desk.answers(office, ben).unwrap().len();
    let again = pile.recognise(&file).unwrap();
    assert_eq!(again.before.len(), 1);
    // Also where it was on the screen before the first was confirmed.
    for seen in [&seen, &again] {
        let refused = pile.desk.confirm_slip(office, seen, &said()).unwrap_err();
        assert!(shutterslip::cli::act_words(&refused).contains("confirmed already"));
    }
    assert_eq!(pile.desk.answers(office, ben).unwrap().len(), count);
    let again_said = Confirmed {
        again: true,
        ..said()
    };
    pile.desk.confirm_slip(office, &again, &again_said).unwrap();
    assert_eq!(pile.desk.answers(office, ben).unwrap().len(), count + 2);
}

#[test]
fn a_slip_by_a_namesake_of_whoever_said_no_asks_whether_they_are_one() {
    let mut pile = Pile::new();
    let (office, ben) = (&template().office, &template().ben);
    let refused = Confirmed {
        answers: vec![(channel("website"), Answer::Refused)],
        ..said()
    };
    let seen = came_back(&mut pile, ben);
    let filed = pile.desk.confirm_slip(office, &seen, &refused).unwrap();
    assert!(filed.unheard.is_empty());
    let seen = came_back(&mut pile, ben);
    let before = pile.desk.answers(office, ben).unwrap();
    let yes = Confirmed {
        by: "R. OAKLEY".to_owned(),
        ..said()
    };
    let told = pile.desk.confirm_slip(office, &seen, &yes).unwrap_err();
    let asked = NotRecorded::SamePerson {
        channel: channel("website"),
        no: "2026-03-02".parse().unwrap(),
    };
    assert!(matches!(told, ActError::Answer(why) if why == asked));
    assert_eq!(pile.desk.answers(office, ben).unwrap(), before);
    // Two: the no speaks on, and that is said.
    let other = Confirmed {
        by: "Mr R Oakley".to_owned(),
        ..said()
    };
    let filed = pile.desk.confirm_slip(office, &seen, &other).unwrap();
    let why: Vec<&Unheard> = filed.unheard.iter().map(|(_, _, why)| why).collect();
    assert_eq!(why, [&Unheard::AnothersNo("2026-03-02".parse().unwrap())]);
    // One: it is taken back.
    let seen = came_back(&mut pile, ben);
    let one = Confirmed {
        same_person: true,
        ..yes
    };
    let filed = pile.desk.confirm_slip(office, &seen, &one).unwrap();
    assert!(filed.unheard.is_empty());
}

#[test]
fn a_slip_with_a_yes_for_a_child_of_a_court_order_is_the_heads() {
    let mut pile = Pile::new();
    let (office, head, ben) = (&template().office, &template().head, &template().ben);
    let edits = Edits {
        court_order: Some(true),
        ..Edits::default()
    };
    pile.desk.edit_person(office, ben, edits).unwrap();
    let seen = came_back(&mut pile, ben);
    let before = pile.desk.answers(office, ben).unwrap();
    let told = pile.desk.confirm_slip(office, &seen, &said()).unwrap_err();
    assert!(matches!(told, ActError::Answer(NotRecorded::HeadAlone)));
    assert_eq!(pile.desk.answers(office, ben).unwrap(), before);
    let noes = Confirmed {
        answers: vec![(channel("press"), Answer::Refused)],
        ..said()
    };
    pile.desk.confirm_slip(office, &seen, &noes).unwrap();
    let again = Confirmed {
        again: true,
        ..said()
    };
    pile.desk.confirm_slip(head, &seen, &again).unwrap();
}

#[test]
fn what_a_slip_cannot_say_is_refused_and_leaves_nothing() {
    let mut pile = Pile::new();
    let (office, ben) = (&template().office, &template().ben);
    let seen = came_back(&mut pile, ben);
    let before = pile.desk.answers(office, ben).unwrap();
    let with = |answers: &[(&str, Answer)]| Confirmed {
        answers: answers
            .iter()
            .map(|(id, answer)| (channel(id), *answer))
            .collect(),
        ..said()
    };
    let on = |day: &str| Confirmed {
        signed: day.parse().unwrap(),
        ..said()
    };
    let refused = [
        (with(&[]), "nothing is answered"),
        (with(&[("wall", Answer::Granted)]), "does not ask about"),
        (with(&[("moon", Answer::Granted)]), "no channel"),
        (
            with(&[("press", Answer::Granted), ("press", Answer::Refused)]),
            "answered twice",
        ),
        (on("2026-03-03"), "in the future"),
        (on("2026-03-01"), "cannot have been signed"),
        (
            Confirmed {
                by: "  ".to_owned(),
                ..said()
            },
            "signatory",
        ),
    ];
    for (confirmed, why) in refused {
        let told = pile
            .desk
            .confirm_slip(office, &seen, &confirmed)
            .unwrap_err();
        assert!(shutterslip::cli::act_words(&told).contains(why), "{told}");
    }
    assert_eq!(pile.desk.answers(office, ben).unwrap(), before);
    drop(pile.desk);
    assert!(
        pile.school
            .register()
            .slip_readings(seen.id())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_slip_of_another_school_is_laid_aside() {
    let mut theirs = Pile::new();
    let sheet = theirs.slip(&template().ben);
    // The same people, and a school of another id.
    let ours = School::empty();
    let mut desk = ours.desk();
    let head = desk
        .set_up(&shutterslip::acts::set_up::Plan {
            school: "Oak Nursery School",
            sample: false,
            policy_toml: shutterslip::domain::policy::SHIPPED[0].1,
            head: "Dr Shaw",
            head_pin: "314159",
            device: "Tablet 9",
            asset_tag: "O-009",
        })
        .unwrap();
    let page = desk.page_of(&head, &pen::scanned(&sheet), 0).unwrap();
    let told = desk.recognise_slip(&head, &page).err().unwrap();
    assert!(
        shutterslip::cli::act_words(&told).contains("another school"),
        "{told}"
    );
}

#[test]
fn a_slip_that_the_register_never_made_is_not_believed() {
    let mut made = Pile::new();
    let sheet = made.slip(&template().ben);
    // A copy of the same school from before the slip was made.
    let older = Pile::new();
    let told = older.recognise(&pen::scanned(&sheet)).err().unwrap();
    assert!(matches!(told, ActError::Code(_)));
    assert!(
        shutterslip::cli::act_words(&told).contains("made no slip"),
        "{told}"
    );
}

#[test]
fn two_slips_on_one_page_are_nobodys() {
    let mut pile = Pile::new();
    let (one, other) = (pile.slip(&template().amira), pile.slip(&template().ben));
    let mut both = image::RgbImage::new(one.width() * 2, one.height());
    image::imageops::replace(&mut both, &one, 0, 0);
    image::imageops::replace(&mut both, &other, i64::from(one.width()), 0);
    let told = pile.recognise(&pen::scanned(&both)).err().unwrap();
    assert!(
        shutterslip::cli::act_words(&told).contains("several slips"),
        "{told}"
    );
}

#[test]
fn a_group_is_one_document_with_a_slip_for_each_child_that_is_there() {
    let mut pile = Pile::new();
    let office = &template().office;
    let people = pile.group("Wrens", 3);
    let mut gone = pile.desk.find_person("Given001 Family").unwrap();
    gone.person.leaves = Some("2026-02-28".parse().unwrap());
    pile.desk.record_person(office, gone).unwrap();
    let made = pile
        .desk
        .make_slips_for_group(office, "Wrens", Language::Welsh)
        .unwrap();
    assert_eq!((made.people, made.slips), (2, 2));
    assert!(!made.title.contains("Given"));
    for (page, person) in [(0, &people[0]), (1, &people[2])] {
        let seen = pile
            .recognise(&pen::scanned(&paper(&made.pdf, page)))
            .unwrap();
        assert_eq!(seen.person(), person);
        assert_eq!(seen.rows.len(), ASKED);
    }
    let nobody = pile
        .desk
        .make_slips_for_group(office, "Owls", Language::English);
    assert!(matches!(&nobody, Err(ActError::Refused(why)) if why.is_of_input()));
}

#[test]
fn whoever_may_not_keep_the_register_makes_and_reads_no_slip() {
    use shutterslip::domain::staff::Role;
    let mut pile = Pile::new();
    let (head, office) = (&template().head, &template().office);
    for role in [Role::Practitioner, Role::Technician] {
        let name = format!("{role:?}");
        pile.desk
            .add_staff(
                head,
                &name,
                role,
                Some("2026-01-05".parse().unwrap()),
                "161803",
            )
            .unwrap();
        let who = pile.desk.sign_in(&name, "161803").unwrap();
        let person = &template().ben;
        let made = pile.desk.make_slip(&who, person, Language::English);
        assert!(
            matches!(&made, Err(ActError::Refused(why)) if !why.is_of_input()),
            "{name}"
        );
        let read = pile.desk.page_of(&who, b"%PDF-", 0);
        assert!(
            matches!(&read, Err(ActError::Refused(why)) if !why.is_of_input()),
            "{name}"
        );
        assert!(pile.desk.slip_printers(&who).is_err());
        let printed = pile.desk.print(&who, "Office", "Slips", b"%PDF-");
        assert!(
            matches!(&printed, Err(ActError::Refused(why)) if !why.is_of_input()),
            "{name}"
        );
    }
    let seen = came_back(&mut pile, &template().ben);
    pile.desk.confirm_slip(office, &seen, &said()).unwrap();
}

#[test]
fn a_confirmed_slip_leaves_the_trail_whole() {
    let mut pile = Pile::new();
    let office = &template().office;
    let seen = came_back(&mut pile, &template().ben);
    pile.desk.confirm_slip(office, &seen, &said()).unwrap();
    let head = &template().head;
    assert!(pile.desk.verify_audit(head, &[]).unwrap().is_good());
    assert!(pile.desk.verify_vault(head).unwrap().is_good());
}
