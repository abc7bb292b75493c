"""A paired till's data folder over the file with all the members, for benches that start the real program."""

import base64
import json
import secrets
import shutil
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.keystore.choice import choose_key_store
from terminal.store.opening import open_store
from tests.bench.harness import Scale
from tests.bench.many_members import members_file
from tests.unit.terminal.till_kit import GOODS, KEY, PEPPER, operator_row

NOBODY = "http://127.0.0.1:9"
"""The discard port of this machine: no server."""


def paired_till(scale: Scale) -> Path:
    """A paired till's folder over a copy of the file with all the members."""
    folder = scale.fresh / "till"
    folder.mkdir()
    keys = choose_key_store(folder, preference="file")
    keys.set("database-key", KEY)
    keys.set("till-key", secrets.token_bytes(32))
    keys.set("pin-pepper", PEPPER)
    path = folder / "till.db"
    shutil.copyfile(members_file(scale), path)
    clock = SystemClock()
    server_key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    server = {"url": NOBODY, "key": base64.b64encode(server_key).decode("ascii"), "ca_pem": None}
    with closing(open_store(path, KEY, clock=clock, new_id=id_maker(clock))) as store, store.write() as unit:
        unit.operators.put([operator_row("op-lan", "Lan")])
        unit.products.put(GOODS)
        unit.connection.exec_driver_sql(
            "INSERT INTO settings (key, body) VALUES ('pairing', ?)", (json.dumps(server),)
        )
    return folder
