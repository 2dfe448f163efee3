//! `school policy`, `school proposal`, `school confirm-policy`: changing the school's rules.

use serde_json::json;

use super::answer::Answer;
use super::words::one_line;
use crate::acts::Desk;
use crate::acts::policy::{Adopted, NotAdopted};
use crate::acts::sign_in::Session;
use crate::domain::policy::{Loosened, OfChannel};
use crate::domain::school::PROPOSAL_DAYS;

use crate::cli::CliError;

pub fn change(desk: &mut Desk, who: &Session, toml: &str) -> Result<Answer, CliError> {
    let adopted = desk.adopt_policy(who, toml)?;
    let name = desk.policy()?.name;
    Ok(match adopted {
        Adopted::InForce => Answer::done(
            format!("`{name}` is in force from now on."),
            json!({"policy": name, "in_force": true}),
        ),
        Adopted::Proposed(looser) => Answer::done(
            format!(
                "It is proposed, and `{name}` stays in force: somebody else of the office, or another head \
                 teacher, confirms it within {PROPOSAL_DAYS} days with `school confirm-policy`, because it \
                 would allow more:\n{}",
                loosened(&looser).join("\n")
            ),
            json!({"policy": name, "in_force": false, "loosens": loosened(&looser)}),
        ),
    })
}

pub fn proposal(desk: &Desk, who: &Session) -> Result<Answer, CliError> {
    let (proposal, looser) = desk.proposed_policy(who)?;
    let mut lines = vec!["These rules are proposed. They would allow more:".to_owned()];
    lines.extend(loosened(&looser));
    lines.push(String::new());
    lines.push(proposal.toml.clone());
    Ok(Answer::done(
        lines.join("\n"),
        json!({"policy": proposal.toml, "loosens": loosened(&looser)}),
    ))
}

pub fn confirm(desk: &mut Desk, who: &Session) -> Result<Answer, CliError> {
    let looser = desk.confirm_policy(who, |looser| loosened(looser).join("; "))?;
    let name = desk.policy()?.name;
    Ok(Answer::done(
        format!(
            "`{name}` is in force from now on; an incident tells the head teacher what it allows:\n{}",
            loosened(&looser).join("\n")
        ),
        json!({"policy": name, "loosens": loosened(&looser)}),
    ))
}

/// In what a policy is looser, a line each.
fn loosened(looser: &[Loosened]) -> Vec<String> {
    let line = |one: &Loosened| match one {
        Loosened::TimeZone => "days begin and end in another time zone".to_owned(),
        Loosened::OwnVoice => "pupils are asked later themselves, or not at all".to_owned(),
        Loosened::EndsOnLeaving => "permission no longer ends when somebody leaves".to_owned(),
        Loosened::LongestTerm => "a permission holds for longer".to_owned(),
        Loosened::FourEyes => "whoever took a picture may sign it off".to_owned(),
        Loosened::SignOffDays => "a signature stands for longer".to_owned(),
        Loosened::Contact(contact) => format!("`{}` may stand in texts", one_line(contact)),
        Loosened::OwnName(name) => {
            format!("no name is looked for in the words `{}`", one_line(name))
        }
        Loosened::Channel(id, way) => {
            let what = match way {
                OfChannel::Added => "is a new way out",
                OfChannel::Outside => "lies on the other side of the school's wall",
                OfChannel::Permission => "asks for less of a permission",
                OfChannel::Children => "may show children",
                OfChannel::Hiding => "takes covering somebody for not showing them",
                OfChannel::SignOff => "asks for less of a signature",
                OfChannel::Checklist => "asks for less to be ticked",
                OfChannel::Copyright => "no longer asks whose the picture is",
                OfChannel::LongestSide => "takes larger copies",
                OfChannel::LargestFace => "takes larger faces",
                OfChannel::TakedownDays => "gives more days to take a copy down",
                OfChannel::LongestTerm => "lets a permission hold for longer",
            };
            format!("`{id}` {what}")
        }
    };
    looser.iter().map(line).collect()
}

/// Why looser rules were not proposed or confirmed.
pub fn not_adopted(why: &NotAdopted) -> String {
    match why {
        NotAdopted::NobodyToConfirm(looser) => format!(
            "these rules would allow more than those in force, so somebody else of the office or another \
             head teacher has to confirm them, and there is nobody: add an account with `staff add` \
             first ({})",
            loosened(looser).join("; ")
        ),
        NotAdopted::NothingProposed => {
            "no looser rules wait to be confirmed; the head teacher proposes them with `school policy`"
                .to_owned()
        }
        NotAdopted::TooLate => format!(
            "these rules were proposed more than {PROPOSAL_DAYS} days ago; the head teacher proposes \
             them anew with `school policy`"
        ),
        NotAdopted::OwnProposal => {
            "you proposed these rules yourself; somebody else of the office, or another head teacher, \
             has to confirm them"
                .to_owned()
        }
    }
}
