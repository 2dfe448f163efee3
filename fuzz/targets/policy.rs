//! A policy of any text: refused by line, or one under which nothing leaves the school without
//! written permission, and which means the same written as JSON.

#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use shutterslip::domain::channel::PermissionRule;
use shutterslip::domain::policy::Policy;
use shutterslip_fuzz::fit_to_read;

fuzz_target!(|text: &str| {
    let checked = Policy::check(text);
    match (&checked, Policy::parse(text)) {
        (Ok(policy), Ok(parsed)) => assert_eq!(*policy, parsed),
        (Err(errors), Err(first)) => assert_eq!(errors.first(), Some(&first)),
        _ => panic!("checked and parsed differ"),
    }
    let policy = match checked {
        Ok(policy) => policy,
        Err(errors) => {
            let lines = text.split('\n').count();
            for error in &errors {
                fit_to_read(&error.to_string());
                assert!(
                    (1..=lines).contains(&error.line),
                    "{error} of {lines} lines"
                );
                let remedies = [";", "must be", "must not"];
                assert!(
                    remedies.iter().any(|words| error.message.contains(words)),
                    "{error}: and what is to be done?"
                );
            }
            assert!(errors.is_sorted_by_key(|error| error.line));
            return;
        }
    };
    assert!(!policy.channels.is_empty() && !policy.name.trim().is_empty());
    let ids: BTreeSet<_> = policy.channels.iter().map(|channel| &channel.id).collect();
    assert_eq!(ids.len(), policy.channels.len(), "two channels of one id");
    for channel in &policy.channels {
        assert!(
            !channel.outside || channel.permission == PermissionRule::Written,
            "{channel:?} leaves the school on less than a written yes"
        );
        assert_eq!(policy.channel(&channel.id), Some(channel));
    }
    for note in policy.notes() {
        fit_to_read(&note);
    }
    let tree: toml::Table = text.parse().expect("a policy is TOML");
    let json = serde_json::to_value(tree).expect("TOML without dates fits into JSON");
    assert_eq!(
        Policy::from_json(&json),
        Ok(policy),
        "as JSON it means something else"
    );
});
