//! Settings, read from texts of every shape.

