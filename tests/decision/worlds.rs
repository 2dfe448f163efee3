//! Worlds to ask about: a policy, a register and a picture, made from small pools around today, so
//! that a good share of them is allowed and a property can fail.

use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use shutterslip::domain::channel::{Channel, ChannelId, ChannelKind, PermissionRule};
use shutterslip::domain::decision::{Question, decide};
use shutterslip::domain::permission::{Answer, Evidence, Permission, Relation};
use shutterslip::domain::person::{Person, PersonId, PersonKind, Responsible};
use shutterslip::domain::photo::{
    Copyright, DeviceStanding, PhotoFacts, Role, Shown, SignOff, Unrecognisable, VideoFacts, Who,
};
use shutterslip::domain::policy::Policy;
use shutterslip::domain::verdict::Verdict;

/// Contacts that are nobody's of the school; no other text of a world holds one.
pub const FOREIGN_CONTACTS: [&str; 4] = [
    "leo@example.com",
    "07700 900123",
    "AB1 2CD",
    "+44 20 7946 0018",
];

/// Ids of the register, and one that it may not hold.
const PEOPLE: [&str; 6] = ["amira", "leo", "maya", "patel", "grey", "nobody"];
const HELD: usize = 5;

/// A question that owns what it asks about.
#[derive(Clone, Debug)]
pub struct World {
    pub policy: Policy,
    pub channel: Channel,
    pub today: NaiveDate,
    pub people: Vec<Person>,
    pub permissions: Vec<Permission>,
    pub photo: PhotoFacts,
    pub clock_behind: bool,
    pub register_live: bool,
    pub register_restored: bool,
}

impl World {
    pub fn question(&self) -> Question<'_> {
        Question {
            policy: &self.policy,
            channel: &self.channel,
            today: self.today,
            photo: &self.photo,
            people: (&self.people).into(),
            permissions: &self.permissions,
            clock_behind: self.clock_behind,
            register_live: self.register_live,
            register_restored: self.register_restored,
        }
    }

    pub fn verdict(&self) -> Verdict {
        decide(&self.question())
    }
}

fn at(today: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 {
        today - distance
    } else {
        today + distance
    }
}

/// Mostly what keeps a picture allowed, seldom what blocks it.
fn mostly<T: Clone + std::fmt::Debug + 'static>(
    good: T,
    otherwise: Vec<T>,
) -> impl Strategy<Value = T> {
    prop_oneof![30 => Just(good), 1 => select(otherwise)]
}

/// A policy near a shipped one, and one of its channels.
fn policies() -> impl Strategy<Value = (Policy, Channel)> {
    let ids = select(vec!["written-permission", "no-children-on-website"]);
    let rules = (
        option::of(Just(13_u32)),
        any::<bool>(),
        select(vec![None, Some(6), Some(12), Some(12), Some(24)]),
        any::<bool>(),
        select(vec![None, Some(30), Some(90)]),
        select(vec![vec![], vec!["Khan House".to_owned()]]),
    );
    let channel = (
        select((0..7_usize).collect::<Vec<_>>()),
        select(vec![
            PermissionRule::Written,
            PermissionRule::Any,
            PermissionRule::None,
        ]),
        prop_oneof![5 => Just(None), 1 => select(vec![Some(1_u32), Some(36)])],
        option::weighted(0.2, any::<bool>()),
        option::weighted(0.2, select(vec![None, Some(100_u32)])),
    );
    (ids, rules, channel).prop_map(|(id, rules, (index, rule, term, hiding, largest_face))| {
        let mut policy = Policy::shipped(id).unwrap();
        (
            policy.own_voice_from_age,
            policy.ends_on_leaving,
            policy.longest_term_months,
            policy.four_eyes,
            policy.sign_off_days,
            policy.own_names,
        ) = rules;
        let channel = &mut policy.channels[index];
        if !channel.outside {
            channel.permission = rule;
        }
        channel.longest_term_months = term;
        channel.hiding = hiding.unwrap_or(channel.hiding);
        if let ChannelKind::Pictures(pictures) = &mut channel.kind {
            pictures.largest_face = largest_face.unwrap_or(pictures.largest_face);
        }
        let channel = channel.clone();
        (policy, channel)
    })
}

/// Days around today, with the ends of terms among them.
fn offset() -> impl Strategy<Value = i64> {
    select(vec![
        -731, -730, -366, -365, -364, -184, -181, -31, -28, -1, -1, 0, 0, 1, 2, 30, 200,
    ])
}

