"""Makes golden.json: BLEU and chrF of whole corpora by sacrebleu (Post 2018). Run as `python golden.py > golden.json` where sacrebleu is installed.

Texts are words with spaces between, as the metrics cut them. BLEU is not smoothed; orders that no text reaches are left out. chrF is chrF2 of up to six
letters, white space left out.
"""
import json
import random
from sacrebleu.metrics import BLEU, CHRF

random.seed(5)
words = "the a cat dog house sat on mat quickly red , . ran away from it is there was 12 don't".split()


def corpus(name, pairs, effective=False):
    written, wanted = [one for one, _ in pairs], [other for _, other in pairs]
    bleu = BLEU(smooth_method="none", tokenize="none", force=True, effective_order=effective).corpus_score(written, [wanted])
    chrf = CHRF().corpus_score(written, [wanted])
    return {"name": name, "pairs": pairs, "bleu": round(bleu.score / 100, 9), "chrf": round(chrf.score / 100, 9)}


def noisy(text, rate):
    """The words of a text, some left out, doubled or exchanged."""
    kept = []
    for word in text:
        kept += random.choice([[], [word, word], [random.choice(words)]]) if random.random() < rate else [word]
    return kept


def sample(rate, count, longest):
    texts = [random.choices(words, k=random.randint(1, longest)) for _ in range(count)]
    return [[" ".join(noisy(text, rate)), " ".join(text)] for text in texts]


cat = "the cat sat on the mat ."
cases = [
    corpus("the same", [[cat, cat]]),
    corpus("nothing in common", [["a dog ran away", cat]]),
    corpus("a word too often counts as often as it is there", [["the the the the the the the", cat]]),
    corpus("too short is punished", [["the cat sat on", cat]]),
    corpus("too long is not right either", [[cat + " it was quickly there", cat]]),
    corpus("nothing written", [["", cat]]),
    corpus("texts of three words have runs of three at most", [["2021 03 03", "2021 03 03"], ["2021 04 05", "2021 04 06"]], effective=True),
    corpus("one text of many words and many of few", sample(0.2, 1, 20) + sample(0.2, 6, 3)),
    corpus("little noise", sample(0.1, 20, 14)),
    corpus("much noise", sample(0.4, 20, 14)),
]
print(json.dumps(cases, indent=1))
