"""Wrong and unusual right implementations of every exercise; see `bank`."""
