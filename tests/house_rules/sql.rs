//! Reads migrations as far as the house rules need: where a column is declared, and whether its
//! line says what it holds. Knows no types and no other statement.

/// What a migration declares.
#[derive(Default)]
pub struct Columns {
    /// How many columns there are.
    pub columns: usize,
    /// Line and name of those without a comment on their line.
    pub bare: Vec<(usize, String)>,
}

const NOT_COLUMNS: &[&str] = &["PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "CONSTRAINT"];

/// Every column of `CREATE TABLE` and `ADD COLUMN`.
pub fn columns(text: &str) -> Columns {
    let mut found = Columns::default();
    // The words since the last `;`, and how deep in brackets; texts count as nothing.
    let mut words: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    let mut expected = false;
    let mut in_text = false;
    for (index, line) in text.lines().enumerate() {
        let (code, commented) = part_comment(line, in_text);
        let mut word = String::new();
        for letter in code.chars().chain(std::iter::once(' ')) {
            if letter == '\'' {
                in_text = !in_text;
            }
            if !in_text && (letter.is_alphanumeric() || letter == '_' || letter == '"') {
                word.push(letter);
                continue;
            }
            if !word.is_empty() {
                let name = std::mem::take(&mut word);
                let upper = name.to_uppercase();
                let declares = expected && !NOT_COLUMNS.contains(&upper.as_str());
                expected = words.last().is_some_and(|last| last == "ADD") && upper == "COLUMN";
                if declares {
                    found.columns += 1;
                    if !commented {
                        found.bare.push((index + 1, name));
                    }
                }
                words.push(upper);
            }
            if in_text {
                continue;
            }
            let creates = words.first().is_some_and(|word| word == "CREATE")
                && words.iter().take(3).any(|word| word == "TABLE");
            match letter {
                '(' => {
                    depth += 1;
                    expected = creates && depth == 1;
                }
                ')' => depth = depth.saturating_sub(1),
                ',' => expected = creates && depth == 1,
                ';' => {
                    words.clear();
                    depth = 0;
                    expected = false;
                }
                _ => {}
            }
        }
    }
    found
}

/// The line's code, and whether a comment with words follows it.
fn part_comment(line: &str, mut in_text: bool) -> (&str, bool) {
    let letters: Vec<(usize, char)> = line.char_indices().collect();
    for pair in letters.windows(2) {
        if pair[0].1 == '\'' {
            in_text = !in_text;
        }
        if !in_text && pair[0].1 == '-' && pair[1].1 == '-' {
            let (code, comment) = line.split_at(pair[0].0);
            return (code, comment.chars().any(char::is_alphanumeric));
        }
    }
    (line, false)
}
