"""CREATE TABLE statements."""

from typing import Final

from flowforge_data.core.documents.json.types.shapes import Member, Shape, Shapes

_TYPES: Final[dict[str, dict[str, str]]] = {
    "postgresql": {
        "string": "TEXT", "integer": "BIGINT", "number": "DOUBLE PRECISION", "boolean": "BOOLEAN",
        "json": "JSONB", "date": "DATE", "date-time": "TIMESTAMPTZ", "time": "TIME", "uuid": "UUID",
    },
    "mysql": {
        "string": "TEXT", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "json": "JSON",
        "date": "DATE", "date-time": "DATETIME(6)", "time": "TIME", "uuid": "CHAR(36)",
    },
    "sqlite": {
        "string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "json": "TEXT",
        "date": "TEXT", "date-time": "TEXT", "time": "TEXT", "uuid": "TEXT",
    },
}  # fmt: skip


def create_table(shapes: Shapes, name: str, dialect: str) -> str:
    """Return the statement for the rows: objects and lists inside them are JSON columns."""
    root = shapes.root
    if root.kind == "list" and root.parts[0].kind == "object":
        root = root.parts[0]
    members = shapes.objects[root.name] if root.kind == "object" else [Member("value", root, required=True)]
    lines = [f"  {quoted(one.name, dialect)} {_column(one, dialect)}" for one in members]
    return f"CREATE TABLE {quoted(name, dialect)} (\n" + ",\n".join(lines) + "\n);\n"


def quoted(name: str, dialect: str) -> str:
    mark = "`" if dialect == "mysql" else '"'
    return mark + name.replace(mark, mark * 2) + mark


def _column(member: Member, dialect: str) -> str:
    shape = member.shape
    kind = _kind(shape)
    required = member.required and not shape.nullable
    made = _TYPES[dialect][kind] + (" NOT NULL" if required else "")
    texts = [one for one in shape.values if isinstance(one, str)]
    if shape.kind == "enum" and texts and len(texts) == len(shape.values):
        listed = ", ".join("'" + one.replace("'", "''") + "'" for one in texts)
        made += f" CHECK ({quoted(member.name, dialect)} IN ({listed}))"
    return made


def _kind(shape: Shape) -> str:
    if shape.kind == "string":
        return shape.format if shape.format in ("date", "date-time", "time", "uuid") else "string"
    if shape.kind in ("integer", "number", "boolean"):
        return shape.kind
    if shape.kind == "enum":
        kinds = {type(one) for one in shape.values if one is not None}
        known = {str: "string", bool: "boolean", int: "integer", float: "number"}
        return known[kinds.pop()] if len(kinds) == 1 else "json"
    if shape.kind == "union":
        parts = [one for one in shape.parts if one.kind != "null"]
        return _kind(parts[0]) if len(parts) == 1 else "json"
    return "json"
