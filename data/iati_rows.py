"""Rows of the tables that an IATI 2.03 activity becomes: paths of the standard as column names, cells as published."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

DSTORE = "{http://d-portal.org/xmlns/dstore}"
LANGUAGES = ("{http://www.w3.org/XML/1998/namespace}lang", "{xml}lang")
DAC_SECTORS = (None, "1")
DATES = {"1": "planned start", "2": "actual start", "3": "planned end", "4": "actual end"}
CARRIED = ("iati-identifier", "recipient country")


def activity_row(activity: Element) -> dict:
    """The activity itself. Cells that name several countries or sectors list them; the columns `recipient country`
    and `sector (one)` hold the one value, and are missing where there are several, or where other places share."""
    countries = [place.get("code") for place in activity.findall("recipient-country")]
    regions = [place.get("code") for place in activity.findall("recipient-region")]
    sectors = [
        s.get("code") for s in activity.findall("sector") if s.get("vocabulary") in DAC_SECTORS and s.get("code")
    ]
    row = {
        "iati-identifier": text_of(activity, "iati-identifier"),
        "reporting-org/@ref": attribute_of(activity, "reporting-org", "ref"),
        "reporting-org/narrative": text_of(activity, "reporting-org/narrative"),
        "title/narrative": text_of(activity, "title/narrative"),
        "title/narrative/@lang": _language(activity),
        "@dataset": activity.get(f"{DSTORE}dataset"),
        "@hierarchy": activity.get("hierarchy"),
        "@humanitarian": activity.get("humanitarian"),
        "@default-currency": activity.get("default-currency"),
        "@last-updated-datetime": activity.get("last-updated-datetime"),
        "activity-status/@code": attribute_of(activity, "activity-status", "code"),
        "recipient-country/@code": joined(countries),
        "recipient-region/@code": joined(regions),
        "recipient country": _sole_country(activity),
        "sector/@code": joined(sectors),
        "sector (one)": sectors[0] if len(sectors) == 1 else None,
        "participating-org (funding)": _organisations(activity, "1"),
        "participating-org (implementing)": _organisations(activity, "4"),
    }
    days = {date.get("type"): date.get("iso-date") for date in activity.findall("activity-date")}
    return row | {f"activity-date ({word})": days.get(code) for code, word in DATES.items()}


def recipient_country_rows(activity: Element) -> Iterator[dict]:
    """One row per country that the activity names, with its share in percent."""
    for place in activity.findall("recipient-country"):
        yield {
            "iati-identifier": text_of(activity, "iati-identifier"),
            "recipient-country/@code": place.get("code"),
            "recipient country": place.get("code"),
            "recipient-country/@percentage": place.get("percentage"),
        }


def budget_rows(activity: Element) -> Iterator[dict]:
    """One row per budget, a sum for a period. Type 1 is original, 2 revised."""
    for budget in activity.findall("budget"):
        yield _carried(activity) | {
            "budget/@type": budget.get("type"),
            "budget/@status": budget.get("status"),
            "period-start/@iso-date": attribute_of(budget, "period-start", "iso-date"),
            "period-end/@iso-date": attribute_of(budget, "period-end", "iso-date"),
            **_money(activity, budget),
        }


def transaction_rows(activity: Element) -> Iterator[dict]:
    """One row per transaction. Type code and day belong in attributes; the element texts are kept beside them, so
    that a refused row shows where its publisher put them."""
    for transaction in activity.findall("transaction"):
        yield _carried(activity) | {
            "transaction/@ref": transaction.get("ref"),
            "transaction-type/@code": attribute_of(transaction, "transaction-type", "code"),
            "transaction-type (text)": text_of(transaction, "transaction-type"),
            "transaction-date/@iso-date": attribute_of(transaction, "transaction-date", "iso-date"),
            "transaction-date (text)": text_of(transaction, "transaction-date"),
            "provider-org/narrative": text_of(transaction, "provider-org/narrative"),
            "receiver-org/narrative": text_of(transaction, "receiver-org/narrative"),
            "transaction/recipient-country/@code": joined(
                [place.get("code") for place in transaction.findall("recipient-country")]
            ),
            **_money(activity, transaction),
        }


def indicator_rows(activity: Element) -> Iterator[dict]:
    """One row per indicator; `indicator` is its place in the activity: number of the result, number in the result."""
    for number, result, indicator in _indicators(activity):
        yield _indicator(activity, number, result, indicator) | {"periods": len(indicator.findall("period"))}


def period_rows(activity: Element) -> Iterator[dict]:
    """One row per period of an indicator, with target and actual of the whole (elements without dimension). Several
    values in one period are listed, and are then no number."""
    for number, result, indicator in _indicators(activity):
        for period in indicator.findall("period"):
            yield _indicator(activity, number, result, indicator) | {
                "period-start/@iso-date": attribute_of(period, "period-start", "iso-date"),
                "period-end/@iso-date": attribute_of(period, "period-end", "iso-date"),
                "target/@value": _whole(period, "target"),
                "actual/@value": _whole(period, "actual"),
            }


def parents_and_children(activity: Element) -> Iterator[tuple[str, str]]:
    """Pairs (parent, child) that the activity states: related-activity of type 1 is its parent, of type 2 its child."""
    own = text_of(activity, "iati-identifier")
    for related in activity.findall("related-activity"):
        other = related.get("ref")
        if own and other and own != other and related.get("type") in {"1", "2"}:
            yield (other, own) if related.get("type") == "1" else (own, other)


def text_of(element: Element, path: str) -> str | None:
    """Text of the first element at the path, without blanks around; missing when there is none."""
    return (element.findtext(path) or "").strip() or None


def attribute_of(element: Element, path: str, name: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get(name)


def joined(cells: list[str | None]) -> str | None:
    """The cells with semicolons between them; missing when there is none."""
    return ";".join(cell for cell in cells if cell) or None


def _sole_country(activity: Element) -> str | None:
    places = activity.findall("recipient-country") + activity.findall("recipient-region")
    whole = len(places) == 1 and places[0].tag == "recipient-country" and _share(places[0]) == 100
    return places[0].get("code") if whole else None


def _share(place: Element) -> float | None:
    """Percentage of a place; 100 when none is stated, which the standard allows for the only place."""
    try:
        return float(place.get("percentage") or 100)
    except ValueError:
        return None


def _carried(activity: Element) -> dict:
    row = activity_row(activity)
    return {name: row[name] for name in CARRIED}


def _money(activity: Element, element: Element) -> dict:
    stated = attribute_of(element, "value", "currency")
    return {
        "value": text_of(element, "value"),
        "value/@currency": stated,
        "currency (stated or default)": stated or activity.get("default-currency"),
        "value/@value-date": attribute_of(element, "value", "value-date"),
    }


def _organisations(activity: Element, role: str) -> str | None:
    return joined([text_of(o, "narrative") for o in activity.findall("participating-org") if o.get("role") == role])


def _language(activity: Element) -> str | None:
    for element in (activity.find("title/narrative"), activity):
        for name in LANGUAGES:
            if element is not None and element.get(name):
                return element.get(name).upper()
    return None


def _indicators(activity: Element) -> Iterator[tuple[str, Element, Element]]:
    for result_number, result in enumerate(activity.findall("result"), start=1):
        for number, indicator in enumerate(result.findall("indicator"), start=1):
            yield f"{result_number}.{number}", result, indicator


def _indicator(activity: Element, number: str, result: Element, indicator: Element) -> dict:
    return _carried(activity) | {
        "indicator": number,
        "result/@type": result.get("type"),
        "result/title/narrative": text_of(result, "title/narrative"),
        "indicator/title/narrative": text_of(indicator, "title/narrative"),
        "indicator/@measure": indicator.get("measure"),
        "indicator/@ascending": indicator.get("ascending"),
        "baseline/@value": attribute_of(indicator, "baseline", "value"),
        "baseline/@year": attribute_of(indicator, "baseline", "year"),
    }


def _whole(period: Element, name: str) -> str | None:
    return joined([value.get("value") for value in period.findall(name) if value.find("dimension") is None])
