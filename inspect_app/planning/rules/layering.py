"""Which visit counts for which layer of chiefs, and who has been."""

from collections.abc import Collection, Iterable, Sequence

from inspect_app.campaigns.vocabulary import CampaignPreset, VisitMethod
from inspect_app.planning.vocabulary import ChiefLayer, ChiefRow, LayerRow


def counts(
    layer: ChiefLayer | None,
    method: VisitMethod,
    preset: CampaignPreset,
    windows: Collection[int],
    points: Collection[int],
) -> bool:
    """Say whether a chief's visit is one of their layer; without a layer none counts."""
    if layer is ChiefLayer.CONTACT:
        return not set(windows).isdisjoint(points)
    if layer is ChiefLayer.CROSS:
        return method is VisitMethod.CROSS
    return layer is ChiefLayer.WEEK and preset is CampaignPreset.EXPERIENCE_WEEK


def layers_of(chiefs: Sequence[ChiefRow]) -> list[LayerRow]:
    """Return the three layers, each with who has been and who is missing."""
    return [_layer(layer, [chief for chief in chiefs if chief.layer is layer]) for layer in ChiefLayer]


def _layer(layer: ChiefLayer, chiefs: Iterable[ChiefRow]) -> LayerRow:
    rows = list(chiefs)
    missing = tuple(f"{chief.name}（{chief.unit}）" for chief in rows if not chief.been)
    return LayerRow(layer, len(rows) - len(missing), len(rows), missing)
