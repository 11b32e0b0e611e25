"""The emulated ABCP shop: a catalogue and the client API that searches it."""
