//! What counts as a full name in a text.

use shutterslip::domain::person::{Person, PersonId, PersonKind};
use shutterslip::domain::words::{
    NamesSought, OwnNames, Tagged, find_names, find_names_in_file_name, full_name_in,
};

/// Whether a file name holds the person's full name; its extension is not looked at.
fn full_name_in_file_name(file_name: &str, person: &Person) -> bool {
    NamesSought::in_file_name(file_name, &OwnNames::default()).hold(person, &Tagged::default())
}

fn child(given: &str, family: &str, known_as: &[&str]) -> Person {
    Person {
        known_as: known_as.iter().map(ToString::to_string).collect(),
        ..Person::new(PersonId("c".to_owned()), PersonKind::Child, given, family)
    }
}

fn leo() -> Person {
    child("Leo", "Marsh-Bell", &["Lenny"])
}

#[track_caller]
fn holds(person: &Person, texts: &[&str]) {
    for text in texts {
        assert!(full_name_in(text, person), "missed in {text:?}");
    }
}

#[track_caller]
fn lacks(person: &Person, texts: &[&str]) {
    for text in texts {
        assert!(!full_name_in(text, person), "found in {text:?}");
    }
}

#[test]
fn a_given_and_a_family_name_in_either_order() {
    let ann = child("Ann", "Lee", &[]);
    holds(
        &ann,
        &[
            "Ann Lee",
            "LEE, Ann",
            "Ann J. Lee",
            "Ann J K Lee",
            "ann-lee",
            "Ann_Lee",
            "Ann\nLee",
            "(Ann) \"Lee\"",
            "Lee's Ann",
            "Ann’s Lee",
            "Ann Lee's",
            "Ann 12 Lee",
            "Ann & Lee",
            "Ann\u{a0}Lee",
            "ＡＮＮ ＬＥＥ",
            "Ánn Lée",
            "A\u{301}nn Lee",
            "'Ann Lee'",
            "‘Ann’ Lee",
            "Ann Lee’",
            "𝐀𝐧𝐧 Lee",
            "l'Ann Ann Lee",
            "Ann é Lee",
            "Lee J. K. Ann",
            "Ann Jo Lee",
            "Ann J K L Lee",
            "AnnLee",
            "Ann O'K Lee",
            "the Lees, Ann and Bob",
        ],
    );
    lacks(
        &ann,
        &[
            "Joanne Leeds",
            "Ann",
            "Lee",
            "Ann J K L M N Lee",
            "Annlee",
            "Ann and Lee",
            "Anne Lee",
            "",
            "Ann Leex",
            "Ann saw Lee",
            "Lee saw Ann",
            "Lee and Ann",
        ],
    );
}

#[test]
fn a_known_as_name_and_any_part_of_a_double_barrelled_one() {
    holds(
        &leo(),
        &[
            "Leo Marsh-Bell",
            "Leo Marsh",
            "Leo Bell",
            "Lenny Bell’s den",
            "Bell, Lenny",
            "Leo Marsh Bell",
            "marsh–bell leo",
            "Leo X Bell",
            "LENNY MARSH'S",
            "Leo Marshbell",
            "Leo MarshBell",
            "Leo Marshs",
        ],
    );
    lacks(
        &leo(),
        &[
            "Leo Lenny",
            "Marsh-Bell",
            "Leo Marshland",
            "Leo in the marsh",
        ],
    );
}

#[test]
fn a_double_barrelled_name_needs_no_hyphen_and_a_led_one_has_one_part() {
    holds(
        &child("Leo", "Smith Jones", &[]),
        &["Leo Smith", "Leo Jones", "Leo Smith Jones"],
    );
    let berg = child("Leo", "van der Berg", &[]);
    holds(
        &berg,
        &[
            "Leo van der Berg",
            "Van der Berg, Leo",
            "Leo Berg",
            "Leo Vanderberg",
        ],
    );
    lacks(&berg, &["Leo van", "Leo der", "Leo van der"]);
    holds(
        &child("Leo", "St. John", &[]),
        &["Leo St John", "Leo John", "Leo StJohn"],
    );
    holds(
        &child("Ana", "Garcia de Souza", &[]),
        &[
            "Ana Garcia",
            "Ana Souza",
            "Ana de Souza",
            "Ana Garcia de Souza",
        ],
    );
}

#[test]
fn of_a_name_of_several_words_each_is_one() {
    let mary = child("Mary Ann", "Lee", &[]);
    holds(
        &mary,
        &[
            "Mary Ann Lee",
            "Lee, Mary-Ann",
            "Mary Lee",
            "Ann Lee",
            "Maryann Lee",
        ],
    );
    // A title is no part of a name, and a letter is one only where there is no other.
    holds(&child("Miss Amira N", "Khan", &[]), &["Amira Khan"]);
    lacks(
        &child("Miss Amira N", "Khan", &[]),
        &["Miss Khan", "N. Khan"],
    );
    holds(&child("A", "Khan", &[]), &["A Khan", "A. Khan"]);
}

