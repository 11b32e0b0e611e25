"""What a person sees in the frame of a portal that opens the application."""

from base64 import b64encode
from hashlib import sha256
from html import escape

_BITRIX_SCRIPTS = "https://api.bitrix24.com"
# A frame application counts as installed once its page has said so.
_FINISH = "BX24.init(function () { BX24.installFinish(); });"
_FINISH_HASH = b64encode(sha256(_FINISH.encode()).digest()).decode()

CONTENT_POLICY = f"default-src 'none'; script-src {_BITRIX_SCRIPTS} 'sha256-{_FINISH_HASH}'"
"""Lets the page run what finishes the installation and nothing else."""

_WORDS = {
    "PORTAL_KNOWN": "Портал уже подключён, ничего не изменено. Чтобы подключить его заново,"
    " администратор Cortex выполняет: cortex portal allow-install",
    "HOST_NOT_ALLOWED": "Порталу с таким адресом подключаться не разрешено:"
    " его добавляют в CORTEX_PORTAL_HOSTS",
    "INSTALL_UNPROVEN": "Bitrix24 не подтвердил установку. Откройте приложение ещё раз"
    " от имени администратора портала",
    "SECRET_INVALID": "В адресе приложения нет нужного секрета",
}
_OTHERWISE = "Установка не удалась, попробуйте позже"


def installed_page() -> str:
    """Say that it is done, and tell the portal so."""
    return _page(
        "Приложение установлено. Осталось подключить бота: cortex portal register-bot",
        f'<script src="{_BITRIX_SCRIPTS}/api/v1/"></script><script>{_FINISH}</script>',
    )


def refused_page(code: str) -> str:
    """Say why it was not done."""
    return _page(f"{_WORDS.get(code, _OTHERWISE)} ({code})")


def _page(words: str, scripts: str = "") -> str:
    return (
        '<!doctype html><html lang="ru"><meta charset="utf-8"><title>Cortex</title>'
        f"<p>{escape(words)}</p>{scripts}</html>"
    )
