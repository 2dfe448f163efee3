//! What is looked at after each trouble: the school is opened as at any start, then once more, and
//! everything that was told is held against register, vault, outlets and disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sha2::{Digest, Sha256};
use shutterslip::domain::audit::Entry;
use shutterslip::domain::release::{OutletKind, Release, ReleaseEvent, ReleaseState};
use shutterslip::outlet::Outlet;
use shutterslip::outlet::zip::ZipOutlet;
use shutterslip::vault::Sweep;

use crate::acts::word;
use crate::grounds::{BALLAST, Grounds};
use crate::ledger::Ledger;
use crate::oracle::{Records, releases_that_should_not_be};
use crate::school::{HandClock, files_under, outlet, template};
use crate::slips;

/// What no file of the data folder may hold: the beginnings of pictures and forms, and what a
/// camera writes into a picture.
const PLAIN: [&[u8]; 4] = [
    b"JFIF\0",
    b"Exif\0\0",
    b"EOS 250D",
    b"%PDF-1.4\n% a signed form",
];

/// Looks. Gives what is lost or wrong; nothing, if all is well.
pub fn look(grounds: &Grounds, ledger: &mut Ledger, clock: &HandClock) -> Vec<String> {
    let mut losses = Vec::new();
    if let Err(why) = start_twice(grounds, clock, &mut losses) {
        losses.push(format!("it does not open: {why}"));
        return losses;
    }
    match records(grounds, ledger, &mut losses) {
        Ok(releases) => outlets(grounds, &releases, ledger, &mut losses),
        Err(why) => losses.push(format!("the register cannot be read: {why}")),
    }
    for (name, bytes) in files_under(&grounds.data()) {
        for plain in PLAIN {
            if bytes.windows(plain.len()).any(|window| window == plain) {
                losses.push(format!("`{}` holds plain bytes", name.display()));
            }
        }
    }
    for (name, _) in files_under(&grounds.temporary()) {
        losses.push(format!(
            "`{}` lies among the temporary files",
            name.display()
        ));
    }
    losses
}

/// The first start brings order; the second finds it.
fn start_twice(
    grounds: &Grounds,
    clock: &HandClock,
    losses: &mut Vec<String>,
) -> Result<(), String> {
    let told = |error: shutterslip::acts::ActError| error.to_string();
    let mut desk = grounds.desk(clock).map_err(told)?;
    let opening = desk.begin().map_err(told)?;
    for object in &opening.sweep.missing {
        losses.push(format!("the sealed file of {object} is missing"));
    }
    if opening.sweep.unknown > 0 {
        losses.push("sealed files that nobody knows lie in the vault".to_owned());
    }
    // What is not at its place may have been there: a person looks, and says that it is nowhere.
    for release in desk.settle_releases(&outlet).map_err(told)? {
        let id = &release.id;
        if let Err(error) = desk.confirm_down(&template().head, id, false, &outlet) {
            losses.push(format!("release {id} is neither out nor not out: {error}"));
        }
    }
    drop(desk);
    let mut desk = grounds.desk(clock).map_err(told)?;
    let again = desk.begin().map_err(told)?;
    if again.sweep != Sweep::default() || !again.unsettled.is_empty() {
        losses.push(format!("the second start still finds {again:?}"));
    }
    let head = &template().head;
    let incidents = desk.incidents(head).map_err(told)?;
    for (incident, _) in incidents {
        losses.push(format!("an incident was opened: {}", incident.note));
    }
    for proof in [desk.verify_audit(head, &[]), desk.verify_vault(head)] {
        losses.extend(proof.map_err(told)?.findings);
    }
    Ok(())
}

type Releases = Vec<(Release, ReleaseEvent)>;

/// The register, read past the acts and held against the ledger and the oracle.
fn records(
    grounds: &Grounds,
    ledger: &mut Ledger,
    losses: &mut Vec<String>,
) -> Result<Releases, shutterslip::register::RegisterError> {
    let register = grounds.register()?;
    let mut found = BTreeMap::new();
    register.records(&mut |subject, print| {
        found.insert(subject, print);
    })?;
    let mut entries: Vec<Entry> = Vec::new();
    for head in register.heads()? {
        register.entries(&head.device, &mut |entry| {
            entries.push(entry);
            true
        })?;
    }
    in_order(&entries, &ledger.order, losses);
    let mut answers = BTreeMap::new();
    for entry in register.people()? {
        for filed in register.permissions(&entry.person.id)? {
            ledger.compare_answer(&filed.id.0, &filed.permission, losses);
            answers.insert(filed.id.0.clone(), filed);
        }
    }
    slips::look(&register, &found, &answers, losses)?;
    // An import is there whole, or none of it.
    let mut brought: BTreeMap<String, u64> = BTreeMap::new();
    for filed in answers.values() {
        if let Some(import) = &filed.import {
            *brought.entry(import.0.clone()).or_default() += 1;
        }
    }
    for import in register.imports()? {
        if brought.remove(&import.id.0) != Some(import.answers) {
            losses.push(format!(
                "import {} brought fewer answers than it says",
                import.id
            ));
        }
    }
    for import in brought.into_keys() {
        losses.push(format!("import {import} is half there"));
    }
    for (photo, sha256) in &ledger.pictures {
        let kept = register.photo_by_sha256(sha256)?;
        if kept.is_none_or(|kept| kept.0 != *photo) {
            losses.push(format!("photo {photo} was told as kept and is another"));
        }
    }
    let erased: BTreeSet<String> = register
        .erasures()?
        .into_iter()
        .map(|erasure| erasure.object)
        .collect();
    for object in register.sealed_objects()? {
        if register.seal_key(&object)?.is_none() {
            losses.push(format!("{object} has no key"));
        }
    }
    for photo in register.photo_ids()? {
        if register.seal_key(&photo.0)?.is_none() != erased.contains(&photo.0) {
            losses.push(format!("photo {photo} is erased and is not"));
        }
    }
    let releases = register.releases()?;
    for (release, event) in &releases {
        release_as_told(release, event, ledger, &found, losses);
    }
    let by_id = releases
        .iter()
        .map(|(release, _)| (release.id.0.clone(), release.clone()))
        .collect();
    losses.extend(releases_that_should_not_be(
        &entries,
        &Records {
            answers: &answers,
            releases: &by_id,
        },
    ));
    ledger.compare(&found, losses);
    Ok(releases)
}

