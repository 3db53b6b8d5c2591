"""Small projects to build in a temporary folder."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

ARTICLE = (
    "Le préfet répond aux riverains\n"
    "\n"
    "Publié le 3 mars 2017 à 10h15\n"
    "Le préfet a annoncé jeudi que le pont serait fermé jusqu'à la fin du mois, faute de crédits.\n"
    "« Nous n'avons pas le choix », a-t-il expliqué devant les élus, qui demandaient un délai.\n"
    "Photo : Jeanne Martin\n"
    "Partager sur Facebook\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with an empty `data/raw/`."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def raw(project: Path) -> Path:
    """Return `data/raw/` of the temporary project."""
    return project / "data" / "raw"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that tries to reach another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> object:
        host = address[0] if isinstance(address, tuple) else "127.0.0.1"
        assert host in {"127.0.0.1", "::1", "localhost"}, f"a test tried to reach {host}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
