//! Policies: what is wrong is said to the line, and nothing that makes one weak is let through.

use proptest::prelude::*;
use serde_json::{Value, json};
use shutterslip::domain::channel::{ChannelId, PermissionRule, SignOffRule};
use shutterslip::domain::policy::{Policy, SHIPPED};

const SMALL: &str = r#"name = "Small school"
ends_on_leaving = true
four_eyes = true

[[channel]]
id = "website"
name = "Website"
outside = true
permission = "written"
children = true
hiding = true
sign_off = "head"

[[channel]]
id = "wall"
name = "Wall"
outside = false
permission = "none"
children = true
hiding = true
sign_off = "none"
"#;

/// The small policy with one text replaced.
fn edited(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "{from:?}");
    SMALL.replacen(from, to, 1)
}

#[track_caller]
fn refused(text: &str, line: usize, says: &str) {
    let error = Policy::parse(text).expect_err("let through");
    let spelled = error.to_string();
    assert_eq!(error.line, line, "{spelled}");
    assert!(spelled.contains(says), "{spelled}");
    assert!(spelled.starts_with(&format!("line {line}: ")), "{spelled}");
}

#[test]
fn a_small_policy_takes_the_defaults() {
    let policy = Policy::parse(SMALL).unwrap();
    assert_eq!(policy.timezone, chrono_tz::Europe::London);
    assert_eq!(policy.own_voice_from_age, None);
    assert_eq!(policy.longest_term_months, None);
    assert!(policy.school_contacts.is_empty());
    let website = policy.channel(&ChannelId("website".to_owned())).unwrap();
    let asks = website.pictures().unwrap();
    assert!(asks.checklist.is_empty() && !asks.copyright);
    assert_eq!((asks.longest_side, asks.takedown_days), (None, None));
    assert_eq!(website.longest_term_months, None);
}

#[test]
fn the_shipped_policies_are_those_of_the_rules() {
    type Row = (
        &'static str,
        &'static str,
        bool,
        PermissionRule,
        bool,
        SignOffRule,
        bool,
        Option<u32>,
        Option<u32>,
    );
    let (written, none) = (PermissionRule::Written, PermissionRule::None);
    let (nobody, office, head) = (SignOffRule::None, SignOffRule::Office, SignOffRule::Head);
    let rows: [Row; 7] = [
        (
            "wall",
            "Classroom wall",
            false,
            none,
            true,
            nobody,
            false,
            None,
            None,
        ),
        (
            "journal",
            "Learning journal",
            true,
            written,
            true,
            nobody,
            false,
            Some(2048),
            Some(7),
        ),
        (
            "newsletter",
            "Newsletter",
            true,
            written,
            true,
            office,
            true,
            Some(1600),
            Some(7),
        ),
        (
            "website",
            "School website",
            true,
            written,
            true,
            head,
            true,
            Some(1600),
            Some(2),
        ),
        (
            "social",
            "Social media",
            true,
            written,
            true,
            office,
            true,
            Some(1600),
            Some(2),
        ),
        (
            "press",
            "Local press",
            true,
            written,
            false,
            head,
            true,
            Some(3000),
            Some(2),
        ),
        (
            "video-call",
            "External video call",
            true,
            written,
            false,
            nobody,
            false,
            None,
            None,
        ),
    ];
    for (id, _) in SHIPPED {
        let policy = Policy::shipped(id).unwrap();
        assert_eq!(policy.timezone, chrono_tz::Europe::London);
        assert_eq!(policy.own_voice_from_age, Some(13));
        assert_eq!(policy.longest_term_months, Some(12));
        assert!(policy.ends_on_leaving && policy.four_eyes);
        assert_eq!(
            policy.school_contacts,
            ["office@school.example", "01632 960000"]
        );
        assert_eq!(policy.notes(), Vec::<String>::new());
        assert_eq!(policy.channels.len(), rows.len());
        for (channel, row) in policy.channels.iter().zip(rows) {
            let (id_, name, outside, permission, hiding, sign_off, careful, side, days) = row;
            assert_eq!((channel.id.0.as_str(), channel.name.as_str()), (id_, name));
            assert_eq!((channel.outside, channel.permission), (outside, permission));
            assert_eq!((channel.hiding, channel.sign_off()), (hiding, sign_off));
            let child_free =
                id == "no-children-on-website" && (id_ == "website" || id_ == "social");
            assert_eq!(channel.children, !child_free, "{id} {id_}");
            let all: &[&str] = if careful {
                &["dressed", "dignity", "no-names-in-view"]
            } else {
                &[]
            };
            assert_eq!(channel.checklist(), all);
            let copyright = channel.pictures().is_some_and(|one| one.copyright);
            assert_eq!(copyright, careful);
            assert_eq!(
                (channel.longest_side(), channel.takedown_days()),
                (side, days)
            );
            assert_eq!(channel.longest_term_months, None);
        }
    }
    assert_eq!(
        Policy::shipped("written-permission").unwrap().name,
        "Written permission"
    );
    assert!(Policy::shipped("Written permission").is_none());
    assert!(Policy::shipped("").is_none());
}

