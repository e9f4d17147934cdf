"""The addresses of the collections: description, schema, queryables, items, item."""

from __future__ import annotations

from typing import Any

from api.collections import COLLECTIONS, Collection, Property
from api.forms import FG
from api.openapi import bodies, exports
from api.openapi.building import (
    ANYBODY,
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
    WRITERS,
    Json,
    answer,
    headers,
    leads,
    many,
    operation,
    parameter,
    ref,
    singular,
    titled,
)  # fmt: skip
from api.openapi.parameters import PLAIN, chosen, order
from api.query import NONE, general, of_item

# JSON-FG has a schema of its own: https://schemas.opengis.net/json-fg/
ANYTHING: Json = {"type": "object"}
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
    name = f"describe{titled(collection)}"
    return operation(
        name,
        collection.name,
        words,
        {"200": good},
        READ,
        parameters=[ref("parameters", "fPage")],
        security=_readers(collection),
    )


SCHEMAS = {
    "schema": ("Schema of a feature (Part 5)", "สคีมาของรายการ (Part 5)"),
    "queryables": ("Names for filters (Part 3)", "ชื่อที่ใช้ในตัวกรอง (Part 3)"),
}


def _schema(collection: Collection, name: str, words: tuple[str, str]) -> Json:
    good = answer(words, {SCHEMA: ref("schemas", "JsonSchema")})
    parameters = [ref("parameters", "f")]
    title = f"get{name.capitalize()}Of{titled(collection)}"
    return operation(
        title, collection.name, words, {"200": good}, READ, parameters=parameters, security=_readers(collection)
    )


def _items(collection: Collection) -> Json:
    found = {"get": _list(collection), "options": _options(collection, "Items")}
    return {**found, "post": _create(collection)} if collection.is_editable else found


def _item(collection: Collection) -> Json:
    found = {"parameters": [_key(collection)], "get": _read(collection), "options": _options(collection, "Item")}
    return {**found, **_changes(collection)} if collection.is_editable else found


def _key(collection: Collection) -> Json:
    if collection.key == "uid":
        return ref("parameters", "uid")
    kind = {"type": "string", "pattern": collection.key_pattern}
    return parameter("uid", kind, ("Identity of the feature", "รหัสประจำรายการ"), "path")


def _readers(collection: Collection) -> list[Json] | None:
    """`security` of reading: nobody needs to sign in for a public collection."""
    return ANYBODY if collection.is_public else None


def listing(collection: Collection, names: tuple[str, ...]) -> list[Json]:
    """The parameters of a list or an item; `f`, `properties` and `sortby` say what holds for this collection."""
    own = {
        "f": ref("parameters", "fFeature"),
        "properties": chosen([*collection.properties]),
        "sortby": order([n for n, p in collection.properties.items() if p.is_sortable]),
    }
    return [own.get(name, ref("parameters", name)) for name in names]


def _list(collection: Collection) -> Json:
    page = {GEOJSON: ref("schemas", f"{singular(collection)}Page"), FG: ANYTHING, HTML: TEXT}
    kept = headers(Content_Crs="ContentCrs", ETag="ETag", Link="Link", Content_Disposition="ContentDisposition")
    good = answer(
        ("A page of features, with an ETag, or a file of all", "รายการหนึ่งหน้าพร้อม ETag หรือไฟล์ของทั้งหมด"),
        {**page, **exports.of_lists()}, headers=kept, links=_of_feature(collection, "$response.body#/features/0/id"),
    )  # fmt: skip
    words = (f"List {collection.title_en.lower()}", f"รายการ{collection.title_th}")
    own = exports.list_parameters()
    plain = [name for name in general(collection) if name not in own]
    parameters = [*own.values(), *listing(collection, (*plain, "ifNoneMatch")), *filters(collection)]
    return operation(
        f"get{titled(collection)}", collection.name, words, {"200": good, "304": SAME}, (*READ, "413"),
        parameters=parameters, security=_readers(collection),
    )  # fmt: skip


SAME = answer(("You hold the current version", "มีรุ่นปัจจุบันอยู่แล้ว"), headers=headers(ETag="ETag"))


def filters(collection: Collection) -> list[Json]:
    """A parameter for each property that one may filter by."""
    return [_filter(name, prop) for name, prop in collection.properties.items() if prop.is_queryable]


_VALUES: Json = {
    "integer": {"type": "integer", "minimum": -999_999_999, "maximum": 999_999_999},
    "number": {"type": "string", "pattern": "^-?[0-9]{1,15}(\\.[0-9]{1,10})?$"},
    "boolean": {"type": "boolean"},
    "uuid": {"type": "string", "format": "uuid"},
    "datetime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
}


def _filter(name: str, prop: Property) -> Json:
    """Equality with any of the values; NONE is `no value`."""
    plain = {"type": "string", "pattern": PLAIN, "maxLength": 200}
    one = {"anyOf": [_VALUES[prop.type], {"const": NONE}]} if prop.type in _VALUES else plain
    codes = {"x-codes": f"/api/codes/{prop.codes}"} if prop.codes else {}
    words = (f"{prop.title_en}: any of these values", f"{prop.title_th}: ค่าใดค่าหนึ่งในนี้")
    return {**parameter(name, many(one, minItems=1, maxItems=200), words), **codes}


