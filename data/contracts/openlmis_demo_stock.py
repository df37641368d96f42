"""What a valid row of each OpenLMIS table is. Accounts and free text of people never leave the files."""

import pandas as pd

from data.contract import Column, Contract, Rule, date, integer, number, text

ID = text(required=True)
DAY = date(required=True)
QUANTITY = number(minimum=0)
REQUIRED_QUANTITY = number(required=True, minimum=0)
PERSON = text(personal=True)
POINT = r"POINT\(-?\d+(\.\d+)? -?\d+(\.\d+)?\)"


def texts(*names: str) -> dict[str, Column]:
    return {name: text() for name in names}


def table(columns: dict[str, Column], *, key: tuple[str, ...] = ("id",), rules: tuple[Rule, ...] = ()) -> Contract:
    return Contract(columns={"id": ID} | columns, key=key, rules=rules)


def _expires_after_manufacture(frame: pd.DataFrame) -> pd.Series:
    made, expires = frame["manufacturedate"], frame["expirationdate"]
    return made.isna() | expires.isna() | (made < expires)


def _ends_after_start(frame: pd.DataFrame) -> pd.Series:
    start, end = frame["startdate"], frame["enddate"]
    return start.isna() | end.isna() | (start <= end)


REFERENCE = {
    "commodity_types": table({"name": ID} | texts("classificationsystem", "classificationid")),
    "facilities": table(
        texts(
            "active", "comment", "description", "enabled", "openlmisaccessible", "operatedbyid", "typeid", "extradata"
        )
        | {
            "code": ID,
            "name": ID,
            "geographiczoneid": ID,
            "godowndate": date(),
            "golivedate": date(),
            "location": text(pattern=POINT),
        }
    ),
    "facility_types": table({"code": ID, "name": ID} | texts("active", "displayorder")),
    "geographic_levels": table({"code": ID, "levelnumber": integer(required=True, minimum=1), "name": ID}),
    "geographic_zones": table(
        {
            "catchmentpopulation": number(minimum=0),
            "code": ID,
            "latitude": number(minimum=-90, maximum=90),
            "longitude": number(minimum=-180, maximum=180),
            "name": ID,
            "name (country)": text(country="country_code"),
            "levelid": ID,
            "parentid": text(),
        }
    ),
    "ideal_stock_amounts": table(
        {"facilityid": ID, "commoditytypeid": ID, "processingperiodid": ID, "amount": REQUIRED_QUANTITY}
    ),
    "lots": table(
        {
            "lotcode": ID,
            "expirationdate": date(expected=True),
            "manufacturedate": date(),
            "tradeitemid": text(),
            "active": text(),
        },
        rules=(Rule("expires after manufacture", "expires before it was manufactured", _expires_after_manufacture),),
    ),
    "orderable_display_categories": table({"code": ID, "displayname": ID, "displayorder": integer()}),
    "orderables": table(
        {
            "code": ID,
            "fullproductname": text(expected=True),
            "netcontent": number(minimum=0),
            "packroundingthreshold": number(),
            "versionnumber": integer(required=True, minimum=1),
        }
        | texts("dispensableid", "roundtozero", "description", "extradata"),
        key=("id", "versionnumber"),
    ),
    "processing_periods": table(
        {"name": ID, "startdate": DAY, "enddate": DAY, "processingscheduleid": ID, "extradata": text()},
        rules=(Rule("period", "ends before it starts", _ends_after_start, quarantine=True),),
    ),
    "program_orderables": table(
        {
            "programid": ID,
            "orderableid": ID,
            "orderableversionnumber": integer(required=True, minimum=1),
            "dosesperpatient": number(minimum=0),
            "priceperpack": number(minimum=0),
        }
        | texts("orderabledisplaycategoryid", "active", "fullsupply", "displayorder")
    ),
    "programs": table(
        {"code": ID, "name": ID}
        | texts(
            "active",
            "periodsskippable",
            "skipauthorization",
            "shownonfullsupplytab",
            "enabledatephysicalstockcountcompleted",
        )
    ),
}

