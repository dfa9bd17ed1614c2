"""The vocabularies of generated binders: frequent words written by hand, rare ones made of syllables."""

from random import Random

_ENGLISH = """
the of and to in for on with by from as at that this which its their are is was were has have had will may must
immigration refugee refugees asylum claims claim agreement agreements province provinces territory territories federal
minister ministers department government governments partner partners forum working group officials meeting meetings
year years number numbers people persons permanent temporary residents resident workers students families family
program programs levels plan plans settlement services service language funding funds budget border entry ports
crossings crossing irregular migration mobility international bilateral multilateral regional national policy policies
strategy strategic priorities priority issue issues decision decisions court federal law act regulations regulation
authority responsibility responsibilities jurisdiction shared exchange information data biometric visa visas application
applications processing backlog pressure pressures capacity training support protection resettlement sponsorship private
community communities employer employers economic labour market regions rural northern francophone selection nominee
nominees integration newcomers citizenship security screening health housing education municipalities indigenous
commitment commitments mandate letter review report reports audit evaluation results record consultation engagement
dialogue declaration compact conference committee secretariat chair members member observer host annual biennial
quarterly next last recent current future proposed existing new long short early late several many most some other
between within across under over during before after since until against toward about more less than both each
increase decrease decline growth share rate cost costs transfer transfers contribution payment negotiation renewal
signature implementation annex chapter clause provision exception obligation notice period term terms condition
"""

_FRENCH = """
le la les de des du et à en pour sur avec par dans que qui ce cette ces son sa ses leur leurs est sont a ont sera doit
immigration réfugié réfugiés asile demandes demande accord accords entente ententes province provinces territoire
territoires fédéral fédérale ministre ministres ministère gouvernement gouvernements partenaire partenaires forum groupe
travail fonctionnaires réunion réunions année années nombre nombres personnes permanents temporaires résidents résident
travailleurs étudiants familles famille programme programmes niveaux plan plans établissement services service langue
financement fonds budget frontière entrée points passages passage irrégulière migration mobilité internationale
bilatérale multilatérale régionale nationale politique politiques stratégie stratégique priorités priorité enjeu enjeux
décision décisions cour loi règlement règlements pouvoir responsabilité responsabilités compétence partagée échange
renseignements données biométrie visa visas traitement arriéré pression pressions capacité formation appui protection
réinstallation parrainage privé communauté communautés employeur employeurs économique marché régions rurales nord
francophone sélection candidat candidats intégration nouveaux arrivants citoyenneté sécurité contrôle santé logement
éducation municipalités autochtones engagement engagements mandat lettre examen rapport rapports vérification évaluation
résultats bilan consultation dialogue déclaration pacte conférence comité secrétariat présidence membres membre
observateur hôte annuelle biennale trimestrielle prochaine dernière récente actuelle future proposée existante nouvelle
longue courte plusieurs autres entre sous pendant avant après depuis contre vers environ plus moins chaque hausse baisse
recul croissance part taux coût coûts transfert transferts contribution paiement négociation renouvellement signature
œuvre annexe chapitre article disposition exception obligation avis période durée conditions état frontalier été
"""

_SYLLABLES_EN = """
al ber can der ern ford ham ing kin land mar nor ox per quin ridge sher ton ur vale west yel stead brook
"""
_SYLLABLES_FR = """
aul bé can dré el fort gué huit îl jac lac mont neu oré pré qué riv sau tré urs ville voie bourg château
"""
_SYLLABLES = {"en": _SYLLABLES_EN.split(), "fr": _SYLLABLES_FR.split()}
_HEADS = {"en": _ENGLISH.split(), "fr": _FRENCH.split()}

SIZE = 20_000
"""Words in a vocabulary: frequent words first, then names and rarer words."""


def vocabulary(language: str) -> list[str]:
    """Return the words of a language, the most frequent first; the same at every call."""
    words = list(dict.fromkeys(_HEADS[language]))
    known = set(words)
    random = Random(f"vocabulary/{language}")
    while len(words) < SIZE:
        word = "".join(random.choices(_SYLLABLES[language], k=random.randint(2, 4)))
        if word not in known:
            known.add(word)
            words.append(word.capitalize() if len(words) % 3 == 0 else word)
    return words
