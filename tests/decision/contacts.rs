//! What counts as a way to reach somebody, and what is nothing of the kind.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use shutterslip::domain::words::{Contact, OwnContacts, contacts_in, school_contact};

#[track_caller]
fn reaches(texts: &[&str]) {
    for text in texts {
        assert!(!contacts_in(text).is_empty(), "missed in {text:?}");
    }
}

#[track_caller]
fn reaches_nobody(texts: &[&str]) {
    for text in texts {
        assert_eq!(contacts_in(text), [], "found in {text:?}");
    }
}

#[test]
fn e_mail_addresses_are_contacts() {
    reaches(&[
        "write to amira.khan@example.com",
        "a@b.uk",
        "Amira_K+x@mail.example.org!",
        "<leo@example.com>",
        "mum (at) example (dot) com",
        "mum [at] example.com",
        "MUM@EXAMPLE.COM",
        "leo@example.co.uk.",
        "ｌｅｏ＠ｅｘａｍｐｌｅ．ｃｏｍ",
        "l\u{200b}eo@exam\u{ad}ple.com",
        "zoë@exämple.de",
        "leo @example.com",
        "leo@ example.com",
        "amira.mum at example.com",
        "amira dot mum at example dot com",
        "amira.mum_at_example_dot_com",
        "amira.mum @ example . com",
        "amira.mum%40example.com",
        "amira.mum&#64;example.com",
        "amira.mum<b>@</b>example.com",
        "amira.mum@ex ample.com",
        "AMIRA AT EXAMPLE DOT CO DOT UK",
        "amira {at} example [dot] org",
        "amira.mum <at> example <dot> com",
        "amira＠example。com",
    ]);
    reaches_nobody(&[
        "look at the dot",
        "we met at school. Com on",
        "at 10.30",
        "3 @ 50p",
        "meet @ school. Then home",
        "5 @ 1.50",
        "a @ b",
    ]);
}

#[test]
fn phone_numbers_are_contacts_however_they_are_written() {
    reaches(&[
        "Ring 020 7946 0018",
        "07700 900123",
        "07700900123",
        "(01632) 960 123",
        "01632-960-123",
        "01632.960.123",
        "+44 7700 900123",
        "+44 (0)20 7946 0018",
        "+447700900123",
        "0044 7700 900123",
        "00447700900123",
        "0 1 6 3 2 9 6 0 1 2 3",
        "(+44) 1632 960123",
        "44 7700 900123",
        "7700 900123",
        "07700,900,123",
        "07700:900:123",
        "07700 9OO123",
        "O77OO 9OO 123",
        "07700 ... 900123",
        "07700 ☎ 900123",
        "0⃣7⃣7⃣0⃣0⃣9⃣0⃣0⃣1⃣2⃣3⃣",
        "0️⃣7️⃣7️⃣0️⃣0️⃣9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣",
        "೦೭೭೦೦ ೯೦೦೧೨೩",
        "⓪⑦⑦⓪⓪ ⑨⓪⓪①②③",
        "⓿❼❼⓿⓿ ❾⓿⓿❶❷❸",
        "zero seven seven double oh nine double oh one two three",
        "oh seven seven hundred, nine hundred, one two three",
        "O double 7 double 0, 9 double 0 1 2 3",
        "Oh one six three two 960 123",
        "07700*900*123",
        "07700%20900%20123",
        "plus 44 7700 900123",
        "01632 96 01 23",
        "07 70 09 00 12 3",
        "+353 1 234 5678",
        "+1 (555) 123-4567",
        "(555) 123-4567",
        "0800 1111",
        "0845 46 47",
        "ring 960123",
        "Tel: 960 123",
        "text Mum on 960123",
        "01632/960123",
        "0207 946 0018",
        "07700–900–123",
        "07700\u{a0}900\u{a0}123",
        "٠٧٧٠٠ ٩٠٠١٢٣",
        "０７７００９００１２３",
        "O7700 900123",
        "call 07700 900123 by 12.30",
        "on 02/03/2026 at 10.30 ring 07700 900123",
        "07700 900123 02/03/2026",
        "2026 07700 900123",
        "077 00 900 123",
        "ring 1632960123",
        "07700_900_123",
        "0161 496 0000",
        "+44.7700.900.123",
        "020-7946-0018",
        "tel:+44-20-7946-0018",
    ]);
}

