//! Lists of a page, saved where somebody chooses: as a page that any browser shows and prints. Holds
//! what the screen shows, in its words, and no picture.

use std::path::PathBuf;
use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use super::places::Wanted;
use super::{Inner, SayAfter};
use crate::clerk::Ask;
use crate::clerk::places;
use crate::places::PlaceError;

/// A list as it is saved.
pub(super) struct Sheet {
    pub title: SharedString,
    pub file: &'static str,
    /// Paragraphs; the first line of each is its heading.
    pub entries: Vec<Vec<String>>,
}

impl Sheet {
    /// As a page for a browser, which prints it.
    fn as_page(&self) -> Vec<u8> {
        let mut page = format!(
            "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{0}</title>\n<style>body \
             {{ font: 12pt sans-serif; margin: 2em }} section {{ break-inside: avoid; \
             border-top: 1px solid; padding: 0.5em 0 }} p {{ margin: 0.2em 0 }}</style></head>\n\
             <body><h1>{0}</h1>\n",
            plain(&self.title)
        );
        for entry in &self.entries {
            page.push_str("<section>");
            for (place, line) in entry.iter().filter(|line| !line.is_empty()).enumerate() {
                let line = plain(line).replace('\n', "<br>");
                match place {
                    0 => page.push_str(&format!("<p><b>☐ {line}</b></p>")),
                    _ => page.push_str(&format!("<p>{line}</p>")),
                }
            }
            page.push_str("</section>\n");
        }
        page.push_str("</body></html>\n");
        page.into_bytes()
    }
}

/// Text that stays text on a page.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

impl Inner {
    /// Lets somebody choose a folder, and saves a list there.
    pub(super) fn save_sheet(&self, sheet: Sheet) {
        let title = self.app.global::<SayAfter>().invoke_where_to_save();
        let then = move |inner: &Rc<Inner>, chosen: Vec<PathBuf>| {
            if let Some(folder) = chosen.into_iter().next() {
                inner.clerk.ask(Ask::Places(places::Ask::Save {
                    folder,
                    name: sheet.file.to_owned(),
                    bytes: sheet.as_page(),
                }));
            }
        };
        self.choose_place(title, Wanted::Folder, Box::new(then));
    }

    pub(super) fn hear_saved(&self, saved: Result<PathBuf, PlaceError>) {
        if self.state.borrow().me.is_none() {
            return;
        }
        match saved {
            Ok(path) => self.tell_saved(&path),
            Err(error) => self.tell(error.to_string(), true),
        }
    }

    pub(super) fn tell_saved(&self, path: &std::path::Path) {
        let say = self.app.global::<SayAfter>();
        self.tell(
            say.invoke_saved(path.to_string_lossy().as_ref().into()),
            false,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_typed_stays_text_on_a_saved_page() {
        let sheet = Sheet {
            title: "List".into(),
            file: "list.html",
            entries: vec![vec!["<script>".to_owned(), "a & b\nc".to_owned()]],
        };
        let page = String::from_utf8(sheet.as_page()).unwrap();
        assert!(page.contains("☐ &lt;script&gt;") && page.contains("a &amp; b<br>c"));
        assert!(!page.contains("<script>"));
    }
}
