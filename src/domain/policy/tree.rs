//! What a file says, with the line of each key and value, whether it was TOML or JSON. Knows no key
//! by name and judges nothing.

use toml::de::{DeTable, DeValue};

/// One value and the line it stands on; 0 where the source has no lines.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub line: usize,
    pub value: Value,
}

/// A value as the file spells it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Only JSON has it.
    Null,
    Flag(bool),
    Whole(i64),
    Fraction(f64),
    Text(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// Something that no rule takes: a date and time, a number too large.
    Other(&'static str),
}

/// One key of a table, in the order of the file where the source keeps it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub key: String,
    pub line: usize,
    pub node: Node,
}

impl Value {
    /// What it is, as a person would call it.
    pub fn called(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Flag(_) => "true or false",
            Value::Whole(_) => "a number",
            Value::Fraction(_) => "a fraction or a number that is too large",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Table(_) => "a group of keys",
            Value::Other(called) => called,
        }
    }
}

/// Why a text is not TOML: the line, and what the reader of TOML says.
pub(crate) struct NotToml {
    pub line: usize,
    pub message: String,
}

/// The tree of a TOML text. A key given twice is an error of TOML itself.
pub(crate) fn from_toml(text: &str) -> Result<Node, NotToml> {
    let lines = Lines::of(text);
    let table = DeTable::parse(text).map_err(|error| NotToml {
        line: lines.at(error.span().map_or(0, |span| span.start)),
        message: error.message().to_owned(),
    })?;
    Ok(Node {
        line: 1,
        value: toml_table(table.get_ref(), &lines),
    })
}

fn toml_table(table: &DeTable<'_>, lines: &Lines) -> Value {
    let mut entries: Vec<(usize, Entry)> = table
        .iter()
        .map(|(key, value)| {
            let entry = Entry {
                key: key.get_ref().to_string(),
                line: lines.at(key.span().start),
                node: Node {
                    line: lines.at(value.span().start),
                    value: toml_value(value.get_ref(), lines),
                },
            };
            (key.span().start, entry)
        })
        .collect();
    entries.sort_by_key(|(start, _)| *start);
    Value::Table(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn toml_value(value: &DeValue<'_>, lines: &Lines) -> Value {
    match value {
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Other("a number that is too large"), Value::Whole),
        DeValue::Float(number) => fraction(number.as_str()),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|item| Node {
                    line: lines.at(item.span().start),
                    value: toml_value(item.get_ref(), lines),
                })
                .collect(),
        ),
        DeValue::Table(table) => toml_table(table, lines),
    }
}

/// The tree of a JSON value that has been read already; its lines are lost.
pub(crate) fn from_json(value: &serde_json::Value) -> Node {
    use serde_json::Value as Json;
    let value = match value {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => number
            .as_i64()
            .map_or_else(|| fraction(&number.to_string()), Value::Whole),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(from_json).collect()),
        Json::Object(entries) => Value::Table(
            entries
                .iter()
                .map(|(key, value)| Entry {
                    key: key.clone(),
                    line: 0,
                    node: from_json(value),
                })
                .collect(),
        ),
    };
    Node { line: 0, value }
}

/// A number that is not whole, or one that is too large to be counted.
pub(crate) fn fraction(spelled: &str) -> Value {
    match spelled.parse::<f64>() {
        Ok(number) if number.is_finite() => Value::Fraction(number),
        Ok(_) | Err(_) => Value::Other("a number that is too large"),
    }
}

/// Where each line of a text begins.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines(std::iter::once(0).chain(after_breaks).collect())
    }

    /// The line, counted from 1, of a byte.
    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|start| *start <= byte)
    }
}
