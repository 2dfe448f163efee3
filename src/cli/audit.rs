//! `incident`, `audit`.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::answer::{Answer, table};
use super::exit;
use super::words::day;
use crate::acts::sign_in::Session;
use crate::acts::verify::{Proof, read_checkpoint};
use crate::acts::{ActError, Desk};
use crate::domain::ids::short;
use crate::domain::incident::IncidentState;

#[derive(Subcommand)]
pub enum IncidentCommand {
    /// List incidents and what was done
    List,
    /// Write one down
    Report { note: String },
    /// Say that it has been seen (head teacher)
    Acknowledge { incident: String, note: String },
    /// Close it with what was done (head teacher)
    Close { incident: String, note: String },
}

#[derive(Subcommand)]
pub enum AuditCommand {
    /// Verify the trail, the records and checkpoints; names the first bad entry. Exits 3 when bad
    Verify {
        /// Checkpoint files from elsewhere: beside released copies, from a governor
        #[arg(long, num_args = 1.., value_name = "FILE")]
        checkpoint: Vec<PathBuf>,
        /// Open every sealed file as well
        #[arg(long)]
        files: bool,
    },
    /// Make a checkpoint to keep where nobody who uses this device can reach it
    Checkpoint,
}

pub fn incident(
    desk: &mut Desk,
    who: &Session,
    command: IncidentCommand,
) -> Result<Answer, ActError> {
    let done = |text: &str| Answer::done(text, json!({"done": true}));
    match command {
        IncidentCommand::List => {
            let incidents = desk.incidents(who)?;
            let rows: Vec<Vec<String>> = incidents
                .iter()
                .map(|(incident, events)| {
                    vec![
                        short(&incident.id.0).to_owned(),
                        day(incident.opened_at.date_naive()),
                        incident.kind.words().to_owned(),
                        match events.last().map(|event| event.state) {
                            None => "! open",
                            Some(IncidentState::Acknowledged) => "! seen",
                            Some(IncidentState::Closed) => "✓ closed",
                        }
                        .to_owned(),
                        incident.note.clone(),
                    ]
                })
                .collect();
            Ok(Answer::done(
                table(&["Incident", "Opened", "What", "State", "Note"], &rows),
                json!(
                    incidents
                        .iter()
                        .map(|(incident, events)| json!({"incident": incident, "events": events}))
                        .collect::<Vec<_>>()
                ),
            ))
        }
        IncidentCommand::Report { note } => {
            let id = desk.report(who, &note)?;
            Ok(Answer::done("Written down.", json!({"incident": id})))
        }
        IncidentCommand::Acknowledge { incident, note } => {
            desk.follow_up(who, &incident, IncidentState::Acknowledged, &note)?;
            Ok(done("Acknowledged."))
        }
        IncidentCommand::Close { incident, note } => {
            desk.follow_up(who, &incident, IncidentState::Closed, &note)?;
            Ok(done("Closed."))
        }
    }
}

pub fn audit(desk: &mut Desk, who: &Session, command: AuditCommand) -> Result<Answer, ActError> {
    match command {
        AuditCommand::Verify { checkpoint, files } => {
            let more = checkpoint
                .iter()
                .map(|path| {
                    let bytes = super::people::read_file(path, 1 << 16)?;
                    read_checkpoint(&String::from_utf8_lossy(&bytes))
                })
                .collect::<Result<Vec<_>, _>>()?;
            let mut proof = desk.verify_audit(who, &more)?;
            let mut sealed = 0;
            if files {
                let vault = desk.verify_vault(who)?;
                sealed = vault.records;
                proof.findings.extend(vault.findings);
            }
            Ok(verified(&proof, sealed))
        }
        AuditCommand::Checkpoint => {
            let checkpoint = desk.checkpoint(who)?;
            let text = serde_json::to_string_pretty(&checkpoint)
                .map_err(|error| ActError::Refused(error.to_string()))?;
            Ok(Answer::done(text, json!(checkpoint)))
        }
    }
}

fn verified(proof: &Proof, sealed: usize) -> Answer {
    let looked_at = format!(
        "{} entries, {} records, {} checkpoints, {sealed} sealed files",
        proof.entries, proof.records, proof.checkpoints
    );
    let json = json!({
        "good": proof.is_good(), "entries": proof.entries, "records": proof.records,
        "checkpoints": proof.checkpoints, "sealed_files": sealed, "findings": proof.findings,
    });
    if proof.is_good() {
        return Answer::done(format!("✓ audit good: {looked_at}"), json);
    }
    let mut lines = vec![format!("✕ audit NOT good: {looked_at}")];
    lines.extend(proof.findings.iter().map(|finding| format!("  {finding}")));
    lines
        .push("Tell the head teacher; release nothing; compare with the newest backup.".to_owned());
    Answer::done(lines.join("\n"), json).ending(exit::STORE)
}
