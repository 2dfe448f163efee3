//! Turns a scene into pixels as a sensor saw them, and tells where its people are. Knows nothing of
//! files or metadata.

use fast_image_resize as resize;
use resvg::{tiny_skia, usvg};

use super::camera_file::Turned;
use super::{Picture, Scene, SceneError};
use crate::domain::photo::Area;

/// The sensor's longer and shorter side.
const LONG: u32 = 4000;
const SHORT: u32 = 3000;

/// Room around a face or back, as a share of its longer side.
const MARGIN: f32 = 0.04;

/// Somewhere in a scene that a tag can speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `face-1` and on; `back-1` for a back turned; `far-1` for somebody far away; `painted-1`,
    /// `snowman-1`, `scarecrow-1` for a face that is nobody's; `badge-1` for a name to be read.
    pub id: String,
    /// In the upright full-size picture.
    pub area: Area,
    /// Whether a face is there to be accounted for, be it a snowman's.
    pub is_face: bool,
}

/// Opaque pixels, four bytes each, as the sensor lay.
pub struct Sensor {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
}

/// Width and height of the upright picture.
pub fn size(scene: &Scene) -> Result<(u32, u32), SceneError> {
    let (width, height) = match &scene.picture {
        Picture::Drawn(svg) => {
            let drawn = tree(scene, svg)?.size();
            (drawn.width(), drawn.height())
        }
        Picture::Photograph { shown, .. } => (shown.width as f32, shown.height as f32),
    };
    Ok(if width >= height {
        (LONG, SHORT)
    } else {
        (SHORT, LONG)
    })
}

/// Every place of the scene, from left to right.
pub fn places(scene: &Scene) -> Result<Vec<Place>, SceneError> {
    let (width, height) = size(scene)?;
    let mut found = match &scene.picture {
        Picture::Drawn(svg) => {
            let tree = tree(scene, svg)?;
            let scale = width as f32 / tree.size().width();
            let mut found = Vec::new();
            collect(tree.root(), &mut |id, bounds| {
                let margin = MARGIN * bounds.width().max(bounds.height());
                found.push(place(
                    id,
                    [
                        bounds.left() - margin,
                        bounds.top() - margin,
                        bounds.right() + margin,
                        bounds.bottom() + margin,
                    ],
                    scale,
                    (width, height),
                ));
            });
            found
        }
        Picture::Photograph { shown, faces, .. } => {
            let scale = width as f32 / shown.width as f32;
            let edges = |area: &Area| {
                [
                    area.x as f32,
                    area.y as f32,
                    (area.x + area.width) as f32,
                    (area.y + area.height) as f32,
                ]
            };
            faces
                .iter()
                .map(|(id, area)| place(id, edges(area), scale, (width, height)))
                .collect()
        }
    };
    found.sort_by_key(|place| place.area.x);
    Ok(found)
}

/// The scene as the sensor saw it, turned as the camera was held.
pub fn expose(scene: &Scene, turned: Turned) -> Result<Sensor, SceneError> {
    let upright = size(scene)?;
    let (width, height) = if turned.lies_down() {
        (upright.1, upright.0)
    } else {
        upright
    };
    let pixels = match &scene.picture {
        Picture::Drawn(svg) => {
            let tree = tree(scene, svg)?;
            let mut canvas = tiny_skia::Pixmap::new(width, height)
                .ok_or_else(|| scene.not_drawn("there is no room for its pixels"))?;
            canvas.fill(tiny_skia::Color::WHITE);
            let scale = upright.0 as f32 / tree.size().width();
            let turn = turn(turned, upright).pre_scale(scale, scale);
            resvg::render(&tree, turn, &mut canvas.as_mut());
            canvas.take()
        }
        Picture::Photograph { jpeg, shown, .. } => {
            enlarge(scene, jpeg, shown, turned, (width, height))?
        }
    };
    Ok(Sensor {
        width,
        height,
        pixels,
    })
}

