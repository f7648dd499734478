from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Self

EVENTS: dict[str, type["Event"]] = {}


@dataclass(frozen=True)
class Event:
    """A fact in the past tense; subclasses are frozen dataclasses of plain values."""

    name: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        domain = cls.__module__.split(".")[1]
        cls.name = f"{domain}.{cls.__name__}"
        EVENTS[cls.name] = cls

    def data(self) -> dict[str, Any]:
        """Returns the event's values as JSON can hold them."""
        return asdict(self)

    @classmethod
    def restore(cls, data: dict[str, Any]) -> Self:
        """Makes the event again from stored values; fields that no longer exist are left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in data.items() if key in known})
