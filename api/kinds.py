"""The kinds of problems that the interface tells of: one for each reason."""

from dataclasses import dataclass

from kpis.words import _ as marked


@dataclass(frozen=True)
class Kind:
    """A kind of problem. code: its name, and its anchor on the page /api. meaning: a sentence for those who meet it."""

    code: str
    status: int
    title: str
    meaning: str

    @property
    def address(self) -> str:
        return f"/api#{self.code}"


BAD_PARAMETER = Kind(
    "bad-parameter",
    400,
    marked("A parameter cannot be understood"),
    marked("Nothing is dropped in silence: every parameter that is unknown or cannot be understood is named."),
)
TOO_MANY_VALUES = Kind(
    "too-many-values",
    400,
    marked("The column has too many values"),
    marked("A number is divided by at most {most} values; narrow the filters, or read the rows of the mart."),
)
NOT_SIGNED_IN = Kind(
    "not-signed-in",
    401,
    marked("Say who you are"),
    marked(
        "Send a token in the header Authorization, as Bearer and the token; people make them on their account page."
    ),
)
NOT_OPEN = Kind(
    "not-open",
    403,
    marked("Not open to you"),
    marked("The data are those of another domain, or single rows for somebody who may see totals only."),
)
NOT_FOUND = Kind(
    "not-found",
    404,
    marked("There is no such thing"),
    marked("The address, number, mart or build does not exist here."),
)
TOO_MANY_ROWS = Kind(
    "too-many-rows",
    413,
    marked("This is too much for one answer"),
    marked("Narrow the filters, or take the file of all rows."),
)
TOO_LONG = Kind(
    "too-long",
    503,
    marked("Reading took too long"),
    marked("The database was stopped after the time that is allowed; narrow the filters."),
)
WRONG_METHOD = Kind(
    "wrong-method", 405, marked("Only reading is possible"), marked("The interface answers GET and HEAD.")
)
NOT_ACCEPTABLE = Kind(
    "not-acceptable",
    406,
    marked("There is no such form"),
    marked("The header Accept names none of the forms of this address."),
)
TOO_MANY_REQUESTS = Kind(
    "too-many-requests",
    429,
    marked("Too many requests"),
    marked("The header Retry-After says after how many seconds to go on."),
)
FAILED = Kind("failed", 500, marked("An error on our side"), marked("It has been written to the log."))
NO_BUILD = Kind(
    "no-build",
    503,
    marked("Nothing can be read"),
    marked("No data have been published yet, or the database of the warehouse does not answer."),
)
KINDS = (
    *(BAD_PARAMETER, TOO_MANY_VALUES, NOT_SIGNED_IN, NOT_OPEN, NOT_FOUND, WRONG_METHOD, NOT_ACCEPTABLE),
    *(TOO_MANY_REQUESTS, FAILED),
    *(NO_BUILD, TOO_MANY_ROWS, TOO_LONG),
)
