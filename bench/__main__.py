"""`make bench`: facts alone, rules alone beside zen-engine, both together, and whole replies."""

import sys

from bench import ack, decisions, end_to_end, facts, replies, rules


def main() -> int:
    """Run every benchmark; the first that fails its own comparison names the exit code."""
    print("Facts alone")
    facts.main()
    print(
        "\nRules alone: durable_rules, the reference evaluator, zen-engine; same rules, same facts"
    )
    compared = rules.main([])
    print("\nBoth")
    decided = decisions.main()
    print("\nFrom the webhook to the reply")
    replies.main()
    print("\nAcknowledging an event, beside a bare Falcon app with one XADD")
    acknowledged = ack.main()
    print("\nFrom an event to its reply, beside a bot that works inside the request")
    replied = end_to_end.main()
    return compared or decided or acknowledged or replied


if __name__ == "__main__":
    sys.exit(main())
