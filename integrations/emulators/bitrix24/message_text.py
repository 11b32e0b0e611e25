"""How the portal keeps the text of a message."""

# Bitrix24 cuts longer messages and marks the cut.
_LONGEST_MESSAGE = 20_000
_CUT_MARK = " (...)"


def cut(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[:_LONGEST_MESSAGE] + _CUT_MARK
