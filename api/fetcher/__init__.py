"""The fetching process: brings events in from portals that keep them until they are fetched."""

from api.fetcher.loop import Fetcher

__all__ = ["Fetcher"]
