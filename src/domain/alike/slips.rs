//! Slips of the keyboard. Knows no name.

/// One letter wrong, missing, too many or two exchanged; two of these in a long word.
pub fn is_a_slip(one: &str, other: &str) -> bool {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let shorter = one.len().min(other.len());
    let most = match shorter {
        0..=2 => return false,
        3..=6 => 1,
        _ => 2,
    };
    one.len().abs_diff(other.len()) <= most && distance(&one, &other) <= most
}

/// How many letters are wrong, missing, too many or exchanged with their neighbour.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut here = vec![row + 1];
        for (column, second) in other.iter().enumerate() {
            let at =
                |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
            let mut cost = (at(&last, column) + usize::from(letter != second))
                .min(at(&last, column + 1) + 1)
                .min(at(&here, column) + 1);
            let is_turned = column > 0
                && row > 0
                && other.get(column - 1) == Some(letter)
                && one.get(row - 1) == Some(second);
            if is_turned {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            here.push(cost);
        }
        before = std::mem::replace(&mut last, here);
    }
    last.last().copied().unwrap_or_default()
}
