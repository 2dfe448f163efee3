//! Reads Rust as far as the house rules need: comments and texts blanked out, paths followed
//! through groups and `super`. No parser: macros that build paths are not seen.

/// One file of the house.
pub struct Source {
    /// From the repository's root, with slashes.
    pub path: String,
    pub text: String,
    /// The text with comments and the insides of literals blanked, line for line.
    code: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Source {
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
            code: blank(text),
        }
    }

    /// The room that the file belongs to: the first name under `src`.
    pub fn room(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let first = inside.split('/').next().unwrap_or(inside);
        first.trim_end_matches(".rs")
    }

    /// Line number, code without comments and texts, the line as written.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str, &str)> {
        let pairs = self.code.lines().zip(self.text.lines()).enumerate();
        pairs.map(|(index, (code, raw))| (index + 1, code, raw))
    }

    /// The file's own place in the house: `src/register/trail.rs` is `register::trail`.
    pub fn module(&self) -> Vec<String> {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let parts = inside.trim_end_matches(".rs").split('/');
        let parts = parts.filter(|part| !["lib", "main", "mod"].contains(part));
        parts.map(str::to_owned).collect()
    }
}

/// A path that stands in the code, or a name that stands alone.
pub struct Named {
    pub line: usize,
    /// Resolved from the crate's root where it is of this house, else as written.
    pub path: Vec<String>,
    /// Whether it starts at `crate`, `self`, `super` or the crate's own name.
    pub in_house: bool,
    after_dot: bool,
}

impl Named {
    pub fn text(&self) -> String {
        self.path.join("::")
    }

    pub fn has(&self, part: &str) -> bool {
        self.path.iter().any(|found| found == part)
    }

    pub fn starts_with(&self, head: &[&str]) -> bool {
        self.path.len() >= head.len() && self.path.iter().zip(head).all(|(a, b)| a == b)
    }

    pub fn ends_with(&self, tail: &[&str]) -> bool {
        self.path.len() >= tail.len()
            && self
                .path
                .iter()
                .rev()
                .zip(tail.iter().rev())
                .all(|(a, b)| a == b)
    }

    /// Whether this is a method call of that name.
    pub fn is_call_of(&self, method: &str) -> bool {
        self.after_dot && self.path.len() == 1 && self.path[0] == method
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Colons,
    Mark(char),
}

/// Every path and lone name, in order.
pub fn names(source: &Source) -> Vec<Named> {
    let tokens = tokens(&source.code);
    let mut found = Vec::new();
    let mut place = source.module();
    // For every open brace, whether it opened an inline module.
    let mut braces: Vec<bool> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at].0 {
            Token::Mark('{') => {
                braces.push(false);
                at += 1;
            }
            Token::Mark('}') => {
                if braces.pop() == Some(true) {
                    place.pop();
                }
                at += 1;
            }
            Token::Name(word) if word == "mod" => {
                at += 1;
                if let (Some((Token::Name(name), _)), Some((Token::Mark('{'), _))) =
                    (tokens.get(at), tokens.get(at + 1))
                {
                    place.push(name.clone());
                    braces.push(true);
                    at += 2;
                }
            }
            Token::Name(_) => {
                let after_dot = at > 0 && tokens[at - 1].0 == Token::Mark('.');
                let before = found.len();
                at = follow(&tokens, at, Vec::new(), &mut found);
                for named in &mut found[before..] {
                    named.after_dot = after_dot;
                    resolve(named, &place);
                }
            }
            // `<T as Outlet>::deliver`: what follows still counts, under a stand-in for the type.
            Token::Colons => {
                let stand_in = vec!["_".to_owned()];
                at = follow(&tokens, at + 1, stand_in, &mut found).max(at + 1);
            }
            Token::Mark(_) => at += 1,
        }
    }
    found
}

