"""The extra: the same store on a Redis server, for when one machine is not enough."""

import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from redis import Redis

from notices import Message
from store import LIFETIME, Store, tagged

Answer = TypeVar("Answer")


def facts_of(message: Message) -> str:
    return tagged.dumps([*message, message.until, message.times, message.sticky])


def message_in(id: str, facts: str) -> Message:
    category, text, until, times, sticky = tagged.loads(facts)
    return Message(category, text, until, times, sticky, int(id))


class RedisStore(Store):
    """Answers as Store does. A session is a string, its messages are one hash."""

    def __init__(self, url: str) -> None:
        self.db: Any = Redis.from_url(url, decode_responses=True)

    def load(self, key: str) -> dict[str, Any] | None:
        text = self.db.get(f"session:{key}")
        return None if text is None else tagged.loads(text)

    def save(self, key: str, data: dict[str, Any]) -> None:
        self.db.set(f"session:{key}", tagged.dumps(data), ex=LIFETIME)

    def forget_if_empty(self, key: str) -> bool:
        def step(pipe: Any) -> bool:
            empty = pipe.get(f"session:{key}") in (None, "{}")
            gone = empty and not pipe.exists(f"messages:{key}")
            pipe.multi()
            if gone:
                pipe.delete(f"session:{key}")
            return gone

        return self.in_one_step(step, key)

    def waiting(self, key: str) -> bool:
        return bool(self.db.exists(f"messages:{key}"))

    def drop(self, key: str) -> None:
        self.db.delete(f"messages:{key}")

    def dismiss(self, key: str, id: int) -> bool:
        gone: int = self.db.hdel(f"messages:{key}", str(id))
        return gone == 1

    def add(self, key: str, flashes: Iterable[Any]) -> None:
        """Put each message into a field of its own."""
        # task 5
        messages = [Message.of(flashed) for flashed in flashes]
        last = self.db.incrby("last message", len(messages))
        with self.db.pipeline() as pipe:
            pipe.set(f"session:{key}", "{}", ex=LIFETIME, nx=True)
            for id, m in enumerate(messages, last - len(messages) + 1):
                pipe.hset(f"messages:{key}", str(m.id or id), facts_of(m))
            pipe.expire(f"messages:{key}", LIFETIME)
            pipe.execute()
        #: raise NotImplementedError
        # end

    def take(self, key: str) -> list[Message]:
        """The messages to show now, oldest first; what is left of each stays."""
        # task 5
        now = time.time()

        def step(pipe: Any) -> list[Message]:
            fields = pipe.hgetall(f"messages:{key}")
            messages = [message_in(id, fields[id]) for id in sorted(fields, key=int)]
            pipe.multi()  # from here on commands wait for the end of the step
            for m in messages:
                left = None if m.is_over(now) else m.after_showing()
                if left is None:
                    pipe.hdel(f"messages:{key}", str(m.id))
                else:
                    pipe.hset(f"messages:{key}", str(m.id), facts_of(left))
            return [m for m in messages if not m.is_over(now)]

        return self.in_one_step(step, key)
        #: raise NotImplementedError
        # end

    def in_one_step(self, step: Callable[[Any], Answer], key: str) -> Answer:
        """Run step again until nobody wrote to this session in between."""
        names = (f"session:{key}", f"messages:{key}")
        answer: Answer = self.db.transaction(step, *names, value_from_callable=True)
        return answer
