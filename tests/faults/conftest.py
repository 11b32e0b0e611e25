"""The faults need what the end-to-end tests need."""

from tests.e2e.conftest import needs_redis

__all__ = ["needs_redis"]
