//! Dates as British school systems write them. An American one is not guessed at.

use chrono::{Datelike, NaiveDate};

/// The day that a cell names, with or without a time after it. `None`: no date, or one whose day and
/// month cannot be told (`05/13/2020` is no British date).
pub fn read(cell: &str) -> Option<NaiveDate> {
    /// The day first, and a year of four digits before one of two, which would take its beginning.
    const FORMS: [&str; 12] = [
        "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y",
        "%d-%b-%Y", "%d/%m/%y", "%d-%m-%y", "%d.%m.%y", "%d-%b-%y",
    ];
    let cell = cell.trim();
    let day = match cell.split_once(['T', ' ']) {
        Some((day, time)) if is_time(time) => day,
        _ => cell,
    };
    FORMS.iter().find_map(|form| {
        NaiveDate::parse_from_str(day, form)
            .ok() // house: a form that does not fit is followed by the next
            .filter(|day| (1900..2200).contains(&day.year()))
    })
}

fn is_time(text: &str) -> bool {
    text.len() >= 4
        && text.contains(':')
        && text
            .chars()
            .all(|sign| sign.is_ascii_digit() || matches!(sign, ':' | '.' | 'Z' | '+' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_in_which_schools_write_a_day_are_read_and_an_american_one_is_not() {
        let fifth = NaiveDate::from_ymd_opt(2022, 1, 5);
        for text in [
            "2022-01-05",
            "05/01/2022",
            "5/1/2022",
            "05-01-2022",
            "05.01.2022",
            "5 Jan 2022",
            "05 January 2022",
            "05-Jan-2022",
            "05/01/22",
            "2022-01-05T00:00:00",
            "05/01/2022 00:00",
            "05/01/2022 00:00:00",
            "2022-01-05 08:30:00",
        ] {
            assert_eq!(read(text), fifth, "{text}");
        }
        for text in [
            "",
            "05/13/2022",
            "31/02/2022",
            "soon",
            "20220105x",
            "0005-01-05",
            "1/2",
            "5/1/20222",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
