//! Frames as values whose fields stand in a list.
//!
//! In: anything that serializes. Out: a template's value. Never: a map of a struct's fields: a struct has a few of them, whose names are
//! found sooner one after the other than in a tree that is first built for each; nor tuples, for which templates have no names.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Value};
use serde::Serialize;
use serde::ser::{Impossible, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

/// A value, made whole. What can't be one, as no frame is, is undefined.
pub(super) fn serialized<T: Serialize + ?Sized>(value: &T) -> Value {
    value.serialize(Values).unwrap_or_default()
}

/// A struct: its fields by name, in the order of their declaration.
#[derive(Debug)]
struct Fields(Box<[(&'static str, Value)]>);

impl Object for Fields {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.iter().map(|(name, _)| Value::from(*name)).collect())
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        Some(self.0.len())
    }
}

/// Why a value is not made; nothing in a frame comes to it.
type Error = std::fmt::Error;

/// Makes values.
struct Values;

/// A sequence, as far as it is made.
struct List(Vec<Value>);

/// A struct, as far as it is made.
struct Struct(Vec<(&'static str, Value)>);

/// A map, as far as it is made; the last key may still wait for its value.
struct Map(Vec<(Value, Value)>);

macro_rules! plain {
    ($($name:ident $type:ty),*) => {
        $(fn $name(self, value: $type) -> Result<Value, Error> {
            Ok(Value::from(value))
        })*
    };
}

impl Serializer for Values {
    type Ok = Value;
    type Error = Error;
    type SerializeSeq = List;
    type SerializeTuple = Impossible<Value, Error>;
    type SerializeTupleStruct = Impossible<Value, Error>;
    type SerializeTupleVariant = Impossible<Value, Error>;
    type SerializeMap = Map;
    type SerializeStruct = Struct;
    type SerializeStructVariant = Impossible<Value, Error>;

    plain!(
        serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_u8 u8,
        serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_f32 f32, serialize_f64 f64, serialize_char char,
        serialize_str &str
    );

    fn serialize_bytes(self, value: &[u8]) -> Result<Value, Error> {
        Ok(Value::from(value.to_vec()))
    }

    fn serialize_none(self) -> Result<Value, Error> {
        Ok(Value::from(()))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, Error> {
        Ok(Value::from(()))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, Error> {
        Ok(Value::from(()))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Value, Error> {
        Ok(Value::from(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Value, Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, Error> {
        Ok(Value::from_object(Fields([(variant, value.serialize(self)?)].into())))
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<List, Error> {
        Ok(List(Vec::with_capacity(len.unwrap_or_default())))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        Err(std::fmt::Error)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
        Err(std::fmt::Error)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(std::fmt::Error)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Map, Error> {
        Ok(Map(Vec::with_capacity(len.unwrap_or_default())))
    }

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Struct, Error> {
        Ok(Struct(Vec::with_capacity(len)))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(std::fmt::Error)
    }
}

impl SerializeSeq for List {
    type Ok = Value;
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.0.push(value.serialize(Values)?);
        Ok(())
    }

    fn end(self) -> Result<Value, Error> {
        Ok(Value::from(self.0))
    }
}

impl SerializeMap for Map {
    type Ok = Value;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.0.push((key.serialize(Values)?, Value::from(())));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let (_, last) = self.0.last_mut().ok_or(std::fmt::Error)?;
        *last = value.serialize(Values)?;
        Ok(())
    }

    fn end(self) -> Result<Value, Error> {
        Ok(Value::from_pairs(self.0))
    }
}

impl SerializeStruct for Struct {
    type Ok = Value;
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.0.push((name, value.serialize(Values)?));
        Ok(())
    }

    fn end(self) -> Result<Value, Error> {
        Ok(Value::from_object(Fields(self.0.into_boxed_slice())))
    }
}
