"""One phone in all the forms in which a CRM may keep it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.bitrix24.phone_forms import phone_forms, same_phone

RUSSIAN = st.from_regex(r"[3-9]\d{9}", fullmatch=True, alphabet="0123456789")


@pytest.mark.parametrize(
    "written",
    [
        *("+79123456789", "89123456789", "79123456789", "9123456789"),
        *("+7 (912) 345-67-89", "8 (912) 345-67-89", "8 912 345 67 89", "7-912-345-67-89"),
    ],
)
def test_all_usual_spellings_are_one_phone(written: str) -> None:
    assert same_phone("+79123456789", written)


@pytest.mark.parametrize("other", ["+79123456780", "+375291234567", "", "6789"])
def test_other_numbers_are_other_phones(other: str) -> None:
    assert not same_phone("+79123456789", other)


@given(RUSSIAN)
def test_forms_are_at_most_twenty_and_all_of_one_phone(national: str) -> None:
    forms = phone_forms(f"+7{national}")

    assert len(set(forms)) == len(forms) <= 20
    assert all(same_phone(form, national) for form in forms)
    assert {f"+7{national}", f"8{national}", f"7{national}", national} <= set(forms)


def test_a_foreign_phone_keeps_its_digits() -> None:
    assert set(phone_forms("+375291234567")) == {"+375291234567", "375291234567"}
