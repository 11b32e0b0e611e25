"""Whether a strike falls is a matter of the case, not of how quick the machine is."""

import pytest

from tests.faults.campaign import ALONE, BESIDE, GUARDS
from tests.faults.case import Case
from tests.faults.cases import CASES
from tests.faults.stack import LEASE_SECONDS

STRUCK = {case.name: case for case in (*CASES, *BESIDE, *ALONE, *GUARDS.values())}.values()
SPREAD = [case for case in STRUCK if case.strikes and case.apart_seconds]
RENEWING = [case for case in STRUCK if any(one.point == "in_renew" for one in case.strikes)]

SENDING = "imbot.message.add"
NOT_TOO_LATE = 0.9
"""Of the time in which people speak: a message that comes then still passes all points."""


def name(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", SPREAD, ids=name)
def test_people_speak_until_the_last_of_the_strikes_that_are_kept_apart(case: Case) -> None:
    crowd = case.crowd
    speaking = crowd.askers * crowd.questions / crowd.per_second
    # Each waits for its time, and then for the next message.
    falling = (len(case.strikes) - 1) * (case.apart_seconds + 1 / crowd.per_second)

    assert falling <= NOT_TOO_LATE * speaking


@pytest.mark.parametrize("case", RENEWING, ids=name)
def test_where_a_renewal_is_struck_every_reply_waits_for_one(case: Case) -> None:
    slow = [one for one in case.misfortunes if (one.mode, one.method) == ("slow", SENDING)]
    lease = float(case.settings.get("CORTEX_LOCK_SECONDS", LEASE_SECONDS))

    assert [one.seconds > lease / 3 for one in slow] == [True]
    assert slow[0].times > case.crowd.askers * case.crowd.questions
