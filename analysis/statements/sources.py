"""Find who speaks: the noun phrase before or behind a cue."""

from __future__ import annotations

import re

from analysis.statements.cues import Cue
from analysis.statements.lexicon import Lexicon, any_of
from analysis.statements.sentences import QUOTE, Sentence

# marks that no noun phrase crosses
_STOPS = frozenset({":", ";", "?", "!", "—", "..."})
_PARTICIPLE = re.compile(r".{3,}(?:é|ée|és|ées|ant)$")


def before(s: Sentence, cue: Cue, known: Lexicon) -> tuple[int, int] | None:
    """Return the tokens of the subject that stands before a cue, or None.

    Titles, function and apposed name belong to it; relative and participial clauses do not.
    """
    j = cue.first - 1
    while j >= 0 and known.is_adverb(s.low[j]) and s.low[j] not in known.words["quantifiers"]:
        j -= 1
    if j < 0:
        return None
    low = s.low[j]
    first_person = low == "nous" and s.low[cue.first].endswith("ons")
    if (
        low in known.words["pronouns_of_two_cases"]
        and not first_person
        and j
        and s.low[j - 1] not in known.words["before_subject_pronoun"] | {",", QUOTE, ":"}
    ):
        # « le préfet nous a dit »
        j -= 1
        low = s.low[j]
    if low == "qui":
        return antecedent(s, j, known)
    if low in known.words["subject_pronouns"]:
        return j, j + 1
    if low in known.words["not_a_source"]:
        return None
    return phrase_before(s, j + 1, known)


def antecedent(s: Sentence, j: int, known: Lexicon) -> tuple[int, int] | None:
    """Return the noun phrase right before a relative pronoun or a participle: the nearest one, not the whole subject."""
    end = j
    if end and s.low[end - 1] == ",":
        end -= 1
    if not end:
        return None
    if s.low[end - 1] in known.words["antecedents"]:
        return end - 1, end
    if s.low[end - 1] == QUOTE:
        return None
    first = end - 1
    if s.capital(first):
        # a name: its own words, and the function before it (« le maire Jean Martin »)
        while first and (
            s.capital(first - 1)
            or s.low[first - 1] in known.words["name_particles"] | {"de"}
            and s.capital(first - 2)
        ):
            first -= 1
        lead = first
        while (
            lead
            and s.low[lead - 1]
            not in known.words["determiners"] | known.words["walls"] | _STOPS | {",", "de", "d'", "du"}
            and first - lead < 4
        ):
            lead -= 1
        held = lead and s.low[lead - 1] in known.words["determiners"] - known.words["contracted"]
        if (
            held
            and lead < first
            and (
                s.low[lead] in known.words["functions"] | known.words["groups"]
                or s.low[lead].endswith(tuple(known.words["trade_endings"]))
            )
        ):
            return lead - 1, end
        if s.low[first - 1 : first] in (["l'"], ["le"], ["la"], ["les"]):
            first -= 1
        # « le porte-parole du Parti, qui »: a function takes its complement along
        if not (
            first >= 2
            and s.low[first - 1] in known.words["genitives"]
            and s.low[first - 2] in known.words["functions"]
        ):
            return first, end
    while first > 0:
        low = s.low[first]
        if low in known.words["determiners"]:
            governed = (s.low[first - 1] in known.words["genitive"] or low in {"du", "des"}) and first >= 2
            if not (governed and any_of(s.low[max(0, first - 4) : first], known.words["functions"])):
                # a contracted preposition leaves the bare noun
                first += low in known.words["contracted"]
                break
        if (low in _STOPS or low == "," or low in known.words["walls"]) and not s.capital(
            min(first + 1, end - 1)
        ):
            first += 1
            break
        first -= 1
    return (first, end) if first < end else None


