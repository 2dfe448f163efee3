//! `incident`, `audit`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::json;

use super::answer::{Answer, table};
use super::exit;
use super::pin::PinSource;
use super::words::{day, one_line};
use crate::acts::Desk;
use crate::acts::repair::Anew;
use crate::acts::sign_in::Session;
use crate::acts::trail::TrailForm;
use crate::acts::verify::{Proof, read_checkpoint};
use crate::cli::CliError;
use crate::domain::ids::short;
use crate::domain::incident::IncidentState;
use crate::domain::repair::Happened;
use crate::domain::trail::Sought;

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
    /// Write every incident, and what was done, into a new file
    Export {
        /// A file that is not there yet; its ending says which form: `.csv` or `.json`
        file: PathBuf,
    },
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
    /// List entries, newest first; proves nothing, which is what `verify` does
    List {
        #[command(flatten)]
        sought: Looking,
        /// How many, at most
        #[arg(long, default_value_t = 50)]
        most: usize,
    },
    /// Write entries, oldest first, into a new file
    Export {
        /// A file that is not there yet; its ending says which form: `.csv`, or `.jsonl` for one JSON
        /// object a line
        file: PathBuf,
        #[command(flatten)]
        sought: Looking,
    },
    /// Say anew a record that was changed outside Shutterslip (head teacher); without one, list them all
    Repair {
        /// Its name, as the list shows it: `person:…`
        record: Option<String>,
        #[command(flatten)]
        anew: AnewArgs,
    },
    /// Make a checkpoint to keep where nobody who uses this device can reach it
    Checkpoint,
}

/// What neither the record nor the trail can say.
#[derive(Args)]
pub struct AnewArgs {
    /// Given name of somebody in the register, or the name of an account, device or camera
    #[arg(long)]
    name: Option<String>,
    /// Family name of somebody in the register
    #[arg(long)]
    family: Option<String>,
    /// Their group
    #[arg(long)]
    group: Option<String>,
    /// Who said the no that was changed
    #[arg(long)]
    by: Option<String>,
    /// Ask for another PIN for the account
    #[arg(long)]
    pin: bool,
    /// The policy file that was adopted
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

impl AnewArgs {
    fn read(self, record: &str, pins: &mut PinSource) -> Result<Anew, CliError> {
        let pin = match self.pin {
            true => Some(pins.ask_new(record)?),
            false => None,
        };
        let policy = match self.policy {
            Some(file) => {
                let bytes = super::people::read_file(&file, 1 << 20)?;
                Some(String::from_utf8_lossy(&bytes).into_owned())
            }
            None => None,
        };
        Ok(Anew {
            name: self.name,
            family: self.family,
            group: self.group,
            by: self.by,
            pin,
            policy,
        })
    }
}

/// Which entries.
#[derive(Args)]
pub struct Looking {
    /// By whom: a name as on the lock screen, or `system`
    #[arg(long)]
    by: Option<String>,
    /// How the act begins: `permission.`, `release.`
    #[arg(long)]
    act: Vec<String>,
    /// Part of what it is about: an id, or a kind of record such as `photo:`
    #[arg(long, default_value = "")]
    about: String,
    /// From this day on, by the school's clock
    #[arg(long)]
    from: Option<NaiveDate>,
    /// Up to this day, the whole of it
    #[arg(long)]
    until: Option<NaiveDate>,
}

impl Looking {
    fn sought(&self, desk: &Desk) -> Result<Sought, CliError> {
        let by = match self.by.as_deref() {
            Some("system") => Some("system".to_owned()),
            Some(name) => Some(desk.find_staff(name)?.id.0),
            None => None,
        };
        let (from, before) = desk.days_as_times(self.from, self.until)?;
        Ok(Sought {
            by,
            acts: self.act.clone(),
            about: self.about.clone(),
            from,
            before,
        })
    }
}

pub fn incident(
    desk: &mut Desk,
    who: &Session,
    command: IncidentCommand,
) -> Result<Answer, CliError> {
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
        IncidentCommand::Export { file } => {
            let bytes = match ending(&file) {
                "csv" => desk.incidents_as_csv(who)?,
                "json" => desk.incidents_as_json(who)?,
                _ => return Err(other_ending("`.csv` or `.json`")),
            };
            let mut out = new_file(&file)?;
            out.write_all(&bytes)
                .and_then(|()| out.sync_all())
                .map_err(|error| unwritable(&file, &error))?;
            Ok(done("Written."))
        }
        IncidentCommand::Close { incident, note } => {
            desk.follow_up(who, &incident, IncidentState::Closed, &note)?;
            Ok(done("Closed."))
        }
    }
}

