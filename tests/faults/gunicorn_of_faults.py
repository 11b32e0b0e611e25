"""The product's gunicorn settings, serving the web process of the campaign."""

from gevent import monkey

monkey.patch_all()  # as the settings of the product do, before they are run

from pathlib import Path  # noqa: E402 - after the patch
from runpy import run_path  # noqa: E402 - after the patch

globals().update(run_path(str(Path(__file__).resolve().parents[2] / "gunicorn.conf.py")))
wsgi_app = "tests.faults.faulty_web:application()"
