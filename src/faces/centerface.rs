//! CenterFace, run by rten: a network that gives, for every fourth pixel, how likely a face is
//! centred there and how large. Its landmarks were left out of the model; models/CENTERFACE.md says
//! where it comes from. Knows boxes and pixels only.

use image::RgbImage;
use rten::{Model, ModelOptions, NodeId, op_registry};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};
use sha2::{Digest, Sha256};

use super::boxes::{Seen, one_each};
use super::view::views;
use super::{Effort, FaceFinder, FacesError, FoundFace};

/// As it ships, within the program.
static MODEL: &[u8] = include_bytes!("../../models/centerface.onnx");

/// Of that file, lower-case hex; also in models/CENTERFACE.md and tools/centerface_symbolic.py.
pub const MODEL_SHA256: &str = "d69a5c2e460daf647ce0708524037a1c7534c8e84c4fd14616390cc1e7080cad";

/// The model and the way it is used: two scales, threshold, one box a face. Raised with either.
const VERSION: &str = "centerface-d69a5c2e/2";

/// Less sure than this is no face.
const THRESHOLD: f32 = 0.3;
/// Pixels between the points that the network answers for.
const STRIDE: usize = 4;
/// Both sides of what the network is given are a multiple of this.
const MULTIPLE: usize = 32;

const RUN: FacesError = FacesError::Failed {
    step: "the network",
};
const ANSWER: FacesError = FacesError::Failed {
    step: "the network's answer",
};

/// The finder, open: its model was read and is what we ship.
pub struct CenterFace {
    model: Model,
    input: NodeId,
    /// Heat map, size, offset.
    outputs: [NodeId; 3],
}

impl CenterFace {
    /// The finder with the model that the program carries. Errors: it is damaged.
    pub fn open() -> Result<CenterFace, FacesError> {
        CenterFace::with_model(MODEL)
    }

    /// The finder with the model in these bytes. Errors: they are not, to the last one, the model
    /// that this program was built for.
    pub fn with_model(bytes: &'static [u8]) -> Result<CenterFace, FacesError> {
        if hex::encode(Sha256::digest(bytes)) != MODEL_SHA256 {
            return Err(FacesError::Damaged);
        }
        // What the model needs and no more; the rest of the runtime is left out of the program.
        let needed = op_registry!(Conv, Relu, Add, ConvTranspose, BatchNormalization, Sigmoid);
        let unreadable = |_| FacesError::Unreadable;
        let model = ModelOptions::with_ops(needed)
            .load_static_slice(bytes)
            .map_err(|_| FacesError::Unreadable)?;
        let node = |name: &str| model.node_id(name).map_err(unreadable);
        let input = node("input.1")?;
        let outputs = [node("537")?, node("538")?, node("539")?];
        Ok(CenterFace {
            model,
            input,
            outputs,
        })
    }

    /// Every face in the pixels, as often as the network points at it.
    fn look(&self, pixels: &RgbImage) -> Result<Vec<Seen>, FacesError> {
        let input = planes(pixels)?;
        let [heat, size, offset] = self
            .model
            .run_n(vec![(self.input, input.into())], self.outputs, None)
            .map_err(|_| RUN)?;
        let heat: NdTensor<f32, 4> = heat.try_into().map_err(|_| ANSWER)?;
        let size: NdTensor<f32, 4> = size.try_into().map_err(|_| ANSWER)?;
        let offset: NdTensor<f32, 4> = offset.try_into().map_err(|_| ANSWER)?;
        faces(&heat.view(), &size.view(), &offset.view(), pixels)
    }
}

impl FaceFinder for CenterFace {
    fn version(&self) -> &str {
        VERSION
    }

    fn find(&self, picture: &RgbImage, effort: Effort) -> Result<Vec<FoundFace>, FacesError> {
        let (width, height) = picture.dimensions();
        if width == 0 || height == 0 {
            return Err(FacesError::NoPicture);
        }
        let mut seen = Vec::new();
        for view in views(width, height, effort) {
            let faces = self.look(&view.pixels(picture)?)?;
            seen.extend(faces.into_iter().filter_map(|face| view.in_picture(face)));
        }
        Ok(one_each(seen, width, height))
    }
}

/// Red, green and blue apart, 0 to 255, black beyond the right and lower edge.
fn planes(pixels: &RgbImage) -> Result<NdTensor<f32, 4>, FacesError> {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let (across, down) = (
        width.next_multiple_of(MULTIPLE),
        height.next_multiple_of(MULTIPLE),
    );
    let plane = across * down;
    let mut values = vec![0.0_f32; 3 * plane];
    for (channel, values) in values.chunks_exact_mut(plane).enumerate() {
        let rows = values.chunks_exact_mut(across);
        for (row, from) in rows.zip(pixels.as_raw().chunks_exact(3 * width)) {
            for (value, pixel) in row.iter_mut().zip(from.chunks_exact(3)) {
                *value = pixel.get(channel).copied().map_or(0.0, f32::from);
            }
        }
    }
    NdTensor::try_from_data([1, 3, down, across], values).map_err(|_| RUN)
}

/// The network's answer as boxes. Errors: an answer of another shape than asked, or one that is no
/// number: nothing is known then, which is not the same as no face.
fn faces(
    heat: &NdTensorView<f32, 4>,
    size: &NdTensorView<f32, 4>,
    offset: &NdTensorView<f32, 4>,
    pixels: &RgbImage,
) -> Result<Vec<Seen>, FacesError> {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let (across, down) = (
        width.next_multiple_of(MULTIPLE) / STRIDE,
        height.next_multiple_of(MULTIPLE) / STRIDE,
    );
    let two = [1, 2, down, across];
    if heat.shape() != [1, 1, down, across] || size.shape() != two || offset.shape() != two {
        return Err(ANSWER);
    }
    let mut seen = Vec::new();
    for row in 0..down {
        for column in 0..across {
            let at = |tensor: &NdTensorView<f32, 4>, channel: usize| {
                tensor.get([0, channel, row, column]).copied().ok_or(ANSWER)
            };
            let score = at(heat, 0)?;
            if !score.is_finite() {
                return Err(ANSWER);
            }
            // Nothing is centred beyond the picture's edge.
            if score <= THRESHOLD || row * STRIDE >= height || column * STRIDE >= width {
                continue;
            }
            let centre_x = point(column, at(offset, 1)?);
            let centre_y = point(row, at(offset, 0)?);
            let half_width = half(at(size, 1)?);
            let half_height = half(at(size, 0)?);
            let face = Seen {
                left: centre_x - half_width,
                top: centre_y - half_height,
                right: centre_x + half_width,
                bottom: centre_y + half_height,
                score,
            };
            let edges = [face.left, face.top, face.right, face.bottom];
            if !edges.iter().all(|edge| edge.is_finite()) {
                return Err(ANSWER);
            }
            seen.push(face);
        }
    }
    Ok(seen)
}

/// The place of a grid point, moved by the network's offset, in pixels.
fn point(index: usize, offset: f32) -> f32 {
    (index as f32 + offset + 0.5) * STRIDE as f32
}

/// Half a side, in pixels: the network gives its logarithm.
fn half(logarithm: f32) -> f32 {
    logarithm.exp() * STRIDE as f32 / 2.0
}
