//! The tablet's package, read from its own files: what is packed is there, what the unit promises
//! stands in it, and systemd understands it. Builds and installs nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

const UNIT: &str = "packaging/shutterslip-kiosk.service";

fn at_home(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(at_home(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The settings of a unit's section, in order, as written.
fn settings(unit: &str, section: &str) -> Vec<(String, String)> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in unit.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line == format!("[{section}]");
        } else if let (true, false, Some((key, value))) =
            (inside, line.starts_with('#'), line.split_once('='))
        {
            found.push((key.to_owned(), value.to_owned()));
        }
    }
    found
}

/// Every value of one setting, in order.
fn values<'a>(settings: &'a [(String, String)], key: &str) -> Vec<&'a str> {
    let of_key = settings.iter().filter(|(found, _)| found == key);
    of_key.map(|(_, value)| value.as_str()).collect()
}

/// What is packed: source, destination, permissions.
fn assets(manifest: &str) -> Vec<[String; 3]> {
    let (_, table) = manifest
        .split_once("\n[package.metadata.deb]\n")
        .expect("Cargo.toml says what is packed");
    let (_, list) = table.split_once("\nassets = [\n").unwrap();
    let (list, _) = list.split_once("\n]\n").unwrap();
    let parts = |line: &str| {
        let texts: Vec<String> = line
            .split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect();
        texts
            .try_into()
            .unwrap_or_else(|_| panic!("an asset is three texts on a line: {line}"))
    };
    list.lines().map(parts).collect()
}

#[test]
fn everything_that_is_packed_is_there_or_made_by_the_packer() {
    let assets = assets(&read("Cargo.toml"));
    let packer = read("tools/deb.sh");
    let mut made = 0;
    for [source, destination, mode] in &assets {
        if let Some(name) = source.strip_prefix("target/package/") {
            made += 1;
            assert!(
                packer.contains(&format!("\"$package/{name}\"")),
                "nothing makes {source}"
            );
        } else {
            assert!(
                at_home(source).is_file(),
                "{source} is packed, and not there"
            );
        }
        let is_program = destination == "usr/bin/shutterslip" || destination.ends_with("/kiosk");
        let expected = if is_program { "755" } else { "644" };
        assert_eq!(mode, expected, "{destination}");
    }
    assert!(
        made >= 3 && assets.len() > made,
        "the list was not read: {assets:?}"
    );
    for needed in [
        "usr/bin/shutterslip",
        "usr/lib/systemd/system/shutterslip-kiosk.service",
        "usr/lib/sysusers.d/shutterslip.conf",
        "usr/share/doc/shutterslip/copyright",
        "usr/share/doc/shutterslip/inter.LICENSE.txt",
    ] {
        assert!(
            assets.iter().any(|[_, found, _]| found == needed),
            "{needed} is not packed"
        );
    }
}

#[test]
fn what_the_unit_starts_is_packed_and_what_starts_that_is_depended_on() {
    let unit = read(UNIT);
    let service = settings(&unit, "Service");
    let [start] = values(&service, "ExecStart")[..] else {
        panic!("one command starts the kiosk");
    };
    let program = start
        .split_whitespace()
        .next()
        .unwrap()
        .trim_start_matches('/');
    let manifest = read("Cargo.toml");
    let packed = assets(&manifest);
    assert!(
        packed.iter().any(|[_, found, _]| found == program),
        "{program} is not packed"
    );
    let script = read("packaging/kiosk");
    assert!(script.contains("\ncage ") && script.contains(" shutterslip --kiosk --data "));
    let (_, depends) = manifest.split_once("\ndepends = [\n").unwrap();
    let (depends, _) = depends.split_once("\n]\n").unwrap();
    for package in [
        "cage ",
        "seatd",
        "systemd ",
        "udev",
        "gstreamer1.0-plugins-good",
        "libwayland-client0",
    ] {
        assert!(
            depends.contains(&format!("\"{package}")),
            "`{package}` is not depended on"
        );
    }
    assert_eq!(
        values(&settings(&unit, "Unit"), "Requires"),
        ["seatd.service"]
    );
}

