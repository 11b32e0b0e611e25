"""The forms in which people write one phone, to find it in a CRM that compares letter by letter."""

_NATIONAL = 10


def phone_forms(phone: str) -> tuple[str, ...]:
    """Return the usual spellings of a phone, at most twenty as crm.duplicate.findbycomm allows."""
    digits = _digits(phone)
    if not _is_russian(digits):
        return tuple(dict.fromkeys((phone, f"+{digits}", digits)))
    own = digits[-_NATIONAL:]
    area, first, second, third = own[:3], own[3:6], own[6:8], own[8:]
    spelled = (
        own,
        f"{area} {first}-{second}-{third}",
        f"({area}) {first}-{second}-{third}",
        f"({area}) {first} {second} {third}",
        f"{area} {first} {second} {third}",
        f"{area}-{first}-{second}-{third}",
    )
    prefixed = tuple(
        f"{prefix}{gap}{form}"
        for prefix in ("+7", "8", "7")
        for gap, form in (("", own), *((" ", form) for form in spelled[1:6]))
    )
    return (*prefixed, own, spelled[2])


def same_phone(one: str, other: str) -> bool:
    """Say whether two spellings are of one phone; +7 and 8 open the same Russian numbers."""
    mine, theirs = _digits(one), _digits(other)
    if _is_russian(mine) and _is_russian(theirs):
        return mine[-_NATIONAL:] == theirs[-_NATIONAL:]
    return bool(mine) and mine == theirs


def _is_russian(digits: str) -> bool:
    with_prefix = len(digits) == _NATIONAL + 1 and digits[0] in "78"
    return with_prefix or len(digits) == _NATIONAL


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdecimal())