/// One path with its groups, from its first name on; gives the place behind it.
fn follow(
    tokens: &[(Token, usize)],
    mut at: usize,
    mut path: Vec<String>,
    found: &mut Vec<Named>,
) -> usize {
    let mut line = tokens.get(at).map_or(0, |token| token.1);
    loop {
        match tokens.get(at) {
            Some((Token::Name(word), here)) => {
                line = *here;
                path.push(word.clone());
                at += 1;
            }
            Some((Token::Mark('*'), here)) if !path.is_empty() => {
                line = *here;
                path.push("*".to_owned());
                at += 1;
            }
            Some((Token::Mark('{'), _)) => {
                at += 1;
                loop {
                    match tokens.get(at) {
                        None => return at,
                        Some((Token::Mark('}'), _)) => return at + 1,
                        Some((Token::Mark(','), _)) => at += 1,
                        Some(_) => {
                            let next = follow(tokens, at, path.clone(), found);
                            at = next.max(at + 1);
                        }
                    }
                }
            }
            _ => break,
        }
        if tokens.get(at).is_none_or(|token| token.0 != Token::Colons) {
            break;
        }
        at += 1;
    }
    if !path.is_empty() {
        found.push(Named {
            line,
            path,
            in_house: false,
            after_dot: false,
        });
    }
    at
}

/// Turns `crate`, `self`, `super` and the crate's own name into a path from the root.
fn resolve(named: &mut Named, place: &[String]) {
    let alone = named.path.len() == 1;
    let root = match named.path.first().map(String::as_str) {
        Some("crate" | "shutterslip") if !alone => Vec::new(),
        Some("self") if !alone => place.to_vec(),
        Some("super") if !alone => {
            let mut root = place.to_vec();
            root.pop();
            root
        }
        _ => return,
    };
    let mut path = root;
    for part in named.path.drain(..).skip(1) {
        if part == "super" {
            path.pop();
        } else {
            path.push(part);
        }
    }
    named.path = path;
    named.in_house = true;
}

fn tokens(code: &str) -> Vec<(Token, usize)> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut letters = code.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\n' {
            line += 1;
        } else if letter.is_alphanumeric() || letter == '_' {
            let mut word = String::from(letter);
            while let Some(next) = letters.next_if(|c| c.is_alphanumeric() || *c == '_') {
                word.push(next);
            }
            found.push((Token::Name(word), line));
        } else if letter == ':' && letters.next_if_eq(&':').is_some() {
            found.push((Token::Colons, line));
        } else if !letter.is_whitespace() {
            found.push((Token::Mark(letter), line));
        }
    }
    found
}

/// Comments and the insides of texts and letters become spaces; line ends stay.
fn blank(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let keep = |out: &mut String, c: char| out.push(if c == '\n' { '\n' } else { ' ' });
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        let in_word = at > 0 && (letters[at - 1].is_alphanumeric() || letters[at - 1] == '_');
        let length = match rest {
            ['/', '/', ..] => rest.iter().take_while(|c| **c != '\n').count(),
            ['/', '*', ..] => block_comment(rest),
            ['"', ..] => quoted(rest),
            ['b', '"', ..] if !in_word => 1 + quoted(&rest[1..]),
            ['r', '"' | '#', ..] if !in_word => raw(rest),
            ['b', 'r', '"' | '#', ..] if !in_word => 1 + raw(&rest[1..]),
            ['\'', '\\', ..] => {
                2 + rest[2..].iter().skip(1).take_while(|c| **c != '\'').count() + 2
            }
            ['\'', _, '\'', ..] => 3,
            _ => 0,
        };
        if length == 0 {
            out.push(letters[at]);
            at += 1;
        } else {
            let end = (at + length).min(letters.len());
            letters[at..end].iter().for_each(|c| keep(&mut out, *c));
            at = end;
        }
    }
    out
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => {
                depth += 1;
                at += 2;
            }
            ['*', '/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn quoted(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// `r"..."` and `r#"..."#`; 0 where it is a raw name instead.
fn raw(rest: &[char]) -> usize {
    let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return 0;
    }
    let mut at = 2 + hashes;
    while at < rest.len() {
        let closes = rest[at] == '"'
            && rest[at + 1..]
                .iter()
                .take(hashes)
                .filter(|c| **c == '#')
                .count()
                == hashes;
        at += 1;
        if closes {
            return at + hashes;
        }
    }
    at
}