fn person(index: usize, today: NaiveDate) -> impl Strategy<Value = Person> {
    // Thirteen years to the day, a day on either side, clearly younger or not known.
    let born = select(vec![
        None,
        Some(-4748),
        Some(-4749),
        Some(-4747),
        Some(-1500),
        Some(-1500),
    ]);
    let leaves = select(vec![
        None,
        Some(300),
        Some(300),
        Some(0),
        Some(1),
        Some(300),
        Some(-1),
    ]);
    let never = mostly(false, vec![true]);
    let listed = select(vec!["A", "a.", "B", "C"]);
    let until = option::weighted(0.4, select(vec![-1_i64, 0, 1, 200]));
    let responsible = prop_oneof![
        8 => Just(Vec::new()),
        2 => vec((listed, until), 1..3),
    ];
    let names = [
        ("Amira", "Khan", vec![], vec![]),
        ("Leo", "Marsh-Bell", vec!["Lenny"], vec!["Khan", "-"]),
        (
            "Maya",
            "O'Brien",
            vec!["May Bee"],
            vec!["van der Berg", "Leo"],
        ),
        ("Sunil", "Patel", vec![], vec![]),
        ("Ann", "Grey", vec![], vec![]),
    ];
    let (given, family, known_as, known_families) = names[index].clone();
    let held = (born, leaves, never, responsible);
    held.prop_map(move |(born, leaves, never, responsible)| Person {
        id: PersonId(PEOPLE[index].to_owned()),
        kind: match index {
            0..=2 => PersonKind::Child,
            3 => PersonKind::Staff,
            _ => PersonKind::Visitor,
        },
        given: given.to_owned(),
        family: family.to_owned(),
        known_as: known_as.iter().map(ToString::to_string).collect(),
        known_families: known_families.iter().map(ToString::to_string).collect(),
        born: born.map(|days| at(today, days)),
        leaves: leaves.map(|days| at(today, days)),
        never,
        changed_outside: false,
        responsible: responsible
            .into_iter()
            .map(|(by, until)| Responsible {
                by: by.to_owned(),
                until: until.map(|days| at(today, days)),
            })
            .collect(),
    })
}

/// The register: everybody, or some; seldom somebody twice and as something else.
fn register(today: NaiveDate) -> impl Strategy<Value = Vec<Person>> {
    let everybody: Vec<_> = (0..HELD)
        .map(|index| person(index, today).boxed())
        .collect();
    let again = option::weighted(
        0.05,
        (0..HELD).prop_flat_map(move |index| person(index, today)),
    );
    let missing = option::weighted(0.1, 0..HELD);
    (everybody, again, any::<bool>(), missing).prop_map(|(mut people, again, as_child, missing)| {
        if let Some(missing) = missing {
            people.remove(missing);
        }
        if let Some(mut again) = again {
            again.kind = if as_child {
                PersonKind::Child
            } else {
                PersonKind::Staff
            };
            people.push(again);
        }
        people
    })
}

/// Records that permit: what a school that asked everybody has.
fn asked(
    index: usize,
    today: NaiveDate,
    channel: ChannelId,
) -> impl Strategy<Value = Vec<Permission>> {
    let there = prop_oneof![5 => Just(true), 1 => Just(false)];
    let own = prop_oneof![3 => Just(true), 1 => Just(false)];
    (there, own, 1..28_i64).prop_map(move |(there, own, ago)| {
        let grant = |relation, by: &str| Permission {
            person: PersonId(PEOPLE[index].to_owned()),
            channel: channel.clone(),
            answer: Answer::Granted,
            relation,
            by: by.to_owned(),
            signed: at(today, -ago),
            from: None,
            until: None,
            evidence: Evidence::Paper,
        };
        let mut grants = Vec::new();
        if there && index < 3 {
            grants.push(grant(Relation::Parent, "A"));
        }
        if there && (own || index >= 3) {
            grants.push(grant(Relation::Oneself, "A"));
        }
        grants
    })
}

