//! A walk over a copy that knows nothing of the product: what is not a copy's own is found.

/// Why a JPEG is more than pixels and one notice: start, JFIF without a thumbnail, XMP that holds
/// these words, tables, one frame of one pass, the end. Not a byte more.
pub fn is_pixels_and_notice_only(jpeg: &[u8], notice: &str) -> Result<(), String> {
    if jpeg.get(..2) != Some(&[0xff, 0xd8]) {
        return Err("it does not start as a JPEG".to_owned());
    }
    let mut at = 2;
    let mut order = Vec::new();
    loop {
        let Some(&[0xff, marker]) = jpeg.get(at..at + 2) else {
            return Err(format!("no marker at {at}"));
        };
        order.push(marker);
        if marker == 0xd9 {
            break;
        }
        let Some(&[high, low]) = jpeg.get(at + 2..at + 4) else {
            return Err("it is cut short".to_owned());
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let body = jpeg.get(at + 4..at + 2 + length).ok_or("it is cut short")?;
        let is_ours = match marker {
            0xe0 => body.len() == 14 && body.starts_with(b"JFIF\0"),
            0xe1 => body
                .strip_prefix(b"http://ns.adobe.com/xap/1.0/\0")
                .and_then(|xmp| std::str::from_utf8(xmp).ok())
                .is_some_and(|xmp| xmp.contains(notice) && xmp.contains("DataMining")),
            0xdb | 0xc4 | 0xc0 | 0xda => true,
            _ => false,
        };
        if !is_ours {
            return Err(format!(
                "segment {marker:02x} of {length} bytes is none of a copy's"
            ));
        }
        at += 2 + length;
        if marker == 0xda {
            while jpeg.get(at) != Some(&0xff) || jpeg.get(at + 1) == Some(&0) {
                if at >= jpeg.len() {
                    return Err("its pixels have no end".to_owned());
                }
                at += 1;
            }
        }
    }
    let count = |wanted: u8| order.iter().filter(|marker| **marker == wanted).count();
    if order.first() != Some(&0xe0) || [0xe0, 0xe1, 0xc0, 0xda].map(count) != [1; 4] {
        return Err(format!("segments {order:02x?}"));
    }
    match jpeg.len() - (at + 2) {
        0 => Ok(()),
        more => Err(format!("{more} bytes after its end")),
    }
}
