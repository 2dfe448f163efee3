//! What the program is asked to do: by its own arguments, or by those of a test run.

/// What is done to the school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Kills,
    Full,
    ReadOnly,
    Errors,
    Cuts,
}

impl Kind {
    pub const ALL: [Kind; 5] = [
        Kind::Kills,
        Kind::Full,
        Kind::ReadOnly,
        Kind::Errors,
        Kind::Cuts,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Kind::Kills => "kills",
            Kind::Full => "full",
            Kind::ReadOnly => "read-only",
            Kind::Errors => "errors",
            Kind::Cuts => "cuts",
        }
    }

    /// How many rounds the short form and the long one make.
    fn usual(self, is_long: bool) -> u32 {
        let (short, long) = match self {
            Kind::Kills => (60, 1000),
            Kind::Full => (16, 200),
            Kind::ReadOnly => (6, 60),
            Kind::Errors => (30, 300),
            Kind::Cuts => (12, 150),
        };
        if is_long { long } else { short }
    }
}

/// One run.
#[derive(Debug)]
pub struct Plan {
    pub seed: u64,
    pub rounds: Vec<(Kind, u32)>,
    /// The first round, of each kind, that is made.
    pub from: u32,
    /// No round of a kind begins later than this after its first.
    pub seconds: Option<u64>,
    pub is_long: bool,
}

pub enum Asked {
    Run(Plan),
    /// A list of the tests.
    Listed,
    /// Tests of another name.
    Others,
    Unclear(String),
}

pub const USAGE: &str = "\
usage: cargo test --test torture -- [--long] [--seed N] [--only KIND] [--from N] [--seconds N]
                                    [--kills N] [--full N] [--read-only N] [--errors N] [--cuts N]

  --long         1,000 kills and the rest in proportion; without it, two minutes
  --seed N       what is tried follows from it; printed at the end
  --only KIND    kills, full, read-only, errors or cuts
  --from N       begin with round N of a kind: goes on with a run of this seed that was stopped
  --seconds N    begin no new round of a kind after so long
  --KIND N       so many rounds of this kind";

pub fn read(arguments: impl Iterator<Item = String>) -> Asked {
    let mut plan = Plan {
        seed: 1,
        rounds: Vec::new(),
        from: 0,
        seconds: None,
        is_long: false,
    };
    let mut counts: Vec<(Kind, u32)> = Vec::new();
    let mut only = None;
    let mut filter = None;
    let mut arguments = arguments.peekable();
    while let Some(argument) = arguments.next() {
        let Some(name) = argument.strip_prefix("--") else {
            if !argument.starts_with('-') {
                filter = Some(argument);
            }
            continue;
        };
        // What `cargo test -- …` says to every test binary is heard by those that have a harness.
        match name {
            "list" => return Asked::Listed,
            "long" => plan.is_long = true,
            "test-threads" | "skip" | "format" | "color" => {
                arguments.next();
            }
            _ => {
                let kind = Kind::ALL.into_iter().find(|kind| kind.word() == name);
                let is_ours = kind.is_some() || ["seed", "from", "seconds", "only"].contains(&name);
                if !is_ours {
                    continue;
                }
                let given = arguments.next().unwrap_or_default();
                if name == "only" {
                    only = Kind::ALL.into_iter().find(|kind| kind.word() == given);
                    if only.is_none() {
                        return Asked::Unclear(format!("there is no kind `{given}`"));
                    }
                    continue;
                }
                let Ok(number) = given.parse::<u32>() else {
                    return Asked::Unclear(format!("--{name} takes a number, not `{given}`"));
                };
                match (kind, name) {
                    (Some(kind), _) => counts.push((kind, number)),
                    (None, "seed") => plan.seed = u64::from(number),
                    (None, "from") => plan.from = number,
                    (None, _) => plan.seconds = Some(u64::from(number)),
                }
            }
        }
    }
    if filter.is_some_and(|filter| !"torture".contains(&filter)) {
        return Asked::Others;
    }
    for kind in Kind::ALL {
        if only.is_none_or(|only| only == kind) {
            let asked = counts.iter().rfind(|(known, _)| *known == kind);
            let rounds = asked.map_or(kind.usual(plan.is_long), |(_, rounds)| *rounds);
            plan.rounds.push((kind, rounds));
        }
    }
    if !plan.is_long && plan.seconds.is_none() {
        plan.seconds = Some(18);
    }
    Asked::Run(plan)
}
