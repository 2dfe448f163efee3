//! Reads what the rules of words need: a screen's texts and signs, and a language's entries.
//! Resolves no names and evaluates nothing.

use crate::reading::Source;

#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A name as Slint writes it, hyphens and all; or a number.
    Name(String),
    /// A text as it is shown, escapes resolved. One with `\{...}` in it comes in parts.
    Text(String),
    Mark(char),
}

impl Token {
    pub fn is(&self, name: &str) -> bool {
        matches!(self, Token::Name(word) if word == name)
    }
}

/// One `@tr`.
#[derive(Debug, PartialEq)]
pub struct Said {
    pub line: usize,
    /// The context, empty for most, and the text.
    pub key: (String, String),
    pub many: Option<String>,
}

/// One entry of a language, its texts by the number that they bear.
pub struct Entry {
    pub line: usize,
    pub key: (String, String),
    pub many: Option<String>,
    pub texts: Vec<(Option<usize>, String)>,
    pub is_fuzzy: bool,
}

pub struct Catalogue {
    /// How many forms a plural has; 0 where the head does not say.
    pub forms: usize,
    pub entries: Vec<Entry>,
    /// Lines that belong to no entry.
    pub unread: Vec<usize>,
}

/// Every sign of a screen with its line, comments left out.
pub fn tokens(text: &str) -> Vec<(Token, usize)> {
    let mut reader = Reader {
        letters: text.chars().collect(),
        at: 0,
        line: 1,
        found: Vec::new(),
    };
    reader.code(false);
    reader.found
}

struct Reader {
    letters: Vec<char>,
    at: usize,
    line: usize,
    found: Vec<(Token, usize)>,
}

impl Reader {
    fn next(&mut self) -> Option<char> {
        let letter = self.letters.get(self.at).copied()?;
        self.at += 1;
        self.line += usize::from(letter == '\n');
        Some(letter)
    }

    fn sees(&self, what: &str) -> bool {
        let mut rest = self.letters.iter().skip(self.at);
        what.chars().all(|letter| rest.next() == Some(&letter))
    }