/// What was told earlier stands earlier on the trail.
fn in_order(entries: &[Entry], told: &[String], losses: &mut Vec<String>) {
    let newest: BTreeMap<&str, u64> = entries
        .iter()
        .map(|entry| (entry.subject.as_str(), entry.seq))
        .collect();
    let mut last = 0;
    for subject in told.iter().filter(|subject| {
        // What may be recorded again stands where it was recorded last.
        !subject.starts_with("photo:") && !subject.starts_with("person:")
    }) {
        let Some(at) = newest.get(subject.as_str()).copied() else {
            continue;
        };
        if at < last {
            losses.push(format!("{subject} was told after what stands behind it"));
        }
        last = at;
    }
}

fn release_as_told(
    release: &Release,
    event: &ReleaseEvent,
    ledger: &Ledger,
    found: &BTreeMap<String, String>,
    losses: &mut Vec<String>,
) {
    let id = &release.id.0;
    if let Some(sha256) = ledger.out.get(id) {
        let is_down = ledger.down.contains(id);
        let may_be_down = event.state == ReleaseState::Down;
        if event.state != ReleaseState::Out && !may_be_down {
            losses.push(format!("release {id} was told as out and is not"));
        }
        if is_down && !may_be_down {
            losses.push(format!("release {id} was told as taken down and is not"));
        }
        if release.copy().is_none_or(|copy| *sha256 != copy.sha256) {
            losses.push(format!("release {id} is of other bytes than were told"));
        }
    }
    if let Some(told) = ledger.shown_in.get(id) {
        let shown = release.people.iter();
        let shown: Vec<_> = shown.map(|one| (word(&one.who), one.hidden)).collect();
        if *told != shown {
            losses.push(format!("release {id} does not show those who were tagged"));
        }
    }
    if let Some(photo) = release.photo()
        && !found.contains_key(&format!("photo:{photo}"))
    {
        losses.push(format!("release {id} is of a photo that is not there"));
    }
}

/// Every copy is whole at its outlet or is not there, and nothing else is.
fn outlets(grounds: &Grounds, releases: &Releases, ledger: &Ledger, losses: &mut Vec<String>) {
    let mut there: BTreeMap<String, Vec<u8>> = files_under(&grounds.out())
        .into_iter()
        .map(|(name, bytes)| (name.display().to_string(), bytes))
        .collect();
    there.remove(BALLAST);
    let mut archives = BTreeSet::new();
    for (release, event) in releases {
        let is_out = event.state == ReleaseState::Out;
        let Some(copy) = release.copy() else {
            continue;
        };
        let lies = match copy.outlet {
            OutletKind::Print => continue,
            OutletKind::Folder => {
                there.remove(&format!("{}.checkpoint.json", release.id));
                there
                    .remove(&copy.file_name)
                    .map(|bytes| hex::encode(Sha256::digest(bytes)))
            }
            OutletKind::Zip => {
                let archive = Path::new(&copy.place);
                archives.insert(archive.file_name().unwrap().display().to_string());
                match ZipOutlet::new(archive).look(&copy.file_name) {
                    Ok(lies) => lies,
                    Err(why) => {
                        losses.push(format!("release {}: {why}", release.id));
                        continue;
                    }
                }
            }
        };
        match (is_out, lies) {
            (true, Some(hash)) if hash == copy.sha256 => {}
            (true, Some(_)) => losses.push(format!("release {} is out as other bytes", release.id)),
            (true, None) if ledger.half_down.contains(&release.id.0) => {}
            (true, None) => losses.push(format!("release {} is out and not there", release.id)),
            (false, None) => {}
            (false, Some(_)) => losses.push(format!(
                "release {} is {} and lies there",
                release.id,
                event.state.words()
            )),
        }
    }
    for name in there.keys().filter(|name| !archives.contains(*name)) {
        losses.push(format!(
            "`{name}` lies at the outlet and no record knows it"
        ));
    }
}
