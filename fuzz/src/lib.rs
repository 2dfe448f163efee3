//! What every target asks of what the product says, and the dice that make a plan out of an input.
//! Knows no room of the product.

/// Holds a message against the house's promise: words that a person can read on one line of a
/// terminal, whatever they quote.
#[track_caller]
pub fn fit_to_read(message: &str) {
    assert!(!message.trim().is_empty(), "a message says nothing");
    assert!(message.chars().count() <= 1_000, "{message:?} is endless");
    let odd = message.chars().find(|letter| {
        letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    assert_eq!(odd, None, "{message:?} cannot stand on a terminal");
}

/// The same input gives the same numbers.
pub struct Dice(u64);

impl Dice {
    /// Thrown by all bytes of the input.
    pub fn of(bytes: &[u8]) -> Dice {
        let mixed = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Dice(mixed | 1)
    }

    /// Less than the given number, or 0.
    pub fn below(&mut self, most: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 16) % u64::from(most.max(1))) as u32
    }
}