    /// To the end, or past the brace that closes a `\{`.
    fn code(&mut self, in_text: bool) {
        let mut depth = 0_usize;
        loop {
            if self.sees("//") {
                while self.letters.get(self.at).is_some_and(|next| *next != '\n') {
                    self.at += 1;
                }
            } else if self.sees("/*") {
                self.block_comment();
            }
            let line = self.line;
            let Some(letter) = self.next() else { return };
            match letter {
                '"' => self.text(),
                '}' if in_text && depth == 0 => return,
                _ if letter.is_alphanumeric() || letter == '_' => {
                    let mut word = String::from(letter);
                    while let Some(next) = self.letters.get(self.at)
                        && (next.is_alphanumeric() || "_-".contains(*next))
                    {
                        word.push(*next);
                        self.at += 1;
                    }
                    self.found.push((Token::Name(word), line));
                }
                _ if letter.is_whitespace() => {}
                _ => {
                    match letter {
                        '{' => depth += 1,
                        '}' => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    self.found.push((Token::Mark(letter), line));
                }
            }
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            let step = if self.sees("/*") {
                depth += 1;
                2
            } else if self.sees("*/") {
                depth -= 1;
                2
            } else {
                1
            };
            for _ in 0..step {
                if self.next().is_none() {
                    return;
                }
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// From after the opening quote to past the closing one.
    fn text(&mut self) {
        let line = self.line;
        let mut text = String::new();
        while let Some(letter) = self.next() {
            match letter {
                '"' => break,
                '\\' => match self.next() {
                    Some('n') => text.push('\n'),
                    Some('u') => text.push(self.by_number()),
                    Some('{') => {
                        let part = std::mem::take(&mut text);
                        self.found.push((Token::Text(part), line));
                        self.code(true);
                    }
                    Some(other) => text.push(other),
                    None => break,
                },
                _ => text.push(letter),
            }
        }
        self.found.push((Token::Text(text), line));
    }

    /// `{2014}` after `\u`.
    fn by_number(&mut self) -> char {
        let mut digits = String::new();
        while let Some(letter) = self.next()
            && letter != '}'
        {
            digits.extend(Some(letter).filter(char::is_ascii_hexdigit));
        }
        let number = u32::from_str_radix(&digits, 16).ok();
        number.and_then(char::from_u32).unwrap_or('\u{FFFD}')
    }
}

/// Every `@tr` of a screen.
pub fn said(source: &Source) -> Vec<Said> {
    let tokens = tokens(&source.text);
    let text = |at: usize| match tokens.get(at) {
        Some((Token::Text(text), _)) => Some(text.clone()),
        _ => None,
    };
    let mark = |at: usize, sign: char| {
        let found = tokens.get(at).map(|(token, _)| token);
        found == Some(&Token::Mark(sign))
    };
    let mut found = Vec::new();
    for (at, (token, line)) in tokens.iter().enumerate() {
        let is_tr = token.is("tr") && at > 0 && mark(at - 1, '@') && mark(at + 1, '(');
        let (true, Some(first)) = (is_tr, text(at + 2)) else {
            continue;
        };
        let is_context = mark(at + 3, '=') && mark(at + 4, '>');
        let (key, after) = match text(at + 5) {
            Some(second) if is_context => ((first, second), at + 6),
            _ => ((String::new(), first), at + 3),
        };
        let many = text(after + 1).filter(|_| mark(after, '|'));
        found.push(Said {
            line: *line,
            key,
            many,
        });
    }
    found
}

/// A language's file: gettext's PO, without what is marked as of the past (`#~`).
pub fn catalogue(text: &str) -> Catalogue {
    let mut read = Catalogue {
        forms: 0,
        entries: Vec::new(),
        unread: Vec::new(),
    };
    let (mut is_fuzzy, mut context) = (false, None);
    for (line, written) in text.lines().enumerate().map(|(at, text)| (at + 1, text)) {
        let written = written.trim();
        let (key, quoted) = match written.find('"') {
            Some(quote) if !written.starts_with('#') => {
                (written[..quote].trim_end(), &written[quote..])
            }
            _ => (written, ""),
        };
        let value = || match tokens(quoted).as_slice() {
            [(Token::Text(text), _)] => Some(text.clone()),
            _ => None,
        };
        let entry = read.entries.last_mut();
        let done = if written.is_empty() {
            Some(())
        } else if let Some(comment) = written.strip_prefix('#') {
            is_fuzzy |= comment.starts_with(',') && comment.contains("fuzzy");
            Some(())
        } else if key == "msgctxt" {
            context = value();
            context.as_ref().map(|_| ())
        } else if key == "msgid" {
            value().map(|id| {
                read.entries.push(Entry {
                    line,
                    key: (context.take().unwrap_or_default(), id),
                    many: None,
                    texts: Vec::new(),
                    is_fuzzy: std::mem::take(&mut is_fuzzy),
                });
            })
        } else if key == "msgid_plural" {
            entry
                .zip(value())
                .map(|(entry, many)| entry.many = Some(many))
        } else if key == "msgstr" {
            entry
                .zip(value())
                .map(|(entry, text)| entry.texts.push((None, text)))
        } else if let Some(number) = key.strip_prefix("msgstr[") {
            let number: Option<usize> = number.trim_end_matches(']').parse().ok();
            entry
                .zip(value())
                .zip(number)
                .map(|((entry, text), number)| entry.texts.push((Some(number), text)))
        } else if key.is_empty() {
            entry.zip(value()).map(|(entry, text)| {
                let last = match (entry.texts.last_mut(), &mut entry.many) {
                    (Some((_, last)), _) => last,
                    (None, Some(many)) => many,
                    (None, None) => &mut entry.key.1,
                };
                last.push_str(&text);
            })
        } else {
            None
        };
        if done.is_none() {
            read.unread.push(line);
        }
    }
    if let Some(head) = read.entries.iter().position(|entry| entry.key.1.is_empty()) {
        let head = read.entries.remove(head);
        let told: String = head.texts.into_iter().map(|(_, text)| text).collect();
        let forms = told.split("nplurals=").nth(1).unwrap_or_default();
        let digits: String = forms.chars().take_while(char::is_ascii_digit).collect();
        read.forms = digits.parse().unwrap_or_default();
    }
    read
}
