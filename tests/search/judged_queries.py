"""Queries that a minister's staff would ask of the shipped binder, and the entries that answer them.

The expected entries were chosen from the content, before any search engine was asked. A term of the glossary is named
by its English form, as `term:eTA`, since its position in the list changes when others are added.
"""

from attrs import frozen


@frozen
class Judged:
    """A query and its expected answers.

    Attributes:
        query: as typed.
        expected: entries that must be among the first hits.
        also: entries that also answer and may come first, but need not be found.
        reader: the language of the reader.
        unfinished: whether the query is only searched while it is being typed.
    """

    query: str
    expected: tuple[str, ...]
    also: tuple[str, ...] = ()
    reader: str = "en"
    unfinished: bool = False


def _en(query: str, *expected: str, also: tuple[str, ...] = ()) -> Judged:
    return Judged(query, expected, also)


def _fr(query: str, *expected: str, also: tuple[str, ...] = ()) -> Judged:
    return Judged(query, expected, also, "fr")


def _begun(reader: str, query: str, *expected: str, also: tuple[str, ...] = ()) -> Judged:
    return Judged(query, expected, also, reader, unfinished=True)


_STCA = ("safe-third-country", "stca", "term:STCA", "term:safe third country")
_CROSSINGS = ("northbound-migration", "united-states", "term:Roxham Road", "stca", "term:irregular migration")
_RESETTLED = ("un-refugee-agency", "unhcr", "term:resettlement", "resettlement-mechanism", "ercm", "refugee-compact")

