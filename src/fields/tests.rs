//! Fields of TOML and YAML, good and bad.

