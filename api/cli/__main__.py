"""Lets `python -m api.cli` do what `cortex` does."""

import sys

from api.cli import main

if __name__ == "__main__":
    sys.exit(main())
