//! What kind of console this is.
