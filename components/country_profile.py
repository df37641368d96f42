"""The frame of the page of a country: profile, jump links, sections, and the figure of its risk."""

from dash import dcc, html

from components.country_lists import site_list
from components.fact_list import with_facts
from components.figures import figure_graph, line_figure
from components.format import month, number
from components.panel import panel
from components.result import Place, with_place
from components.table import Column, table
from components.words import _, plural
from kpis import kpi
from kpis.kpi import SCORE


def profile_lines(about: dict, people, sites, links):
    """Region, codes and note, people and children where known, offices and sites, links to other pages.

    about: what is known of the country; people: a Population; sites: one row per site; links: (title, address).
    """
    known = (about.get(name) for name in ("region_name", "subregion_name", "country_code"))
    place = " · ".join(filter(None, (*known, _people(people))))
    ways = [part for title, target in links for part in (" · ", dcc.Link(title, href=target))]
    parts = [html.P([place, *ways])]
    parts += [html.P(about["footnote"], className="country-note")] * bool(about.get("footnote"))
    drawn = html.Div([*parts, _sites(sites)], className="profile")
    return with_place(with_facts(drawn, _facts(about, people), _("Profile")), Place("profile", ""))


def _facts(about: dict, people) -> list[tuple]:
    """What the profile says, term by term."""
    return [
        (_("Region"), about.get("region_name")),
        (_("Part of the region"), about.get("subregion_name")),
        (_("Code"), about.get("country_code")),
        (_("People"), people.population_people),
        (_("Children"), people.child_population_people),
        (_("Year of the population"), people.plan_year),
        (_("Note"), about.get("footnote")),
    ]


def jump_links(parts):
    """Links to the sections. parts: (identifier, title, ...)."""
    links = [html.Li(html.A(title, href=f"#{identifier}")) for identifier, title, *_rest in parts]
    return html.Nav(html.Ul(links, className="ways"), className="jump", **{"aria-label": _("On this page")})


def page_section(identifier: str, title: str, body: list):
    """A part of the page under its heading."""
    heading = html.H2(title, id=identifier)
    drawn = html.Section([heading, *body], className=f"part part-{identifier}", **{"aria-labelledby": identifier})
    return with_place(drawn, Place(identifier, ""))


def needs_sentence(need, targeted, reached):
    """People in need, targeted and reached in one line each; arguments are values of the KPIs, the last two shares."""
    if need.value is None:
        return html.P(_("No people in need are published for these filters."), className="silent")
    lines = [
        (_("in need"), need.value, None),
        (_("targeted"), targeted.numerator, targeted.value),
        (_("reached"), reached.numerator, reached.value),
    ]
    cells = [html.Div([html.Dt(word), html.Dd(_with_share(count, share))]) for word, count, share in lines]
    since = html.P(_("people, {month}").format(month=month(need.as_of)), className="silent")
    return html.Div([html.Dl(cells, className="triple"), since])


def risk_figure(frame):
    """Risk and severity over time with the table twin. frame: month_date, kpi_name, value."""
    if frame.empty:
        return html.P(_("No score of risk or severity is published for these filters."), className="silent")
    wide = frame.pivot_table(index="month_date", columns="kpi_name", values="value").reset_index()
    labels = {name: _(kpi(name).label) for name in ("inform_risk", "inform_severity") if name in wide}
    columns = [
        Column("month_date", _("Month"), "month"),
        *[Column(n, label, "number", decimals=1) for n, label in labels.items()],
    ]
    twin = table(wide.iloc[::-1], columns, caption=_("Risk and severity over time"))
    figure = figure_graph(line_figure(wide, "month_date", labels, SCORE), "country-risk-figure")
    return panel(_risk_sentence(wide, labels), figure, identifier="country-risk", table=twin)


def _risk_sentence(wide, labels) -> str:
    """What is seen: each score in its newest month, and a year before where there is one."""
    said = []
    for name, label in labels.items():
        known = wide[wide[name].notna()]
        newest = known.iloc[-1]
        told = _("{label} {score} in {month}").format(
            label=label, score=number(newest[name], 1), month=month(newest["month_date"])
        )
        before = known[known["month_date"] <= newest["month_date"].replace(year=newest["month_date"].year - 1)]
        if not before.empty:
            earlier = before.iloc[-1]
            told += _(" ({score} in {month})").format(
                score=number(earlier[name], 1), month=month(earlier["month_date"])
            )
        said.append(told)
    return "; ".join(said)


def _people(people) -> str:
    if people.population_people is None:
        return _("No population figure in this build.")
    said = _("{people} people in {year}").format(people=number(people.population_people), year=str(people.plan_year))
    if people.child_population_people is None:
        return said + _("; children: no figure")
    return said + _("; {children} children").format(children=number(people.child_population_people))


def _sites(sites):
    if sites.empty:
        return html.P(_("No site in this build."))
    offices = sites["office_code"].nunique()
    said = plural("{count} site", "{count} sites", len(sites)).format(count=number(len(sites)))
    said += " · " + plural("{count} office", "{count} offices", offices).format(count=number(offices))
    return html.Details([html.Summary(said), site_list(sites)], className="entry-more")


def _with_share(count, share) -> str:
    if count is None:
        return _("No data")
    return number(count) + (f" ({number(share)}\u00a0%)" if share is not None else "")
