"""Words with one wrong letter, found without looking at every word.

Two words that differ by one letter (wrong, missing, too many, or two neighbours swapped) become equal when
at most one letter is taken from each: so each word is kept under itself and under itself less one letter
(W. Garbe, SymSpell, 2012).
"""


def deletions(word: str) -> set[str]:
    """Returns a word and all words that one gets by taking one letter from it."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def one_apart(a: str, b: str) -> bool:
    """Tells whether two different words are one slip of the finger apart (Damerau, 1964, distance 1)."""
    if len(a) > len(b):
        a, b = b, a
    if a == b or len(b) - len(a) > 1:
        return False
    at = next((i for i in range(len(a)) if a[i] != b[i]), len(a))
    if len(a) < len(b):
        return a[at:] == b[at + 1 :]
    return a[at + 1 :] == b[at + 1 :] or (
        a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :]
    )
