"""Who speaks and who was counted, in the reader's language: reports name them in English, in passing.

What a source calls somebody is kept where it is a name; common words are translated by their last ones ("police" of "the
Mosul police"), which say less than the whole and nothing else.
"""

from collections.abc import Mapping

from bot.domain.languages import SOURCE_LANGUAGE
from bot.rendering.headline_parts import LONGEST_VOICE, people_of, short_name
from bot.rendering.texts import Texts, marked

VOICES: Mapping[str, str] = {
    "activists": marked("activists"),
    "activist": marked("activists"),
    "agencies": marked("aid organisations"),
    "agency": marked("an agency"),
    "aid agencies": marked("aid organisations"),
    "aid agency": marked("aid organisations"),
    "aid groups": marked("aid organisations"),
    "aid workers": marked("aid workers"),
    "air defence": marked("air defence forces"),
    "air force": marked("the air force"),
    "army": marked("the army"),
    "authorities": marked("the authorities"),
    "authority": marked("the authorities"),
    "charity": marked("aid organisations"),
    "civil defence": marked("rescue services"),
    "civil defense": marked("rescue services"),
    "civil society": marked("civil society"),
    "coalition": marked("the coalition"),
    "coast guard": marked("the coast guard"),
    "commander": marked("a commander"),
    "commanders": marked("commanders"),
    "court": marked("a court"),
    "defence ministry": marked("the ministry of defence"),
    "defense ministry": marked("the ministry of defence"),
    "ministry of defence": marked("the ministry of defence"),
    "ministry of defense": marked("the ministry of defence"),
    "doctor": marked("medics"),
    "doctors": marked("medics"),
    "emergency service": marked("rescue services"),
    "emergency services": marked("rescue services"),
    "eyewitness": marked("witnesses"),
    "eyewitnesses": marked("witnesses"),
    "firefighters": marked("rescue services"),
    "fighters": marked("fighters"),
    "foreign ministry": marked("the foreign ministry"),
    "general staff": marked("the general staff"),
    "government": marked("the government"),
    "governor": marked("the governor"),
    "health ministry": marked("the health ministry"),
    "ministry of health": marked("the health ministry"),
    "health officials": marked("medics"),
    "hospital": marked("a hospital"),
    "hospitals": marked("medics"),
    "human rights group": marked("a human rights group"),
    "human rights groups": marked("human rights groups"),
    "rights group": marked("a human rights group"),
    "rights groups": marked("human rights groups"),
    "interior ministry": marked("the interior ministry"),
    "ministry of interior": marked("the interior ministry"),
    "journalist": marked("journalists"),
    "journalists": marked("journalists"),
    "reporter": marked("journalists"),
    "leaders": marked("community leaders"),
    "locals": marked("residents"),
    "lawmaker": marked("a member of parliament"),
    "mayor": marked("the mayor"),
    "media": marked("the media"),
    "media outlets": marked("the media"),
    "medical officials": marked("medics"),
    "medical sources": marked("medics"),
    "medics": marked("medics"),
    "military": marked("the army"),
    "militants": marked("armed fighters"),
    "minister": marked("a minister"),
    "ministry": marked("a ministry"),
    "monitor": marked("observers"),
    "monitoring group": marked("observers"),
    "monitors": marked("observers"),
    "navy": marked("the navy"),
    "observers": marked("observers"),
    "officer": marked("an officer"),
    "officers": marked("officers"),
    "official": marked("an official"),
    "officials": marked("officials"),
    "opposition": marked("the opposition"),
    "police": marked("the police"),
    "police chief": marked("the police"),
    "police official": marked("the police"),
    "police officials": marked("the police"),
    "police sources": marked("the police"),
    "president": marked("the president"),
    "prime minister": marked("the prime minister"),
    "prosecutor": marked("prosecutors"),
    "prosecutors": marked("prosecutors"),
    "rebels": marked("rebels"),
    "refugees": marked("refugees"),
    "relatives": marked("relatives"),
    "report": marked("a report"),
    "reports": marked("reports"),
    "rescuers": marked("rescue services"),
    "resident": marked("residents"),
    "residents": marked("residents"),
    "security forces": marked("security forces"),
    "security officials": marked("officials"),
    "security sources": marked("security forces"),
    "source": marked("sources"),
    "sources": marked("sources"),
    "spokesman": marked("a spokesperson"),
    "spokesperson": marked("a spokesperson"),
    "spokeswoman": marked("a spokesperson"),
    "state media": marked("state media"),
    "state television": marked("state media"),
    "state tv": marked("state media"),
    "statement": marked("a statement"),
    "survivors": marked("survivors"),
    "troops": marked("the army"),
    "villagers": marked("residents"),
    "witness": marked("witnesses"),
    "witnesses": marked("witnesses"),
}
"""Who speaks, by the last words of what a report calls them."""

