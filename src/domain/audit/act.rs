//! What can be done, as the trail names it. Words for people are made by the screen.

macro_rules! acts {
    ($($name:ident => $word:literal,)*) => {
        /// What was done, in one word of the trail. There is no other act: each has its words on the
        /// page of the record and is found by one of its choices, which a test of all of them holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Act { $($name,)* }

        impl Act {
            pub const ALL: &'static [Act] = &[$(Act::$name,)*];

            /// As it stands in the trail, for good.
            pub const fn word(self) -> &'static str {
                match self { $(Act::$name => $word,)* }
            }
        }
    };
}

acts! {
    AttendanceSaid => "attendance.said",
    CameraRegistered => "camera.registered",
    CameraRetired => "camera.retired",
    DateConfirmed => "date.confirmed",
    DeviceBound => "device.bound",
    DeviceEnrolled => "device.enrolled",
    DeviceRevoked => "device.revoked",
    Erased => "erased",
    EvidenceFiled => "evidence.filed",
    IncidentOpened => "incident.opened",
    IncidentFollowedUp => "incident.followed-up",
    ListImported => "mis.imported",
    MarkExplained => "person.mark-explained",
    PermissionAdded => "permission.added",
    PersonRecorded => "person.recorded",
    PhotoKept => "photo.kept",
    PhotoLabelled => "photo.labelled",
    PhotoSignedOff => "photo.signed-off",
    PolicyAdopted => "policy.adopted",
    PolicyProposed => "policy.proposed",
    RecordRepaired => "record.repaired",
    RecordSetAside => "record.set-aside",
    ReleaseBlocked => "release.blocked",
    ReleaseDecided => "release.decided",
    ReleaseGoingOut => "release.going-out",
    ReleaseOut => "release.out",
    ReleaseNotOut => "release.not-out",
    ReleaseTakenDown => "release.taken-down",
    RulesAccounted => "rules.accounted",
    SchoolSetUp => "school.set-up",
    SecondLook => "photo.second-look",
    SightKept => "sight.kept",
    SignedIn => "sign-in.done",
    SignInWrongPin => "sign-in.wrong-pin",
    LetIn => "sign-in.let-in",
    SlipMade => "slip.made",
    SlipConfirmed => "slip.confirmed",
    StaffLeft => "staff.left",
    StaffRecorded => "staff.recorded",
}
