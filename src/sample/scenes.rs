//! The sample school's pictures: drawn scenes, and one public-domain photograph where a face must
//! be real. Each can be had as the file that a camera would have written of it. Nobody in a drawing
//! is a real person. Knows no register, no clock and no folder; `assets/sample/LICENCES.md` says
//! where each picture comes from.

mod camera_file;
mod drawing;

pub use camera_file::{CameraWriting, Turned};
pub use drawing::Place;

use crate::domain::photo::Area;

/// One picture, before a camera has seen it.
#[derive(Debug)]
pub struct Scene {
    pub id: &'static str,
    pub title: &'static str,
    picture: Picture,
}

/// What a scene is made of.
#[derive(Debug)]
enum Picture {
    /// An SVG whose faces, backs and badges are groups with an id.
    Drawn(&'static str),
    /// A JPEG, the part of it that is shown, and its faces in that part's own pixels.
    Photograph {
        jpeg: &'static [u8],
        shown: Area,
        faces: &'static [(&'static str, Area)],
    },
}

/// Why a scene could not be made. A sample that cannot be made is a fault of the program, so there
/// is nothing for the user to mend.
#[derive(Debug, thiserror::Error)]
pub enum SceneError {
    #[error("the sample has no scene `{0}`")]
    NoSuchScene(String),
    #[error("the sample scene `{scene}` has no place `{place}`")]
    NoSuchPlace { scene: String, place: String },
    #[error("the sample scene `{scene}` cannot be drawn: {why}")]
    NotDrawn { scene: String, why: String },
    #[error("the sample scene `{scene}` cannot be written as a camera would: {why}")]
    NotWritten { scene: String, why: String },
}

/// Every scene, in the order of the file.
pub fn scenes() -> &'static [Scene] {
    SCENES
}

/// The scene of that id.
pub fn scene(id: &str) -> Result<&'static Scene, SceneError> {
    SCENES
        .iter()
        .find(|scene| scene.id == id)
        .ok_or_else(|| SceneError::NoSuchScene(id.to_owned()))
}

/// The file that the camera wrote: 12 megapixels as the sensor lay, with everything in its metadata
/// that ought not to leave a school. The same scene and writing give the same bytes.
pub fn photograph(scene: &Scene, writing: &CameraWriting) -> Result<Vec<u8>, SceneError> {
    let sensor = drawing::expose(scene, writing.turned)?;
    camera_file::write(scene, sensor, writing)
}

/// Of a scene's width and height, what the sample's camera sees.
const CLOSER: f64 = 0.7;

/// The upright pixels of the scene at that place, as the sample's camera sees it: from the other side and a
/// few steps closer, so that what is taken with it is another picture than those that lie in the sample.
pub fn seen(at: usize) -> Result<image::RgbImage, SceneError> {
    let scene = SCENES
        .get(at)
        .ok_or_else(|| SceneError::NoSuchScene(at.to_string()))?;
    let sensor = drawing::expose(scene, Turned::Upright)?;
    image::RgbaImage::from_raw(sensor.width, sensor.height, sensor.pixels)
        .map(|pixels| {
            let (width, height) = pixels.dimensions();
            let part = |side: u32| (f64::from(side) * CLOSER) as u32;
            let rest = |side: u32| side - part(side);
            let seen = image::DynamicImage::ImageRgba8(pixels);
            let (x, y) = (rest(width) / 2, rest(height));
            let closer = seen.crop_imm(x, y, part(width), part(height));
            closer.fliph().into_rgb8()
        })
        .ok_or_else(|| scene.not_drawn("its pixels are not as many as its size says"))
}

impl Scene {
    /// Width and height of the upright picture, in pixels.
    pub fn size(&self) -> Result<(u32, u32), SceneError> {
        drawing::size(self)
    }

    /// Every place that a tag can speak of, in the upright full-size picture, from left to right.
    pub fn places(&self) -> Result<Vec<Place>, SceneError> {
        drawing::places(self)
    }

    /// One place, by its id.
    pub fn place(&self, id: &str) -> Result<Place, SceneError> {
        let places = self.places()?;
        let found = places.into_iter().find(|place| place.id == id);
        found.ok_or_else(|| SceneError::NoSuchPlace {
            scene: self.id.to_owned(),
            place: id.to_owned(),
        })
    }

