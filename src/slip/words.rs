//! What a slip says, in English and in Welsh. A channel that the school named itself keeps its name.

use crate::domain::channel::Channel;
use crate::domain::language::Language;
use crate::domain::policy::Policy;

/// The fixed words of a form.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    pub(super) intro: &'static str,
    pub(super) yes: &'static str,
    pub(super) no: &'static str,
    pub(super) withdraw: &'static str,
    pub(super) i_am: &'static str,
    pub(super) relations: [&'static str; 3],
    pub(super) name: &'static str,
    pub(super) signature: &'static str,
    pub(super) date: &'static str,
}

const ENGLISH: Words = Words {
    title: "May we use pictures?",
    about: "About:",
    intro: "We take photos and films at school. For each use below, tick Yes or No. You may say yes to some \
            and no to others; a no has no disadvantage of any kind. Where you tick nothing, we take it as \
            not answered and do not use pictures there.",
    yes: "Yes",
    no: "No",
    withdraw: "You can change your mind at any time: tell the school office, in writing or by word of mouth. \
               We then take down what is out, as far as it is in our hands, and use no more.",
    i_am: "I am (tick one):",
    relations: [
        "somebody with parental responsibility",
        "the person named above",
        "another",
    ],
    name: "Your name, in capitals",
    signature: "Signature",
    date: "Date",
};

const WELSH: Words = Words {
    title: "A gawn ni ddefnyddio lluniau?",
    about: "Ynghylch:",
    intro: "Rydym yn tynnu lluniau a ffilmiau yn yr ysgol. Ar gyfer pob defnydd isod, ticiwch Iawn neu Na. \
            Cewch gytuno i rai a gwrthod eraill; nid yw gwrthod yn anfantais o gwbl. Lle na thiciwch ddim, \
            nid oes ateb, ac ni ddefnyddiwn luniau yno.",
    yes: "Iawn",
    no: "Na",
    withdraw: "Cewch newid eich meddwl unrhyw bryd: dywedwch wrth swyddfa'r ysgol, ar bapur neu ar lafar. \
               Yna tynnwn i lawr yr hyn sydd allan, hyd y gallwn, ac ni ddefnyddiwn ragor.",
    i_am: "Rwyf yn (ticiwch un):",
    relations: [
        "rhywun â chyfrifoldeb rhiant",
        "y person a enwir uchod",
        "rhywun arall",
    ],
    name: "Eich enw, mewn priflythrennau",
    signature: "Llofnod",
    date: "Dyddiad",
};

pub(super) fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Welsh => &WELSH,
    }
}

/// Ids that ship with the product: in Welsh their name, and in both what the use is.
const USES: &[(&str, &str, &str, &str)] = &[
    (
        "journal",
        "Dyddlyfr dysgu",
        "The learning journal that families of the group can see, at home and online.",
        "Y dyddlyfr dysgu y gall teuluoedd y grŵp ei weld, gartref ac ar-lein.",
    ),
    (
        "newsletter",
        "Cylchlythyr",
        "The school's newsletter, on paper and by e-mail; families pass it on.",
        "Cylchlythyr yr ysgol, ar bapur a thrwy e-bost; mae teuluoedd yn ei rannu.",
    ),
    (
        "website",
        "Gwefan yr ysgol",
        "The school's website. Everybody in the world can see and copy it. Never with a full name.",
        "Gwefan yr ysgol. Gall pawb yn y byd ei gweld a'i chopïo. Byth gydag enw llawn.",
    ),
    (
        "social",
        "Cyfryngau cymdeithasol",
        "The school's pages on social media. Everybody can see, copy and pass them on.",
        "Tudalennau'r ysgol ar gyfryngau cymdeithasol. Gall pawb eu gweld, eu copïo a'u rhannu.",
    ),
    (
        "press",
        "Y wasg leol",
        "Local newspapers and television. What they keep is out of our hands.",
        "Papurau newydd a theledu lleol. Mae'r hyn a gadwant allan o'n dwylo ni.",
    ),
    (
        "video-call",
        "Galwad fideo allanol",
        "Joining a video call with people outside the school, with staff in the room.",
        "Ymuno â galwad fideo gyda phobl o'r tu allan i'r ysgol, gyda staff yn yr ystafell.",
    ),
];

/// A channel's name and, in plain words, what the use is.
pub(super) fn channel(channel: &Channel, language: Language) -> (String, String) {
    let known = USES.iter().find(|(id, ..)| *id == channel.id.0);
    match (known, language) {
        (Some((_, _, english, _)), Language::English) => {
            (channel.name.clone(), (*english).to_owned())
        }
        (Some((_, name, _, welsh)), Language::Welsh) => ((*name).to_owned(), (*welsh).to_owned()),
        (None, _) => (channel.name.clone(), other(channel.outside, language)),
    }
}

fn other(is_outside: bool, language: Language) -> String {
    match (language, is_outside) {
        (Language::English, true) => "Seen by people outside the school.",
        (Language::English, false) => "Seen inside the school only.",
        (Language::Welsh, true) => "I'w weld gan bobl o'r tu allan i'r ysgol.",
        (Language::Welsh, false) => "I'w weld y tu mewn i'r ysgol yn unig.",
    }
    .to_owned()
}

/// How long a yes counts, and whether the child is asked as well.
pub(super) fn terms(policy: &Policy, language: Language) -> String {
    let mut said = Vec::new();
    if let Some(months) = policy.longest_term_months {
        said.push(match language {
            Language::English => format!("A yes counts for at most {months} months."),
            Language::Welsh => format!("Mae caniatâd yn para am {months} mis ar y mwyaf."),
        });
    }
    if policy.ends_on_leaving {
        said.push(
            match language {
                Language::English => "It ends when the child leaves the school.",
                Language::Welsh => "Daw i ben pan fydd y plentyn yn gadael yr ysgol.",
            }
            .to_owned(),
        );
    }
    if let Some(age) = policy.own_voice_from_age {
        said.push(match language {
            Language::English => {
                format!("From the age of {age} the child is asked as well, on a slip of their own.")
            }
            Language::Welsh => {
                format!("O {age} oed gofynnir i'r plentyn hefyd, ar ffurflen ei hun.")
            }
        });
    }
    said.join(" ")
}

/// Of several slips for one person, which this is.
pub(super) fn part(number: usize, of: usize, language: Language) -> String {
    match language {
        Language::English => format!("Slip {number} of {of}; please answer each"),
        Language::Welsh => format!("Ffurflen {number} o {of}; atebwch bob un"),
    }
}
