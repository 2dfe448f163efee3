//! `policy show`, `policy check`, `policy test`: a school reads a policy, edits its copy and proves
//! it. Needs no register and no sign-in: a policy holds nobody's data.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};

use super::people::open_file;
use super::words::one_line;
use crate::domain::agreement;
use crate::domain::cases::{self, CaseOutcome};
use crate::domain::channel::{Channel, PermissionRule, SignOffRule};
use crate::domain::policy::{Policy, SHIPPED};

/// Bytes of a policy or a case file, at most: a hundred times what a school writes.
const LARGEST_FILE: u64 = 16 * 1024 * 1024;

/// What staff sign, by the name under which it is shown.
const AGREEMENT: &str = "acceptable-use";

const ALL_WELL: u8 = 0;
const REFUSED: u8 = 1;
const UNREADABLE: u8 = 2;

/// Read, check and prove a school's policy.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Print a policy that ships with Shutterslip, to read or to copy and edit
    ///
    /// Without a name it lists the policies there are. With one it prints the file itself:
    /// `policy show written-permission > our-school.toml`.
    Show {
        /// Which policy, as the list names it; or `acceptable-use`, which is what staff sign
        name: Option<String>,
    },
    /// Say what is wrong with a policy file, line by line, or what it means
    ///
    /// Exits 0 when the policy can be used, 1 when it cannot, 2 when the file cannot be read.
    Check {
        /// The policy, a TOML file
        file: PathBuf,
    },
    /// Run case files, and print each case whose verdict is not the expected one
    ///
    /// A case says who is in a picture, what was permitted, and what the verdict must be. Exits 0
    /// when every case agrees, 1 when one does not, 2 when a file cannot be read.
    Test {
        /// Case files, each a JSON list
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

/// Runs a command and says how it ended: the exit code. What is wrong with a file goes to the
/// standard error stream, or with `json` into the object.
pub fn run(command: PolicyCommand, json: bool, out: &mut dyn Write) -> io::Result<u8> {
    run_with(command, json, out, &mut io::stderr().lock())
}

/// As `run`, with the stream for errors handed in.
pub fn run_with(
    command: PolicyCommand,
    json: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<u8> {
    match command {
        PolicyCommand::Show { name: None } => list(json, out),
        PolicyCommand::Show { name: Some(name) } => show(&name, json, out, err),
        PolicyCommand::Check { file } => check(&file, json, out, err),
        PolicyCommand::Test { files } => test(&files, json, out, err),
    }
}

fn list(json: bool, out: &mut dyn Write) -> io::Result<u8> {
    let shipped: Vec<(&str, String)> = SHIPPED
        .iter()
        .filter_map(|(id, _)| Some((*id, Policy::shipped(id)?.name)))
        .collect();
    if json {
        let policies: Vec<Value> = shipped
            .iter()
            .map(|(id, name)| json!({ "id": id, "name": name }))
            .collect();
        print_json(out, &json!({ "policies": policies }))?;
    } else {
        for (id, name) in shipped {
            writeln!(out, "{id:24}  {name}")?;
        }
    }
    Ok(ALL_WELL)
}

fn show(name: &str, json: bool, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    if name == AGREEMENT {
        if json {
            let text = agreement::TEXT;
            print_json(
                out,
                &json!({ "id": name, "version": agreement::version(), "text": text }),
            )?;
        } else {
            out.write_all(agreement::TEXT.as_bytes())?;
        }
        return Ok(ALL_WELL);
    }
    match SHIPPED.iter().find(|(id, _)| *id == name) {
        Some((id, text)) if json => {
            print_json(out, &json!({ "id": id, "toml": text }))?;
            Ok(ALL_WELL)
        }
        Some((_, text)) => {
            out.write_all(text.as_bytes())?;
            Ok(ALL_WELL)
        }
        None => {
            let ids: Vec<String> = SHIPPED.iter().map(|(id, _)| format!("`{id}`")).collect();
            let message = format!(
                "no policy `{}` ships; use {}",
                one_line(name),
                ids.join(" or ")
            );
            if json {
                print_json(out, &json!({ "error": message }))?;
            } else {
                writeln!(err, "{message}")?;
            }
            Ok(UNREADABLE)
        }
    }
}

fn check(file: &Path, json: bool, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let text = match read(file) {
        Ok(text) => text,
        Err(message) => {
            if json {
                let wrong = [json!({ "line": Value::Null, "message": message })];
                print_json(out, &json!({ "fine": false, "errors": wrong }))?;
            } else {
                writeln!(err, "{message}")?;
            }
            return Ok(UNREADABLE);
        }
    };
    match Policy::check(&text) {
        Err(errors) => {
            if json {
                let errors: Vec<Value> = errors
                    .iter()
                    .map(|error| {
                        json!({ "line": error.line, "key": error.key, "message": error.message })
                    })
                    .collect();
                print_json(out, &json!({ "fine": false, "errors": errors }))?;
            } else {
                for error in errors {
                    writeln!(err, "{}: {error}", shown(file))?;
                }
            }
            Ok(REFUSED)
        }
        Ok(policy) if json => {
            let fine = json!({
                "fine": true,
                "name": policy.name,
                "channels": policy.channels,
                "notes": policy.notes(),
                "idle_lock_seconds": policy.idle_lock_seconds,
                "say_before_photo": policy.say_before_photo,
            });
            print_json(out, &fine)?;
            Ok(ALL_WELL)
        }
        Ok(policy) => {
            writeln!(out, "{}: fine. {}", shown(file), one_line(&policy.name))?;
            for channel in &policy.channels {
                writeln!(out, "  {}", summary(&policy, channel))?;
            }
            writeln!(
                out,
                "  devices lock after {} seconds; staff say before a photo: “{}”",
                policy.idle_lock_seconds,
                one_line(&policy.say_before_photo)
            )?;
            for note in policy.notes() {
                writeln!(out, "look again: {note}")?;
            }
            Ok(ALL_WELL)
        }
    }
}

/// A channel in one line.
fn summary(policy: &Policy, channel: &Channel) -> String {
    let mut facts = vec![if channel.outside { "outside" } else { "inside" }.to_owned()];
    facts.push(
        match channel.permission {
            PermissionRule::Written => "written permission",
            PermissionRule::Any => "permission, spoken or written",
            PermissionRule::None => "no permission asked, a no counts",
        }
        .to_owned(),
    );
    if !channel.children {
        facts.push("no children".to_owned());
    }
    facts.push(
        if channel.hiding {
            "hiding helps"
        } else {
            "hiding does not help"
        }
        .to_owned(),
    );
    match channel.sign_off() {
        SignOffRule::None => {}
        SignOffRule::Office => facts.push("office signs off".to_owned()),
        SignOffRule::Head => facts.push("head signs off".to_owned()),
    }
    if !channel.checklist().is_empty() {
        facts.push(format!(
            "to tick: {}",
            one_line(&channel.checklist().join(", "))
        ));
    }
    if channel.pictures().is_some_and(|one| one.copyright) {
        facts.push("copyright known".to_owned());
    }
    if let Some(months) = channel.longest_term_months.or(policy.longest_term_months) {
        facts.push(format!("{months} months at most"));
    }
    if let Some(pixels) = channel.longest_side() {
        facts.push(format!("{pixels} px"));
    }
    if let Some(days) = channel.takedown_days() {
        facts.push(format!("down within {days} days"));
    }
    format!(
        "{} ({}): {}",
        channel.id,
        one_line(&channel.name),
        facts.join("; ")
    )
}

/// A case file as it ran, or why it did not.
struct Tested {
    /// As the user named it.
    file: String,
    outcomes: Result<Vec<CaseOutcome>, Vec<String>>,
}

fn test(files: &[PathBuf], json: bool, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let tested: Vec<Tested> = files.iter().map(|file| tested(file)).collect();
    let ran = || {
        tested
            .iter()
            .filter_map(|tested| tested.outcomes.as_ref().ok())
            .flatten()
    };
    let passed = ran().filter(|outcome| outcome.agrees()).count();
    let failed = ran().count() - passed;
    let unreadable = tested.iter().any(|tested| tested.outcomes.is_err());
    if json {
        let files: Vec<Value> = tested.iter().map(file_json).collect();
        print_json(
            out,
            &json!({ "passed": passed, "failed": failed, "files": files }),
        )?;
    } else {
        for Tested { file, outcomes } in &tested {
            match outcomes {
                Ok(outcomes) => {
                    for outcome in outcomes.iter().filter(|outcome| !outcome.agrees()) {
                        let (file, line) = (one_line(file), outcome.line);
                        writeln!(out, "{file}:{line}: {}", disagreement(outcome))?;
                    }
                }
                Err(messages) => {
                    for message in messages {
                        writeln!(err, "{message}")?;
                    }
                }
            }
        }
        writeln!(out, "{passed} passed, {failed} failed")?;
    }
    Ok(match (unreadable, failed) {
        (true, _) => UNREADABLE,
        (false, 0) => ALL_WELL,
        (false, _) => REFUSED,
    })
}

fn tested(file: &Path) -> Tested {
    let outcomes = match read(file) {
        Err(message) => Err(vec![message]),
        Ok(text) => cases::run(&text).map_err(|error| {
            error
                .faults
                .iter()
                .map(|fault| format!("{}: {fault}", shown(file)))
                .collect()
        }),
    };
    Tested {
        file: file.display().to_string(),
        outcomes,
    }
}

/// Expected and got, reason by reason.
fn disagreement(outcome: &CaseOutcome) -> String {
    let got: Vec<String> = outcome
        .got
        .reasons()
        .iter()
        .map(ToString::to_string)
        .collect();
    let mut line = format!(
        "`{}`: expected {}, got {}",
        one_line(&outcome.name),
        verdict(outcome.expected.allowed, &outcome.expected.reasons),
        verdict(outcome.got.is_allowed(), &got),
    );
    for (said, reasons) in [
        ("not given", outcome.missing()),
        ("not expected", outcome.unexpected()),
    ] {
        if !reasons.is_empty() {
            line.push_str(&format!("; {said}: {}", one_line(&reasons.join(", "))));
        }
    }
    line
}

fn verdict(allowed: bool, reasons: &[String]) -> String {
    let answer = if allowed { "allowed" } else { "blocked" };
    if reasons.is_empty() {
        answer.to_owned()
    } else {
        format!("{answer} ({})", one_line(&reasons.join(", ")))
    }
}

fn file_json(tested: &Tested) -> Value {
    match &tested.outcomes {
        Err(messages) => json!({ "file": tested.file, "errors": messages }),
        Ok(outcomes) => {
            let cases: Vec<Value> = outcomes.iter().map(case_json).collect();
            json!({ "file": tested.file, "cases": cases })
        }
    }
}

fn case_json(outcome: &CaseOutcome) -> Value {
    let got: Vec<String> = outcome
        .got
        .reasons()
        .iter()
        .map(ToString::to_string)
        .collect();
    json!({
        "name": outcome.name,
        "line": outcome.line,
        "passed": outcome.agrees(),
        "expected": {
            "allowed": outcome.expected.allowed,
            "reasons": outcome.expected.reasons,
        },
        "got": { "allowed": outcome.got.is_allowed(), "reasons": got },
    })
}

/// A file's text; or what is wrong, and what to do.
fn read(file: &Path) -> Result<String, String> {
    let named = shown(file);
    let mut bytes = Vec::new();
    open_file(file)
        .and_then(|opened| opened.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
        .map_err(|error| {
            format!("{named} cannot be read: {error}; check the name and the rights")
        })?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(format!(
            "{named} is larger than 16 MB; split it into several files"
        ));
    }
    String::from_utf8(bytes).map_err(|_| format!("{named} is no UTF-8 text; save it as UTF-8"))
}

/// A file as a message names it.
fn shown(file: &Path) -> String {
    format!("`{}`", one_line(&file.display().to_string()))
}

fn print_json(out: &mut dyn Write, value: &Value) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}
