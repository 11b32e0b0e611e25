"""Keep the garbage collector away from what a process loads at its start and holds for good."""

import gc


def settle_memory() -> None:
    """Leave everything loaded so far out of later collections; called when a load is over.

    Rules, phrases and dictionary are hundreds of thousands of objects, and every full collection
    would look at each of them in vain. What is loaded later is collected as ever. What was settled
    before and is no longer used goes: a process that loads again holds one load, not all of them.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def settle_since_fork() -> None:
    """The same for what a forked process has built by itself.

    What it inherits is not looked at: the collector writes into each object it looks at, and the
    memory would no longer be shared. So it stays, also when other rules take its place.
    """
    gc.collect()
    gc.freeze()
