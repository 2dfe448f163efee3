//! Cameras that GStreamer takes for real ones and that live in this process: a provider of devices
//! whose cables a test holds, and whose pictures are test patterns. No daemon, no hardware.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Once, OnceLock};
use std::time::Duration;

use gstreamer as gst;
use gstreamer::glib;
use gstreamer::prelude::*;
use gstreamer::subclass::prelude::*;
use shutterslip::camera::gstreamer::{GstCameras, Settings};

/// One made-up camera, and its cable.
#[derive(Clone)]
pub struct Pretend(Arc<Spec>);

struct Spec {
    /// So that each test sees its own cameras and no others.
    class: String,
    id: String,
    name: String,
    caps: String,
    source: String,
    rotation: Option<&'static str>,
    /// Sends nothing, as a camera does whose cable was pulled unnoticed.
    is_silent: AtomicBool,
    /// Opening it takes for ever.
    hangs: AtomicBool,
    is_plugged: AtomicBool,
    opened: AtomicUsize,
    sources: Mutex<Vec<glib::WeakRef<gst::Element>>>,
}

/// Those that are plugged in, and whether anybody watches.
struct Table {
    specs: Vec<Arc<Spec>>,
    devices: Vec<(String, gst::Device)>,
    is_watched: bool,
}

static TABLE: Mutex<Table> = Mutex::new(Table {
    specs: Vec::new(),
    devices: Vec::new(),
    is_watched: false,
});

const PROVIDER: &str = "pretenddeviceprovider";

/// A class of cameras that no other test uses.
pub fn class() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    register();
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    assert!(number < 90, "name more classes in the provider's own");
    format!("P{}", number + 10)
}

/// The cameras of that class alone, tried again soon. On a busy machine a camera that works may be
/// late, so only who tests silence waits for it shortly.
pub fn cameras(class: &str) -> GstCameras {
    GstCameras::with(settings(class))
}

pub fn settings(class: &str) -> Settings {
    Settings {
        classes: format!("Video/Source/{class}"),
        stall: Duration::from_secs(20),
        first: Duration::from_secs(20),
        patience: Duration::from_secs(30),
        again: (Duration::from_millis(50), Duration::from_millis(500)),
    }
}

impl Pretend {
    /// Not plugged in yet. The source is what follows `videotestsrc is-live=true`.
    pub fn new(class: &str, id: &str, caps: &str, source: &str) -> Pretend {
        Pretend::turned(class, id, caps, source, None)
    }

    pub fn turned(
        class: &str,
        id: &str,
        caps: &str,
        source: &str,
        rotation: Option<&'static str>,
    ) -> Pretend {
        register();
        Pretend(Arc::new(Spec {
            class: class.to_owned(),
            id: id.to_owned(),
            name: format!("Pretend camera ({id})"),
            caps: caps.to_owned(),
            source: format!("videotestsrc is-live=true {source} ! valve name=valve"),
            rotation,
            is_silent: AtomicBool::new(false),
            hangs: AtomicBool::new(false),
            is_plugged: AtomicBool::new(false),
            opened: AtomicUsize::new(0),
            sources: Mutex::default(),
        }))
    }

    pub fn plug_in(&self) {
        self.0.is_plugged.store(true, Ordering::SeqCst);
        self.silent(false);
        let mut table = TABLE.lock().unwrap();
        table.specs.push(Arc::clone(&self.0));
        if table.is_watched {
            let device = device(&self.0);
            provider().device_add(&device);
            table.devices.push((self.key(), device));
        }
    }

    /// As PipeWire has it: the pictures cease without a word, and the camera is no longer listed.
    pub fn unplug(&self) {
        self.0.is_plugged.store(false, Ordering::SeqCst);
        self.silent(true);
        let mut table = TABLE.lock().unwrap();
        table.specs.retain(|spec| !Arc::ptr_eq(spec, &self.0));
        let key = self.key();
        if let Some(at) = table.devices.iter().position(|(of, _)| *of == key) {
            let (_, device) = table.devices.remove(at);
            provider().device_remove(&device);
        }
    }

    /// As a driver has it: an error in the middle of the stream.
    pub fn breaks(&self, error: gst::ResourceError) {
        for source in self.sources() {
            let told = gst::message::Error::builder(error, "made up")
                .src(&source)
                .build();
            source.post_message(told).unwrap();
        }
    }

    pub fn silent(&self, is_silent: bool) {
        self.0.is_silent.store(is_silent, Ordering::SeqCst);
        for source in self.sources() {
            let bin = source.downcast::<gst::Bin>().unwrap();
            bin.by_name("valve")
                .unwrap()
                .set_property("drop", is_silent);
        }
    }

    /// From now on, opening it does not return.
    pub fn hangs(&self, hangs: bool) {
        self.0.hangs.store(hangs, Ordering::SeqCst);
    }

