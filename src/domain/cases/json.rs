//! Reads JSON and keeps the line of every key and value, which `serde_json` forgets. Strict: what
//! the standard does not allow is an error. Knows nothing of what the keys mean.

use super::super::policy::tree::{Entry, Node, Value, fraction};

/// Groups within groups, at most. A case file has five.
const DEEPEST: usize = 64;

/// Why a text is not JSON.
#[derive(Debug)]
pub(super) struct NotJson {
    pub line: usize,
    pub message: String,
}

/// The tree of a JSON text.
pub(super) fn read(text: &str) -> Result<Node, NotJson> {
    let mut reader = Reader {
        rest: text.strip_prefix('\u{feff}').unwrap_or(text),
        line: 1,
        deep: 0,
    };
    let node = reader.value()?;
    reader.space();
    match reader.rest.chars().next() {
        None => Ok(node),
        Some(_) => Err(reader.wrong("something follows the end; take it out")),
    }
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    deep: usize,
}

impl<'a> Reader<'a> {
    fn wrong(&self, message: &str) -> NotJson {
        NotJson {
            line: self.line,
            message: message.to_owned(),
        }
    }

    fn space(&mut self) {
        let rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let skipped = self.rest.len() - rest.len();
        let space = self.rest.get(..skipped).unwrap_or("");
        self.line += space.bytes().filter(|byte| *byte == b'\n').count();
        self.rest = rest;
    }

    /// Whether the text goes on with `sign`, which is then behind us.
    fn takes(&mut self, sign: &str) -> bool {
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self) -> Result<Node, NotJson> {
        self.space();
        let line = self.line;
        let value = match self.rest.chars().next() {
            Some('{') => self.within(Reader::table)?,
            Some('[') => self.within(Reader::list)?,
            Some('"') => Value::Text(self.text()?),
            Some('-' | '0'..='9') => self.number()?,
            _ if self.takes("true") => Value::Flag(true),
            _ if self.takes("false") => Value::Flag(false),
            _ if self.takes("null") => Value::Null,
            Some(_) => return Err(self.wrong("a value is expected here; texts stand in quotes")),
            None => return Err(self.wrong("the file ends too soon; close every bracket")),
        };
        Ok(Node { line, value })
    }

    fn within(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Value, NotJson>,
    ) -> Result<Value, NotJson> {
        if self.deep == DEEPEST {
            return Err(self.wrong("groups stand too deep within each other; a case needs five"));
        }
        self.deep += 1;
        let value = read(self)?;
        self.deep -= 1;
        Ok(value)
    }

    fn table(&mut self) -> Result<Value, NotJson> {
        self.takes("{");
        let mut entries: Vec<Entry> = Vec::new();
        self.space();
        if self.takes("}") {
            return Ok(Value::Table(entries));
        }
        loop {
            self.space();
            let line = self.line;
            if !self.rest.starts_with('"') {
                return Err(self.wrong("a key in quotes is expected here"));
            }
            let key = self.text()?;
            self.space();
            if !self.takes(":") {
                return Err(self.wrong("a `:` is expected after the key"));
            }
            let node = self.value()?;
            entries.push(Entry { key, line, node });
            self.space();
            if self.takes("}") {
                return Ok(Value::Table(entries));
            }
            if !self.takes(",") {
                return Err(self.wrong("a `,` or a `}` is expected here"));
            }
        }
    }

    fn list(&mut self) -> Result<Value, NotJson> {
        self.takes("[");
        let mut items = Vec::new();
        self.space();
        if self.takes("]") {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value()?);
            self.space();
            if self.takes("]") {
                return Ok(Value::List(items));
            }
            if !self.takes(",") {
                return Err(self.wrong("a `,` or a `]` is expected here"));
            }
        }
    }

    fn number(&mut self) -> Result<Value, NotJson> {
        let end = self
            .rest
            .find(|letter: char| !matches!(letter, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'))
            .unwrap_or(self.rest.len());
        let (spelled, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        // The standard's own spelling is left to the reader that knows it.
        if spelled.parse::<serde_json::Number>().is_err() {
            return Err(self.wrong("this is no number; texts stand in quotes"));
        }
        self.rest = rest;
        Ok(match spelled.parse::<i64>() {
            Ok(number) => Value::Whole(number),
            Err(_) => fraction(spelled),
        })
    }

    fn text(&mut self) -> Result<String, NotJson> {
        self.takes("\"");
        let mut text = String::new();
        loop {
            let plain = self
                .rest
                .find(|letter: char| matches!(letter, '"' | '\\') || letter < ' ')
                .ok_or_else(|| self.wrong("a text is never closed; add the quote"))?;
            let (before, rest) = self.rest.split_at_checked(plain).unwrap_or((self.rest, ""));
            text.push_str(before);
            self.rest = rest;
            if self.takes("\"") {
                return Ok(text);
            }
            if !self.takes("\\") {
                return Err(self.wrong("a text goes over the end of its line; close the quote"));
            }
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Result<char, NotJson> {
        let mut letters = self.rest.chars();
        let escape = letters.next();
        self.rest = letters.as_str();
        match escape {
            Some(plain @ ('"' | '\\' | '/')) => Ok(plain),
            Some('b') => Ok('\u{8}'),
            Some('f') => Ok('\u{c}'),
            Some('n') => Ok('\n'),
            Some('r') => Ok('\r'),
            Some('t') => Ok('\t'),
            Some('u') => self.by_code(),
            _ => {
                Err(self.wrong("this `\\` begins nothing known; write `\\\\` for the sign itself"))
            }
        }
    }

    /// `\u00e9`, or the two halves of a character further up.
    fn by_code(&mut self) -> Result<char, NotJson> {
        let first = self.unit()?;
        let units = match first {
            0xd800..=0xdbff if self.takes("\\u") => vec![first, self.unit()?],
            _ => vec![first],
        };
        let mut decoded = char::decode_utf16(units);
        match (decoded.next(), decoded.next()) {
            (Some(Ok(letter)), None) => Ok(letter),
            _ => Err(self.wrong("this `\\u` is half a character; write the whole one")),
        }
    }

    fn unit(&mut self) -> Result<u16, NotJson> {
        let (digits, rest) = self
            .rest
            .split_at_checked(4)
            .filter(|(digits, _)| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .ok_or_else(|| self.wrong("four hexadecimal digits follow a `\\u`"))?;
        self.rest = rest;
        u16::from_str_radix(digits, 16)
            .map_err(|_| self.wrong("four hexadecimal digits follow a `\\u`"))
    }
}
