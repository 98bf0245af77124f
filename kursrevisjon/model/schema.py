"""JSON Schemas of the documents that others build on (DESIGN, contracts), made from the models themselves.

They are committed under ``docs/schema/``; ``write_schemas`` renews them after a model has gained a key.
"""

import json
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from kursrevisjon.model.courses import DocumentResult
from kursrevisjon.model.runs import Diff, Run

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_DOCUMENTS: Final[dict[str, type[BaseModel]]] = {
    "document-1.json": DocumentResult,
    "run-1.json": Run,
    "diff-1.json": Diff,
}


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each document, by the name of its file.

    ``document-1.json`` describes one document; ``classify`` prints a list of them. Keys that a schema does not name are
    allowed, since keys may be added within a version.
    """
    return {name: _schema(model) for name, model in _DOCUMENTS.items()}


def write_schemas(folder: Path) -> None:
    """Write every schema into the folder, in the form that is committed."""
    for name, schema in schemas().items():
        (folder / name).write_text(schema_text(schema), encoding="utf-8")


def schema_text(schema: dict[str, Any]) -> str:
    """The schema as a file: sorted keys, two spaces, a line feed at the end."""
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    """The document's ``schema`` key is required, so that no document passes for another."""
    schema = model.model_json_schema(by_alias=True, mode="serialization")
    required = sorted({*schema.get("required", ()), "schema"})
    version = schema["properties"]["schema"]["const"]
    return {**_without_titles(schema), "$schema": _DIALECT, "title": version, "required": required}


def _without_titles(schema: Any) -> Any:  # noqa: ANN401 # JSON is what it is
    """The schema without the titles that repeat the key; a property that is itself called "title" stays."""
    if isinstance(schema, list):
        return [_without_titles(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _without_titles(part) for key, part in schema.items() if key != "title" or not isinstance(part, str)}