#[test]
fn apostrophes_straight_and_curly_are_dropped() {
    let brien = child("Sinéad", "O'Brien", &[]);
    holds(
        &brien,
        &[
            "Sinead O'Brien",
            "Sinéad O’Brien",
            "SINÉAD OBRIEN",
            "Sinéad's O‘Brien’s",
            "O'Brien, Sine'ad",
            "Sinead Oʼbrien",
            "Sinead O＇Brien",
            "Sinead O`Brien",
            "Sinead O´Brien",
            "Sinead O Brien",
            "Sinead O’ Brien",
        ],
    );
    lacks(&brien, &["Sinead Brien"]);
    let curly = child("D’Arcy", "O’Neill", &[]);
    holds(&curly, &["D'Arcy O'Neill", "darcy oneill"]);
    holds(
        &child("Chris", "James", &[]),
        &["Chris James'", "Chris James's", "James’s Chris"],
    );
    // The s goes with its apostrophe only at the end of a word.
    holds(&child("Ann", "D'sa", &[]), &["Ann Dsa", "Ann D'sa"]);
}

#[test]
fn case_is_folded_and_marks_dropped_to_the_letter() {
    holds(
        &child("Zoë", "Groß", &[]),
        &["ZOE GROSS", "zoe groß", "ZOË GROẞ"],
    );
    holds(
        &child("Łukasz", "Wójcik", &[]),
        &["łukasz wojcik", "ŁUKASZ WÓJCIK", "Lukasz Wojcik"],
    );
    for (given, family, written) in [
        ("Søren", "Ægir", "Soren Aegir"),
        ("Đorđe", "Þór", "Dorde Thor"),
        ("Əli", "Ŋa", "Eli Na"),
        ("Ɓala", "Ɗan", "Bala Dan"),
        ("Ƙasim", "Ħal", "Kasim Hal"),
        ("Œuvre", "Ŧor", "Oeuvre Tor"),
    ] {
        holds(
            &child(given, family, &[]),
            &[written, &written.to_uppercase()],
        );
        let plainly: Vec<&str> = written.split(' ').collect();
        holds(
            &child(plainly[0], plainly[1], &[]),
            &[&format!("{given} {family}")],
        );
    }
    holds(
        &child("Σοφία", "Παππάς", &[]),
        &["ΣΟΦΙΑ ΠΑΠΠΑΣ", "σοφια παππας"],
    );
    holds(
        &child("Amira", "Khan", &[]),
        &[
            "Am\u{ad}ira Khan",
            "Amira\u{200b}Khan",
            "Ami\u{200d}ra Khan",
        ],
    );
    // One letter as it is written, three as they are decomposed.
    holds(&child("Jun", "Kim", &[]), &["Jun 민 Kim"]);
}

#[test]
fn one_name_alone_is_a_full_name_where_there_is_no_other() {
    holds(&child("Sukarno", "", &[]), &["Well done, Sukarno!"]);
    lacks(&child("", "", &[]), &["", "a", "anything at all"]);
    lacks(&child("Ann", "Lee", &["", "  "]), &["Lee", "Ann"]);
    for none in ["-", ".", "unknown", "NONE", "n/a", " ? ", "Mr"] {
        holds(&child("Sukarno", none, &[]), &["Well done, Sukarno!"]);
        holds(&child(none, "Sukarno", &[]), &["the Sukarnos", "#sukarno"]);
    }
}

#[test]
fn a_file_name_parts_at_capitals_and_its_extension_is_ignored() {
    let person = leo();
    for name in [
        "LeoMarsh_0012.jpg",
        "leo-marsh.png",
        "IMG_1234_LeoBell.HEIC",
        "marshLeo.webp",
        "2026-03-02 Lenny Bell (1).jpeg",
        "leo.marsh.jpg",
        "LeoJMarsh.jpg",
        "Leo's-Marsh.jpg",
        "Leo'sMarsh.jpg",
        "leo.marsh",
        "MARSH_LEO",
        "Marsh,Leo.tar.jpg",
        "LeoMarshBell.jpg",
        "leomarsh.jpg",
        "LEOMARSH.jpg",
        "Leo%20Marsh.jpg",
    ] {
        assert!(full_name_in_file_name(name, &person), "missed in {name:?}");
    }
    for name in [
        "leo.jpg",
        "leobell.jpg",
        "den_leo_builds_marsh.jpg",
        ".jpg",
        "",
    ] {
        assert!(!full_name_in_file_name(name, &person), "found in {name:?}");
    }
    assert!(!full_name_in_file_name(
        "leo.tiff",
        &child("Leo", "Tiff", &[])
    ));
    let donald = child("Leo", "McDonald", &[]);
    for name in [
        "LeoMcDonald.jpg",
        "leo_mcdonald.jpg",
        "Leo McDonald.jpg",
        "LeoMcdonald.jpg",
    ] {
        assert!(full_name_in_file_name(name, &donald), "missed in {name:?}");
    }
    assert!(full_name_in_file_name(
        "DavidO'Brien.jpg",
        &child("David", "O'Brien", &[])
    ));
    assert!(full_name_in_file_name(
        "Jean_d'Arcy.jpg",
        &child("Jean", "d'Arcy", &[])
    ));
}