def phrase_before(s: Sentence, end: int, known: Lexicon) -> tuple[int, int] | None:
    """Return the noun phrase that ends before token `end`, its appositions included."""
    if end - 1 in s.verbs:
        return None
    closed = s.low[end - 1] == ","
    # segments between commas, from the right
    segments: list[tuple[int, int]] = []
    stop = end - 1 if closed else end
    k, depth = stop - 1, 0
    while True:
        low = s.low[k] if k >= 0 else ";"
        depth += (low == ")") - (low == "(")
        # « Ce document, que X a pu consulter, »: a relative clause between commas is stepped over
        relative = low in {"que", "qu'", "où"} and k and s.low[k - 1] == ","
        if (
            k < 0
            or k in s.verbs
            or depth <= 0
            and (low == "," or (low in known.words["walls"] or low in _STOPS) and not relative)
        ):
            segments.append((k + 1, stop))
            stop = k
            if low != "," or len(segments) >= 6:
                break
        k -= 1
    if not closed:
        first, last = segments[0]
        # « l'opposition, avec X, demande »
        if not (s.low[first] in {"avec", "comme"} and len(segments) > 1):
            return _trim(s, first, last, known)
    # « Dans une déclaration, le porte-parole du ministère, Igor X, a »: drop what is no noun phrase on either side
    usable = [segment for segment in segments if segment[0] < segment[1]]
    # « …, et son président, Marc O., »: the conjunction begins a clause of its own
    for at, (first, _) in enumerate(usable):
        if s.low[first] in known.words["clause_links"]:
            usable = usable[: at + 1]
            break
    while usable and _is_adverbial(s, *usable[0], known):
        usable.pop(0)
    while len(usable) > 1 and _is_adverbial(s, *usable[-1], known):
        usable.pop()
    if not usable:
        return None
    head = _trim(s, *usable[-1], known)
    if head is None:
        return None
    last = usable[0][1]
    # a relative or participial clause between commas is not part of the name
    for first, stop in reversed(usable[:-1]):
        named = s.low[first] == "dont" and first + 1 < stop and s.capital(first + 1)
        if not named and (s.low[first] in known.words["noun_phrase_ends"] or _is_clause(s, first, known)):
            last = first - 1
            break
    return (head[0], max(last, head[1])) if last > head[0] else head


def _is_clause(s: Sentence, first: int, known: Lexicon) -> bool:
    low = s.low[first]
    if (
        s.capital(first)
        and (first or first + 1 < len(s) and s.capital(first + 1))
        or low in {"aujourd'hui", "dont"}
    ):
        return False
    if low in known.words["clause_openers"]:
        return True
    if low in known.words["determiners"]:
        return False
    return (
        bool(_PARTICIPLE.match(low))
        and low not in known.words["not_participles"]
        or low == "en"
        or low in known.words["stops"]
    )


def _is_adverbial(s: Sentence, first: int, last: int, known: Lexicon) -> bool:
    low = s.low[first]
    if low == "aujourd'hui" and last - first > 1:
        return False
    if tuple(s.low[first:last]) in known.adverbials or low[0].isdigit() and last - first <= 2:
        return True
    if (
        last - first <= 5
        and any_of(s.low[first + 1 : last], known.words["time_words"])
        and not s.capital(last - 1)
    ):
        return True
    if low in known.words["prepositions"] or low in known.words["openers"] or known.is_adverb(low):
        # « Mais le ministre, Jean X, »
        inner = _trim(s, first, last, known)
        return low in known.words["prepositions"] or inner is None
    return (
        _is_clause(s, first, known)
        or low in known.words["time_words"]
        or low in {"lui", "elle"}
        and last - first <= 2
    )


def _trim(s: Sentence, first: int, last: int, known: Lexicon) -> tuple[int, int] | None:
    """Cut conjunctions and adverbs off the front of a segment and clauses off its end."""
    while first < last and (
        (
            s.low[first] in known.words["openers"]
            or known.is_adverb(s.low[first])
            or s.low[first] in {"—", "-", "–", '"', ")", "»"}
        )
        and not (s.capital(first) and s.low[first] in {"non"})
    ):
        # « ce jeudi le ministre », « le jeudi 3 mars le ministre » are rare; « jeudi le ministre » is not
        first += 1
    if first >= last:
        return None
    low = s.low[first]
    if low in known.words["prepositions"] and low not in {"entre"}:
        # « dans un communiqué le ministère affirme »: the last phrase with an article of its own
        starts = [
            k for k in range(first + 2, last)
            if s.low[k] in known.words["determiners"] and s.low[k - 1] not in known.words["prepositions"] | {"de", "d'", "et"}
            and s.low[k] not in known.words["contracted"]
        ]  # fmt: skip
        if not starts:
            return None
        first = starts[-1]
    for k in range(first + 1, last):
        low = s.low[k]
        if low in known.words["noun_phrase_ends"]:
            last = k
            break
    while last > first and s.low[last - 1] in {"et", ",", "ou", "("}:
        last -= 1
    if (
        first >= last
        or s.low[first] in known.words["not_a_source"] - {"tout"}
        and last - first == 1
        or s.low[first] in known.words["no_speaker"]
    ):
        return None
    if last - first > 45:
        return None
    return first, last


