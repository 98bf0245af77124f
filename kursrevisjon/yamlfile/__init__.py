"""The one door to YAML: a file in, plain data or a pydantic model out, and every problem with its place.

``reader`` and ``nodes`` turn bytes into values that know their line and column (YAML 1.2, so that ``no`` stays a word;
no aliases, tags or time stamps, so that what stands in the file is what is read). ``syntax`` and ``explain`` say what
is wrong, in the words of somebody who edits the file and does not program: messages are Norwegian bokmål.
"""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from kursrevisjon.errors import InputFileError, Problem
from kursrevisjon.yamlfile.explain import CUSTOM, find_problems, nearest, nearest_few, one_of
from kursrevisjon.yamlfile.nodes import Pointer
from kursrevisjon.yamlfile.reader import MAX_BYTES, YamlFile, read_yaml

__all__ = [
    "MAX_BYTES",
    "Pointer",
    "YamlFile",
    "check_shape",
    "line_of",
    "load_model",
    "load_models",
    "load_yaml",
    "nearest",
    "nearest_few",
    "one_of",
    "problem_at",
    "read_yaml",
    "wrong",
]

_T = TypeVar("_T")
_M = TypeVar("_M", bound=BaseModel)


def load_model(path: Path, model: type[_M], *, schema_hint: str = "") -> _M:
    """The file as a model.

    ``schema_hint`` is shown with every problem that has no better advice, such as where the format is described.
    Raises ``InputFileError`` with all the file's problems: unreadable, malformed, or not as the model wants it.
    """
    return _validated(read_yaml(path), TypeAdapter(model), schema_hint)


def load_models(path: Path, model: type[_M], *, schema_hint: str = "") -> list[_M]:
    """A file that holds a list, as models; as ``load_model`` otherwise."""
    adapter: TypeAdapter[list[_M]] = TypeAdapter(list[model])  # type: ignore[valid-type]  # known at run time only
    return _validated(read_yaml(path), adapter, schema_hint)


def load_yaml(path: Path) -> object:
    """The file as plain data (dicts, lists, texts, numbers); ``None`` for an empty file.

    Raises ``InputFileError`` when it is missing, too large, not UTF-8 or malformed, or has a key twice.
    """
    return read_yaml(path).data


def problem_at(path: Path, pointer: Pointer, message: str, hint: str = "", *, at_key: bool = False) -> Problem:
    """A problem with the value at ``pointer`` (keys and indexes from the top), for checks made after loading.

    ``at_key`` points at the key instead of its value. A pointer that leads nowhere gives the nearest value above it, a
    file that can no longer be read gives the file alone.
    """
    try:
        return read_yaml(path).problem(pointer, message, hint, at_key=at_key)
    except InputFileError:
        return Problem(str(path), message, hint=hint)


def line_of(path: Path, pointer: Pointer) -> int:
    """The line of the value at ``pointer``, from 1; 0 when the file cannot be read."""
    return problem_at(path, pointer, "").line


def check_shape(file: YamlFile, model: type[BaseModel], *, schema_hint: str = "") -> tuple[Problem, ...]:
    """What keeps a file that was read from being ``model``, for a caller that has further checks to make."""
    try:
        _validated(file, TypeAdapter(model), schema_hint)
    except InputFileError as error:
        return error.problems
    return ()


def wrong(message: str, hint: str = "") -> PydanticCustomError:
    """An error for a model's own validators to raise; message and hint are shown as they stand."""
    # Both texts travel in the context, since braces in the message itself would be a template to pydantic.
    return PydanticCustomError(CUSTOM, "{message}", {"message": message, "hint": hint})


def _validated(file: YamlFile, adapter: TypeAdapter[_T], schema_hint: str) -> _T:
    try:
        return adapter.validate_python(file.data)
    except ValidationError as error:
        raise InputFileError(find_problems(file, error, adapter, schema_hint)) from None
