"""Keep the garbage collector away from what a process loads at its start and holds for good."""

import gc


def settle_memory() -> None:
    """Leave everything loaded so far out of later collections; called once, when a start is over.

    Rules, phrases and dictionary are hundreds of thousands of objects, and every full collection
    would look at each of them in vain. What is loaded later is collected as ever; of the first
    version, when another takes its place, objects that refer to each other stay.
    """
    gc.collect()
    gc.freeze()