def behind(s: Sentence, start: int, known: Lexicon) -> tuple[int, int, int] | None:
    """Return the noun phrase behind an inverted cue, and the token where the search ended.

    An addressee, a date and a channel may stand between them (*a déclaré à l'AFP le ministre*).
    """
    j = start
    n = len(s)
    while j < n:
        low = s.low[j]
        if known.is_adverb(low) and not s.capital(j) or low in known.words["time_words"] or low.isdigit():
            j += 1
        elif low in {"ce", "cette"} and j + 1 < n and s.low[j + 1] in known.words["time_words"]:
            j += 2
        elif low in known.words["adjunct_openers"]:
            following = after_adjunct(s, j, known)
            if following is None:
                return None
            j = following
        elif low == "," and j == start:
            return None
        else:
            break
    if j >= n or not _starts_phrase(s, j, known):
        return None
    return (*phrase(s, j, known), j)


def _starts_phrase(s: Sentence, j: int, known: Lexicon) -> bool:
    low = s.low[j]
    return (
        low in known.words["determiners"]
        and low not in known.words["contracted"]
        or s.capital(j)
        or low in known.words["demonstratives"] | {"m.", "mme"}
    ) and low != QUOTE


def after_adjunct(s: Sentence, j: int, known: Lexicon) -> int | None:
    """Return the token after « à l'AFP », « dans un communiqué »: the next article that no preposition governs."""
    k = j + 1
    if k < len(s) and s.low[k] in known.words["determiners"] | known.words["genitive"]:
        k += 1
    seen = 0
    while k < len(s):
        low = s.low[k]
        if low in {",", ".", QUOTE, ":"}:
            return None
        previous = s.low[k - 1]
        if (
            seen
            and low in known.words["determiners"]
            and previous not in known.words["prepositions"] | {"de", "d'", "et"}
            and low not in {"du", "des", "au", "aux"}
        ):
            return k
        # « à l'AFP Jean Martin »
        if seen and s.capital(k) and k - 1 > j and len(previous) > 1 and s.of(k - 1, k).isupper():
            return k
        # « à l'agence X le maire »
        if previous in known.words["media"] and s.capital(k):
            seen += 1
            k += 1
            continue
        if (
            seen
            and s.capital(k)
            and not s.capital(k - 1)
            and previous not in known.words["prepositions"] | known.words["not_before_name"]
        ):
            return k
        seen += 1
        k += 1
    return None


def phrase(s: Sentence, j: int, known: Lexicon) -> tuple[int, int]:
    """Return the noun phrase that begins at a token, with its appositions."""
    k, n, depth = j + 1, len(s), 0
    while k < n:
        low = s.low[k]
        if low == "(":
            close = next((m for m in range(k, min(n, k + 12)) if s.low[m] == ")"), None)
            if close is None:
                break
            k = close + 1
            continue
        if low in {".", "!", "?", "…", "...", ":", ";", ")", "—", "–"}:
            break
        if low == QUOTE:
            # « l'association "X" »
            if s.low[k - 1] in {",", "."} or len(s.of(k, k + 1)) > 45:
                break
            k += 1
            continue
        if low == ",":
            if not _is_apposition(s, k + 1, known):
                break
            k += 1
            depth += 1
            if depth > 3:
                break
            continue
        if _ends_phrase(s, k, known):
            break
        k += 1
    while k > j + 1 and (
        s.low[k - 1] in {",", "et", "ou"} or known.is_adverb(s.low[k - 1]) and not s.capital(k - 1)
    ):
        k -= 1
    return j, k


def _ends_phrase(s: Sentence, k: int, known: Lexicon) -> bool:
    low, previous = s.low[k], s.low[k - 1]
    follower = s.low[k + 1] if k + 1 < len(s) else ""
    if (
        low in known.words["time_words"]
        and previous not in {"du", "de", "d'"}
        or low in {"ce", "cette"}
        and follower in known.words["time_words"]
    ):
        return True
    if low == "le" and follower.isdigit():
        return True
    if low in known.words["datives"] and any_of(
        s.low[k + 1 : k + 3], known.words["media"], known.words["press"]
    ):
        return True
    if low in known.words["datives"]:
        # « professeur à l'université », « ambassadeur à l'Onu » are functions, « à l'AFP » an addressee
        return not any(word.startswith(tuple(known.words["posted"])) for word in s.low[max(0, k - 6) : k])
    if low == "en":
        return (
            follower.endswith("ant")
            or follower[:1].isdigit()
            or follower in known.words["time_words"] | known.words["en_circumstances"]
        )
    if low == "contre":
        return False
    if low in known.words["stops"]:
        return not (
            low == "pour"
            and previous in known.words["functions_pour"]
            or low in known.words["field_prepositions"]
            and previous in known.words["functions_sur"]
        )
    if (
        low in known.forms
        and low not in known.words["homographs"]
        and any(form.kind in {"gerund", "finite"} for form in known.forms[low])
        and not s.capital(k)
    ):
        return previous not in known.words["determiners"] | known.words["genitive"]
    return (
        _PARTICIPLE.match(low) is not None
        and low.endswith("ant")
        and low not in known.words["not_participles"]
        and previous != "d'"
    )


