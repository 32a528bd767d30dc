"""Choosing places without their names: by walking the map, and by a shared location."""

import re
from dataclasses import dataclass

from bot.domain.chats import Asker
from bot.domain.circles import LARGEST_KM, Circle
from bot.domain.errors import UserError
from bot.domain.places import RegionKind
from bot.domain.subscriptions import Dimension
from bot.knowledge import World
from bot.rendering import places as say
from bot.rendering.places import PER_PAGE
from bot.rendering.subscriptions import Choice
from bot.rendering.texts import Texts
from bot.services.conversation import Conversation
from bot.services.requests import Requests, single
from bot.services.subscriptions import Subscriptions
from bot.wishes.signs import spot

CONTINENTS = ("co:AF", "co:AS", "co:EU", "co:NA", "co:SA", "co:OC")
NEARBY_KM = 60
_TOWNS = {RegionKind.CITY, RegionKind.TOWN}
# Where people say that they are: no bridges and no ruins.
_HOMES = _TOWNS | {
    RegionKind.VILLAGE,
    RegionKind.PART,
    RegionKind.DISTRICT,
    RegionKind.NEIGHBOURHOOD,
    RegionKind.CAMP,
}
_SPOT = re.compile(r"(\d{1,3}):(-?\d{1,2}\.\d{2}),(-?\d{1,3}\.\d{2})")


@dataclass(frozen=True, slots=True)
class Places:
    """Walks the map, and looks around a point."""

    conversation: Conversation
    world: World
    requests: Requests
    subscriptions: Subscriptions

    async def browse(self, asker: Asker, key: str) -> None:
        """Show one level of the map: `<page>:<region id>`, nothing for the continents.

        Behind `~` stands the id of a request that a place shall be added to.
        """
        key, _, into = key.partition("~")
        page, _, region_id = key.partition(":")
        below = self._below(region_id) if region_id else list(CONTINENTS)
        pages = max(1, -(-len(below) // PER_PAGE))
        number = min(int(page), pages - 1) if page.isdecimal() else 0
        shown = below[number * PER_PAGE : (number + 1) * PER_PAGE]
        async with self.conversation.open(asker) as talk:
            found = [
                (choice, bool(self.world.regions.children(one)))
                for one in shown
                if (choice := self.requests.place(talk.texts, one))
            ]
            talk.replace(
                *say.browse(talk.texts, self._path(talk.texts, region_id), found, number, pages, into)
            )

    async def typed(self, asker: Asker, text: str) -> bool:
        """Take coordinates, or a link to a map, for a shared location; return whether the text is one."""
        found = spot(text)
        if found is not None:
            await self.located(asker, *found)
        return found is not None

    async def located(self, asker: Asker, latitude: float, longitude: float) -> None:
        """Offer what is at and around a shared location."""
        near = self.world.regions.near(latitude, longitude, NEARBY_KM)
        first = (next((key for key in near if self._kind(key) in kinds), None) for kinds in (_TOWNS, _HOMES))
        keys = dict.fromkeys(key for key in first if key)
        async with self.conversation.open(asker) as talk:
            nearest = [choice for key in keys if (choice := self.requests.place(talk.texts, key))]
            wider = []
            if nearest:
                town = single(Dimension.REGION, nearest[0].key.partition(":")[2])
                wider = self.subscriptions.wider(talk.texts, town)
            talk.say(*say.located(talk.texts, nearest, wider, f"{latitude:.2f},{longitude:.2f}"))

    async def around(self, asker: Asker, key: str) -> None:
        """Follow a circle around a shared location: `<km, 0 for near>:<latitude>,<longitude>`.

        Raises:
            UserError: the chat follows too much already.
        """
        match = _SPOT.fullmatch(key)
        if match is None or int(match[1]) > LARGEST_KM:
            raise UserError("I do not know this choice any more.")
        circle = Circle(float(match[2]), float(match[3]), int(match[1]) or None)
        async with self.conversation.open(asker) as talk:
            await self.subscriptions.add(talk, single(Dimension.REGION, circle.key))

    def _below(self, region_id: str) -> list[str]:
        """Return what lies below a place, in the order in which it is offered; second-level divisions give way to their places."""
        regions = self.world.regions
        below = [key for key in regions.children(region_id) if self._kind(key) is not RegionKind.ADMIN2]
        if self._kind(region_id) is RegionKind.ADMIN1:
            below += [key for key in regions.descendants(region_id) if self._in_division(key)]
        return sorted(dict.fromkeys(below), key=self._order)

    def _order(self, key: str) -> tuple[int, int, str]:
        """Blocs and watched countries come before other countries, divisions by their names, places by importance."""
        region = self.world.regions.get(key)
        if region is None:
            return 9, 0, key
        match region.kind:
            case RegionKind.BLOC:
                return 0, 0, region.name
            case RegionKind.COUNTRY:
                return 1 if self.world.regions.watched(key) else 2, 0, region.name
            case RegionKind.ADMIN1:
                return 3, 0, region.name
        return 4, -self.world.regions.importance(key), region.name

    def _in_division(self, key: str) -> bool:
        """Whether a place is directly below a second-level division."""
        region = self.world.regions.get(key)
        return (
            region is not None
            and region.kind is not RegionKind.ADMIN2
            and any(self._kind(above) is RegionKind.ADMIN2 for above in region.parents)
        )

    def _path(self, _: Texts, region_id: str) -> list[Choice]:
        """Return the way from the continent down to a place over the first parents, without second-level divisions."""
        path: list[Choice] = []
        region = self.world.regions.get(region_id) if region_id else None
        while region is not None and len(path) < PER_PAGE:
            choice = self.requests.place(_, region.id)
            if choice and (region.kind is not RegionKind.ADMIN2 or not path):
                path.insert(0, choice)
            region = self.world.regions.get(region.parents[0]) if region.parents else None
        return path

    def _kind(self, key: str) -> RegionKind | None:
        region = self.world.regions.get(key)
        return region.kind if region else None
