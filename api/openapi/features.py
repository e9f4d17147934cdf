"""The addresses of the collections: description, schema, queryables, items, item."""

from __future__ import annotations

from typing import Any

from api.collections import COLLECTIONS, Collection, Property
from api.openapi import bodies
from api.openapi.building import (
    BODY,
    GEOJSON,
    HTML,
    JSON,
    MATCHED,
    PATCH,
    READ,
    SCHEMA,
    TEXT,
    UNSAFE,
    Json,
    answer,
    many,
    operation,
    parameter,
    ref,
    singular,
)  # fmt: skip
from api.openapi.parameters import PLAIN, chosen, order
from api.query import NONE, OF_ITEM, general

WRITES = ("validate", "idempotencyKey", "contentCrs", "prefer")


def paths() -> Json:
    found: Json = {}
    for collection in COLLECTIONS.values():
        root = f"/collections/{collection.name}"
        found[root] = {"get": _describe(collection)}
        for name, words in SCHEMAS.items():
            found[f"{root}/{name}"] = {"get": _schema(collection, name, words)}
        found[f"{root}/items"] = _items(collection)
        found[f"{root}/items/{{uid}}"] = _item(collection)
    return found


def _describe(collection: Collection) -> Json:
    good = answer(("The collection", "คอลเลกชัน"), {JSON: ref("schemas", "Collection"), HTML: TEXT})
    words = (f"Describe {collection.title_en.lower()}", f"คำอธิบายของ{collection.title_th}")
    name = f"describe{collection.name.capitalize()}"
    return operation(name, collection.name, words, {"200": good}, READ, parameters=[ref("parameters", "fPage")])


SCHEMAS = {
    "schema": ("Schema of a feature (Part 5)", "สคีมาของรายการ (Part 5)"),
    "queryables": ("Names for filters (Part 3)", "ชื่อที่ใช้ในตัวกรอง (Part 3)"),
}


def _schema(collection: Collection, name: str, words: tuple[str, str]) -> Json:
    good = answer(words, {SCHEMA: ref("schemas", "JsonSchema")})
    parameters = [ref("parameters", "f")]
    title = f"get{name.capitalize()}Of{collection.name.capitalize()}"
    return operation(title, collection.name, words, {"200": good}, READ, parameters=parameters)


def _items(collection: Collection) -> Json:
    found = {"get": _list(collection), "options": _options(collection, "Items")}
    return {**found, "post": _create(collection)} if collection.is_editable else found


def _item(collection: Collection) -> Json:
    found = {"parameters": [_key(collection)], "get": _read(collection), "options": _options(collection, "Item")}
    return {**found, **_changes(collection)} if collection.is_editable else found


def _key(collection: Collection) -> Json:
    return ref("parameters", "uid" if collection.key == "uid" else "areaCode")


def _parameters(collection: Collection, names: tuple[str, ...]) -> list[Json]:
    """The parameters of a list or an item; `f`, `properties` and `sortby` say what holds for this collection."""
    own = {
        "f": ref("parameters", "fPage"),
        "properties": chosen([*collection.properties]),
        "sortby": order([n for n, p in collection.properties.items() if p.is_sortable]),
    }
    return [own.get(name, ref("parameters", name)) for name in names]


def _list(collection: Collection) -> Json:
    filters = [_filter(name, prop) for name, prop in collection.properties.items() if prop.is_queryable]
    good = answer(
        ("A page of features", "รายการหนึ่งหน้า"),
        {GEOJSON: ref("schemas", f"{singular(collection)}Page"), HTML: TEXT},
        headers={"Content-Crs": ref("headers", "ContentCrs")},
    )
    words = (f"List {collection.title_en.lower()}", f"รายการ{collection.title_th}")
    parameters = [*_parameters(collection, general(collection)), *filters]
    return operation(
        f"get{collection.name.capitalize()}", collection.name, words, {"200": good}, READ, parameters=parameters
    )


_VALUES: Json = {
    "integer": {"type": "integer", "minimum": -999_999_999, "maximum": 999_999_999},
    "number": {"type": "string", "pattern": "^-?[0-9]{1,15}(\\.[0-9]{1,10})?$"},
    "boolean": {"type": "boolean"},
    "uuid": {"type": "string", "format": "uuid"},
    "datetime": {"type": "string", "format": "date-time"},
}


def _filter(name: str, prop: Property) -> Json:
    """Equality with any of the values; NONE is `no value`."""
    plain = {"type": "string", "pattern": PLAIN, "maxLength": 200}
    one = {"anyOf": [_VALUES[prop.type], {"const": NONE}]} if prop.type in _VALUES else plain
    codes = {"x-codes": f"/api/codes/{prop.codes}"} if prop.codes else {}
    words = (f"{prop.title_en}: any of these values", f"{prop.title_th}: ค่าใดค่าหนึ่งในนี้")
    return {**parameter(name, many(one, minItems=1, maxItems=200), words), **codes}


def _read(collection: Collection) -> Json:
    good = answer(
        ("The feature", "รายการ"),
        {GEOJSON: ref("schemas", singular(collection)), HTML: TEXT},
        headers={"Content-Crs": ref("headers", "ContentCrs"), **_etag(collection)},
    )
    same = {"304": answer(("You hold the current version", "มีรุ่นปัจจุบันอยู่แล้ว"))} if collection.is_editable else {}
    more = [ref("parameters", "ifNoneMatch")] if collection.is_editable else []
    words = (f"Read one of {collection.title_en.lower()}", f"อ่าน{collection.title_th}หนึ่งรายการ")
    parameters = [*_parameters(collection, OF_ITEM), *more]
    name = f"getOneOf{collection.name.capitalize()}"
    return operation(name, collection.name, words, {"200": good, **same}, READ, parameters=parameters)


