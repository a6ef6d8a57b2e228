"""What may be printed as the source of an item."""

import re

from quiz.rules.draft import ItemDraft, Problem

# encyclopedias, blogs, mirrors, file dumps and quiz sites: they may lead to a source, they are none
NOT_OWN = frozenset(
    "wikipedia.org wikiwand.com wikimili.com wikiclassic.com wikimedia.org wikisource.org hubbry.com everybodywiki.com "
    "blogspot.com wordpress.com medium.com scribd.com docslib.org slideshare.net cloudfront.net railway.app "
    "github.com hiv.com.vn cambodiancorner.com globalsecurity.org lawfirmvietnam.com gkseries.com toplist.vn "
    "mytour.vn worldebooklibrary.org iiab.live jawawa.id esglexicon.com maruah.org cne.wtf ever.vn hoidulich.net "
    "didulich.net tsttourist.com phuot.asia buzzer.lk opportimes.com cbanga360.net sites.google.com towardsunity.org "
    "usmuslims.com ngoisao.vn reatimes.vn realtier.net thomascrampton.com aseanall.com quizlet.com studocu.com "
    "library.au.edu databoks.katadata.co.id pressreader.com informea.org".split()
)


def not_the_bodys_own(draft: ItemDraft) -> list[Problem]:
    """A mirror, blog or encyclopedia is never printed as the source (own rule: a reader must meet the body's words),
    nor an archive's copy of one.
    """
    for host in re.findall(r"//(?:[^/?#@]*@)?([^/?#:@]+)", draft.source_url.lower()):
        plain = host.rstrip(".")
        parents = {".".join(plain.split(".")[at:]) for at in range(plain.count(".") + 1)}
        if parents & NOT_OWN:
            return [Problem(draft.slug, "source_not_own", (plain,))]
    return []