#[test]
fn the_kiosk_keeps_consoles_out_of_reach() {
    let script = read("packaging/kiosk");
    let cage = script
        .lines()
        .find(|line| line.starts_with("cage "))
        .unwrap();
    let options = cage.split(" -- ").next().unwrap();
    let lets_consoles_be_changed = options
        .split_whitespace()
        .any(|word| word.starts_with('-') && word.contains('s'));
    assert!(
        !lets_consoles_be_changed,
        "cage's -s lets Ctrl+Alt+F2 change to a login prompt"
    );
    let unit = settings(&read(UNIT), "Unit");
    let [conflicts] = values(&unit, "Conflicts")[..] else {
        panic!("one line says what does not share the screen");
    };
    assert!(conflicts.contains("getty@tty1.service"));
    assert!(conflicts.contains("display-manager.service"));
}

#[test]
fn an_app_that_falls_over_is_started_again_however_often() {
    let unit = read(UNIT);
    let service = settings(&unit, "Service");
    assert_eq!(values(&service, "Restart"), ["on-failure"]);
    assert_eq!(values(&service, "SuccessExitStatus"), [""; 0]);
    assert_eq!(
        values(&settings(&unit, "Unit"), "StartLimitIntervalSec"),
        ["0"]
    );
    // cage does not hand on how the app ended; the script does.
    let script = read("packaging/kiosk");
    assert!(script.trim_end().ends_with("exit \"$code\""));
}

