"""What is due: after a build, on Monday, on the first day of the month, at the hour of the settings."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from ledger.subscriptions import Subscription
from settings import Settings


def triggers(settings: Settings) -> dict[str, CronTrigger]:
    """Rhythm -> the moments at which it falls due, in the time zone of the settings."""
    at = {"hour": settings.delivery_hour, "timezone": ZoneInfo(settings.time_zone)}
    return {"weekly": CronTrigger(day_of_week="mon", **at), "monthly": CronTrigger(day=1, **at)}


def occasion(one: Subscription, build_id: str, moment: datetime, settings: Settings) -> str | None:
    """What a subscription is due for at a moment (with time zone): the build, the week as 2026-W48, the month as
    2026-11; None when nothing is due. What fell due before the subscription was made is not sent after it; what fell
    due while no worker ran is, as long as its week or month lasts."""
    if one.rhythm == "build":
        return build_id if build_id != one.build_then else None
    local = moment.astimezone(ZoneInfo(settings.time_zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    begins = midnight.replace(day=1) if one.rhythm == "monthly" else midnight - timedelta(days=local.weekday())
    due = triggers(settings)[one.rhythm].get_next_fire_time(None, begins)
    made = one.created_at.replace(tzinfo=ZoneInfo("UTC"))
    if not made < due <= moment:
        return None
    return f"{due:%Y-%m}" if one.rhythm == "monthly" else f"{due:%G-W%V}"