#[test]
fn a_wrong_policy_is_refused_at_the_line() {
    let reason = "no picture goes there without written permission";
    refused(
        &edited("permission = \"written\"", "permission = \"any\""),
        9,
        reason,
    );
    refused(
        &edited("permission = \"written\"", "permission = \"none\""),
        9,
        reason,
    );
    refused(
        &edited("outside = false", "outside = true"),
        18,
        "`wall` is outside the school",
    );
    refused(
        &edited("permission = \"written\"", "permission = \"maybe\""),
        9,
        "`maybe`",
    );
    refused(
        &edited("four_eyes = true", "four_eyes = true\nfour_ears = true"),
        4,
        "`four_ears` is not a key",
    );
    refused(
        &edited("hiding = true", "hidding = true"),
        5,
        "`hiding` is missing",
    );
    refused(
        &edited("hiding = true", "hiding = true\nwatermark = true"),
        12,
        "`watermark`",
    );
    refused(&edited("four_eyes = true", ""), 1, "`four_eyes` is missing");
    refused(
        &edited("ends_on_leaving = true", "ends_on_leaving = \"yes\""),
        2,
        "must be true or false, not text",
    );
    refused(
        &edited("ends_on_leaving = true", "ends_on_leaving = 1"),
        2,
        "not a number",
    );
    refused(
        &edited("name = \"Small school\"", "name = \"  \""),
        1,
        "`name` is empty",
    );
    refused(
        &edited("name = \"Small school\"", "name = 3"),
        1,
        "must be text",
    );
    refused(
        &edited("name = \"Website\"", "name = \"\""),
        7,
        "`name` is empty",
    );
    refused(
        &edited(
            "four_eyes = true",
            "four_eyes = true\ntimezone = \"London\"",
        ),
        4,
        "`London` is no time zone",
    );
    refused(
        &edited("four_eyes = true", "four_eyes = true\ntimezone = \"\""),
        4,
        "no time zone",
    );
    refused(
        &edited("id = \"wall\"", "id = \"website\""),
        15,
        "stands above already",
    );
    for id in [
        "",
        "Web",
        "web site",
        "wéb",
        "web_site",
        "-web",
        "web-",
        &"w".repeat(65),
    ] {
        refused(
            &edited("id = \"website\"", &format!("id = \"{id}\"")),
            6,
            "cannot be an id",
        );
    }
    for number in [
        "0",
        "-1",
        "1.5",
        "\"12\"",
        "99999",
        "true",
        "99999999999999999999",
        "1979-05-27",
    ] {
        for key in ["longest_side", "takedown_days", "longest_term_months"] {
            let text = edited(
                "sign_off = \"head\"",
                &format!("{key} = {number}\nsign_off = \"head\""),
            );
            refused(&text, 12, "");
        }
        for key in ["longest_term_months", "own_voice_from_age"] {
            refused(
                &edited(
                    "four_eyes = true",
                    &format!("four_eyes = true\n{key} = {number}"),
                ),
                4,
                "",
            );
        }
    }
    refused(
        &edited(
            "sign_off = \"head\"",
            "sign_off = \"head\"\nlongest_side = 63",
        ),
        13,
        "from 64 to 20000",
    );
    refused(
        &edited(
            "sign_off = \"head\"",
            "sign_off = \"head\"\nlongest_side = 20001",
        ),
        13,
        "20001",
    );
    refused(
        &edited("sign_off = \"head\"", "sign_off = \"teacher\""),
        12,
        "`teacher`",
    );
    let items = |items: &str| {
        edited(
            "sign_off = \"head\"",
            &format!("sign_off = \"head\"\nchecklist = [\n {items}\n]"),
        )
    };
    refused(
        &items("\"a\",\n \"a\""),
        15,
        "stands in the checklist twice",
    );
    refused(&items("\"a\",\n \"  \""), 15, "empty item");
    refused(&items("\" a\""), 14, "spaces");
    refused(&items("1"), 14, "a list of texts");
    refused(
        &edited(
            "four_eyes = true",
            "four_eyes = true\nschool_contacts = \"a\"",
        ),
        4,
        "must be a list",
    );
    refused(
        "name = \"a\"\nends_on_leaving = true\nfour_eyes = true\n",
        1,
        "there is no channel",
    );
    refused(
        "name = \"a\"\nends_on_leaving = true\nfour_eyes = true\nchannel = []\n",
        4,
        "no channel",
    );
    refused(
        "name = \"a\"\nends_on_leaving = true\nfour_eyes = true\n[channel]\nid = \"a\"\n",
        4,
        "[[channel]]",
    );
    refused("", 1, "`name` is missing");
    refused("name = \"a\"\nname = \"b\"\n", 2, "not TOML");
    refused("name = \"a\"\nfour_eyes = yes\n", 2, "not TOML");
    refused(
        &edited("hiding = true", "hiding = true\nhiding = false"),
        12,
        "not TOML",
    );
}