def _options(collection: Collection, what: str) -> Json:
    good = answer(
        ("The header Allow names what the caller's role may do", "เฮดเดอร์ Allow บอกสิ่งที่บทบาทของผู้ขอทำได้"),
        headers={"Allow": ref("headers", "Allow")},
    )
    words = ("What the caller may do here", "ผู้ขอทำอะไรได้บ้าง")
    return operation(f"offer{what}Of{collection.name.capitalize()}", collection.name, words, {"204": good}, READ)


def _etag(collection: Collection) -> Json:
    return {"ETag": ref("headers", "ETag")} if collection.is_editable else {}


def _body(schemas: list[Json], media: tuple[str, ...], example: Json | None = None) -> Json:
    schema = schemas[0] if len(schemas) == 1 else {"oneOf": schemas}
    shown = {"examples": {"one": {"summary": "One", "value": example}}} if example else {}
    return {"required": True, "content": {kind: {"schema": schema, **shown} for kind in media}}


def _written(collection: Collection, status: str, words: tuple[str, str], **more: Any) -> dict[str, Json]:
    """Stored; nothing but headers after Prefer: return=minimal. With validate=true 200 and no ETag."""
    headers = {name: ref("headers", kind) for name, kind in KEPT.items() if name != "Location" or status == "201"}
    feature = ref("schemas", singular(collection))
    many_of = [feature, ref("schemas", f"Stored{singular(collection)}s")] if status == "201" else [feature]
    schema = {"oneOf": many_of} if len(many_of) > 1 else feature
    minimal = ("Nothing more to say: return=minimal, or validate=true with it", "ไม่มีเนื้อหา ตามที่ขอด้วย return=minimal")
    found = {status: answer(words, {GEOJSON: schema}, headers=headers, **more)}
    if status == "201":
        checked = ("Would be stored (validate=true); nothing was", "บันทึกได้ (validate=true) แต่ยังไม่ได้บันทึก")
        found["200"] = answer(checked, {GEOJSON: schema})
    return {**found, "204": answer(minimal, headers={"Preference-Applied": ref("headers", "PreferenceApplied")})}


KEPT = {
    "Location": "Location", "ETag": "ETag", "Content-Crs": "ContentCrs", "Preference-Applied": "PreferenceApplied",
    "Idempotency-Replayed": "IdempotencyReplayed",
}  # fmt: skip


def _create(collection: Collection) -> Json:
    one = singular(collection)
    body = _body(
        [ref("schemas", f"New{one}"), ref("schemas", f"New{one}s")], (GEOJSON, JSON), bodies.example(collection)
    )
    stored = _written(collection, "201", ("Stored", "บันทึกแล้ว"), links=_links(collection))
    words = (
        f"Store one of {collection.title_en.lower()}, or many",
        f"บันทึก{collection.title_th}ใหม่ หนึ่งรายการหรือหลายรายการ",
    )
    return operation(
        f"create{collection.name.capitalize()}", collection.name, words, stored, (*UNSAFE, *BODY),
        parameters=[ref("parameters", name) for name in WRITES], requestBody=body, security=UNSAFE_SECURITY,
    )  # fmt: skip


UNSAFE_SECURITY: list[Json] = [{"session": [], "csrf": []}]


def _links(collection: Collection) -> Json:
    """Where the answer to a POST leads on, for one feature."""
    title = collection.name.capitalize()
    key: Json = {"path.uid": "$response.body#/id"}
    match = {**key, "header.If-Match": "$response.header.ETag"}
    return {
        "read": {"operationId": f"getOneOf{title}", "parameters": key},
        "replace": {"operationId": f"replace{title}", "parameters": match},
        "update": {"operationId": f"update{title}", "parameters": match},
        "delete": {"operationId": f"delete{title}", "parameters": match},
    }


def _changes(collection: Collection) -> Json:
    one, title = singular(collection), collection.name.capitalize()
    tag, shared = collection.name, [ref("parameters", name) for name in WRITES]
    match = ref("parameters", "ifMatch")
    stored = _written(collection, "200", ("Stored", "บันทึกแล้ว"))
    refused = (*UNSAFE, *BODY, *MATCHED)
    whole = _body([ref("schemas", f"Whole{one}")], (GEOJSON, JSON))
    part = _body([ref("schemas", f"{one}Patch")], (PATCH, JSON, GEOJSON))
    gone = answer(("Gone", "ลบแล้ว"))
    return {
        "put": operation(
            f"replace{title}", tag, ("Replace the whole feature", "แทนที่ทั้งรายการ"), stored, refused,
            parameters=[match, *shared], requestBody=whole, security=UNSAFE_SECURITY,
        ),
        "patch": operation(
            f"update{title}", tag, ("Change some members (merge patch)", "แก้ไขบางส่วน (merge patch)"), stored, refused,
            parameters=[match, *shared], requestBody=part, security=UNSAFE_SECURITY,
        ),
        "delete": operation(
            f"delete{title}", tag, ("Delete a zone, or withdraw a parcel", "ลบโซน หรือถอนแปลง"), {"204": gone},
            (*UNSAFE, *MATCHED, "422"), security=UNSAFE_SECURITY,
            parameters=[match, *(ref("parameters", name) for name in ("validate", "idempotencyKey"))],
        ),
    }  # fmt: skip
