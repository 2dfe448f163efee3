//! A hundred thousand rows from an MIS, read, compared and recorded, by the clock: what README says of
//! imports. `cargo bench --profile dev --bench import`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[allow(dead_code, reason = "other benches use the rest of it")]
#[path = "../tests/safekeeping/school.rs"]
mod school;

use std::fmt::Write;
use std::time::Instant;

use shutterslip::acts::import::{Confirmed, Progress};
use shutterslip::domain::mis::plan::Terms;

const ROWS: usize = 100_000;

fn main() {
    let school = school::School::copy();
    let mut desk = school.desk();
    let office = school::template().office.clone();
    let mut text = "Forename,Surname,DOB,Class,Website\n".to_owned();
    for row in 0..ROWS {
        let answer = ["Yes", "No", ""][row % 3];
        writeln!(text, "Child{row},Of Many,01/02/2021,Larks,{answer}").unwrap();
    }
    println!("| a list from the MIS | by the clock |\n|---|---|");
    let mut told = 0_usize;
    let mut count = |_: Progress| {
        told += 1;
        true
    };
    let mut begun = Instant::now();
    let mut lap = |what: &str| {
        println!("| {what} | {:.2} s |", begun.elapsed().as_secs_f64());
        begun = Instant::now();
    };
    let whole = Instant::now();
    let list = desk
        .read_list(&office, text.as_bytes(), &mut count)
        .unwrap();
    lap("100,000 rows read");
    let terms = Terms {
        mapping: desk.propose_mapping(&office, &list).unwrap().mapping,
        ..Terms::default()
    };
    let preview = desk
        .plan_import(&office, &list, &terms, &mut count)
        .unwrap();
    lap("… compared with the register");
    let confirmed = Confirmed {
        preview: preview.id,
        ..Confirmed::default()
    };
    let account = desk
        .import(&office, &list, &terms, &confirmed, &mut count)
        .unwrap();
    lap("… compared again and recorded");
    assert_eq!(account.added, ROWS);
    println!(
        "| all of it: {} children, {} answers | {:.2} s |",
        account.added,
        account.answers,
        whole.elapsed().as_secs_f64()
    );
    let again = desk
        .plan_import(&office, &list, &terms, &mut count)
        .unwrap();
    lap("the same list compared once more");
    assert!(again.plan.is_empty());
    println!("progress was told {told} times");
}