def _read(collection: Collection) -> Json:
    tag = "$response.header.ETag" if collection.is_editable else ""
    good = answer(
        ("The feature", "รายการ"),
        {GEOJSON: ref("schemas", singular(collection)), FG: ANYTHING, HTML: TEXT},
        headers=headers(Content_Crs="ContentCrs", ETag="ETag"),
        links=_of_feature(collection, "$response.body#/id", tag),
    )
    words = (f"Read one of {collection.title_en.lower()}", f"อ่าน{collection.title_th}หนึ่งรายการ")
    parameters = listing(collection, (*of_item(collection), "ifNoneMatch"))
    name = f"getOneOf{titled(collection)}"
    return operation(
        name,
        collection.name,
        words,
        {"200": good, "304": SAME},
        READ,
        parameters=parameters,
        security=_readers(collection),
    )


def _options(collection: Collection, what: str) -> Json:
    good = answer(
        ("The header Allow names what the caller's role may do", "เฮดเดอร์ Allow บอกสิ่งที่บทบาทของผู้ขอทำได้"),
        headers=headers(Allow="Allow"),
    )
    words = ("What the caller may do here", "ผู้ขอทำอะไรได้บ้าง")
    return operation(
        f"offer{what}Of{titled(collection)}", collection.name, words, {"204": good}, READ, security=_readers(collection)
    )


def body(schemas: list[Json], media: tuple[str, ...], example: Json | None = None) -> Json:
    schema = schemas[0] if len(schemas) == 1 else {"oneOf": schemas}
    shown = {"examples": {"one": {"summary": "One", "value": example}}} if example else {}
    return {"required": True, "content": {kind: {"schema": schema, **shown} for kind in media}}


def _written(collection: Collection, status: str, words: tuple[str, str], **more: Any) -> dict[str, Json]:
    """Stored; nothing but headers after Prefer: return=minimal. With validate=true 200 and no ETag."""
    kept = {name: ref("headers", kind) for name, kind in KEPT.items() if name != "Location" or status == "201"}
    feature = ref("schemas", singular(collection))
    many_of = [feature, ref("schemas", f"Stored{singular(collection)}s")] if status == "201" else [feature]
    schema = {"oneOf": many_of} if len(many_of) > 1 else feature
    minimal = ("Nothing more to say: return=minimal, or validate=true with it", "ไม่มีเนื้อหา ตามที่ขอด้วย return=minimal")
    found = {status: answer(words, {GEOJSON: schema}, headers=kept, **more)}
    if status == "201":
        checked = ("Would be stored (validate=true); nothing was", "บันทึกได้ (validate=true) แต่ยังไม่ได้บันทึก")
        found["200"] = answer(checked, {GEOJSON: schema})
    return {**found, "204": answer(minimal, headers=headers(Preference_Applied="PreferenceApplied"))}


KEPT = {
    "Location": "Location", "ETag": "ETag", "Content-Crs": "ContentCrs", "Preference-Applied": "PreferenceApplied",
    "Idempotency-Replayed": "IdempotencyReplayed",
}  # fmt: skip


# Id and ETag of the feature in an answer, as runtime expressions.
MADE = ("$response.body#/id", "$response.header.ETag")


def _create(collection: Collection) -> Json:
    one = singular(collection)
    sent = body(
        [ref("schemas", f"New{one}"), ref("schemas", f"New{one}s")], (GEOJSON, JSON), bodies.example(collection)
    )
    stored = _written(collection, "201", ("Stored", "บันทึกแล้ว"), links=_of_feature(collection, *MADE))
    words = (
        f"Store one of {collection.title_en.lower()}, or many",
        f"บันทึก{collection.title_th}ใหม่ หนึ่งรายการหรือหลายรายการ",
    )
    return operation(
        f"create{titled(collection)}", collection.name, words, stored, (*UNSAFE, *BODY),
        parameters=[ref("parameters", name) for name in WRITES], requestBody=sent, security=WRITERS,
    )  # fmt: skip


def _of_feature(collection: Collection, key: str, tag: str = "") -> Json:
    """Where an answer with a feature leads on; `key` and `tag` are expressions for its id and its ETag."""
    title, path = titled(collection), {"path.uid": key}
    found = leads(read=(f"getOneOf{title}", path))
    if not tag:
        return found
    match = {**path, "header.If-Match": tag}
    return found | leads(
        replace=(f"replace{title}", match), update=(f"update{title}", match), delete=(f"delete{title}", match)
    )


def _changes(collection: Collection) -> Json:
    one, title = singular(collection), titled(collection)
    tag, shared = collection.name, [ref("parameters", name) for name in WRITES]
    match = ref("parameters", "ifMatch")
    stored = _written(collection, "200", ("Stored", "บันทึกแล้ว"), links=_of_feature(collection, *MADE))
    refused = (*UNSAFE, *BODY, *MATCHED)
    whole = body([ref("schemas", f"Whole{one}")], (GEOJSON, JSON))
    part = body([ref("schemas", f"{one}Patch")], (PATCH, JSON, GEOJSON))
    gone = answer(("Gone", "ลบแล้ว"))
    return {
        "put": operation(
            f"replace{title}", tag, ("Replace the whole feature", "แทนที่ทั้งรายการ"), stored, refused,
            parameters=[match, *shared], requestBody=whole, security=WRITERS,
        ),
        "patch": operation(
            f"update{title}", tag, ("Change some members (merge patch)", "แก้ไขบางส่วน (merge patch)"), stored,
            (*refused, "410"),
            parameters=[match, *shared], requestBody=part, security=WRITERS,
        ),
        "delete": operation(
            f"delete{title}", tag, ("Delete a zone, or withdraw a parcel", "ลบโซน หรือถอนแปลง"), {"204": gone},
            (*UNSAFE, *MATCHED, "422"), security=WRITERS,
            parameters=[match, *(ref("parameters", name) for name in ("validate", "idempotencyKey"))],
        ),
    }  # fmt: skip
