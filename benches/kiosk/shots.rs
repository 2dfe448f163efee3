//! A thousand photos through the whole tablet: camera, cable, screens, clerk, register and vault.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use shutterslip::camera::sample::{Cable, SampleCamera};
use shutterslip::sample::scenes;
use slint::ComponentHandle;

use crate::stage::{Before, HEAD, PATEL, Tablet};
use crate::table::row;
use crate::{Plan, camera, held, meanwhile, until};

pub fn run(plan: &Plan) {
    let cable: Arc<Mutex<Option<Cable>>> = Arc::default();
    let end = Arc::clone(&cable);
    let tablet = Tablet::after(Before {
        cameras: Some(Box::new(move || {
            let draw = Arc::new(|at| scenes::seen(at).ok());
            let sample = SampleCamera::new(3, draw);
            *end.lock().unwrap() = Some(sample.cable());
            Box::new(sample)
        })),
        ..Before::default()
    });
    tablet.sign_in(PATEL);
    let runs = |tablet: &Tablet| camera(tablet).get_state().is_running;
    until(&tablet, "the camera", runs);
    let cable = cable.lock().unwrap().clone().unwrap();
    let shell = tablet.screens.app().global::<shutterslip::screens::Shell>();
    let begun = Instant::now();
    let (mut kept, mut not_kept, mut pulled) = (0, 0, 0);
    let mut after_a_tenth = held("self");
    let at_first = after_a_tenth;
    while kept < plan.long_run {
        // Somebody is here: the tablet does not lock itself.
        shell.invoke_stay();
        shell.set_notice("".into());
        camera(&tablet).invoke_shutter();
        let pulls =
            kept >= (pulled + 1) * plan.long_run / (plan.replugs + 1) && pulled < plan.replugs;
        if pulls {
            assert!(cable.unplug());
            pulled += 1;
        }
        until(&tablet, "an answer", |tablet| {
            camera(tablet).get_state().keeping == 0
        });
        if shell.get_notice().is_empty() {
            kept += 1;
        } else {
            not_kept += 1;
        }
        if pulls {
            until(&tablet, "the camera gone", |tablet| !runs(tablet));
            assert!(cable.plug_in());
            until(&tablet, "the camera back", runs);
        }
        if kept == plan.long_run / 10 {
            after_a_tenth = held("self");
        }
    }
    let took = begun.elapsed();
    // Every one of them is looked at.
    until(&tablet, "rest", |tablet| !tablet.screens.is_busy());
    meanwhile(&tablet, Duration::from_secs(5));
    let at_last = held("self");
    let (mut desk, _folder) = tablet.desk_afterwards();
    desk.begin().unwrap();
    let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
    let photos = desk.photos(&head).unwrap().len();
    let audit = desk.verify_audit(&head, &[]).unwrap();
    let vault = desk.verify_vault(&head).unwrap();
    let good = |is_good: bool| if is_good { "good" } else { "NOT GOOD" };
    row(
        &format!("{kept} shots told as kept, the cable pulled {pulled} times"),
        &format!(
            "{photos} photos in the register, audit {}, every file {}; {not_kept} told as not kept; {:.0} s",
            good(audit.is_good()),
            good(vault.is_good()),
            took.as_secs_f64()
        ),
        "",
        "",
        "as many kept as told, all good",
        Some(photos == kept && audit.is_good() && vault.is_good()),
    );
    row(
        "memory of those shots",
        &format!(
            "{at_first:.0} MB before, {after_a_tenth:.0} MB after a tenth, {at_last:.0} MB at the end"
        ),
        "",
        "",
        "no growth after the first tenth",
        Some(at_last - after_a_tenth < 20.0),
    );
}
