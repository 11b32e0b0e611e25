"""One small class per route."""
