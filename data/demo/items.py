"""The items of the demonstration organisation and who supplies them; costs and uses are made up."""

from typing import NamedTuple


class Item(NamedTuple):
    """monthly: use per month of a small site. kg and shelf: weight of a unit and months of shelf life."""

    code: str
    name: str
    group: str
    unit: str
    cost_usd: float
    children: float | None
    minimum: float
    maximum: float
    monthly: float
    shelf: int
    kg: float


_SPECIFIED = [
    ("S0000240", "RUTF, therapeutic spread, sachet 92 g/CAR-150", "nutrition", "carton", 42.5, 1, 2, 5, 60, 24, 13.8),
    ("S0000248", "RUSF, supplementary spread, sachet 100 g", "nutrition", "carton", 33.0, 1, 2, 5, 45, 24, 16.0),
]


def _series(group: str, prefix: str, unit: str, levels: tuple[float, float, int], rows: list[tuple]) -> list[tuple]:
    """Items of one group: rows are name, cost, children per unit, monthly use, kg."""
    minimum, maximum, shelf = levels
    return [
        (f"{prefix}-{number:02d}", name, group, unit, cost, children, minimum, maximum, monthly, shelf, kg)
        for number, (name, cost, children, monthly, kg) in enumerate(rows, start=1)
    ]


ITEMS = [
    Item(*row)
    for row in _SPECIFIED
    + _series(
        "nutrition",
        "NUT",
        "carton",
        (2, 5, 18),
        [
            ("Therapeutic milk F-75", 58, 12, 6, 11),
            ("Therapeutic milk F-100", 62, 10, 6, 11),
            ("Lipid-based supplement, small quantity", 46, 2, 25, 13),
            ("High-energy biscuits", 27, 10, 20, 10),
            ("Super cereal plus", 19, 3, 30, 18),
            ("ReSoMal rehydration powder", 24, 30, 5, 6),
        ],
    )
    + _series(
        "nutrition",
        "NUM",
        "pack",
        (2, 6, 30),
        [
            ("Vitamin A capsules 200 000 IU, 500", 9.8, 250, 8, 0.4),
            ("Micronutrient powder, 30 sachets", 0.7, 0.25, 400, 0.05),
            ("Iron and folic acid tablets, 1 000", 4.1, 10, 20, 0.5),
            ("MUAC tapes, 50", 3.2, None, 6, 0.1),
            ("Deworming tablets, 100", 2.4, 100, 15, 0.1),
            ("Height board", 95, None, 0.4, 9),
        ],
    )
    + _series(
        "vaccines and cold chain",
        "VAC",
        "vial",
        (1, 3, 18),
        [
            ("Measles-rubella vaccine, 10 doses", 6.9, 8, 90, 0.02),
            ("Oral polio vaccine, 20 doses", 3.1, 16, 110, 0.02),
            ("Inactivated polio vaccine, 5 doses", 9.5, 4, 60, 0.02),
            ("Pentavalent vaccine, 10 doses", 8.8, 3, 80, 0.02),
            ("Pneumococcal vaccine, 4 doses", 11.6, 1.2, 85, 0.02),
            ("Rotavirus vaccine, 1 dose", 2.1, 0.45, 200, 0.02),
            ("BCG vaccine, 20 doses", 2.6, 10, 45, 0.02),
            ("Yellow fever vaccine, 10 doses", 13.2, 8, 25, 0.02),
            ("Cholera vaccine, oral, 1 dose", 1.9, 0.5, 300, 0.02),
            ("Meningitis A vaccine, 10 doses", 5.8, 8, 25, 0.02),
        ],
    )
    + _series(
        "vaccines and cold chain",
        "COL",
        "piece",
        (1, 4, 120),
        [
            ("Vaccine carrier", 18, None, 2, 2.4),
            ("Cold box, long range", 420, None, 0.3, 17),
            ("Ice pack 0.4 l", 0.9, None, 25, 0.4),
            ("Temperature logger, 30 days", 42, None, 1.5, 0.1),
            ("Auto-disable syringes 0.5 ml, 100", 4.6, 90, 60, 0.9),
            ("Safety box 5 l, 25", 16, None, 6, 4),
        ],
    )
    + _series(
        "WASH",
        "WSH",
        "piece",
        (2, 6, 60),
        [
            ("Water purification tablets 33 mg, 10 000", 88, 140, 4, 6),
            ("Jerrycan, foldable, 10 l", 2.3, 1.5, 120, 0.3),
            ("Bucket with lid, 14 l", 3.1, 1.5, 90, 0.9),
            ("Soap, 250 g", 0.55, 0.5, 700, 0.25),
            ("Hygiene and dignity kit", 17, 1, 60, 2.9),
            ("Water tank, 5 000 l", 690, 330, 0.2, 80),
            ("Chlorine, HTH 70 %, 45 kg", 165, 900, 0.8, 47),
            ("Latrine slab", 26, 20, 6, 18),
            ("Water test kit", 310, None, 0.3, 4),
            ("Hand-washing station", 44, 50, 3, 8),
            ("Menstrual hygiene set", 9.4, 1, 70, 0.8),
            ("Sanitation tool kit", 72, None, 1, 14),
        ],
    )
    + _series(
        "health kits",
        "KIT",
        "kit",
        (2, 5, 24),
        [
            ("Emergency health kit, basic", 640, 300, 1.5, 45),
            ("Emergency health kit, supplementary", 6900, 3000, 0.2, 410),
            ("Midwifery kit", 1150, 50, 0.5, 90),
            ("Acute watery diarrhoea kit, periphery", 860, 100, 0.6, 110),
            ("Cholera kit, central", 2900, 100, 0.2, 260),
            ("Malaria rapid tests, 25", 9.1, 22, 40, 0.4),
            ("Artemether-lumefantrine, 30 treatments", 11.8, 28, 45, 0.5),
            ("Amoxicillin dispersible 250 mg, 100", 3.4, 9, 80, 0.2),
            ("ORS and zinc, 10 treatments", 6.2, 10, 95, 0.6),
            ("Paracetamol 100 mg, 1 000", 3.9, 80, 30, 0.4),
            ("First-aid kit", 29, None, 3, 2),
            ("Safe delivery kit", 21, 1, 18, 1.2),
        ],
    )
    + _series(
        "education",
        "EDU",
        "kit",
        (3, 9, 120),
        [
            ("School-in-a-box, 40 children", 176, 40, 2.5, 36),
            ("Recreation kit, 90 children", 164, 90, 1.5, 20),
            ("Early childhood kit, 50 children", 215, 50, 1.2, 30),
            ("Tent, 72 m2", 2150, 80, 0.15, 210),
            ("Student kit", 11.5, 1, 90, 1.6),
            ("Blackboard set", 38, 45, 1.5, 12),
        ],
    )
]
SUPPLIERS = {
    "nutrition": [("Nourish Works", "FRA"), ("Spread Foods East Africa", "KEN"), ("Sahel Nutrition", "NER")],
    "vaccines and cold chain": [("Serum Partners", "IND"), ("Immuno Europe", "BEL"), ("Cold Line", "CHN")],
    "WASH": [("Clear Water Supply", "DNK"), ("Rapid Shelter Trading", "ARE"), ("Hygiene Goods", "TUR")],
    "health kits": [("Kit Assembly Copenhagen", "DNK"), ("Medical Export", "NLD"), ("Generic Pharma", "IND")],
    "education": [("School Supplies Asia", "CHN"), ("Learning Kits", "DNK")],
}