    /// How often it was opened.
    pub fn opened(&self) -> usize {
        self.0.opened.load(Ordering::SeqCst)
    }

    /// Whether its light is on.
    pub fn is_on(&self) -> bool {
        self.sources()
            .iter()
            .any(|source| source.current_state() == gst::State::Playing)
    }

    fn sources(&self) -> Vec<gst::Element> {
        let sources = self.0.sources.lock().unwrap();
        sources
            .iter()
            .filter_map(|source| source.upgrade())
            .collect()
    }

    fn key(&self) -> String {
        format!("{}/{}", self.0.class, self.0.id)
    }
}

impl Spec {
    fn open(&self) -> gst::Element {
        self.opened.fetch_add(1, Ordering::SeqCst);
        while self.hangs.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let bin = gst::parse::bin_from_description(&self.source, true).unwrap();
        let is_silent = self.is_silent.load(Ordering::SeqCst);
        bin.by_name("valve")
            .unwrap()
            .set_property("drop", is_silent);
        let source = bin.upcast::<gst::Element>();
        self.sources.lock().unwrap().push(source.downgrade());
        source
    }
}

fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        gst::init().unwrap();
        gst::DeviceProvider::register(
            None,
            PROVIDER,
            gst::Rank::PRIMARY,
            PretendProvider::static_type(),
        )
        .unwrap();
    });
}

fn provider() -> gst::DeviceProvider {
    gst::DeviceProviderFactory::by_name(PROVIDER).unwrap()
}

fn device(spec: &Arc<Spec>) -> gst::Device {
    use std::str::FromStr;
    let mut properties = gst::Structure::new_empty("pretend");
    properties.set("node.name", &spec.id);
    if let Some(rotation) = spec.rotation {
        properties.set("api.libcamera.rotation", rotation);
    }
    let device: PretendDevice = glib::Object::builder()
        .property("display-name", &spec.name)
        .property("device-class", format!("Video/Source/{}", spec.class))
        .property("caps", gst::Caps::from_str(&spec.caps).unwrap())
        .property("properties", properties)
        .build();
    assert!(device.imp().spec.set(Arc::clone(spec)).is_ok());
    device.upcast()
}

glib::wrapper! {
    pub struct PretendDevice(ObjectSubclass<device_parts::PretendDevice>)
        @extends gst::Device, gst::Object;
}

glib::wrapper! {
    pub struct PretendProvider(ObjectSubclass<provider_parts::PretendProvider>)
        @extends gst::DeviceProvider, gst::Object;
}

mod device_parts {
    use super::*;

    #[derive(Default)]
    pub struct PretendDevice {
        pub(super) spec: OnceLock<Arc<Spec>>,
    }

    #[glib::object_subclass]
    impl ObjectSubclass for PretendDevice {
        const NAME: &'static str = "PretendDevice";
        type Type = super::PretendDevice;
        type ParentType = gst::Device;
    }

    impl ObjectImpl for PretendDevice {}
    impl GstObjectImpl for PretendDevice {}

    impl DeviceImpl for PretendDevice {
        fn create_element(&self, _: Option<&str>) -> Result<gst::Element, gst::LoggableError> {
            Ok(self.spec.get().unwrap().open())
        }
    }
}

mod provider_parts {
    use super::*;

    #[derive(Default)]
    pub struct PretendProvider;

    #[glib::object_subclass]
    impl ObjectSubclass for PretendProvider {
        const NAME: &'static str = "PretendProvider";
        type Type = super::PretendProvider;
        type ParentType = gst::DeviceProvider;
    }

    impl ObjectImpl for PretendProvider {}
    impl GstObjectImpl for PretendProvider {}

    impl DeviceProviderImpl for PretendProvider {
        fn metadata() -> Option<&'static gst::subclass::DeviceProviderMetadata> {
            static METADATA: OnceLock<gst::subclass::DeviceProviderMetadata> = OnceLock::new();
            Some(METADATA.get_or_init(|| {
                let classes: Vec<String> = (10..100).map(|number| format!("P{number}")).collect();
                gst::subclass::DeviceProviderMetadata::new(
                    "Pretend cameras",
                    &format!("Video/Source/{}", classes.join("/")),
                    "Made-up cameras",
                    "Shutterslip's tests",
                )
            }))
        }

        fn probe(&self) -> Vec<gst::Device> {
            TABLE.lock().unwrap().specs.iter().map(device).collect()
        }

        fn start(&self) -> Result<(), gst::LoggableError> {
            let mut table = TABLE.lock().unwrap();
            table.is_watched = true;
            table.devices.clear();
            for spec in table.specs.clone() {
                let device = device(&spec);
                self.obj().device_add(&device);
                table
                    .devices
                    .push((format!("{}/{}", spec.class, spec.id), device));
            }
            Ok(())
        }

        fn stop(&self) {
            let mut table = TABLE.lock().unwrap();
            table.is_watched = false;
            table.devices.clear();
        }
    }
}
