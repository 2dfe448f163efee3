//! What windows and the clerk say to each other can cross a network: every ask and every answer, made
//! up in every variant, comes back as it went.

use serde::Serialize;
use serde::de::DeserializeOwned;
use shutterslip::clerk::{Ask, Heard, Trouble};

use super::made::Maker;

fn comes_back<T: Serialize + DeserializeOwned>(maker: &mut Maker, times: usize) {
    let mut tried = 0;
    for _ in 0..times {
        let value = match T::deserialize(&mut *maker) {
            Ok(value) => value,
            // Of a picture that cannot be read only words are told that stand in a list.
            Err(error) if error.to_string().contains("none of ours") => continue,
            Err(error) => panic!("a value of every shape: {error}"),
        };
        tried += 1;
        let sent = serde_json::to_string(&value).expect("text for every value");
        let heard: T =
            serde_json::from_str(&sent).unwrap_or_else(|error| panic!("{error}: {sent}"));
        assert_eq!(serde_json::to_string(&heard).unwrap(), sent);
    }
    assert!(tried > times * 7 / 10, "{tried}");
}

/// Every variant of every type that was met; and so many of these types there are.
fn all_were_made(maker: &Maker, types: usize) {
    for ((name, _), made) in &maker.made {
        assert!(made.iter().all(|times| *times > 0), "{name}: {made:?}");
    }
    assert!(maker.made.len() > types, "{}", maker.made.len());
}

#[test]
fn every_ask_comes_back_as_it_went() {
    let mut maker = Maker::new(1);
    comes_back::<Ask>(&mut maker, 20_000);
    all_were_made(&maker, 20);
}

#[test]
fn every_answer_comes_back_as_it_went() {
    let mut maker = Maker::new(2);
    // Why something was not done comes in so many kinds that most answers hold none of a given one.
    comes_back::<Trouble>(&mut maker, 80_000);
    comes_back::<Heard>(&mut maker, 20_000);
    all_were_made(&maker, 60);
}
