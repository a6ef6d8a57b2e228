"""Whether a word can be a Vietnamese syllable: what tells real letters from an old font's."""

import functools
import re
import unicodedata

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
# Without tones. After "qu" and "gi" the same ends serve, so a few that no word has are let in.
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uơ
uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu
ươc ươi ươm ươn ương ươp ươt ươu y yê yêm yên yêng yêt yêu ych yn ynh yt
"""
_SHAPE = re.compile(f"(?:{'|'.join(_ONSETS.split())})?(?:{'|'.join(_RHYMES.split())})")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_CUT_SHORT = re.compile(r"(?:c|ch|p|t)$")


@functools.lru_cache(maxsize=20_000)  # the same few hundred words make up a list
def is_syllable(word: str) -> bool:
    """Whether these letters make a syllable that Vietnamese could have; case and place of the tone do not matter."""
    spread = unicodedata.normalize("NFD", word.casefold())
    tones = _TONES.findall(spread)
    bare = unicodedata.normalize("NFC", _TONES.sub("", spread))
    if len(tones) > 1 or not _SHAPE.fullmatch(bare):
        return False
    # ends in c, ch, p, t are said with sắc or nặng only
    return not tones or tones[0] in "\u0301\u0323" or not _CUT_SHORT.search(bare)