#[test]
fn every_mistake_of_a_policy_is_told_in_the_order_of_the_file() {
    let text = SMALL
        .replace("hiding = true", "hiding = 1")
        .replace("name = ", "nam = ");
    let errors = Policy::check(&text).unwrap_err();
    let lines: Vec<usize> = errors.iter().map(|error| error.line).collect();
    assert_eq!(lines, [1, 1, 5, 7, 11, 14, 16, 20]);
}

#[test]
fn a_policy_as_json_passes_the_same_checks() {
    for (id, text) in SHIPPED {
        let value: Value = toml::from_str::<toml::Value>(text)
            .map(|v| serde_json::to_value(v).unwrap())
            .unwrap();
        assert_eq!(
            Policy::from_json(&value).unwrap(),
            Policy::shipped(id).unwrap()
        );
        let mut weak = value.clone();
        weak["channel"][3]["permission"] = json!("any");
        let error = Policy::from_json(&weak).unwrap_err().to_string();
        assert_eq!(
            error.split(": ").next().unwrap(),
            "policy, channel[4].permission"
        );
        assert!(error.contains("written permission"), "{error}");
        let mut odd = value.clone();
        odd["own_voice"] = json!(13);
        assert!(Policy::from_json(&odd).is_err());
        let mut null = value.clone();
        null["longest_term_months"] = Value::Null;
        assert_eq!(Policy::from_json(&null).unwrap().longest_term_months, None);
        null["four_eyes"] = Value::Null;
        assert!(Policy::from_json(&null).is_err());
    }
    assert!(Policy::from_json(&json!([])).is_err());
    assert!(Policy::from_json(&json!("written-permission")).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// No text makes the reader of policies fall over.
    #[test]
    fn any_text_is_a_policy_or_an_error(text in ".{0,60}", at in 0..400_usize) {
        let whole = SHIPPED[0].1;
        let at = (0..=at.min(whole.len())).rev().find(|at| whole.is_char_boundary(*at)).unwrap();
        let mixed = format!("{}{text}{}", &whole[..at], &whole[at..]);
        if let Err(errors) = Policy::check(&mixed) {
            prop_assert!(!errors.is_empty());
            prop_assert!(errors.iter().all(|error| error.line >= 1));
        }
    }
}
