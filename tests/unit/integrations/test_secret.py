"""Secrets: usable, comparable, never printed."""

from integrations.secret import Secret


def test_a_secret_prints_stars_in_every_form() -> None:
    secret = Secret("canary")

    printed = f"{secret} {secret!r} {[secret]} {secret!s:>5} %s" % secret

    assert "canary" not in printed
    assert "***" in printed


def test_a_secret_is_revealed_only_by_asking() -> None:
    assert Secret("canary").reveal() == "canary"


def test_secrets_compare_by_value_and_only_with_secrets() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1


def test_an_empty_secret_is_no_secret() -> None:
    assert not Secret("")
