"""Known answers of blurhash-python 1.2.2 (woltapp's own encoder, in C) and of thumbhash 0.1.1 (npm).

Both were given the pixels that `small` makes of pictures in Pillow's source distribution.
"""

import base64
from typing import Any

import numpy as np
import pytest
from PIL import Image

from flowforge_image.core.analysis.blurhash import blurhash
from flowforge_image.core.analysis.thumbhash import thumbhash

KNOWN = [
    (
        "hopper.png",
        "LQECCKvc1QNH%Oi]NfX99[b_#ks:",
        "00ECCK",
        "bQECCKvc%Oi]9[b_S%n$xbe-",
        "lhcKLwZQtnleh4ehmHh3t2eI2VBZDpYD",
    ),
    (
        "hopper_gray.jpg",
        "L9C?r]D%00M{_3M{Rjt74n%Mt7xu",
        "00C?r]",
        "b8C?r]9F_3M{00-;j[ay-;Rj",
        "FQgKBwAxxnleh4egmXh3t2eICQAAAAAA",
    ),
    (
        "transparent.png",
        "LI8:*cnE0zXcktj3oHbnAZai=Kj;",
        "008:*c",
        "bC8:*cnFk]i-1yajW8W+VFbV",
        "VTiCFIQkf9HQHWi2AAMiOpKAcLd4R6h2BQ==",
    ),
    (
        "dispose_bgnd.gif",
        "LKAgDOoz?#ozozfQfQfQ?#fQj?fQ",
        "00AgDO",
        "bKAgDOozozfQ?#fQozfQ%WfQ",
        "KEQFLwT4qJd4d4d/eIZ3qGeHiY/3+HgP",
    ),
    (
        "g4_orientation_1.tif",
        "LIR:HGIU-;Rj_3M{j[M{~qxuIUfQ",
        "00R:HG",
        "bXR:HGM{-;Rj?bt7~qofayay",
        "OAgKAYCkdXh1Z/dZAAAAAAA=",
    ),
    (
        "avif/star.png",
        "LvJ7{WoL0MayoefQWCaz0May%KfQ",
        "00J7{W",
        "bvJ7{WoLoefQ0MayRkfQRkfQ",
        "dyqCBQA2fHNauHxVCFd5T1oKB3d4h4B6eA==",
    ),
    (
        "avif/transparency.avif",
        "LqE~idyb:bgE%*@be1nO:JiTp8RW",
        "00E~id",
        "bqE~idyb%*@b:JiTgFnOnyaR",
        "oIeBhSAs6ACHNm0dE46vWFmf2IeId39zVw==",
    ),
    (
        "bc5_unorm.png",
        "LFGi*nxq7H=[#.WDNJo11_xqArK2",
        "00Gi*n",
        "bFGi*nxq#.WD1_xqt4n*6}Wp",
        "jmoGFwgrPSiJhXagdZt4OJd4tJIIB4kA",
    ),
]


def small(image: Any) -> Any:
    image = image.convert("RGBA")
    scale = min(1.0, 100 / max(image.size))
    size = (int(image.width * scale), int(image.height * scale))
    return np.asarray(image.resize(size, Image.Resampling.NEAREST))


@pytest.mark.parametrize(("name", "usual", "least", "tall", "thumb"), KNOWN)
def test_known_answers(reference: Any, *, name: str, usual: str, least: str, tall: str, thumb: str) -> None:
    pixels = small(reference(f"pillow/{name}"))
    colors = pixels[..., :3]
    assert [blurhash(colors, *terms) for terms in ((4, 3), (1, 1), (2, 5))] == [usual, least, tall]
    assert base64.b64encode(thumbhash(pixels)).decode() == thumb


def test_a_picture_of_one_pixel() -> None:
    pixel = np.array([[[255, 0, 0, 255]]], dtype=np.uint8)
    assert blurhash(pixel[..., :3], 1, 1) == "00TI:j"
    assert len(thumbhash(pixel)) > 5