/// How `packaging/kiosk` ends when the app does `app` under a cage that always ends well, as Debian
/// 12's does; `None`: there is no cage that could start it.
fn end_of_script(app: Option<&str>) -> i32 {
    let folder = tempfile::tempdir().unwrap();
    let program = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::write(&file, format!("#!/bin/sh\n{text}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    };
    if let Some(app) = app {
        program(
            "cage",
            "[ \"$1 $2\" = '-d --' ] || exit 0; shift 2; \"$@\"; exit 0",
        );
        program(
            "shutterslip",
            &format!("[ \"$*\" = '--kiosk --data a school' ] || exit 99; {app}"),
        );
    }
    // From a time before: an end that is not this one's.
    fs::write(folder.path().join("ended"), "0\n").unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let path = if app.is_some() {
        path
    } else {
        "/nowhere".to_owned()
    };
    let ended = Command::new("/bin/sh")
        .args([at_home("packaging/kiosk").as_os_str(), "a school".as_ref()])
        .env("PATH", path)
        .env("XDG_RUNTIME_DIR", folder.path())
        .output()
        .unwrap();
    ended.status.code().unwrap()
}

#[test]
fn the_script_ends_as_the_app_ended() {
    assert_eq!(end_of_script(Some("exit 0")), 0, "left by PIN");
    assert_eq!(end_of_script(Some("exit 3")), 3);
    assert_eq!(end_of_script(Some("kill -KILL $$")), 128 + 9);
    assert_eq!(end_of_script(Some("kill -TERM $$")), 128 + 15);
    assert_ne!(
        end_of_script(Some("kill -KILL $PPID")),
        0,
        "nobody could tell how it ended"
    );
    assert_ne!(end_of_script(None), 0, "there was no cage");
}

#[test]
fn the_kiosks_walls_stand() {
    let unit = read(UNIT);
    let service = settings(&unit, "Service");
    for (key, expected) in [
        ("User", "shutterslip"),
        ("StateDirectory", "shutterslip"),
        ("StateDirectoryMode", "0700"),
        ("CacheDirectoryMode", "0700"),
        ("RuntimeDirectoryMode", "0700"),
        ("UMask", "0077"),
        ("LimitCORE", "0"),
        ("NoNewPrivileges", "yes"),
        ("CapabilityBoundingSet", ""),
        ("AmbientCapabilities", ""),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("DevicePolicy", "closed"),
        ("RestrictAddressFamilies", "AF_UNIX AF_NETLINK"),
        ("IPAddressDeny", "any"),
        ("RestrictNamespaces", "yes"),
        ("RestrictSUIDSGID", "yes"),
        ("LockPersonality", "yes"),
        ("ProtectKernelLogs", "yes"),
        ("ProtectKernelModules", "yes"),
        ("ProtectKernelTunables", "yes"),
        ("ProtectControlGroups", "yes"),
        ("SystemCallArchitectures", "native"),
    ] {
        assert_eq!(values(&service, key), [expected], "{key}=");
    }
    let devices = values(&service, "DeviceAllow");
    let kinds = ["video4linux", "media", "dma_heap", "drm"];
    assert_eq!(devices, kinds.map(|kind| format!("char-{kind} rw")));
    // A session of logind's would take the app out of reach of DevicePolicy and IPAddressDeny; and
    // nothing may widen what is set above.
    for never in [
        "PAMName",
        "ReadWritePaths",
        "BindPaths",
        "IPAddressAllow",
        "PrivateDevices",
    ] {
        assert_eq!(values(&service, never), [""; 0], "{never}=");
    }
}

#[test]
fn the_kiosks_walls_let_the_app_build_its_own() {
    let service = settings(&read(UNIT), "Service");
    let allowed = values(&service, "SystemCallFilter").join(" ");
    let allowed: Vec<&str> = allowed.split_whitespace().collect();
    // systemd does not count these among what a service needs, and src/picture/child/confine.rs does.
    for call in [
        "@system-service",
        "seccomp",
        "landlock_create_ruleset",
        "landlock_add_rule",
        "landlock_restrict_self",
    ] {
        assert!(allowed.contains(&call), "`{call}` is not let through");
    }
    assert!(
        !allowed.iter().any(|call| call.starts_with('~')),
        "{allowed:?}"
    );
    // How long the machine has been up is read from /proc.
    assert_eq!(values(&service, "ProcSubset"), [""; 0]);
}

#[test]
fn the_kiosks_user_can_sign_in_nowhere() {
    let text = read("packaging/shutterslip.sysusers");
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .collect();
    let [line] = lines[..] else {
        panic!("one user and nothing else: {lines:?}");
    };
    let (before, rest) = line.split_once('"').unwrap();
    let (_, after) = rest.split_once('"').unwrap();
    assert_eq!(
        before.split_whitespace().collect::<Vec<_>>(),
        ["u", "shutterslip", "-"]
    );
    assert_eq!(
        after.split_whitespace().collect::<Vec<_>>(),
        ["/var/lib/shutterslip", "/usr/sbin/nologin"]
    );
}

#[test]
fn no_script_of_the_package_deletes_a_school() {
    for script in ["postinst", "prerm", "postrm"] {
        let text = read(&format!("packaging/scripts/{script}"));
        assert!(
            text.starts_with("#!/bin/sh\n") && text.contains("\nset -e\n"),
            "{script}"
        );
        for line in text.lines().filter(|line| line.contains("rm ")) {
            assert_eq!(
                line.trim(),
                "rm -rf \"${DPKG_ROOT:-}/var/cache/shutterslip\"",
                "{script} removes something else than the cache"
            );
        }
    }
}

/// What `systemd-analyze verify` says of a unit; `None` where there is none to ask. Programs of other
/// packages need not be installed here.
fn verify(unit: &str) -> Option<Result<(), String>> {
    let folder = tempfile::tempdir().unwrap();
    let seatd = "[Service]\nExecStart=/bin/true\n";
    fs::write(folder.path().join("seatd.service"), seatd).unwrap();
    let file = folder.path().join("shutterslip-kiosk.service");
    fs::write(
        &file,
        unit.replace("/usr/lib/shutterslip/kiosk", "/bin/true"),
    )
    .unwrap();
    let path = format!("{}:", folder.path().display());
    let asked = Command::new("systemd-analyze")
        .args(["verify", "--man=no"])
        .arg(&file)
        .env("SYSTEMD_UNIT_PATH", path)
        .output();
    let answer = asked.ok()?;
    let said = String::from_utf8_lossy(&answer.stderr).into_owned();
    let about_ours: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("shutterslip-kiosk"))
        .collect();
    Some(match (answer.status.success(), about_ours.is_empty()) {
        (true, true) => Ok(()),
        _ => Err(said),
    })
}

#[test]
fn systemd_understands_the_unit_and_would_say_if_it_did_not() {
    let unit = read(UNIT);
    let Some(answer) = verify(&unit) else {
        println!("skipped: there is no `systemd-analyze` here");
        return;
    };
    assert_eq!(answer, Ok(()));
    for (right, wrong) in [
        ("ProtectSystem=strict", "ProtectSytem=strict"),
        ("DevicePolicy=closed", "DevicePolicy=shut"),
        ("SystemCallFilter=seccomp ", "SystemCallFilter=secomp "),
    ] {
        assert!(unit.contains(right));
        let answer = verify(&unit.replace(right, wrong)).unwrap();
        assert!(answer.is_err(), "`{wrong}` was not noticed");
    }
}
