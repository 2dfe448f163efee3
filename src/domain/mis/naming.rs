//! Names out of the cells of a list: in one column or two, with a pet name in brackets, or one name alone.
//! Knows nobody.

use super::noes;

/// What cells say that somebody is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Called {
    pub given: String,
    /// Empty where somebody has one name.
    pub family: String,
    pub known_as: Vec<String>,
    pub known_families: Vec<String>,
}

impl Called {
    /// From a column of first names and one of family names.
    pub fn in_two(given: &str, family: &str) -> Called {
        let mut called = Called::default();
        called.given = called.plain(given, false);
        called.family = called.plain(family, true);
        called.settled()
    }

    /// From one column: `Khan, Amira` or `Amira Khan`.
    pub fn in_one(full: &str) -> Called {
        let mut called = Called::default();
        if let Some((family, given)) = full.split_once(',') {
            called.given = called.plain(given, false);
            called.family = called.plain(family, true);
            return called.settled();
        }
        let plain = called.plain(full, false);
        (called.given, called.family) = match plain.rsplit_once(' ') {
            Some((given, family)) => parted(given, family),
            None => (plain, String::new()),
        };
        called.settled()
    }

    /// Another name from a column of its own, or several.
    pub fn also(&mut self, cell: &str, is_family: bool) {
        for name in cell.split([';', '/']) {
            let name = self.plain(name, is_family);
            if is_family {
                self.known_families.push(name);
            } else {
                self.known_as.push(name);
            }
        }
        *self = std::mem::take(self).settled();
    }

    /// A name without what stands in brackets or quotation marks, which is one that they are known by.
    fn plain(&mut self, text: &str, is_family: bool) -> String {
        let mut plain = String::new();
        let mut inner: Option<(char, String)> = None;
        let mut before = ' ';
        for sign in text.chars() {
            match &mut inner {
                None => {
                    match closing(sign).filter(|_| !matches!(sign, '\'' | '‘') || before == ' ') {
                        Some(closing) => inner = Some((closing, String::new())),
                        None => plain.push(sign),
                    }
                }
                Some((closing, known)) if *closing == sign => {
                    let known = std::mem::take(known);
                    inner = None;
                    self.bracketed(&known, is_family);
                    plain.push(' ');
                }
                Some((_, known)) => known.push(sign),
            }
            before = sign;
        }
        if let Some((_, rest)) = inner {
            // Never closed: an apostrophe, or a slip.
            plain.push(' ');
            plain.push_str(&rest);
        }
        let plain = tidy(&plain);
        for between in [" aka ", " known as ", " a.k.a. ", " née "] {
            if let Some((name, known)) = plain.split_once(between) {
                self.bracketed(known, is_family);
                return tidy(name);
            }
        }
        plain
    }

    fn bracketed(&mut self, known: &str, is_family: bool) {
        let known = tidy(known);
        let is_name = known.chars().any(char::is_alphabetic)
            && !known.chars().any(|sign| sign.is_ascii_digit())
            && !noes::says_no(&known)
            && !noes::is_of_pictures(&known);
        if is_name && is_family {
            self.known_families.push(known);
        } else if is_name {
            self.known_as.push(known);
        }
    }

    /// One name is a name, and a name that is said twice says nothing more.
    fn settled(mut self) -> Called {
        if is_none(&self.family) {
            self.family.clear();
        }
        if is_none(&self.given) {
            self.given = std::mem::take(&mut self.family);
        }
        let (given, family) = (&self.given, &self.family);
        let others = |names: &mut Vec<String>, own: &String| {
            names.retain(|name| !is_none(name) && name != own);
            names.dedup();
        };
        others(&mut self.known_as, given);
        others(&mut self.known_families, family);
        self
    }
}

/// `Leo van der Berg` has `van der Berg` as family name.
fn parted(given: &str, family: &str) -> (String, String) {
    const LEADING: [&str; 14] = [
        "van", "von", "de", "der", "den", "del", "di", "da", "dos", "la", "le", "bin", "ibn", "al",
    ];
    let (mut given, mut family) = (given.to_owned(), family.to_owned());
    while let Some((before, last)) = given.rsplit_once(' ') {
        if !LEADING.contains(&last) {
            break;
        }
        family = format!("{last} {family}");
        given = before.to_owned();
    }
    (given, family)
}

/// A placeholder where no name is.
fn is_none(name: &str) -> bool {
    let plain = name.to_lowercase();
    !name.chars().any(char::is_alphanumeric)
        || matches!(
            plain.as_str(),
            "unknown" | "none" | "n/a" | "null" | "not known"
        )
}

fn closing(sign: char) -> Option<char> {
    Some(match sign {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '"' => '"',
        '“' => '”',
        '‘' => '’',
        '\'' => '\'',
        _ => return None,
    })
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(full: &str) -> (String, String, String) {
        let called = Called::in_one(full);
        (called.given, called.family, called.known_as.join("+"))
    }

    #[test]
    fn a_pet_name_in_brackets_is_one_that_they_are_known_by() {
        for (full, given, family, known) in [
            ("Testkhan, Amira (Mia)", "Amira", "Testkhan", "Mia"),
            ("Amira (Mia) Testkhan", "Amira", "Testkhan", "Mia"),
            ("Amira 'Mia' Testkhan", "Amira", "Testkhan", "Mia"),
            ("Amira “Mia” Testkhan", "Amira", "Testkhan", "Mia"),
            ("Amira \"Mia\" Testkhan", "Amira", "Testkhan", "Mia"),
            ("Ben O'Brien", "Ben", "O'Brien", ""),
            ("O'Brien, Ben", "Ben", "O'Brien", ""),
            ("Leo van der Berg", "Leo", "van der Berg", ""),
            ("Sukarno", "Sukarno", "", ""),
            ("Khan, Amira (no photos)", "Amira", "Khan", ""),
            ("Khan, Amira (2)", "Amira", "Khan", ""),
            ("Khan, Mohammed aka Mo", "Mohammed", "Khan", "Mo"),
        ] {
            let wanted = (given.to_owned(), family.to_owned(), known.to_owned());
            assert_eq!(one(full), wanted, "{full}");
        }
    }

    #[test]
    fn one_name_is_a_name_and_a_placeholder_is_none() {
        for (given, family) in [
            ("Sukarno", ""),
            ("", "Sukarno"),
            ("Sukarno", "-"),
            ("n/a", "Sukarno"),
        ] {
            let called = Called::in_two(given, family);
            assert_eq!(
                (called.given.as_str(), called.family.as_str()),
                ("Sukarno", "")
            );
        }
    }
}