pub fn audit(
    desk: &mut Desk,
    who: &Session,
    command: AuditCommand,
    pins: &mut PinSource,
) -> Result<Answer, CliError> {
    match command {
        AuditCommand::Repair { record: None, .. } => odd_records(desk, who),
        AuditCommand::Repair {
            record: Some(record),
            anew,
        } => {
            let anew = anew.read(&record, pins)?;
            desk.set_right(who, &record, &anew)?;
            Ok(Answer::done(
                set_right(&record),
                json!({"record": record, "set_right": true}),
            ))
        }
        AuditCommand::Verify { checkpoint, files } => {
            let more = checkpoint
                .iter()
                .map(|path| {
                    let bytes = super::people::read_file(path, 1 << 16)?;
                    Ok(read_checkpoint(&String::from_utf8_lossy(&bytes))?)
                })
                .collect::<Result<Vec<_>, CliError>>()?;
            let mut proof = desk.verify_audit(who, &more)?;
            let mut sealed = 0;
            if files {
                let vault = desk.verify_vault(who)?;
                sealed = vault.records;
                proof.findings.extend(vault.findings);
            }
            Ok(verified(&proof, sealed))
        }
        AuditCommand::List { sought, most } => list(desk, who, &sought, most),
        AuditCommand::Export { file, sought } => {
            let form = match ending(&file) {
                "csv" => TrailForm::Csv,
                "jsonl" => TrailForm::JsonLines,
                _ => return Err(other_ending("`.csv` or `.jsonl`")),
            };
            let sought = sought.sought(desk)?;
            // Before there is a file that nobody may fill.
            desk.trail(who, &sought, None, 0)?;
            let out = new_file(&file)?;
            let mut buffered = BufWriter::new(&out);
            let count = desk
                .export_trail(who, &sought, form, &mut buffered, &mut |_| true)?
                .unwrap_or_default();
            drop(buffered);
            out.sync_all().map_err(|error| unwritable(&file, &error))?;
            let words = match count {
                1 => "1 entry written.".to_owned(),
                count => format!("{count} entries written."),
            };
            Ok(Answer::done(words, json!({"entries": count})))
        }
        AuditCommand::Checkpoint => {
            let checkpoint = desk.checkpoint(who)?;
            let text = serde_json::to_string_pretty(&checkpoint)
                .map_err(|error| CliError::Refused(error.to_string()))?;
            Ok(Answer::done(text, json!(checkpoint)))
        }
    }
}

fn list(desk: &Desk, who: &Session, looking: &Looking, most: usize) -> Result<Answer, CliError> {
    let entries = desk.trail(who, &looking.sought(desk)?, None, most)?;
    let staff = desk.staff()?;
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|(_, entry)| {
            let by = staff.iter().find(|one| one.id.0 == entry.by);
            vec![
                entry.seq.to_string(),
                entry.at.clone(),
                by.map_or_else(|| entry.by.clone(), |one| one.name.clone()),
                entry.act.clone(),
                entry.subject.clone(),
            ]
        })
        .collect();
    let values: Vec<_> = entries.iter().map(|(_, entry)| entry).collect();
    Ok(Answer::done(
        table(&["Place", "When (UTC)", "Who", "Act", "About"], &rows),
        json!(values),
    ))
}

fn ending(file: &Path) -> &str {
    file.extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
}

fn other_ending(known: &str) -> CliError {
    CliError::Usage(format!("end the file's name in {known}"))
}

/// Never over another.
fn new_file(file: &Path) -> Result<File, CliError> {
    File::create_new(file).map_err(|error| unwritable(file, &error))
}

fn unwritable(file: &Path, error: &std::io::Error) -> CliError {
    let name = one_line(&file.to_string_lossy());
    CliError::Usage(format!(
        "`{name}` cannot be written ({error}); choose another name or place"
    ))
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
    lines.push(match (proof.is_trail_whole, proof.odd.is_empty()) {
        (true, false) => {
            "Tell the head teacher. Nothing leaves that rests on these records; `audit repair` sets them \
             right."
                .to_owned()
        }
        _ => "Tell the head teacher; release nothing; compare with the newest backup.".to_owned(),
    });
    Answer::done(lines.join("\n"), json).ending(exit::STORE)
}

fn odd_records(desk: &Desk, who: &Session) -> Result<Answer, CliError> {
    let odd = desk.odd_records(who)?;
    let rows: Vec<Vec<String>> = odd
        .iter()
        .map(|odd| {
            let happened = match odd.happened {
                Happened::Changed => "changed",
                Happened::PutIn => "put in",
                Happened::Removed => "removed, or cannot be read",
            };
            vec![odd.subject.clone(), happened.to_owned()]
        })
        .collect();
    let words = match rows.is_empty() {
        true => "✓ every record is as it was recorded".to_owned(),
        false => format!(
            "{}\nNothing leaves that rests on these. Say each anew with `audit repair RECORD`.",
            table(&["Record", "Outside Shutterslip"], &rows)
        ),
    };
    Ok(Answer::done(words, json!(odd)))
}

/// What is left to do after a record was set right.
fn set_right(record: &str) -> String {
    let left = match record.split_once(':').map_or(record, |(kind, _)| kind) {
        "person" => {
            "The mark is on: look at every line against the paper (`person show`), mend what is wrong, \
             then take the mark off (`person never --off`) if they never carried it."
        }
        "permission" => "If it was a yes, add it again from the form: `permission add`.",
        "staff" => "Its owner chooses another PIN when they sign in.",
        "photo" => "Its tags are open: look at all of them, then finish it again.",
        _ => "It counts no more.",
    };
    format!("Set right. {left}")
}
