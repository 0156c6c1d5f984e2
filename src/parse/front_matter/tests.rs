//! Front matter, read from texts of every shape.