fn tree(scene: &Scene, svg: &str) -> Result<usvg::Tree, SceneError> {
    usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(|error| scene.not_drawn(error))
}

/// Hands on every group of the drawing that carries a place's id, with its bounds in the drawing.
fn collect(group: &usvg::Group, hand_on: &mut impl FnMut(&str, tiny_skia::Rect)) {
    for node in group.children() {
        if let usvg::Node::Group(inner) = node {
            if is_place(inner.id()) {
                hand_on(inner.id(), inner.abs_bounding_box());
            }
            collect(inner, hand_on);
        }
    }
}

fn is_place(id: &str) -> bool {
    is_face(id)
        || ["back-", "far-", "badge-"]
            .iter()
            .any(|kind| id.starts_with(kind))
}

fn is_face(id: &str) -> bool {
    ["face-", "painted-", "snowman-", "scarecrow-"]
        .iter()
        .any(|kind| id.starts_with(kind))
}

fn place(id: &str, [left, top, right, bottom]: [f32; 4], scale: f32, size: (u32, u32)) -> Place {
    let inside = |edge: f32, end: u32| (edge * scale).round().clamp(0.0, end as f32) as u32;
    let (left, right) = (inside(left, size.0), inside(right, size.0));
    let (top, bottom) = (inside(top, size.1), inside(bottom, size.1));
    Place {
        id: id.to_owned(),
        area: Area {
            x: left,
            y: top,
            width: right.saturating_sub(left),
            height: bottom.saturating_sub(top),
        },
        is_face: is_face(id),
    }
}

/// Where an upright point falls on the sensor.
fn turn(turned: Turned, (width, height): (u32, u32)) -> tiny_skia::Transform {
    let (width, height) = (width as f32, height as f32);
    match turned {
        Turned::Upright => tiny_skia::Transform::identity(),
        Turned::UpsideDown => tiny_skia::Transform::from_row(-1.0, 0.0, 0.0, -1.0, width, height),
        Turned::QuarterRight => tiny_skia::Transform::from_row(0.0, -1.0, 1.0, 0.0, 0.0, width),
        Turned::QuarterLeft => tiny_skia::Transform::from_row(0.0, 1.0, -1.0, 0.0, height, 0.0),
    }
}

/// The photograph's shown part, turned while it is small, then brought to the sensor's size.
fn enlarge(
    scene: &Scene,
    jpeg: &[u8],
    shown: &Area,
    turned: Turned,
    (width, height): (u32, u32),
) -> Result<Vec<u8>, SceneError> {
    let whole: image::RgbImage =
        turbojpeg::decompress_image(jpeg).map_err(|error| scene.not_drawn(error))?;
    let part = image::imageops::crop_imm(&whole, shown.x, shown.y, shown.width, shown.height);
    let part = image::DynamicImage::ImageRgb8(part.to_image());
    let part = match turned {
        Turned::Upright => part,
        Turned::UpsideDown => part.rotate180(),
        Turned::QuarterRight => part.rotate270(),
        Turned::QuarterLeft => part.rotate90(),
    };
    let small = part.to_rgba8();
    scaled(small.as_raw(), small.dimensions(), (width, height))
        .map_err(|error| scene.not_drawn(error))
}

/// Opaque pixels brought to another size.
pub fn scaled(pixels: &[u8], from: (u32, u32), to: (u32, u32)) -> Result<Vec<u8>, String> {
    let kind = resize::PixelType::U8x4;
    let source = resize::images::ImageRef::new(from.0, from.1, pixels, kind)
        .map_err(|error| error.to_string())?;
    let mut target = resize::images::Image::new(to.0, to.1, kind);
    let options = resize::ResizeOptions::new()
        .resize_alg(resize::ResizeAlg::Convolution(
            resize::FilterType::CatmullRom,
        ))
        .use_alpha(false);
    resize::Resizer::new()
        .resize(&source, &mut target, &options)
        .map_err(|error| error.to_string())?;
    Ok(target.into_vec())
}