#[test]
fn dates_times_scores_prices_and_counts_are_no_phone_numbers() {
    reaches_nobody(&[
        "2 March 2026",
        "02/03/2026",
        "02.03.2026",
        "2026-03-02",
        "02-03-26",
        "2025/2026",
        "2025-2026",
        "from 01/09/2025 to 31/08/2026",
        "01.09.2025 - 31.08.2026",
        "2026-03-02 - 2026-03-05",
        "at 09:30, then 10:30-11:30",
        "09.30-10.30",
        "9.30 - 10.30 - 11.30",
        "3 of 4",
        "we won 3-2, 10-0 and 12-11",
        "£12.50 or £1,250.00",
        "£1000000",
        "1,000,000 steps",
        "10 000 steps",
        "Year 6, class 3B, room 12",
        "1 2 3 4 5 6 7 8 9 10",
        "0 1 2 3 4 5 6 7 8 9",
        "30 days hath",
        "1st, 2nd, 3rd",
        "IMG_20260302_103000",
        "100%",
        "3.14159",
        "2026",
        "02.03.2026 10.30",
        "1066 and 1914-1918",
        "call at 10.30 on 2 March 2026",
        "ring 2026 2027",
        "5 + 3 = 8",
        "text 12",
        "12 345 678",
        "02 04 06 08 10 12",
        "01 02 03 04 05 06",
        "01 02 03 04 05",
        "0 2 4 6 8 10 12 14",
        "0 1 1 2 3 5 8 13 21",
        "0123456789",
        "0.123456789",
        "0.1 0.2 0.3 0.4 0.5 0.6",
        "The largest 32-bit number is 2147483647",
        "DSC_0712345678",
        "1000000000 stars",
        "7000000000 people, 8,000,000,000 soon",
        "978-0-306-40615-7",
        "978 0 19 852663 6",
        "9780198526636",
        "ISBN 0198526636",
        "0-19-852663-6",
        "5 + 1234567 = 1234572",
        "07 + 70 + 90 + 01 + 23 + 45 = 236",
        "one two three four five six seven eight nine ten",
        "at 07:30, 08:30, 09:30 and 10:30",
        "01/02/03, 04/05/06 and 07/08/09",
        "from 01.02.2026 to 03.04.2026",
        "12:30:15",
    ]);
}

#[test]
fn postcodes_are_contacts_and_ordinary_words_are_not() {
    reaches(&[
        "SW1A 1AA",
        "sw1a1aa",
        "AB1 2CD",
        "M1 1AE",
        "b33 8th",
        "CR2 6XH",
        "DN55 1PT",
        "W1A 0AX",
        "lives at EC1A  1BB.",
        "GIR 0AA",
        "AB1-2CD",
        "(le1 4th)",
        "_AB12CD_",
        "ＡＢ１ ２ＣＤ",
        "AB1\u{a0}2CD's",
        "AB1.2CD",
        "AB1, 2CD",
        "AB1&nbsp;2CD",
    ]);
    reaches_nobody(&[
        "Year 2 and 3",
        "Y5 2nd prize",
        "KS2 1st",
        "S2 3rd place",
        "room A1 2pm",
        "Y3 9am",
        "A4 5cm",
        "R2D2",
        "mp3",
        "B2B",
        "3D",
        "H2O",
        "hall 7 8th",
        "class 1A 2B",
        "covid19 was",
        "XAB1 2CDX",
        "the end",
    ]);
}

#[test]
fn houses_pages_and_handles_are_contacts() {
    reaches(&[
        "lives at 12 Acacia Avenue",
        "12A Mill Rd.",
        "Flat 2, 14 St Mary's Road",
        "7, Long Meadow Lane",
        "follow @amira_k07 on TikTok",
        "thanks @amirak",
        "instagram.com/amira.k07",
        "Instagram.com/amira",
        "https://youtu.be/x",
        "www.example.org",
        "khan-family.co.uk",
        "see amira.example",
        "amirak dot com",
        "Snapchat: amirak07",
        "snapchat amirak07",
        "Insta name is amira_k",
        "TikTok = amirakhan",
        "username: amira",
        "on Facebook as amira.khan.7",
        "Discord amira#1234",
        "///filled.count.soap",
        "filled.count.soap",
        "%2F%2F%2Ffilled.count.soap",
    ]);
    reaches_nobody(&[
        "Church Street walk",
        "12 acacia trees",
        "a Walk of 3 Big Streets",
        "12 Acorn Walk",
        "Year 2 First Place",
        "2 March Mill Lane",
        "3 of us on Mill Lane",
        "in the garden.it was sunny",
        "e.g. this, i.e. that",
        "3 @ 50p, 4@50p, @3pm",
        "12.cm and 3.5",
        "YouTube: how plants grow",
        "Snap: a card game",
        "hip.hip.hooray",
        "Mr.Patel and Mrs.Shaw",
        "and/or, yes/no, 24/7",
    ]);
}