STOCK = {
    "calculated_stocks_on_hand": table(
        {"stockonhand": REQUIRED_QUANTITY, "occurreddate": DAY, "processeddate": text(), "stockcardid": ID}
    ),
    "physical_inventories": table(
        {"facilityId": ID, "programId": ID, "occurredDate": date(), "signature": PERSON}
        | texts("documentNumber", "isDraft", "stockEventId")
    ),
    "physical_inventory_line_items": table({"orderableId": ID, "quantity": QUANTITY, "physicalInventoryId": ID}),
    "stock_card_line_item_reasons": table(
        {
            "name": ID,
            "description": text(),
            "reasoncategory": text(),
            "reasontype": text(required=True, allowed=("CREDIT", "DEBIT", "BALANCE_ADJUSTMENT")),
            "isfreetextallowed": text(),
        }
    ),
    "stock_card_line_items": table(
        {
            "occurredDate": DAY,
            "processedDate": text(),
            "processedDate (day)": date(),
            "quantity": REQUIRED_QUANTITY,
            "stockCardId": ID,
        }
        | texts("documentNumber", "originEventId", "reasonId", "sourceId", "destinationId")
        | dict.fromkeys(("destinationFreeText", "reasonFreeText", "signature", "sourceFreeText", "userId"), PERSON)
    ),
    "stock_cards": table({"facilityId": ID, "orderableId": ID, "programId": ID} | texts("lotId", "originEventId")),
}

LINE_QUANTITIES = (
    "stockOnHand",
    "beginningBalance",
    "totalReceivedQuantity",
    "requestedQuantity",
    "totalConsumedQuantity",
    "totalStockoutDays",
    "adjustedConsumption",
    "averageConsumption",
    "pricePerPack",
    "idealStockAmount",
    "approvedQuantity",
    "packsToShip",
    "calculatedOrderQuantity",
    "total",
    "totalCost",
    "calculatedOrderQuantityIsa",
)

REQUISITION = {
    "requisition_line_items": table(
        {"orderableId": ID, "requisitionId": ID, "totalLossesAndAdjustments": number()}
        | dict.fromkeys(LINE_QUANTITIES, QUANTITY)
        | texts(
            "orderableVersionNumber",
            "facilityTypeApprovedProductId",
            "facilityTypeApprovedProductVersionNumber",
            "skipped",
            "nonFullSupply",
        )
        | {"requestedQuantityExplanation": PERSON, "remarks": PERSON}
    ),
    "requisitions": table(
        {"facilityId": ID, "programId": ID, "processingPeriodId": ID, "status": ID, "draftStatusMessage": PERSON}
        | {"createdDate (day)": DAY, "modifiedDate (day)": date(), "numberOfMonthsInPeriod": integer(minimum=1)}
        | texts("version", "createdDate", "modifiedDate", "emergency", "supervisoryNodeId", "templateId")
        | texts("supplyingFacilityId")
    ),
    "status_changes": table(
        {"createdDate": text(), "createdDate (day)": DAY, "authorId": PERSON, "status": ID, "requisitionId": ID}
        | texts("supervisoryNodeId")
    ),
    "stock_adjustments": table({"reasonId": ID, "quantity": number(required=True), "requisitionLineItemId": ID}),
}

FULFILLMENT = {
    "order_line_items": table(
        {"orderId": ID, "orderableId": ID, "orderableVersionNumber": text(), "orderedQuantity": REQUIRED_QUANTITY}
    ),
    "orders": table(
        {"orderCode": ID, "status": ID, "receivingFacilityId": ID, "programId": ID, "quotedCost": QUANTITY}
        | {"createdDate (day)": DAY, "lastUpdatedDate (day)": date(), "createdById": PERSON, "lastUpdaterId": PERSON}
        | texts("externalId", "emergency", "createdDate", "lastUpdatedDate", "processingPeriodId")
        | texts("facilityId", "requestingFacilityId", "supplyingFacilityId")
    ),
    "proof_of_delivery_line_items": table(
        {"orderableId": ID, "proofOfDeliveryId": ID, "quantityAccepted": QUANTITY, "quantityRejected": QUANTITY}
        | texts("orderableVersionNumber", "lotId", "vvmStatus", "rejectionReasonId")
        | {"notes": PERSON}
    ),
    "proofs_of_delivery": table(
        {"shipmentId": ID, "deliveredBy": PERSON, "receivedBy": PERSON, "receivedDate": date(), "status": ID}
    ),
    "shipment_line_items": table(
        {"shipmentId": ID, "orderableId": ID, "quantityShipped": REQUIRED_QUANTITY}
        | texts("orderableVersionNumber", "lotId")
    ),
    "shipments": table(
        {"orderId": ID, "shippedDate": text(), "shippedDate (day)": date(), "shippedById": PERSON, "notes": PERSON}
        | texts("extraData")
    ),
}

CONTRACTS = REFERENCE | STOCK | REQUISITION | FULFILLMENT
