//! A case file of any text: refused by line and case, or run to a verdict each; and no case becomes
//! allowed by anything that can only speak against it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use shutterslip::domain::cases::{self, CaseOutcome};
use shutterslip_fuzz::fit_to_read;

fuzz_target!(|text: &str| {
    let outcomes = match cases::run(text) {
        Ok(outcomes) => outcomes,
        Err(error) => {
            let lines = text.split('\n').count();
            assert!(!error.faults.is_empty());
            for fault in &error.faults {
                fit_to_read(&fault.to_string());
                assert!(
                    (1..=lines).contains(&fault.line),
                    "{fault} of {lines} lines"
                );
            }
            assert!(error.faults.is_sorted_by_key(|fault| fault.line));
            return;
        }
    };
    for outcome in &outcomes {
        let reasons = outcome.got.reasons();
        assert!(reasons.is_sorted_by(|one, next| one < next), "{reasons:?}");
        assert_eq!(outcome.got.is_allowed(), reasons.is_empty());
        let off = !outcome.missing().is_empty() || !outcome.unexpected().is_empty();
        let agrees = !off && outcome.expected.allowed == outcome.got.is_allowed();
        assert_eq!(outcome.agrees(), agrees);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let list: Vec<Value> = serde_json::from_str(text).expect("what runs is JSON");
    assert_eq!(list.len(), outcomes.len());
    let behind = again(&list, |case| case["clock_behind"] = json!(true));
    let copy = again(&list, |case| case["register_live"] = json!(false));
    let unknown = again(&list, |case| {
        let shown = &mut case["photo"]["shown"];
        if !shown.is_array() {
            *shown = json!([]);
        }
        if let Some(shown) = shown.as_array_mut() {
            shown.push(json!({"unknown": true, "hidden": false}));
        }
    });
    let mut refused = Vec::new();
    for case in &list {
        refused.push(with_a_no(case));
    }
    let refused = cases::run(&json!(refused).to_string()).expect("a no can be recorded");
    for (place, outcome) in outcomes.iter().enumerate() {
        let has = |outcome: &CaseOutcome, code: &str| {
            outcome
                .got
                .reasons()
                .iter()
                .any(|reason| reason.code() == code)
        };
        assert!(has(&behind[place], "clock-behind"));
        assert!(has(&copy[place], "register-stale"));
        let is_call = list[place]["channel"] == "video-call";
        assert!(is_call || has(&unknown[place], "unknown-person"));
        if !outcome.got.is_allowed() {
            for worse in [
                &behind[place],
                &copy[place],
                &unknown[place],
                &refused[place],
            ] {
                assert!(
                    !worse.got.is_allowed(),
                    "a no opened the door: {:?}",
                    list[place]
                );
            }
        }
    }
});

fn again(list: &[Value], change: impl Fn(&mut Value)) -> Vec<CaseOutcome> {
    let mut list = list.to_vec();
    list.iter_mut().for_each(change);
    cases::run(&json!(list).to_string()).expect("the same cases, changed by one known key")
}

/// The same case, where everybody in the register also says no for the channel, long ago and now.
fn with_a_no(case: &Value) -> Value {
    let mut case = case.clone();
    let people: Vec<Value> = case["people"].as_array().cloned().unwrap_or_default();
    let noes = people.iter().map(|person| {
        json!({
            "person": person["id"], "channel": case["channel"], "answer": "refused",
            "relation": "other", "by": "Somebody Else", "signed": "1999-01-01",
        })
    });
    let noes: Vec<Value> = noes.collect();
    if !case["permissions"].is_array() {
        case["permissions"] = json!([]);
    }
    if let Some(permissions) = case["permissions"].as_array_mut() {
        permissions.extend(noes);
    }
    case
}