/// Any record at all.
pub fn record(today: NaiveDate, channel: ChannelId) -> impl Strategy<Value = Permission> {
    let who = (
        select(PEOPLE.to_vec()),
        prop_oneof![4 => Just(None), 1 => Just(Some("press"))],
    );
    let what = prop_oneof![
        8 => Just(Answer::Granted),
        1 => Just(Answer::Refused),
        1 => Just(Answer::Withdrawn)
    ];
    let relation = select(vec![
        Relation::Parent,
        Relation::Parent,
        Relation::Oneself,
        Relation::Other,
    ]);
    let evidence = select(vec![
        Evidence::Paper,
        Evidence::Paper,
        Evidence::EForm,
        Evidence::Email,
        Evidence::Spoken,
    ]);
    let days = (
        offset(),
        option::weighted(0.3, offset()),
        option::weighted(0.3, offset()),
    );
    // The second and the last are the first, in other spellings.
    let by = select(vec!["A", "a.", "B", "Á"]);
    (who, what, relation, by, days, evidence).prop_map(
        move |((person, other), answer, relation, by, (signed, from, until), evidence)| {
            Permission {
                person: PersonId(person.to_owned()),
                channel: other.map_or_else(|| channel.clone(), |id| ChannelId(id.to_owned())),
                answer,
                relation,
                by: by.to_owned(),
                signed: at(today, signed),
                from: from.map(|days| at(today, days)),
                until: until.map(|days| at(today, days)),
                evidence,
            }
        },
    )
}

fn shown() -> impl Strategy<Value = Vec<Shown>> {
    let who = prop_oneof![
        20 => select(PEOPLE[..HELD].to_vec()).prop_map(|id| Who::Person(PersonId(id.to_owned()))),
        1 => select(vec!["nobody", "visitor"]).prop_map(|id| Who::Person(PersonId(id.to_owned()))),
        1 => Just(Who::Unknown),
        2 => select(vec![Unrecognisable::Child, Unrecognisable::Adult]).prop_map(Who::Unrecognisable),
    ];
    let tag = (who, prop_oneof![2 => Just(false), 1 => Just(true)]);
    vec(tag.prop_map(|(who, hidden)| Shown { who, hidden }), 0..4)
}

fn text() -> impl Strategy<Value = String> {
    let harmless = vec![
        "",
        "A den",
        "Amira and Leo",
        "Ring 01632 960000",
        "Year 2, 02/03/2026",
        "Joanne Leeds",
        "Maya’s hat",
        "Ann Grey",
        "office@school.example",
        "Amira and Khan",
        "Leo in the marsh",
        "Maya and Amira",
        "02 04 06 08 10 12",
    ];
    let telling = vec![
        "Maya, Leo and Amira",
        "Leo & Maya",
        "#amirakhan",
        "Amira and Leo Khan",
        "Maya 'mimi' Berg",
        "the Khans, Leo",
        "Maya&nbsp;O Brien",
        "Leo Marshbell",
        "Amira at Khan House",
        "Amira Khan House",
        "Аmira Khan",
        "Amira Khan",
        "khan, AMIRA!",
        "Amíra J. Khan",
        "Leo Bell’s den",
        "Lenny X Y Marsh",
        "Lenny X Y Z Marsh",
        "Maya OBrien",
        "O’Brien's May-Bee",
        "May Bee",
        "May O'Brien",
        "leo@example.com",
        "(07700 900123)",
        "at AB1 2CD.",
        "+44 20 7946 0018",
        "Amira1Khan",
        "AmiraKhan",
        "Leo's Amira's Khan's",
        "Marsh-Bell, Leo",
        "Amira Q Marsh Leo",
    ];
    prop_oneof![20 => select(harmless), 1 => select(telling)].prop_map(str::to_owned)
}

fn file_name() -> impl Strategy<Value = String> {
    let harmless = vec![
        "",
        "IMG_0012.jpg",
        "den.png",
        "Amira_den.jpg",
        "leobell.jpg",
    ];
    let telling = vec![
        "leomarsh.jpg",
        "Amira%20Khan.jpg",
        "AmiraKhan_02.jpg",
        "leo-bell.JPG",
        "2026_mayaO'Brien.jpg",
        "KhanAmira.png",
    ];
    prop_oneof![20 => select(harmless), 1 => select(telling)].prop_map(str::to_owned)
}

