//! Values of any type that can be read, made up: every variant of every choice in turn, and texts,
//! numbers and lists as luck will have them. So whatever is added to a type is tried without being told.

use std::collections::BTreeMap;

use serde::de::value::{Error, U32Deserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};

/// A type of several variants.
type Choice = (&'static str, &'static [&'static str]);

/// Makes values up, and remembers which variants there were.
pub struct Maker {
    luck: fastrand::Rng,
    /// How often each variant was made, by its type: its name, and those of its variants.
    pub made: BTreeMap<Choice, Vec<u32>>,
    /// What is being written of a release, whose row is of a copy or of a call and says nothing else.
    release: Option<Written>,
}

#[derive(Clone, Copy, PartialEq)]
enum Written {
    Copy,
    Call,
}

const TEXTS: &[&str] = &[
    "",
    "PNG",
    "Amira Khan",
    "ŵ “x”\n",
    "{\"a\":1}",
    "Ünïcödé 🙂",
    "a\\b%25",
];

impl Maker {
    pub fn new(seed: u64) -> Maker {
        Maker {
            luck: fastrand::Rng::with_seed(seed),
            made: BTreeMap::new(),
            release: None,
        }
    }

    fn text(&mut self, expected: &str) -> String {
        let day = format!(
            "{:04}-{:02}-{:02}",
            self.luck.u16(1990..2040),
            self.luck.u8(1..13),
            self.luck.u8(1..29)
        );
        let time = format!(
            "{:02}:{:02}:{:02}",
            self.luck.u8(0..24),
            self.luck.u8(0..60),
            self.luck.u8(0..60)
        );
        match expected {
            _ if expected.contains("RFC 3339") => format!("{day}T{time}Z"),
            _ if expected.contains("date and time") => format!("{day}T{time}"),
            _ if expected.contains("date") => day,
            _ if expected.contains("time zone") || expected.contains("timezone") => {
                "Europe/London".to_owned()
            }
            _ if self.release == Some(Written::Call) => String::new(),
            _ => self
                .luck
                .choice(TEXTS)
                .copied()
                .unwrap_or_default()
                .to_owned(),
        }
    }

    /// The variant that was made least often so far.
    fn variant(&mut self, choice: Choice) -> u32 {
        let of = choice.1.len();
        let made = self.made.entry(choice).or_default();
        made.resize(of, 0);
        let least = made.iter().min().copied().unwrap_or_default();
        let choices: Vec<usize> = (0..of).filter(|place| made[*place] == least).collect();
        let place = choices[self.luck.usize(0..choices.len())];
        made[place] += 1;
        u32::try_from(place).unwrap()
    }
}

macro_rules! whole {
    ($($deserialize:ident $visit:ident $from:ident),*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit(self.luck.$from(0..8))
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Maker {
    type Error = Error;

    whole!(
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64
    );

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.release {
            Some(Written::Copy) => visitor.visit_str("folder"),
            Some(Written::Call) => visitor.visit_str("call"),
            None => {
                let expected = (&visitor as &dyn Expected).to_string();
                let why = format!("{expected} says nothing of its shape");
                Err(Error::custom(why))
            }
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.luck.bool())
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f32(f32::from(self.luck.i8(..)) / 4.0)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(f64::from(self.luck.i8(..)) / 4.0)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_char(self.luck.alphabetic())
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let expected = (&visitor as &dyn Expected).to_string();
        visitor.visit_string(self.text(&expected))
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_byte_buf(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_byte_buf(vec![0, 255, 7])
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.luck.u8(0..3) {
            _ if self.release == Some(Written::Call) => visitor.visit_none(),
            _ if self.release == Some(Written::Copy) => visitor.visit_some(self),
            0 => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let left = match self.release {
            Some(Written::Call) => 0,
            _ => self.luck.usize(0..3),
        };
        visitor.visit_seq(Parts { maker: self, left })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_seq(Parts { maker: self, left })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_seq(Parts { maker: self, left })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let left = self.luck.usize(0..3);
        visitor.visit_map(Parts { maker: self, left })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let outer = self.release;
        if name == "ReleaseRow" {
            self.release = self.luck.choice([Written::Copy, Written::Call]);
        }
        let made = visitor.visit_seq(Parts {
            maker: self,
            left: fields.len(),
        });
        self.release = outer;
        made
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let variant = self.variant((name, variants));
        visitor.visit_enum(Variant {
            maker: self,
            variant,
        })
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

struct Parts<'a> {
    maker: &'a mut Maker,
    left: usize,
}

impl<'de> SeqAccess<'de> for Parts<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.maker).map(Some)
    }
}

impl<'de> MapAccess<'de> for Parts<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(&mut *self.maker)
    }
}

struct Variant<'a> {
    maker: &'a mut Maker,
    variant: u32,
}

impl<'de, 'a> EnumAccess<'de> for Variant<'a> {
    type Error = Error;
    type Variant = Variant<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Variant<'a>), Error> {
        let which: U32Deserializer<Error> = self.variant.into_deserializer();
        Ok((seed.deserialize(which)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.maker)
    }

    fn tuple_variant<V: Visitor<'de>>(self, left: usize, visitor: V) -> Result<V::Value, Error> {
        self.maker.deserialize_tuple(left, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.maker.deserialize_tuple(fields.len(), visitor)
    }
}
