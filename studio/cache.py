"""The cache holds counts for rate limits only: pages go on while it is away."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class CacheThatMayBeAway(RedisCache):
    """Redis; while it does not answer nothing is counted, and the log says so.

    Nobody could sign in or upload otherwise until it is back. `add` then succeeds, because
    whoever asks takes it for a lock.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError as error:
            return away(error, default)

    def set(self, key: Any, value: Any, *args: Any, **options: Any) -> None:
        try:
            super().set(key, value, *args, **options)
        except RedisError as error:
            away(error, None)

    def add(self, key: Any, value: Any, *args: Any, **options: Any) -> bool:
        try:
            return bool(super().add(key, value, *args, **options))
        except RedisError as error:
            return bool(away(error, True))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        try:
            return int(super().incr(key, delta, version))
        except RedisError as error:
            return int(away(error, 0))

    def delete(self, key: Any, version: int | None = None) -> bool:
        try:
            return bool(super().delete(key, version))
        except RedisError as error:
            return bool(away(error, False))


def away(error: RedisError, answer: Any) -> Any:
    logger.error("the cache does not answer, rate limits are off meanwhile: %s", error)
    return answer
