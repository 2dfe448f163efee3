//! `photo look-again` and `photo look-at-waiting`.

use serde_json::{Value, json};

use crate::acts::ActError;
use crate::acts::Desk;
use crate::acts::look::Looked;
use crate::acts::sign_in::Session;
use crate::cli::CliError;
use crate::cli::answer::{Answer, code_of};
use crate::cli::exit;
use crate::domain::ids::short;
use crate::domain::kept::Face;

pub fn again(desk: &mut Desk, who: &Session, photo: &str) -> Result<Answer, CliError> {
    let id = desk.find_photo(photo)?;
    let new = ids(&desk.look_again(who, &id)?);
    let text = match new.len() {
        0 => "No face that is not here already.".to_owned(),
        1 => format!("1 more face, to name: {}.", new.join(", ")),
        more => format!("{more} more faces, to name: {}.", new.join(", ")),
    };
    Ok(Answer::done(text, json!({"photo": id, "new_faces": new})))
}

/// Every photo that waits, one after the other; one that cannot be looked at holds up no other.
pub fn at_waiting(desk: &mut Desk, who: &Session) -> Result<Answer, CliError> {
    let mut lines = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let mut code = exit::DONE;
    for id in desk.waiting(who)? {
        let name = short(&id.0);
        let (line, value) = match desk.look_at_kept(who, &id) {
            Ok(Looked::Found(faces)) => {
                let line = match faces.len() {
                    0 => format!("✓ {name}  no face found"),
                    1 => format!("✓ {name}  1 face, to name"),
                    many => format!("✓ {name}  {many} faces, to name"),
                };
                (
                    line,
                    json!({"photo": id, "looked": true, "faces": ids(&faces)}),
                )
            }
            Ok(Looked::NotWaiting) => continue,
            Ok(Looked::TakeAgain(error)) => {
                code = code.max(exit::USAGE);
                let why = format!("it stays here and cannot be used; take it again ({error})");
                (format!("✕ {name}  {why}"), told(&id.0, &why))
            }
            Ok(Looked::LookAgain(error)) => {
                code = code.max(exit::STORE);
                let why = format!("it stays here until it can be looked at ({error})");
                (format!("✕ {name}  {why}"), told(&id.0, &why))
            }
            // Not for this person to do, or no disk to do it on: so for the next as well.
            Err(error @ (ActError::Refused(_) | ActError::Register(_))) => return Err(error.into()),
            Err(error) => {
                let error = CliError::from(error);
                code = code.max(code_of(&error));
                let why = error.to_string();
                (format!("✕ {name}  {why}"), told(&id.0, &why))
            }
        };
        lines.push(line);
        values.push(value);
    }
    if lines.is_empty() {
        lines.push("No photo waits to be looked at.".to_owned());
    }
    Ok(Answer::done(lines.join("\n"), json!(values)).ending(code))
}

fn told(id: &str, why: &str) -> Value {
    json!({"photo": id, "looked": false, "error": why})
}

fn ids(faces: &[Face]) -> Vec<String> {
    faces.iter().map(|face| face.id.clone()).collect()
}