fn sign_off(today: NaiveDate) -> impl Strategy<Value = Option<SignOff>> {
    let by = mostly("shaw", vec!["patel"]);
    let role = mostly(
        Role::Head,
        vec![Role::Office, Role::Practitioner, Role::Technician],
    );
    let ago = prop_oneof![
        20 => select(vec![0_i64, 1, 30]),
        1 => select(vec![31_i64, 90, 91, 400]),
    ];
    let given = (by, role, mostly(true, vec![false]), ago);
    let given = given.prop_map(move |(by, role, current, ago)| SignOff {
        by: by.to_owned(),
        role,
        current,
        signed: at(today, -ago),
    });
    option::weighted(0.97, given)
}

fn photo(today: NaiveDate) -> impl Strategy<Value = PhotoFacts> {
    let device = prop_oneof![
        15 => Just(DeviceStanding::Enrolled),
        15 => Just(DeviceStanding::Camera),
        1 => select(vec![DeviceStanding::Revoked, DeviceStanding::Unknown]),
    ];
    let folder = prop_oneof![30 => Just(Vec::new()), 1 => vec(file_name(), 1..3)];
    let texts = (text(), text(), text(), file_name(), folder);
    let owner = prop_oneof![
        20 => Just(Copyright::School),
        4 => Just(Copyright::Permission),
        1 => Just(Copyright::Unknown),
    ];
    let all = ["dressed", "dignity", "no-names-in-view"];
    let items = mostly(
        all.to_vec(),
        vec![vec![], vec!["dressed"], vec!["dignity", "Dressed"]],
    );
    let faces = mostly((2, 2), vec![(3, 2), (0, 0), (1, 4)]);
    let close = mostly(30, vec![100_u32, 101, 160, 161, 400]);
    let told = (
        device,
        mostly(true, vec![false]),
        faces,
        mostly(0, vec![1, 3]),
        close,
        video(),
    );
    (told, shown(), texts, owner, items, sign_off(today)).prop_map(
        |(told, shown, texts, copyright, items, sign_off)| {
            let (device, tagging_complete, faces, doubts, tallest_face, video) = told;
            let names_spoken = matches!(video, Some((_, true)));
            let items = items
                .into_iter()
                .chain(names_spoken.then_some("no-names-spoken"));
            PhotoFacts {
                device,
                tagging_complete,
                shown,
                faces: faces.0,
                faces_accounted: faces.1,
                doubts,
                tallest_face,
                video: video.map(|(video, _)| video),
                caption: texts.0,
                alt: texts.1,
                credit: texts.2,
                file_name: texts.3,
                goes_into: texts.4,
                copyright,
                checklist: items.map(ToString::to_string).collect(),
                taken_by: "patel".to_owned(),
                sign_off,
            }
        },
    )
}

/// A video now and then, and whether its checklist says that no name is spoken.
fn video() -> impl Strategy<Value = Option<(VideoFacts, bool)>> {
    let watched = prop_oneof![8 => Just(true), 1 => Just(false)];
    let ticked = prop_oneof![8 => Just(true), 1 => Just(false)];
    option::weighted(
        0.2,
        (watched, any::<bool>(), ticked)
            .prop_map(|(watched, sound, ticked)| (VideoFacts { watched, sound }, ticked)),
    )
}

/// A world on an ordinary day, a leap day, or the last of February.
pub fn world() -> impl Strategy<Value = World> {
    let days = [
        (2026, 3, 2),
        (2026, 2, 28),
        (2024, 2, 29),
        (2025, 2, 28),
        (2026, 8, 31),
    ];
    let today = select(
        days.map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap())
            .to_vec(),
    );
    (today, policies()).prop_flat_map(|(today, (policy, channel))| {
        let granted: Vec<_> = (0..HELD)
            .map(|index| asked(index, today, channel.id.clone()).boxed())
            .collect();
        let records = vec(record(today, channel.id.clone()), 0..5);
        let more = prop_oneof![1 => Just(Vec::new()), 1 => records];
        let standing = (
            mostly(false, vec![true]),
            mostly(true, vec![false]),
            mostly(false, vec![true]),
        );
        (
            register(today),
            granted,
            more,
            any::<bool>(),
            photo(today),
            standing,
        )
            .prop_map(move |(people, granted, more, first, photo, standing)| {
                let (clock_behind, register_live, register_restored) = standing;
                let granted = granted.concat();
                World {
                    policy: policy.clone(),
                    channel: channel.clone(),
                    today,
                    people,
                    permissions: if first {
                        [more, granted]
                    } else {
                        [granted, more]
                    }
                    .concat(),
                    photo,
                    clock_behind,
                    register_live,
                    register_restored,
                }
            })
    })
}
