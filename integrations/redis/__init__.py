"""Durable state on Redis: mailboxes, locks, sessions and the effect journal."""
