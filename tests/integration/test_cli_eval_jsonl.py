"""`cortex eval --jsonl` as other programs use it: over pipes, long runs, bad lines."""

import subprocess
import sys
from pathlib import Path
from select import select

import orjson
import pytest

from tests.unit.api.cli.sealed_rules import sealed_copy

MEMORY_LIMIT_KB = 250_000
ANSWER_SECONDS = 60.0
"""For a busy machine; an answer that waits for the next question would never come."""
WEIGH = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""
"""Runs a command and tells its memory in KB. Linux counts what a process was started from as its
own, so a command that is weighed must not be started by a test process of any size."""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed_copy(tmp_path_factory.mktemp("eval") / "rules")


def a_command(rules: Path) -> list[str]:
    return [sys.executable, "-m", "api.cli", "eval", "--jsonl", "--rules", str(rules)]


def a_request(text: str) -> bytes:
    return orjson.dumps({"message": {"text": text}}, option=orjson.OPT_APPEND_NEWLINE)


def evaluate(rules: Path, source: bytes) -> subprocess.CompletedProcess[bytes]:
    command = a_command(rules)
    return subprocess.run(command, input=source, capture_output=True, check=False)  # noqa: S603 - our own command


def test_two_thousand_messages_are_answered_in_order_within_the_memory_limit(
    rules: Path, tmp_path: Path
) -> None:
    numbers = [f"06A{number}B" for number in range(100_000, 102_000)]
    source, answers = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"".join(a_request(f"нужен {number} на ауди") for number in numbers))

    with source.open("rb") as lines, answers.open("wb") as sink:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-c", WEIGH, *a_command(rules)],
            stdin=lines,
            stdout=sink,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    summary, memory = done.stderr.splitlines()
    assert done.returncode == 0
    assert "2000 decisions, 0 errors, " in summary
    assert int(memory) < MEMORY_LIMIT_KB
    answered = [orjson.loads(line) for line in answers.read_bytes().splitlines()]
    assert [answer["decision"]["part_numbers"] for answer in answered] == [[n] for n in numbers]


def test_bad_lines_are_answered_in_their_place_and_the_run_ends_with_one(rules: Path) -> None:
    source = a_request("здравствуйте") + b"\n{\n" + b'{"message":{}}\n' + a_request("спасибо")

    done = evaluate(rules, source)

    answers = [orjson.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert answers[0]["decision"]["topic"] == "GREETING"
    assert [answer["code"] for answer in answers[1:4]] == [
        "JSON_MALFORMED",
        "JSON_MALFORMED",
        "REQUEST_INVALID",
    ]
    assert answers[4]["decision"]["topic"] == "THANKS"
    assert "2 decisions, 3 errors" in done.stderr.decode()


def test_each_answer_comes_before_the_next_question_is_asked(rules: Path) -> None:
    with subprocess.Popen(  # noqa: S603 - our own command
        a_command(rules),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},  # PYTHONUNBUFFERED would flush in our place
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text, topic in (("здравствуйте", "GREETING"), ("спасибо", "THANKS")):
            process.stdin.write(a_request(text))
            process.stdin.flush()
            answered, _, _ = select([process.stdout], [], [], ANSWER_SECONDS)
            if not answered:
                process.kill()

            assert answered
            assert orjson.loads(process.stdout.readline())["decision"]["topic"] == topic
        process.stdin.close()
        assert process.wait() == 0


def test_a_reader_that_leaves_early_ends_the_run_without_a_traceback(rules: Path) -> None:
    with subprocess.Popen(  # noqa: S603 - our own command
        a_command(rules), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, told = process.communicate(a_request("здравствуйте") * 50)

    assert process.returncode == 1
    assert b"Traceback" not in told


def test_answers_are_those_of_the_http_route(rules: Path) -> None:
    done = evaluate(rules, a_request("нужен 06A115561B"))

    answer = orjson.loads(done.stdout)
    assert done.returncode == 0
    assert answer.keys() == {
        *("decision_id", "ruleset", "variant", "engine", "decision", "effects", "trace"),
    }
    assert answer["effects"][0]["kind"] == "chat_reply"