VICTIMS: Mapping[str, str] = {
    "soldiers": marked("soldiers"),
    "troops": marked("soldiers"),
    "fighters": marked("fighters"),
    "members": marked("members"),
    "police officers": marked("police officers"),
    "policemen": marked("police officers"),
    "civilians": marked("civilians"),
    "children": marked("children"),
    "women": marked("women"),
    "villagers": marked("residents"),
    "residents": marked("residents"),
    "farmers": marked("farmers"),
    "protesters": marked("protesters"),
    "demonstrators": marked("protesters"),
    "aid workers": marked("aid workers"),
    "journalists": marked("journalists"),
    "teachers": marked("teachers"),
    "students": marked("students"),
    "prisoners": marked("prisoners"),
    "detainees": marked("detainees"),
    "migrants": marked("migrants"),
    "refugees": marked("refugees"),
    "miners": marked("miners"),
    "fishermen": marked("fishermen"),
    "worshippers": marked("worshippers"),
    "passengers": marked("passengers"),
    "medics": marked("medics"),
    "peacekeepers": marked("peacekeepers"),
    "attackers": marked("attackers"),
    "workers": marked("workers"),
    "pilgrims": marked("pilgrims"),
    "tourists": marked("tourists"),
    "firefighters": marked("firefighters"),
    "rescuers": marked("rescuers"),
    "doctors": marked("doctors"),
    "nurses": marked("nurses"),
    "patients": marked("patients"),
    "priests": marked("priests"),
    "activists": marked("activists"),
    "hostages": marked("hostages"),
    "pupils": marked("pupils"),
    "men": marked("men"),
    "boys": marked("boys"),
    "girls": marked("girls"),
}
"""Who was killed or hurt, by the neutral plurals of `headline_parts`."""


def voice(_: Texts, told: str | None, actor_id: str | None = None) -> str | None:
    """Return whose word something is: a party or a country by its name in the language, a common word translated, a name.

    None where there is nobody, or only words that the language has no translation of.
    """
    if _.language == SOURCE_LANGUAGE:
        return told or None
    name = short_name(told or "")
    return _.party(actor_id) or _.named(name) or _common(_, name) or (name if _is_name(name) else None)


def is_nobody(told: str) -> bool:
    """Whether words that stand for who speaks name nobody: "he", "another"."""
    return len(told) <= LONGEST_VOICE and not short_name(told)


def victims(_: Texts, told: str | None) -> str | None:
    """Return who counted people were, in common words; None where nothing is told or nothing is known."""
    known = VICTIMS.get(people_of(told or ""))
    return _(known).unescape() if known else None


def _common(_: Texts, name: str) -> str | None:
    words = name.casefold().split()
    tails = (" ".join(words[start:]) for start in range(max(0, len(words) - 3), len(words)))
    known = next((VOICES[tail] for tail in tails if tail in VOICES), None)
    return _(known).unescape() if known else None


def _is_name(name: str) -> bool:
    """Whether it is the name of somebody or something: every word in it begins large, or is no word."""
    words = name.split()
    return bool(words) and all(
        not word[0].islower() or word.startswith(("al-", "de", "van")) for word in words
    )