def _is_apposition(s: Sentence, k: int, known: Lexicon) -> bool:
    if k >= len(s) or s.low[k] == QUOTE:
        return False
    low = s.low[k]
    named = s.capital(k) and k + 1 < len(s) and s.capital(k + 1)
    if named and low in known.words["civilities"]:
        return True
    if (
        low in known.words["stops"]
        or low in known.words["prepositions"]
        or low in known.words["openers"]
        or low in known.words["not_apposition"]
        or known.is_adverb(low)
        and low != "aujourd'hui"
    ):
        return False
    if (
        low[0].isdigit()
        or low in known.words["numbers"]
        or low in known.words["subject_pronouns"]
        or low in known.words["time_words"]
        or low in known.words["clitics"]
        and low not in known.words["object_articles"]
    ):
        return False
    if low in known.forms and not s.capital(k) and low not in known.words["homographs"]:
        return False
    if _PARTICIPLE.match(low) and low not in known.words["not_participles"] and not s.capital(k):
        return False
    # an apposition closes with a comma or the sentence, soon, and holds no verb that we know
    for m in range(k, min(len(s), k + 22)):
        if s.low[m] in {",", ".", "!", "?", "…", ";", ")"}:
            return not any_of(s.low[k:m], known.words["avoir"], known.words["etre"])
        if s.low[m] == QUOTE:
            return m - k > 1
    return len(s) - k < 22


def main_subject(s: Sentence, known: Lexicon) -> tuple[int, int] | None:
    """Return the first noun phrase of a sentence: who a gerund or an infinitive further on belongs to."""
    j = 0
    while j < len(s):
        low = s.low[j]
        if low in known.words["prepositions"]:
            comma = next((k for k in range(j, len(s)) if s.low[k] == ","), None)
            if comma is None:
                return None
            j = comma + 1
        elif low in known.words["openers"] or known.is_adverb(low) or low in {",", "—", "-"}:
            j += 1
        elif low in known.words["subject_pronouns"]:
            return j, j + 1
        elif low in known.words["determiners"] or s.capital(j) and low != QUOTE:
            first, last = j, j + 1
            named = s.capital(j) and low not in known.words["determiners"]
            while last < len(s):
                word = s.low[last]
                # behind a name only particles go on with it
                if (
                    named
                    and not s.capital(last)
                    and word
                    not in known.words["name_particles"]
                    | known.words["genitives"]
                    | {"et", "l'", "la", ",", "-", "."}
                    and s.low[last - 1] not in {"de", "du", "des", "d'", "l'", "la"}
                ):
                    break
                named = named or s.capital(last)
                if (
                    word
                    in known.words["avoir"]
                    | known.words["etre"]
                    | (known.words["after_subject"] | {",", QUOTE, ".", ":"})
                    or word in known.forms
                    and word not in known.words["homographs"]
                ):
                    break
                last += 1
            # « Le ministre, Jean X, a …, en affirmant »
            while (
                last + 1 < len(s)
                and s.low[last] == ","
                and s.capital(last + 1)
                and s.low[last + 1] not in known.words["determiners"]
            ):
                stop = next((k for k in range(last + 1, len(s)) if s.low[k] == ","), None)
                if stop is None or stop - last > 8:
                    break
                last = stop
            return first, last
        else:
            return None
    return None


def locative(s: Sentence, cue: Cue, known: Lexicon) -> tuple[int, int] | None:
    """Return who stands behind an impersonal *on*: « a-t-on indiqué au ministère », « apprend-on de source policière »."""
    if cue.clitic is None or not s.low[cue.clitic].endswith("on") or cue.last + 1 >= len(s):
        return None
    low = s.low[cue.last]
    if low in {"au", "aux"}:
        return phrase(s, cue.last + 1, known)
    if low in {"à", "chez"} and s.low[cue.last + 1] in {"la", "l'"}:
        return phrase(s, cue.last + 1, known)
    if low == "de" and s.low[cue.last + 1] in known.words["anonymous"]:
        return phrase(s, cue.last + 1, known)
    return None
