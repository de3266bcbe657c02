"""Tiny instances, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.published.instances import Instance, read_instance
from tests.support.published import write_instances

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Instance]:
    """The instances of `tests.support.published` by their form."""
    paths = write_instances(tmp_path_factory.mktemp("published"))
    return {form: read_instance(path) for form, path in paths.items()}


@pytest.fixture(scope="session")
def published(shared_data: Path) -> Path:
    """The folder of published instances beside the project."""
    folder = shared_data / "vrp"
    if not folder.is_dir():
        pytest.skip("needs the published instances kept beside the project in ../shared/data/vrp")
    return folder
