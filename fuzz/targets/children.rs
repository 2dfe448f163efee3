//! A list of children of any bytes, as text or as a workbook: refused in words, or rows that each have a
//! line of their own, and a preview in which no row is passed over.

#![no_main]

use std::collections::{BTreeSet, HashMap};

use libfuzzer_sys::fuzz_target;
use shutterslip::domain::mis::guess;
use shutterslip::domain::mis::plan::{Held, Terms, plan};
use shutterslip::domain::policy::{Policy, SHIPPED};
use shutterslip::sheet;
use shutterslip_fuzz::fit_to_read;

fuzz_target!(|bytes: &[u8]| {
    let table = match sheet::read(bytes, &mut |_| true) {
        Ok(table) => table,
        Err(error) => return fit_to_read(&error.to_string()),
    };
    let mut lines = BTreeSet::new();
    for line in &table.rows {
        assert!(lines.insert(line.number), "two rows of line {}", line.number);
        assert_eq!(line.cells.len(), table.headers.len());
        assert_eq!(table.line_at(&table.spot(line.number)), Some(line.number));
    }
    let (_, toml) = SHIPPED[0];
    let policy = Policy::parse(toml).expect("a shipped policy");
    let mapping = guess::mapping(&table, &policy.channels);
    if mapping.fault(&table).is_some() {
        return;
    }
    let terms = Terms {
        mapping,
        ..Terms::default()
    };
    let held = Held {
        people: &[],
        answers: &HashMap::new(),
        today: "2026-03-02".parse().expect("a day"),
        fit: &Ok,
    };
    let plan = plan(&table, &terms, &held, &mut |_| true).expect("nobody stops it");
    let open: usize = plan.unclear.iter().map(|one| 1 + one.others.len()).sum();
    assert!(plan.joins.len() + open <= table.rows.len());
    assert!(plan.joins.len() + open > 0, "nobody is passed over");
    for joins in &plan.joins {
        let person = &joins.entry.person;
        assert!(!person.never, "a list takes no mark off and puts none on");
        assert!(!person.given.is_empty(), "one name at least");
    }
});
