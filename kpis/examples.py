"""Examples that many KPIs share: they are the specification of sums, quotients and newest periods."""

from datetime import date

from kpis.kpi import Example, example


def ratio_examples(numerator: str, denominator: str, scale: float = 100, **also) -> tuple[Example, ...]:
    """Sum first, divide last; pairs; a denominator of zero. also: cells that every row carries."""

    def row(top, bottom):
        return {numerator: top, denominator: bottom, **also}

    return (
        example(scale * 0.25, row(1, 1), row(1, 7), because="Sums are divided, ratios are never averaged: 2 by 8."),
        example(scale * 0.75, row(3, 4), row(None, 4), because="A row without numerator does not count below either."),
        example(
            scale * 0.75, row(3, 4), row(2, None), because="A row without denominator does not count above either."
        ),
        example(0.0, row(0, 4), because="A known zero is a value."),
        example(None, row(0, 0), because="Nothing divided by zero is no value."),
        example(None, row(None, None), because="Nothing reported is no value, not zero."),
        example(None, because="No rows, no value."),
    )


def sum_examples(column: str, **also) -> tuple[Example, ...]:
    """Sums of known values; missing is not zero."""
    return (
        example(30.0, {column: 10, **also}, {column: 20, **also}, because="Rows add up."),
        example(10.0, {column: 10, **also}, {column: None, **also}, because="What is missing is not counted as zero."),
        example(0.0, {column: 0, **also}, because="A known zero is a value."),
        example(None, {column: None, **also}, because="Nothing reported is no value, not zero."),
    )


def last_examples(column: str, denominator: str | None = None, scale: float = 1, **also) -> tuple[Example, ...]:
    """The newest period with data counts, and nothing is carried forward into it."""

    def row(month: int, value, place="AFG"):
        below = {denominator: 100} if denominator else {}
        return {column: value, **below, "month_date": date(2026, month, 1), "country_code": place, **also}

    share = scale / 100 if denominator else 1
    return (
        example(40 * share, row(1, 90), row(2, 40), because="February is newer than January."),
        example(90 * share, row(1, 90), row(2, None), because="February has no data, so January is the newest period."),
        example(
            40 * share, row(1, 90, "SSD"), row(2, 40), because="South Sudan did not report February and is missing."
        ),
    )


def last_per_country_examples(column: str, **also) -> tuple[Example, ...]:
    """Each country counts with its own newest period."""

    def row(month: int, value, place):
        return {column: value, "month_date": date(2026, month, 1), "country_code": place, **also}

    return (
        example(130.0, row(1, 90, "SSD"), row(2, 40, "AFG"), because="Countries publish in different months."),
        example(40.0, row(1, 90, "AFG"), row(2, 40, "AFG"), because="An older figure of the same country is replaced."),
    )


def score_examples(column: str, **also) -> tuple[Example, ...]:
    """Published scores: one country, one newest edition, no arithmetic."""

    def row(month: int, value, place="AFG"):
        return {column: value, "month_date": date(2026, month, 1), "country_code": place, **also}

    return (
        example(7.2, row(1, 7.2), because="The score as published."),
        example(7.5, row(1, 7.2), row(2, 7.5), because="The newest edition."),
        example(None, row(1, 7.2), row(1, 3.1, "SSD"), because="Scores of two countries have no sum and no mean."),
        example(
            None, row(1, 7.2), row(1, 7.3), because="Two different scores of one country and month: neither is chosen."
        ),
        example(None, row(1, None), because="A country without a score has none."),
    )
