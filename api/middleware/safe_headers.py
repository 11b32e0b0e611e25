"""Headers that keep answers out of caches and away from content guessing."""

import falcon


class SafeHeaders:
    """Marks every answer as private to its caller."""

    def process_response(self, _: falcon.Request, resp: falcon.Response, *__: object) -> None:
        resp.set_header("Cache-Control", "no-store")
        resp.set_header("X-Content-Type-Options", "nosniff")