#[test]
fn names_are_found_where_they_stand() {
    let amira = Person {
        id: PersonId("amira".to_owned()),
        ..child("Amira", "Khan", &[])
    };
    let people = [leo(), amira];
    let text = "Zoë, Lenny J. Bell’s den, and KHAN (Amira).";
    let found: Vec<(&str, String)> = find_names(text, &people)
        .into_iter()
        .map(|span| (&text[span.range], span.person.0))
        .collect();
    assert_eq!(
        found,
        [
            ("Lenny J. Bell", "c".to_owned()),
            ("KHAN (Amira", "amira".to_owned())
        ]
    );
    assert!(find_names("Amira and Leo", &people).is_empty());
    let name = "AmiraKhan_02.jpg";
    let span = &find_names_in_file_name(name, &people)[0];
    assert_eq!(&name[span.range.clone()], "AmiraKhan");
}

#[test]
fn names_that_are_written_in_one_are_found() {
    let amira = child("Amira", "Khan", &[]);
    holds(
        &amira,
        &[
            "#AmiraKhan",
            "well done #amirakhan",
            "AmiraKhan's picture",
            "AMIRAKHAN wins",
            "@khanamira",
            "example.com/amirakhan",
            "ami raKhan",
            "Ami-rak_han",
        ],
    );
    // Fewer than eight letters are one only after a sign that says so.
    let al = child("Al", "Ice", &[]);
    holds(&al, &["#alice", "@alice", "x/alice"]);
    lacks(&al, &["Alice in Wonderland", "alice"]);
    lacks(&child("Bo", "Li", &[]), &["#Bolivia"]);
    lacks(&child("Ali", "Na", &[]), &["#ChinaliNational"]);
    lacks(&child("Max", "Well", &[]), &["James Clerk Maxwell"]);
    lacks(&child("Will", "Power", &[]), &["Powerful Williams engine"]);
}

#[test]
fn what_people_write_between_two_names_keeps_them_together() {
    holds(
        &child("Amira", "Khan", &[]),
        &[
            "Amira Noor Khan",
            "Amira 'Mimi' Khan",
            "Amira (mimi) Khan",
            "Amira “the great” Khan",
            "Amira bint Khan",
            "Amira von der Khan",
            "Amira A B C Khan",
            "Amira, Khan",
            "Amira aka Khan",
            "Khan, Miss Amira",
            "Khan (Dr) Amira",
        ],
    );
    lacks(
        &child("Amira", "Khan", &[]),
        &[
            "Amira used Khan Academy",
            "Amira in Khan",
            "Amira Noor Bee Cee Dee Eff Khan",
            "Amira mimi Khan",
            "Amira (mimi) saw (noor) Khan",
            "Khan Noor Amira",
            "A. Khan",
        ],
    );
}

#[test]
fn a_family_name_that_stands_once_is_each_siblings() {
    let amira = child("Amira", "Khan", &[]);
    holds(
        &amira,
        &[
            "Amira and Leo Khan",
            "Amira & Zara Khan",
            "Amira, Leo, Zara and Bob Khan",
            "Amira und Zara Khan",
            "Amira and her twin Khan",
            "the Khan twins, Amira and Zara",
            "the Khans: Amira and Zara",
        ],
    );
    lacks(
        &amira,
        &[
            "Amira and Khan",
            "Amira with Khan",
            "Amira and the Khan",
            "the Khan twins",
        ],
    );
    holds(&child("Ned", "Cole", &[]), &["Ned and his sister Ivy Cole"]);
}

#[test]
fn every_family_name_of_the_register_is_looked_for() {
    let mohammed = Person {
        known_families: vec!["Testsmith".to_owned(), "n/a".to_owned()],
        ..child("Mohammed", "Testkhan", &["Mo"])
    };
    holds(
        &mohammed,
        &["Mo Testsmith", "Mohammed Testkhan", "the Testsmiths, Mo"],
    );
    lacks(&mohammed, &["Mo", "Testsmith"]);
    // A name that is known elsewhere is no placeholder's victim.
    let known = Person {
        known_families: vec!["Khan".to_owned()],
        ..child("Amira", "unknown", &[])
    };
    holds(&known, &["Amira Khan"]);
    lacks(&known, &["Amira", "Amira unknown"]);
}

