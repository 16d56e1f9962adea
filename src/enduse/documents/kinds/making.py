"""Making a document of any kind."""

from collections.abc import Callable, Mapping

from enduse.documents.kinds.annex import annex
from enduse.documents.kinds.bis_memo import bis_memo
from enduse.documents.kinds.board import board
from enduse.documents.kinds.dossier import dossier
from enduse.documents.kinds.end_use_certificate import end_use_certificate
from enduse.documents.kinds.eu_memo import eu_memo
from enduse.documents.kinds.material import Material
from enduse.documents.outline.model import Document, Kind, Stamp
from enduse.documents.outline.plain import stamped

_MAKERS: Mapping[Kind, Callable[[Material, Stamp], Document]] = {
    Kind.DOSSIER: dossier,
    Kind.BOARD: board,
    Kind.ANNEX: annex,
    Kind.END_USE_CERTIFICATE: end_use_certificate,
    Kind.BIS_MEMO: bis_memo,
    Kind.EU_MEMO: eu_memo,
}


def make_document(kind: Kind, material: Material, stamp: Stamp) -> Document:
    """Make a document; the same material and stamp give the same document."""
    return stamped(_MAKERS[kind](material, stamp))
