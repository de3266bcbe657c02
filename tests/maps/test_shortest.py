"""The weights of quickest paths."""

from __future__ import annotations

import numpy as np

from maps import shortest


def test_weights_pack_and_unpack() -> None:
    duration_ms, length_dm = np.array([0, 1, 86_400_000]), np.array([0, 67_108_863, 5])
    back = shortest.unpacked(shortest.packed(duration_ms, length_dm))
    assert back[0].tolist() == duration_ms.tolist()
    assert back[1].tolist() == length_dm.tolist()