#[test]
fn in_scripts_without_spaces_a_name_is_found_within_a_word() {
    let li = child("小龍", "李", &["Bruce"]);
    holds(
        &li,
        &[
            "李小龍",
            "今天李小龍在學校很高興",
            "小龍李",
            "李 小龍",
            "李Bruce",
        ],
    );
    lacks(&li, &["小龍", "李", "李子在小龍", "小龍的李子"]);
    holds(
        &child("สมชาย", "ใจดี", &[]),
        &["เด็กชายสมชาย ใจดี", "สมชายใจดี"],
    );
    holds(&child("민준", "김", &[]), &["김민준이 왔다"]);
    // A syllable is not found within another.
    lacks(&child("민준", "기", &[]), &["김민준"]);
}

#[test]
fn markup_hides_no_name() {
    holds(
        &child("Amira", "Khan", &[]),
        &[
            "Amira&nbsp;Khan",
            "Amira<br>Khan",
            "Ami<b>ra</b> Khan",
            "Amira%20Khan",
            "Amira%2520%4bhan",
            "A&#109;ira &#x4b;han",
            "Amira&lt;br&gt;Khan",
            "<img alt='Amira Khan'>",
            "Amira&amp;nbsp;Khan",
        ],
    );
    holds(&child("Zoë", "Brontë", &[]), &["Zo&euml; Bront&euml;"]);
    lacks(
        &child("Amira", "Khan", &[]),
        &[
            "Amira <3 big Khan",
            "Amira < big > Khan",
            "Amira 5% off Khan",
        ],
    );
}

#[test]
fn letters_that_look_alike_or_are_named_alike_are_read() {
    holds(
        &child("Amira", "Khan", &[]),
        &[
            "Аmirа Khаn",
            "ᴀᴍɪʀᴀ ᴋʜᴀɴ",
            "Αmira Κhan",
            "ⒶⓂⒾⓇⒶ ⓀⒽⒶⓃ",
            "🅐🅜🅘🅡🅐 🅺🅷🅰🅽",
            "🇦🇲🇮🇷🇦 🇰🇭🇦🇳",
            "⒜⒨⒤⒭⒜ ⒦⒣⒜⒩",
            "𝕬𝖒𝖎𝖗𝖆 𝕶𝖍𝖆𝖓",
        ],
    );
    holds(
        &child("Іван", "Петров", &[]),
        &["ІВАН ПЕТРОВ", "іван петров"],
    );
    holds(
        &child("Ivy", "Lee", &[]),
        &["Іvy Lee", "ӏvy Lee", "ΙVY LEE"],
    );
}

#[test]
fn another_child_who_is_tagged_is_nobodys_family_name() {
    let hope = child("Faith", "Hope", &[]);
    let other = Person {
        id: PersonId("h".to_owned()),
        ..child("Hope", "Street", &[])
    };
    let finds = |text: &str, tagged: Vec<&Person>| {
        NamesSought::in_text(text, &OwnNames::default()).hold(&hope, &Tagged::of(tagged))
    };
    for text in ["Faith, Hope and Grace", "Faith & Hope", "Hope, Faith"] {
        assert!(finds(text, vec![]), "{text}");
        assert!(!finds(text, vec![&other]), "{text}");
        // Their own given name is nobody else's.
        assert!(finds(text, vec![&hope]), "{text}");
    }
    for text in ["Faith Hope", "the Hope twins, Faith", "well, Faith Hope"] {
        assert!(finds(text, vec![&other]), "{text}");
    }
}

#[test]
fn the_schools_own_name_is_no_childs() {
    let rose = child("Rose", "Hill", &[]);
    let own = OwnNames::of(&["Rose Hill Primary School".to_owned()]);
    let finds = |text: &str| NamesSought::in_text(text, &own).hold(&rose, &Tagged::default());
    for text in [
        "Sports day at Rose Hill Primary School",
        "#RoseHillPrimarySchool",
        "Rose at ROSE HILL PRIMARY SCHOOL",
    ] {
        assert!(!finds(text), "{text}");
        assert!(full_name_in(text, &rose), "{text}");
    }
    for text in [
        "Rose Hill",
        "Rose Hill of Rose Hill Primary School",
        "Rose Hill Primary",
        // What is the school's own still stands between.
        "Rose (Rose Hill Primary School) Hill",
    ] {
        assert!(finds(text), "{text}");
    }
}
