//! Rows of the table that README shows, and what times are made of. The register's bench prints the
//! same rows, so that `make figures` can lay them under one heading.

use std::time::Duration;

/// Written once, above all rows.
pub const HEADING: &str =
    "| work | ours | peer or floor, same run | ratio | target | met |\n|---|---|---|---|---|---|";

/// One line. What is not there is a dash.
pub fn row(work: &str, ours: &str, peer: &str, ratio: &str, target: &str, met: Option<bool>) {
    let met = match met {
        Some(true) => "yes",
        Some(false) => "**no**",
        None => "–",
    };
    let or_dash = |text: &str| if text.is_empty() { "–" } else { text }.to_owned();
    println!(
        "| {work} | {} | {} | {} | {} | {met} |",
        or_dash(ours),
        or_dash(peer),
        or_dash(ratio),
        or_dash(target)
    );
}

/// Times of one piece of work, in order.
pub struct Times(Vec<Duration>);

impl Times {
    pub fn of(mut times: Vec<Duration>) -> Times {
        assert!(!times.is_empty(), "nothing was timed");
        times.sort();
        Times(times)
    }

    /// The time that this share of them does not exceed.
    pub fn at(&self, share: f64) -> Duration {
        let place = ((self.0.len() as f64 * share).ceil() as usize).clamp(1, self.0.len());
        self.0[place - 1]
    }

    pub fn p50(&self) -> Duration {
        self.at(0.50)
    }

    pub fn p99(&self) -> Duration {
        self.at(0.99)
    }

    /// `p50 12 ms, p99 30 ms`.
    pub fn told(&self) -> String {
        format!("p50 {}, p99 {}", told(self.p50()), told(self.p99()))
    }
}

/// Three digits or so, in the unit that suits.
pub fn told(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (value, unit) = if seconds >= 1.0 {
        (seconds, "s")
    } else if seconds >= 1e-3 {
        (seconds * 1e3, "ms")
    } else {
        (seconds * 1e6, "µs")
    };
    if value >= 100.0 {
        format!("{value:.0} {unit}")
    } else if value >= 10.0 {
        format!("{value:.1} {unit}")
    } else {
        format!("{value:.2} {unit}")
    }
}

pub fn times(more: f64) -> String {
    format!("{more:.2}×")
}

pub fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}
