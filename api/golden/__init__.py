"""Golden cases: dialogs as data, played against the rules, with the gates they must pass."""
