"""Counts that all processes share: one number in the cache, changed there and nowhere else."""

from django.core.cache import cache


def counted(key: str, *, keep_s: int) -> int:
    """One more of `key`; how many that makes since it began, `keep_s` ago at most.

    While the cache is away nothing is counted, and the answer is 0.
    """
    cache.add(key, 0, keep_s)
    try:
        return cache.incr(key)
    except ValueError:  # it ended in between
        cache.add(key, 1, keep_s)
        return 1


def taken(key: str) -> int:
    """What `key` has counted, which it forgets."""
    count = int(cache.get(key, 0))
    if count:
        cache.decr(key, count)
    return count
