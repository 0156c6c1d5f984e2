//! Content folders of every shape.

