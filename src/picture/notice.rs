//! What a copy says of itself: whose it is, how it may be used, and that no machine is to be
//! trained on it. Written anew as XMP; nothing of the original's metadata comes near it.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesPI, BytesText, Event};
use serde::{Deserialize, Serialize};

use super::PictureError;

/// The words that go with every copy. Each is one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// `© Hillside Primary School`.
    pub copyright: String,
    pub credit: Option<String>,
    pub usage_terms: String,
}

/// Of each line, in characters: all three fit into one segment, whatever they are.
const LONGEST_LINE: usize = 2_000;

pub(super) const XMP_MARK: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

const NO_TRAINING: &str = "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING";

/// The notice as an XMP packet, read-only and without padding. A line that is blank, too long or
/// holds a control character is an error, never cut or mended.
pub(super) fn packet(notice: &Notice) -> Result<String, PictureError> {
    check("copyright line", &notice.copyright)?;
    check("usage terms", &notice.usage_terms)?;
    if let Some(credit) = &notice.credit {
        check("credit line", credit)?;
    }
    let failed = PictureError::CopyFailed {
        step: "writing the notice",
    };
    let written = written(notice).map_err(|_| failed.clone())?;
    String::from_utf8(written).map_err(|_| failed)
}

fn check(field: &'static str, line: &str) -> Result<(), PictureError> {
    // XML has no way to write these; the separators break a line without being control characters.
    let unprintable =
        |c: &char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}');
    if let Some(found) = line.chars().find(unprintable) {
        let code = u32::from(found);
        return Err(PictureError::UnprintableNotice { field, code });
    }
    if line.trim().is_empty() {
        return Err(PictureError::EmptyNotice { field });
    }
    let length = line.chars().count();
    if length > LONGEST_LINE {
        let limit = LONGEST_LINE;
        return Err(PictureError::LongNotice {
            field,
            length,
            limit,
        });
    }
    Ok(())
}

fn written(notice: &Notice) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    let begin = "xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"";
    xml.write_event(Event::PI(BytesPI::new(begin)))?;
    xml.create_element("x:xmpmeta")
        .with_attribute(("xmlns:x", "adobe:ns:meta/"))
        .write_inner_content(|xml| {
            xml.create_element("rdf:RDF")
                .with_attribute(("xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"))
                .write_inner_content(|xml| description(xml, notice))?;
            Ok(())
        })?;
    xml.write_event(Event::PI(BytesPI::new("xpacket end=\"r\"")))?;
    Ok(xml.into_inner())
}

fn description(xml: &mut Writer<Vec<u8>>, notice: &Notice) -> io::Result<()> {
    xml.create_element("rdf:Description")
        .with_attribute(("rdf:about", ""))
        .with_attribute(("xmlns:dc", "http://purl.org/dc/elements/1.1/"))
        .with_attribute(("xmlns:photoshop", "http://ns.adobe.com/photoshop/1.0/"))
        .with_attribute(("xmlns:xmpRights", "http://ns.adobe.com/xap/1.0/rights/"))
        .with_attribute(("xmlns:plus", "http://ns.useplus.org/ldf/xmp/1.0/"))
        .write_inner_content(|xml| {
            in_any_language(xml, "dc:rights", &notice.copyright)?;
            if let Some(credit) = &notice.credit {
                plain(xml, "photoshop:Credit", credit)?;
            }
            in_any_language(xml, "xmpRights:UsageTerms", &notice.usage_terms)?;
            plain(xml, "xmpRights:Marked", "True")?;
            plain(xml, "plus:DataMining", NO_TRAINING)
        })?;
    Ok(())
}

fn plain(xml: &mut Writer<Vec<u8>>, name: &str, line: &str) -> io::Result<()> {
    xml.create_element(name)
        .write_text_content(BytesText::new(line))?;
    Ok(())
}

fn in_any_language(xml: &mut Writer<Vec<u8>>, name: &str, line: &str) -> io::Result<()> {
    xml.create_element(name).write_inner_content(|xml| {
        xml.create_element("rdf:Alt").write_inner_content(|xml| {
            xml.create_element("rdf:li")
                .with_attribute(("xml:lang", "x-default"))
                .write_text_content(BytesText::new(line))?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}
