//! Signed forms to file: PDFs that draw, each with words of its own so that no two are the same file; and
//! a file as an older program took it, which looked at nothing.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use shutterslip::domain::ids::EvidenceId;
use shutterslip::domain::school::{EvidenceFile, FiledPermission};
use shutterslip::register::store::sqlite;
use shutterslip::register::{Change, Stamp};
use shutterslip::vault::{self, Vault, folder::FolderVault};

/// A form of one page with lines and boxes on it; these words stand in the file and are not drawn.
pub fn form(words: &str) -> Vec<u8> {
    let lines: String = (0..12)
        .map(|line| {
            format!(
                "60 {} m 520 {} l S 60 {} 14 14 re S ",
                700 - line * 50,
                700 - line * 50,
                710 - line * 50
            )
        })
        .collect();
    page(words, &format!("2 w {lines}"))
}

/// A page that nothing stands on.
pub fn blank(words: &str) -> Vec<u8> {
    page(words, "")
}

fn page(words: &str, drawn: &str) -> Vec<u8> {
    let parts = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()),
    ];
    let mut file = format!("%PDF-1.4\n% {words}\n");
    let mut places = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{part}\nendobj\n", number + 1));
    }
    let start = file.len();
    file.push_str("xref\n0 5\n0000000000 65535 f \n");
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ));
    file.into_bytes()
}

/// Files these bytes under an answer as an older program did.
pub fn file_unseen(data: &Path, at: DateTime<Utc>, mut answer: FiledPermission, bytes: &[u8]) {
    let keyring = shutterslip::keyring::read(&data.join("device.key")).unwrap();
    let identity = Arc::new(keyring.identity);
    let file = data.join("register.db");
    let mut register = sqlite::open(&file, &keyring.register_key, identity).unwrap();
    let id = EvidenceId(format!("old-{}", answer.id.0));
    let key = vault::new_key().unwrap();
    let evidence = EvidenceFile {
        id: id.clone(),
        media_type: "application/pdf".to_owned(),
        size: bytes.len() as u64,
        sha256: hex::encode(Sha256::digest(bytes)),
        kept_at: at,
        by: answer.recorded_by.clone(),
        pages: None,
    };
    let mut sealed = FolderVault::open(&data.join("vault")).unwrap();
    sealed
        .receive(&id.0, &vault::seal(&id.0, &key, bytes).unwrap())
        .unwrap();
    answer.form = Some(id.clone());
    let by = answer.recorded_by.0.clone();
    let changes = [Change::Evidence(evidence, key), Change::Permission(answer)];
    register.record(&Stamp { at, by }, &changes).unwrap();
    sealed.settle(&id.0).unwrap();
}
