"""Composition: the only place that picks implementations and puts the processes together."""

from api.bootstrap.brain import Brain, build_brain
from api.bootstrap.serve_dialog import build_serve_dialog
from api.bootstrap.store import Store, open_store
from api.bootstrap.web import Web, build_web

__all__ = ["Brain", "Store", "Web", "build_brain", "build_serve_dialog", "build_web", "open_store"]
