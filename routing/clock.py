"""A day's clock: seconds inside, local times with an offset at the edge.

Seconds count from the day's local midnight and are real, elapsed seconds: a day on which the
clocks change has 23 or 25 hours, and durations stay durations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WALL_TIME = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?")
_MAX_HOUR = 29


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of one date in one time zone."""

    date: date
    timezone: str

    @property
    def zone(self) -> ZoneInfo:
        """The time zone's rules."""
        return ZoneInfo(self.timezone)

    @property
    def midnight(self) -> datetime:
        """The instant that seconds count from."""
        return datetime.combine(self.date, time(), tzinfo=self.zone)

    def seconds(self, text: str) -> int:
        """Seconds from midnight of a TIME: ISO 8601, or HH:MM[:SS] on the day.

        24:00 to 29:59 are after that midnight, by the next day's wall clock. An ISO time without
        an offset is local. A wall time that the autumn change gives twice is its first; one that
        the spring change leaves out is the instant at which the clock jumps over it.

        Raises
        ------
        ValueError
            If the text is no such time; the message says what is expected.
        """
        text = text.strip()
        if match := _WALL_TIME.fullmatch(text):
            hour, minute = int(match["hour"]), int(match["minute"])
            second = int(match["second"] or 0)
            if hour > _MAX_HOUR or minute > 59 or second > 59:
                raise ValueError("expected a time from 00:00 to 29:59")
            days, hour = divmod(hour, 24)
            local = datetime.combine(
                self.date + timedelta(days=days), time(hour, minute, second), tzinfo=self.zone
            )
            return self.elapsed(local)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError("expected HH:MM or an ISO 8601 time") from None
        return self.elapsed(moment)

    def elapsed(self, moment: datetime) -> int:
        """Whole seconds from the day's midnight to an instant; without an offset it is local."""
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self.zone)
        return round(_timestamp(moment) - self.midnight.timestamp())

    def moment(self, seconds: int) -> datetime:
        """The local time, with its offset, so many seconds after the day's midnight."""
        return datetime.fromtimestamp(self.midnight.timestamp() + seconds, tz=self.zone)

    def iso(self, seconds: int) -> str:
        """ISO 8601 with the offset, to the second: ``2026-11-21T08:00:00+01:00``."""
        return self.moment(seconds).isoformat(timespec="seconds")

    def wall(self, seconds: int) -> str:
        """HH:MM as people read it; after midnight it goes on with 24:00 and later.

        What lies before the day, or after the day that follows it, is given with its date.
        """
        moment = self.moment(seconds)
        days = (moment.date() - self.date).days
        if not 0 <= days <= 1:
            return moment.strftime("%Y-%m-%d %H:%M")
        return f"{moment.hour + 24 * days:02d}:{moment.minute:02d}"

    @property
    def length_s(self) -> int:
        """Seconds from this midnight to the next: 82,800, 86,400 or 90,000."""
        following = datetime.combine(self.date + timedelta(days=1), time(), tzinfo=self.zone)
        return round(following.timestamp() - self.midnight.timestamp())


def _timestamp(moment: datetime) -> float:
    """Seconds since 1970 of a local time; of one that the clock jumps over, those of the jump."""
    if not _is_jumped_over(moment):
        return moment.timestamp()
    minute = moment.replace(second=0, microsecond=0)
    while _is_jumped_over(minute):
        minute -= timedelta(minutes=1)
    return minute.timestamp() + 60


def _is_jumped_over(moment: datetime) -> bool:
    before, after = moment.replace(fold=0).utcoffset(), moment.replace(fold=1).utcoffset()
    return before is not None and after is not None and before < after