    fn not_drawn(&self, why: impl std::fmt::Display) -> SceneError {
        SceneError::NotDrawn {
            scene: self.id.to_owned(),
            why: why.to_string(),
        }
    }

    fn not_written(&self, why: impl std::fmt::Display) -> SceneError {
        SceneError::NotWritten {
            scene: self.id.to_owned(),
            why: why.to_string(),
        }
    }
}

macro_rules! drawn {
    ($id:literal, $title:literal) => {
        Scene {
            id: $id,
            title: $title,
            picture: Picture::Drawn(include_str!(concat!(
                "../../assets/sample/scenes/",
                $id,
                ".svg"
            ))),
        }
    };
}

static SCENES: &[Scene] = &[
    drawn!("hills", "The hills behind the nursery"),
    drawn!("hilltop", "Three friends on the hill"),
    drawn!("six-friends", "Six friends before the nursery"),
    drawn!("sports-day", "Sports day"),
    drawn!("den", "A den in the woods"),
    drawn!("baking", "Baking day"),
    drawn!("nativity", "The nativity play"),
    drawn!("reading", "The reading corner"),
    drawn!("music", "A music lesson"),
    drawn!("gardening", "In the vegetable garden"),
    drawn!("sandpit", "In the sandpit"),
    drawn!("display", "The painting display"),
    drawn!("staff", "The staff in the garden"),
    drawn!("badge", "The first day, with a name badge"),
    drawn!("painting", "At the easel"),
    drawn!("library-visit", "A visit to the library"),
    drawn!("puddles", "Jumping in puddles"),
    drawn!("snow", "A snowman"),
    drawn!("train", "A cardboard train"),
    drawn!("party", "A birthday at home"),
    Scene {
        id: "astronaut",
        title: "The astronaut who came to visit",
        picture: Picture::Photograph {
            jpeg: include_bytes!("../../assets/sample/astronaut.jpg"),
            shown: Area {
                x: 36,
                y: 0,
                width: 384,
                height: 512,
            },
            faces: &[(
                "face-1",
                Area {
                    x: 112,
                    y: 10,
                    width: 160,
                    height: 184,
                },
            )],
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scene_has_twelve_megapixels_and_places_inside_it() {
        assert!(scenes().len() >= 13);
        for scene in scenes() {
            let (width, height) = scene.size().unwrap();
            assert_eq!(width * height, 12_000_000, "{}", scene.id);
            for place in scene.places().unwrap() {
                let Area {
                    x,
                    y,
                    width: across,
                    height: down,
                } = place.area;
                assert!(
                    x + across <= width && y + down <= height,
                    "{} {place:?}",
                    scene.id
                );
                assert!(across >= 60 && down >= 60, "{} {place:?}", scene.id);
            }
        }
    }

    #[test]
    fn faces_that_are_drawn_apart_do_not_share_a_box() {
        for scene in scenes() {
            let faces: Vec<Place> = scene
                .places()
                .unwrap()
                .into_iter()
                .filter(|place| place.is_face)
                .collect();
            for pair in faces.windows(2) {
                let (left, right) = (&pair[0], &pair[1]);
                let apart = right.area.x + right.area.width / 2 > left.area.x + left.area.width;
                assert!(apart, "{}: {left:?} and {right:?}", scene.id);
            }
        }
    }

    #[test]
    fn a_scene_is_seen_upright_and_from_closer_than_it_was_taken() {
        let at = scenes().iter().position(|scene| scene.id == "hills");
        let seen = seen(at.unwrap()).unwrap();
        let (width, height) = scene("hills").unwrap().size().unwrap();
        assert_eq!(seen.dimensions(), (width * 7 / 10, height * 7 / 10));
        assert!(super::seen(scenes().len()).is_err());
    }

    #[test]
    fn a_scene_or_place_that_is_not_there_is_named() {
        assert!(scene("moon").unwrap_err().to_string().contains("`moon`"));
        let place = scene("hills").unwrap().place("face-9").unwrap_err();
        assert!(place.to_string().contains("`face-9`"));
    }
}
