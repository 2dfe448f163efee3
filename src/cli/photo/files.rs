//! `photo check-file`: is a file that was found somewhere one of ours, and may it be out today?

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::acts::Desk;
use crate::acts::recognise::{CopyOut, Found, Match, MayBeOut, Recognised};
use crate::acts::sign_in::Session;
use crate::cli::CliError;
use crate::cli::answer::Answer;
use crate::cli::people::read_file;
use crate::cli::{exit, words};
use crate::domain::ids::short;

/// Looks at files and at all that lies in folders. Exits 1 when one of ours may not be out, 2 when a
/// file cannot be read.
pub fn check(desk: &mut Desk, who: &Session, paths: &[PathBuf]) -> Result<Answer, CliError> {
    for look in desk.looks_to_make(who)? {
        desk.make_look(who, &look)?;
    }
    let album = desk.album(who)?;
    let mut code = exit::DONE;
    let (mut lines, mut values) = (Vec::new(), Vec::new());
    for file in files_of(paths)? {
        let name = words::one_line(&file.to_string_lossy());
        let recognised = match read_file(&file, super::LARGEST_PICTURE) {
            Ok(bytes) => desk.recognise(who, &album, &bytes)?,
            Err(error) => {
                code = code.max(exit::USAGE);
                lines.push(format!("✕ {name}  {error}"));
                values.push(json!({"file": name, "error": error.to_string()}));
                continue;
            }
        };
        if let Recognised::Ours(found) = &recognised
            && !found.iter().all(Found::may_be_out)
        {
            code = code.max(exit::REFUSED);
        }
        lines.extend(told(&name, &recognised));
        values.push(value(&name, &recognised));
    }
    if lines.is_empty() {
        return Ok(Answer::done("There is no file there.", json!([])).ending(exit::USAGE));
    }
    Ok(Answer::done(lines.join("\n"), json!(values)).ending(code))
}

/// The files, and those of each folder, by name; folders within folders too.
fn files_of(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let unreadable = |error: std::io::Error| unreadable(path, &error);
            let mut inside = std::fs::read_dir(path)
                .map_err(unreadable)?
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<Vec<_>, _>>()
                .map_err(unreadable)?;
            // A link to a folder may lead in a circle.
            inside.retain(|one| !(one.is_symlink() && one.is_dir()));
            inside.sort();
            files.extend(files_of(&inside)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn unreadable(path: &Path, error: &std::io::Error) -> CliError {
    let name = words::one_line(&path.to_string_lossy());
    CliError::Usage(format!("`{name}` cannot be read ({error})"))
}

fn told(name: &str, recognised: &Recognised) -> Vec<String> {
    match recognised {
        Recognised::Ours(found) => found.iter().flat_map(|one| about(name, one)).collect(),
        Recognised::LooksLike(found) => {
            let mut lines = vec![format!(
                "? {name}  looks like one of ours and may be another picture; look at both"
            )];
            lines.extend(found.iter().flat_map(|one| about(name, one)));
            lines
        }
        Recognised::NotOurs => vec![format!("· {name}  not ours")],
        Recognised::NothingToSee => vec![format!(
            "· {name}  not ours by its bytes, and there is next to nothing to see in it"
        )],
        Recognised::NoPicture(error) => {
            vec![format!("· {name}  not ours by its bytes; {error}")]
        }
    }
}

fn about(name: &str, found: &Found) -> Vec<String> {
    let photo = short(&found.photo.0);
    let day = words::day(found.taken_at.date_naive());
    let how = match found.by {
        Match::Bytes => "is".to_owned(),
        Match::Sight(bits) => format!("looks the same as ({bits} of 256 bits apart)"),
        Match::Alike(bits) => format!("looks like ({bits} of 256 bits apart)"),
    };
    let sign = if found.may_be_out() { "✓" } else { "✕" };
    let mut lines = vec![format!(
        "{sign} {name}  {how} photo {photo} of {day} {}",
        found.occasion
    )];
    if found.is_original {
        lines.push(
            "      as the camera took it: it may be nowhere outside; find out how it got there"
                .to_owned(),
        );
    }
    if found.copies.is_empty() {
        lines.push("      it was never released: it may be nowhere outside".to_owned());
    }
    lines.extend(found.copies.iter().map(standing));
    lines
}

fn standing(copy: &CopyOut) -> String {
    let release = &copy.release;
    let what = format!(
        "release {} to {} on {}",
        short(&release.id.0),
        release.channel,
        words::day(release.decided_at.date_naive())
    );
    match &copy.may_be_out {
        MayBeOut::Yes { until: Some(until) } => {
            format!("      {what}: may be out until {}", words::day(*until))
        }
        MayBeOut::Yes { until: None } => format!("      {what}: may be out"),
        MayBeOut::MustComeDown { due, reasons } => {
            let codes: Vec<&str> = reasons.iter().map(|reason| reason.code()).collect();
            format!(
                "      {what}: must come down by {} ({})",
                words::day(*due),
                codes.join(", ")
            )
        }
        MayBeOut::WasTakenDown { on } => format!(
            "      {what}: was taken down on {}, so this one is left over",
            words::day(*on)
        ),
    }
}

fn value(name: &str, recognised: &Recognised) -> Value {
    let list = |found: &[Found]| -> Vec<Value> { found.iter().map(found_value).collect() };
    match recognised {
        Recognised::Ours(found) => {
            json!({"file": name, "is": "ours", "may_be_out": found.iter().all(Found::may_be_out), "photos": list(found)})
        }
        Recognised::LooksLike(found) => {
            json!({"file": name, "is": "looks-like", "photos": list(found)})
        }
        Recognised::NotOurs => json!({"file": name, "is": "not-ours"}),
        Recognised::NothingToSee => json!({"file": name, "is": "nothing-to-see"}),
        Recognised::NoPicture(error) => {
            json!({"file": name, "is": "no-picture", "why": error.to_string()})
        }
    }
}

fn found_value(found: &Found) -> Value {
    let (by, bits) = match found.by {
        Match::Bytes => ("bytes", 0),
        Match::Sight(bits) => ("sight", bits),
        Match::Alike(bits) => ("alike", bits),
    };
    let copies: Vec<Value> = found
        .copies
        .iter()
        .map(|copy| {
            let may = matches!(copy.may_be_out, MayBeOut::Yes { .. });
            json!({
                "release": copy.release.id, "channel": copy.release.channel,
                "place": copy.release.copy().map(|one| &one.place), "may_be_out": may,
                "stands_until": copy.release.stands_until,
                "permissions": copy.release.permissions,
            })
        })
        .collect();
    json!({
        "photo": found.photo, "by": by, "bits_apart": bits, "original": found.is_original,
        "erased": found.is_erased, "may_be_out": found.may_be_out(), "copies": copies,
    })
}
