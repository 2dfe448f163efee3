//! Sign-offs that are played again: for other words, another channel, another picture, by somebody
//! who is not there. What was signed is what may leave, and nothing else.

use shutterslip::acts::prepare::Words;
use shutterslip::acts::release::Outcome;
use shutterslip::acts::{ActError, Desk};
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::photo::{Area, Copyright};
use shutterslip::domain::release::OutletKind;
use shutterslip::domain::verdict::Reason;
use shutterslip::register::RegisterError;

use super::school::*;

fn codes(desk: &Desk, photo: &PhotoId, to: &ChannelId) -> Vec<&'static str> {
    let checked = desk.check(&template().head, photo).unwrap();
    let of = checked.into_iter().find(|(one, _)| one.id == *to).unwrap();
    of.1.reasons().iter().map(|reason| reason.code()).collect()
}

#[test]
fn a_sign_off_lapses_with_each_change_and_speaks_again_for_the_very_same_copy_alone() {
    let school = School::copy();
    let mut desk = school.desk();
    let (head, photo, website) = (&template().head, &template().of_amira, channel("website"));
    assert_eq!(codes(&desk, photo, &website), Vec::<&str>::new());
    let caption = |desk: &mut Desk, text: &str| {
        let words = Words {
            caption: Some(text),
            ..Words::default()
        };
        desk.word(head, photo, &words).unwrap();
    };
    caption(&mut desk, "Spring");
    assert_eq!(codes(&desk, photo, &website), ["sign-off-stale"]);
    // Edited back, it is to the letter what the head agreed to.
    caption(&mut desk, "");
    assert_eq!(codes(&desk, photo, &website), Vec::<&str>::new());
    for change in [
        Words {
            alt: Some("A child in the rain"),
            ..Words::default()
        },
        Words {
            credit: Some("Somebody"),
            ..Words::default()
        },
        Words {
            copyright: Some(Copyright::Permission),
            credit: Some("Somebody else"),
            ..Words::default()
        },
    ] {
        let school = School::copy();
        let mut desk = school.desk();
        desk.word(head, photo, &change).unwrap();
        assert!(codes(&desk, photo, &website).contains(&"sign-off-stale"));
    }
    let area = Area {
        x: 0,
        y: 0,
        width: 32,
        height: 32,
    };
    desk.crop(head, photo, Some(area)).unwrap();
    assert_eq!(codes(&desk, photo, &website), ["sign-off-stale"]);
    desk.crop(head, photo, None).unwrap();
    // The same person tagged anew is another tag: somebody looks again.
    let tag = desk.tag_of(head, photo, &template().amira.0).unwrap();
    desk.untag(head, photo, &tag).unwrap();
    assert!(codes(&desk, photo, &website).contains(&"sign-off-stale"));
}

#[test]
fn a_sign_off_counts_for_no_other_channel() {
    let school = School::copy();
    let desk = school.desk();
    for other in ["newsletter", "social", "press"] {
        let told = codes(&desk, &template().of_amira, &channel(other));
        assert!(told.contains(&"not-signed-off"), "{other}: {told:?}");
    }
}

/// A sign-off copied to another picture, edition or channel, or in the name of an account that
/// somebody put in: the trail knows of none of them.
#[test]
fn sign_offs_that_were_put_in_or_copied_sign_nothing() {
    let (amira, ben) = (&template().of_amira, &template().of_ben);
    let copied = |changed: &str| {
        format!(
            "INSERT INTO sign_off (id, photo, channel, by_staff, role, at, edition, copy) \
             SELECT 'again', {changed} FROM sign_off"
        )
    };
    for (photo, to, sql) in [
        (
            ben,
            "website",
            copied(&format!(
                "'{ben}', channel, by_staff, role, at, edition, copy"
            )),
        ),
        (
            amira,
            "press",
            copied("photo, 'press', by_staff, role, at, edition, copy"),
        ),
        (
            amira,
            "website",
            copied("photo, channel, by_staff, role, at, 'another edition', copy"),
        ),
        (
            amira,
            "newsletter",
            format!(
                "INSERT INTO staff (id, name, role, pin_hash) SELECT 'put-in', 'A Head', 'head', \
                 pin_hash FROM staff WHERE role = 'head'; {}",
                copied("photo, 'newsletter', 'put-in', 'head', at, edition, copy")
            ),
        ),
    ] {
        let school = School::copy();
        school.tamper(&sql);
        let out = school.beside("out");
        let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
        let photos = [photo.clone()];
        let told = school
            .desk()
            .release(&template().head, &photos, &channel(to), folder.as_mut());
        // A sign-off that nobody vouches for is none.
        match told.unwrap().as_slice() {
            [Outcome::Blocked { reasons, .. }] => {
                assert!(reasons.contains(&Reason::NotSignedOff), "{reasons:?}");
            }
            other => panic!("{other:?}"),
        }
        assert!(files_under(&out).is_empty());
    }
}

/// Who signed while they were head has signed; who has left signs nothing more.
#[test]
fn somebody_who_left_signs_nothing_more_and_what_they_signed_stands() {
    let school = School::copy();
    let mut desk = school.desk();
    let (old, photo) = (&template().head, &template().of_amira);
    let head = shutterslip::domain::staff::Role::Head;
    desk.add_staff(old, "Mr New", head, None, "860417").unwrap();
    let new = desk.sign_in("Mr New", "860417").unwrap();
    desk.close_account(&new, HEAD, None).unwrap();
    let told = desk.sign_off(old, photo, &channel("press"));
    assert!(
        matches!(&told, Err(ActError::Refused(why)) if !why.is_of_input()),
        "{told:?}"
    );
    let told = desk.sign_in(HEAD, PIN);
    assert!(
        matches!(&told, Err(ActError::Refused(why)) if !why.is_of_input()),
        "{told:?}"
    );
    let checked = desk.check(&new, photo).unwrap();
    let website = checked.iter().find(|(one, _)| one.id == channel("website"));
    assert!(website.unwrap().1.is_allowed());
}

/// A role that was edited opens no account, so it signs nothing either.
#[test]
fn a_role_raised_by_an_edit_signs_nothing() {
    let school = School::copy();
    school.tamper("UPDATE staff SET role = 'head'");
    let mut desk = school.desk();
    let told = desk.sign_off(&template().office, &template().of_amira, &channel("press"));
    assert!(
        matches!(
            told,
            Err(ActError::Register(RegisterError::Tampered { .. }))
        ),
        "{told:?}"
    );
}