#[test]
fn the_schools_own_contacts_may_stand() {
    let own = OwnContacts::of(&[
        "office@school.example".to_owned(),
        "01632 960000".to_owned(),
        "AB1 2CD".to_owned(),
    ]);
    for text in [
        "Office@School.Example",
        "01632 960000",
        "(01632) 960000",
        "+44 1632 960000",
        "0044 (0)1632 960-000",
        "01632960000",
        "ab12cd",
        "AB1 2CD",
        "ring 960000",
        "Ring us: 01632 960000, 2 March 2026",
        "01632 960000 2026",
        "office@school.example.",
        "mail office@school.example or ring 01632 960000 / +44 (0) 1632 960000",
        "",
        "office at school dot example",
    ] {
        assert!(!own.leave_any_in(text), "found in {text:?}");
    }
    for text in [
        "01632 960001",
        "office@school.example.org",
        "xoffice@school.example",
        "AB1 2CE",
        "01632 960000 or 07700 900123",
        "office@school.example, leo@example.com",
        "ring 960001",
        "AB1 2CD AB1 2CE",
        "01632 960000 07700 900123",
        "office@other.example",
    ] {
        assert!(own.leave_any_in(text), "missed in {text:?}");
    }
}

#[test]
fn the_schools_own_pages_handles_and_house_may_stand() {
    let own = OwnContacts::of(&[
        "www.school.example".to_owned(),
        "@ourschool".to_owned(),
        "1 School Lane".to_owned(),
    ]);
    for text in [
        "see school.example",
        "Look at https://www.school.example/",
        "WWW.SCHOOL.EXAMPLE",
        "thanks @OurSchool!",
        "come to 1, School Lane",
    ] {
        assert!(!own.leave_any_in(text), "found in {text:?}");
    }
    for text in [
        "school.example/amira",
        "other.example",
        "@ourschool2",
        "11 School Lane",
    ] {
        assert!(own.leave_any_in(text), "missed in {text:?}");
    }
}

#[test]
fn contacts_are_compared_in_one_spelling() {
    let phone = |digits: &str| vec![Contact::Phone(digits.to_owned())];
    assert_eq!(contacts_in("+44 (0)20 7946 0018"), phone("02079460018"));
    assert_eq!(contacts_in("0044 20 7946 0018"), phone("02079460018"));
    assert_eq!(contacts_in("+353 1 234 5678"), phone("+35312345678"));
    assert_eq!(contacts_in("00353 1 234 5678"), phone("+35312345678"));
    assert_eq!(
        contacts_in("sw1a 1aa"),
        [Contact::Postcode("SW1A1AA".to_owned())]
    );
    assert_eq!(
        contacts_in("Leo(at)X.com"),
        [Contact::Email("leo@x.com".to_owned())]
    );
    assert_eq!(school_contact("960000"), phone("960000"));
    assert!(school_contact("the office").is_empty());
}

/// A UK number as somebody might write it: grouped anyhow, one sign between all groups.
fn written() -> impl Strategy<Value = (String, String)> {
    let national = prop_oneof!["7[1-9][0-9]{8}", "1[2-9][0-9]{8}", "2[03489][0-9]{8}"];
    let head = select(vec![
        "0",
        "+44",
        "+44 ",
        "+44 (0)",
        "0044",
        "0044 (0) ",
        "(0)",
        "(+44) ",
    ]);
    let sign = select(vec!["", " ", "-", ".", "–", "\u{a0}", " - ", "/"]);
    (national, head, sign, vec(any::<bool>(), 10)).prop_map(|(national, head, sign, breaks)| {
        let mut written = head.to_owned();
        for (at, (digit, breaks)) in national.chars().zip(breaks).enumerate() {
            if at > 0 && breaks {
                written.push_str(sign);
            }
            written.push(digit);
        }
        (format!("0{national}"), written)
    })
}

/// Found by the property below: taken for somebody who counts.
#[test]
fn a_number_that_happens_to_grow_is_one_all_the_same() {
    let none = OwnContacts::of(&[]);
    for number in [
        "(0)2 3 10 10 10 10",
        "(0)1 2 02 03 10 11",
        "(0)7 7 08 10 11 12",
    ] {
        assert!(none.leave_any_in(number), "{number}");
    }
    assert!(!none.leave_any_in("0 1 1 2 3 5 8 13 21 34"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_number_is_found_however_it_is_grouped((digits, written) in written(), around: bool) {
        let text = if around { format!("Ring Mum, {written}, by 2 March") } else { written };
        let other = OwnContacts::of(&["01632 960000".to_owned()]);
        prop_assert!(other.leave_any_in(&text), "missed {}", text);
        let own = OwnContacts::of(&[digits]);
        prop_assert!(!own.leave_any_in(&text), "held against the school: {}", text);
    }

    #[test]
    fn a_postcode_is_found_in_any_case_and_spacing(
        code in "[A-PR-UWYZ][A-HK-Y]?[0-9][0-9]?", rest in "[0-9][ABD-HJLNP-UW-Z]{2}", small: bool, space in "[ ]{0,2}"
    ) {
        let text = format!("lives at {code}{space}{rest}, near us");
        let text = if small { text.to_lowercase() } else { text };
        let ordinal = ["1ST", "2ND", "3RD"].contains(&rest.as_str()) || rest.ends_with("TH");
        prop_assume!(!ordinal);
        prop_assert_eq!(contacts_in(&text), [Contact::Postcode(format!("{code}{rest}"))]);
    }
}