JUDGED = {
    "topics": (
        _en("asylum costs", "fpt-asylum", also=("term:Parliamentary Budget Officer",)),
        _en("visa Mexico", "mexico", also=("bilateral-examples", "term:eTA")),
        _en("housing asylum claimants", "fpt-asylum", also=("term:IHAP",)),
        _en("foreign credentials", "fpt-credentials", also=("term:FCR",)),
        _en("youth mobility", "bilateral-examples", also=("australia", "term:IEC")),
        _en("key takeaways", "key-takeaways"),
        _en("privately sponsored refugees", "refugee-sponsorship", also=("grsi", "term:community sponsorship")),
        _en("migrant smuggling", "related-programs", also=("term:MSPS", "term:ACCBP")),
        _en("charter section 7", "safe-third-country", "stca"),
        _en("licence plates", "other-collaboration", "united-states"),
        _en("levels plan 2021", "levels-plan", also=("term:levels plan",)),
        _en("nominee program allocation Ontario", "ontario", also=("pnp", "fpt-economic", "fpt-programs")),
        _fr("parrainage privé", "refugee-sponsorship", "grsi", also=("term:community sponsorship",)),
        _fr("immigration francophone hors Québec", "fpt-francophone", also=("term:Francophone immigration",)),
        _fr("coût de la migration irrégulière", "term:Parliamentary Budget Officer", also=("fpt-asylum", "ontario")),
        _fr("mineurs non accompagnés", "stca", "safe-third-country"),
        _fr("mobilité des jeunes", "bilateral-examples", also=("australia", "term:IEC")),
        _fr("plan des niveaux", "levels-plan", also=("term:levels plan",)),
        _fr("services d'établissement", "fpt-settlement", also=("term:settlement services",)),
        _fr("passage de clandestins", "related-programs", also=("term:MSPS", "term:ACCBP")),
    ),
    "names": (
        _en("Roxham Road", "northbound-migration", also=_CROSSINGS),
        _en("Jennifer Bond", "grsi", "refugee-sponsorship"),
        _en("Jason Kenney", "alberta"),
        _en("Trevor Holder", "new-brunswick", also=("fmri", "fpt-forum")),
        _en("Bertin Cote", "stca", "safe-third-country"),
        _en("Scott Moe", "saskatchewan", "fpt-economic"),
        _en("marc garneau", "fpt-asylum", "ontario"),
        _en("Moose Jaw", "rnip", "saskatchewan", also=("fpt-programs",)),
        _en("Pier 21", "canada-nova-scotia-agreement", "nova-scotia"),
        _en("Marrakech", "migration-compact", "un-network", also=("term:GCM",)),
        _en("Puebla Process", "rcm", also=("regional-conference", "term:RCM")),
        _en("Justice McDonald", "safe-third-country", "stca"),
        _fr("chemin Roxham", "northbound-migration", also=_CROSSINGS),
        _fr("Simon Jolin-Barrette", "quebec"),
        _fr("Vitorino", "iom", "un-migration-network"),
        _fr("Groupe des cinq", "five-eyes", also=("term:Five Eyes",)),
        _fr("Cour suprême", "safe-third-country", "stca"),
    ),
    "acronyms": (
        _en("STCA", "stca", also=_STCA),
        _fr("ETPS", "stca", also=_STCA),
        _en("FMRI", "fmri", also=("fpt-forum", "term:FMRI")),
        _en("GCR", "refugee-compact", "term:GCR"),
        _en("IHAP", "term:IHAP", "fpt-asylum"),
        _en("eTA", "term:eTA", also=("mexico", "bilateral-examples")),
        _en("CBSA", "term:CBSA", also=("migration-five", "m5", "mexico")),
        _en("IRPA", "term:IRPA", also=("fpt-authorities",)),
        _en("US", "united-states"),
        _en("AINP", "alberta"),
        _en("GFMD", "gfmd", also=("migration-forum", "term:GFMD")),
        _fr("HCR", "unhcr", also=("un-refugee-agency", "term:UNHCR")),
        _fr("PCP", "pnp", also=("term:PNP", "fpt-programs")),
        _fr("OIM", "iom", also=("migration-organization", "term:IOM")),
        _fr("AECG", "european-union", "bilateral-examples"),
        _fr("ASFC", "term:CBSA", also=("m5", "migration-five", "mexico")),
        _fr("MIFI", "quebec"),
    ),
    "other language": (
        _en("ETPS", "stca", also=_STCA),
        _en("Entente sur les tiers pays sûrs", "stca", also=_STCA),
        _en("Initiative mondiale de parrainage de réfugiés", "grsi", also=("refugee-sponsorship", "term:GRSI")),
        _en("Par-delà la frontière", "term:Beyond the Border", also=("us-information-sharing", "other-collaboration")),
        _en("services d'établissement", "fpt-settlement", also=("term:settlement services",)),
        _en("chemin Roxham", "northbound-migration", also=_CROSSINGS),
        _fr("STCA", "stca", also=_STCA),
        _fr("Safe Third Country Agreement", "stca", also=_STCA),
        _fr("UNHCR", "unhcr", also=("un-refugee-agency", "term:UNHCR")),
        _fr("Rural and Northern Immigration Pilot", "rnip", also=("term:RNIP", "fpt-programs")),
        _fr("mandate letter", "term:mandate letter", also=("stca", "safe-third-country", "fpt-settlement", "aip")),
        _fr("Global Compact on Refugees", "refugee-compact", also=("term:GCR",)),
    ),
    "numbers": (
        _en("20,593", "northbound-migration", "united-states"),
        _en("20593", "northbound-migration", "united-states"),
        _fr("20 593", "northbound-migration", "united-states"),
        _en("321,000", "context"),
        _en("$50.4 million", "unhcr", "un-refugee-agency"),
        _en("28,100", "unhcr", "un-refugee-agency"),
        _en("4.4%", "fpt-francophone", also=("term:Francophone immigration",)),
        _fr("4,4 %", "fpt-francophone", also=("term:Francophone immigration",)),
        _en("101(1)(e)", "stca", "safe-third-country"),
        _en("E105246", "us-information-sharing", "other-collaboration"),
        _en("2020 FC 770", "stca", "safe-third-country"),
        _en("IMM-2977-17", "safe-third-country", also=("stca",)),
        _en("600 points", "pnp", "fpt-programs", also=("term:enhanced nomination",)),
        _en("section 95", "fpt-authorities", also=("term:concurrent power", "canada-ontario-agreement", "yukon")),
        _fr("14 jours", "stca", "safe-third-country"),
        _fr("5 décembre 2002", "stca", "safe-third-country", also=("united-states",)),
    ),
    "fields": (
        _en("kind:agreement quebec", "canada-quebec-accord"),
        _en("kind:agreement ontario", "canada-ontario-agreement"),
        _en("in:us-relations interceptions", "northbound-migration"),
        _en("partner:mexico visa", "mexico", also=("bilateral-examples",)),
        _en("is:aftermath supreme court", "safe-third-country", "stca"),
        _en("asof:>2019 housing", "fpt-asylum"),
        _en("kind:term sherpa", "term:Sherpa", also=("term:DG",)),
        _en("is:figure irregular", "northbound-migration"),
        _en("is:table communities", "fpt-programs"),
        _en("source:S34 modernized", "safe-third-country", also=("stca", "united-states")),
        _fr("dans:fpt-relations logement", "fpt-asylum"),
        _fr("type:partenaire réinstallation", "unhcr", "ercm", also=("iom",)),
        _fr("type:accord territoires", "canada-nwt-agreement"),
    ),
    "questions": (
        _en("Who chairs the IGC?", "igc", also=("intergovernmental-consultations", "united-kingdom", "term:IGC")),
        _en("which provinces have no immigration agreement?", "nunavut", also=("fpt-agreements", "fmri", "term:BIA")),
        _en("How many irregular crossings were there in 2018?", "northbound-migration", also=("united-states",)),
        _en("when was the safe third country agreement signed?", "stca", also=("safe-third-country", "united-states")),
        _en("how much is the grant to Quebec?", "canada-quebec-accord"),
        _en("why does Nunavut have no nominee program?", "nunavut", also=("fpt-programs", "fpt-agreements", "pnp")),
        _en("What is Canada's role in the IOM?", "iom", also=("migration-organization",)),
        _en("who is the minister?", "context"),
        _fr("Quel est le rôle du Québec au forum des ministres ?", "fmri", also=("fpt-forum", "quebec")),
        _fr("Combien de réfugiés le Canada a-t-il réinstallés en 2018 ?", "un-refugee-agency", "unhcr"),
        _fr("Qui préside l'IMPR ?", "grsi", also=("refugee-sponsorship", "term:GRSI")),
        _fr("Où a lieu le sommet du FMMD ?", "gfmd", also=("migration-forum", "multilateral-engagement")),
        _fr("qu'est-ce que l'Entente sur les tiers pays sûrs ?", "stca", also=_STCA),
    ),
    "typos": (
        _en("Sasketchewan", "saskatchewan", also=("canada-saskatchewan-agreement",)),
        _en("refugee sponsership", "grsi", also=("refugee-sponsorship", "term:community sponsorship")),
        _en("Intergovermental Consultations", "igc", also=("intergovernmental-consultations",)),
        _en("francophne immigration", "fpt-francophone", also=("term:Francophone immigration",)),
        _en("Roxam Road", "northbound-migration", also=_CROSSINGS),
        _en("resetlement", "term:resettlement", also=_RESETTLED),
        _en("Marakech", "migration-compact", "un-network", also=("term:GCM",)),
        _en("safe thrid country", "stca", also=_STCA),
        _fr("Jolin-Barette", "quebec"),
        _fr("Nouveau-Brunswik", "new-brunswick", also=("canada-new-brunswick-agreement",)),
        _fr("accord canada-quebeq", "canada-quebec-accord", also=("term:Canada–Québec Accord",)),
        _fr("parainage", "grsi", also=("refugee-sponsorship", "term:community sponsorship", "term:undertaking")),
    ),
    "half-typed": (
        _begun("en", "multilat", "multilateral-engagement"),
        _begun("en", "safe third c", "stca", also=_STCA),
        _begun("en", "rox", "term:Roxham Road", also=_CROSSINGS),
        _begun("en", "levels pl", "levels-plan", also=("term:levels plan",)),
        _begun("en", "saskat", "saskatchewan", also=("canada-saskatchewan-agreement",)),
        _begun("en", '"five country min', "fcm", also=("five-country", "term:FCM")),
        _begun("en", "foreign cred", "fpt-credentials", also=("term:FCR",)),
        _begun("en", "unh", "unhcr", also=("un-refugee-agency", "term:UNHCR")),
        _begun("fr", "pilote d'immigration au canada atlan", "aip", also=("term:AIP", "fpt-programs")),
        _begun("fr", "réinstall", "term:resettlement", also=_RESETTLED),
        _begun("fr", "chemin ro", "northbound-migration", also=_CROSSINGS),
        _begun("fr", "nouvelle-z", "new-zealand"),
    ),
    "phrases": (
        _en('"community sponsorship"', "term:community sponsorship", "grsi", also=("bilateral-examples", "unhcr")),
        _en('"irregular crossings"', "northbound-migration", also=("united-states",)),
        _en('"no expiry date"', "canada-quebec-accord", "canada-yukon-agreement"),
        _en('"Express Entry"', "term:Express Entry", also=("pnp", "fpt-programs")),
        _fr("«tiers pays sûrs»", "stca", also=_STCA),
        _fr('"titres de compétences"', "fpt-credentials", also=("term:FCR",)),
    ),
    "elisions and hyphens": (
        _fr("l'immigration francophone", "fpt-francophone", also=("term:Francophone immigration",)),
        _fr("la demande d’asile", "term:asylum claim", also=("fpt-asylum", "stca", "northbound-migration")),
        _en("Canada–Ontario", "canada-ontario-agreement", also=("ontario", "term:COIA")),
        _en("Canada-Quebec Accord", "canada-quebec-accord", also=("term:Canada–Québec Accord",)),
        _fr("accord canada québec", "canada-quebec-accord", also=("term:Canada–Québec Accord",)),
        _fr("entrées et sorties", "other-collaboration", also=("term:Entry/Exit", "united-states")),
        _en("entry exit", "other-collaboration", also=("term:Entry/Exit", "united-states")),
        _fr("Terre Neuve", "newfoundland-and-labrador", also=("canada-nl-agreement",)),
        _en("cullen couture", "canada-quebec-accord"),
        _fr("Île-du-Prince-Édouard", "prince-edward-island", also=("canada-pei-agreement",)),
        _en("Canada–U.S. border", "united-states", also=("us-relations", "stca", "term:Entry/Exit")),
    ),
}
"""What is asked, by the kind of query."""
