"""What the demonstration organisation is made of: countries, donors, partners, indicators.

Places are real; every figure is made up, though of a plausible size."""

from typing import NamedTuple


class Country(NamedTuple):
    """trouble: 0 calm to 1 grave, sets needs, delays and gaps. lean: month in which hunger peaks."""

    code: str
    name: str
    latitude: float
    longitude: float
    population_millions: float
    trouble: float
    lean: int


class Indicator(NamedTuple):
    """cost_usd: cost per person reached; baseline and target only for indicators that do not count people."""

    sector: str
    code: str
    name: str
    unit: str
    direction: str
    rollup: str
    cost_usd: float = 0
    baseline: float = 0
    target: float = 0


COUNTRIES = [
    Country(*row)
    for row in [
        ("AFG", "Afghanistan", 33.9, 67.7, 42, 0.85, 3),
        ("BGD", "Bangladesh", 23.9, 90.2, 172, 0.35, 9),
        ("BDI", "Burundi", -3.4, 29.9, 13, 0.35, 11),
        ("BFA", "Burkina Faso", 12.3, -1.7, 23, 0.6, 7),
        ("CAF", "Central African Republic", 6.6, 20.5, 5, 0.6, 7),
        ("CMR", "Cameroon", 5.7, 12.7, 28, 0.35, 7),
        ("COD", "Democratic Republic of the Congo", -2.9, 23.6, 102, 0.8, 4),
        ("COL", "Colombia", 3.9, -73.1, 52, 0.25, 4),
        ("ETH", "Ethiopia", 8.6, 39.6, 126, 0.65, 8),
        ("GIN", "Guinea", 10.4, -10.9, 14, 0.15, 7),
        ("GTM", "Guatemala", 15.7, -90.4, 18, 0.15, 6),
        ("HND", "Honduras", 14.8, -86.6, 10, 0.2, 6),
        ("HTI", "Haiti", 18.9, -72.7, 12, 0.75, 5),
        ("IRQ", "Iraq", 33.0, 43.8, 45, 0.2, 2),
        ("JOR", "Jordan", 31.2, 36.8, 11, 0.1, 2),
        ("KEN", "Kenya", 0.5, 37.9, 55, 0.25, 10),
        ("LBN", "Lebanon", 33.9, 35.9, 5.5, 0.5, 2),
        ("LBR", "Liberia", 6.4, -9.3, 5, 0.1, 7),
        ("LBY", "Libya", 27.0, 18.0, 7, 0.25, 2),
        ("MDA", "Republic of Moldova", 47.2, 28.5, 3, 0.08, 2),
        ("MDG", "Madagascar", -19.4, 46.7, 30, 0.3, 2),
        ("MLI", "Mali", 17.3, -3.5, 23, 0.55, 7),
        ("MMR", "Myanmar", 21.2, 96.5, 54, 0.7, 8),
        ("MOZ", "Mozambique", -17.3, 35.5, 34, 0.35, 2),
        ("MWI", "Malawi", -13.2, 34.3, 21, 0.2, 2),
        ("NER", "Niger", 17.4, 9.4, 27, 0.5, 7),
        ("NGA", "Nigeria", 9.6, 8.1, 224, 0.5, 7),
        ("NPL", "Nepal", 28.2, 83.9, 31, 0.1, 7),
        ("PAK", "Pakistan", 30.0, 69.4, 240, 0.3, 8),
        ("PHL", "Philippines", 11.8, 122.9, 117, 0.15, 8),
        ("PSE", "State of Palestine", 31.9, 35.2, 5.4, 0.97, 2),
        ("SDN", "Sudan", 16.0, 30.0, 48, 1.0, 7),
        ("SEN", "Senegal", 14.4, -14.5, 18, 0.06, 7),
        ("SLE", "Sierra Leone", 8.6, -11.8, 9, 0.1, 7),
        ("SOM", "Somalia", 4.8, 45.7, 18, 0.75, 5),
        ("SSD", "South Sudan", 7.3, 30.3, 11, 0.9, 6),
        ("SYR", "Syrian Arab Republic", 35.0, 38.5, 23, 0.7, 3),
        ("TCD", "Chad", 15.4, 18.6, 18, 0.6, 7),
        ("UGA", "Uganda", 1.3, 32.4, 49, 0.2, 5),
        ("UKR", "Ukraine", 49.0, 31.4, 37, 0.55, 1),
        ("YEM", "Yemen", 15.9, 47.5, 34, 0.9, 6),
        ("ZMB", "Zambia", -13.5, 27.8, 21, 0.12, 2),
    ]
]

DONORS = [
    "Donor government A",
    "Donor government B",
    "Donor government C",
    "Pooled fund",
    "Development bank",
    "Private donors",
    "Thematic humanitarian fund",
    "Regular resources",
]
PARTNERS = [
    "Ministry of Health",
    "Ministry of Education",
    "National relief society",
    "Water authority",
    "Local partner network",
]
SECTOR_NAMES = {
    "HEA": "Health",
    "NUT": "Nutrition",
    "WSH": "Water, sanitation and hygiene",
    "EDU": "Education",
    "CPM": "Child protection",
}
CURRENCIES = {"BFA": "XOF", "MLI": "XOF", "NER": "XOF", "SEN": "XOF", "UKR": "EUR", "MDA": "EUR", "LBN": "EUR"}

INDICATORS = [
    Indicator(*row)
    for row in [
        (
            "NUT",
            "NUT-1",
            "Children 6-59 months with severe wasting admitted for treatment",
            "children",
            "increase",
            "sum",
            90,
        ),
        ("NUT", "NUT-2", "Caregivers counselled on infant feeding", "people", "increase", "sum", 14),
        (
            "NUT",
            "NUT-3",
            "Deaths among children treated for severe wasting, per cent",
            "per cent",
            "decrease",
            "last",
            0,
            6.5,
            3,
        ),
        ("HEA", "HEA-1", "Children vaccinated against measles", "children", "increase", "sum", 4),
        ("HEA", "HEA-2", "People accessing primary health care", "people", "increase", "sum", 18),
        ("HEA", "HEA-3", "Health facilities with a functional cold chain", "facilities", "increase", "last", 0, 20, 90),
        ("WSH", "WSH-1", "People with a sufficient quantity of safe water", "people", "increase", "sum", 16),
        ("WSH", "WSH-2", "Children using safe sanitation in learning spaces", "children", "increase", "max", 22),
        ("EDU", "EDU-1", "Children accessing formal or non-formal education", "children", "increase", "sum", 38),
        ("EDU", "EDU-2", "Children receiving learning materials", "children", "increase", "sum", 12),
        ("EDU", "EDU-3", "Classrooms repaired", "classrooms", "increase", "sum", 0, 0, 120),
        (
            "CPM",
            "CPM-1",
            "Children and caregivers with community-based psychosocial support",
            "people",
            "increase",
            "sum",
            26,
        ),
        ("CPM", "CPM-2", "Unaccompanied children reunited or in alternative care", "children", "increase", "sum", 310),
    ]
]
