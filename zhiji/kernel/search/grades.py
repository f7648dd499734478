"""How good a match is, smaller first: whole name, start, word, part, sound, letters, a slip of the finger."""

EXACT = 0  # the name is what was typed
NUMBER = 1  # a number of a document, a whole mail address
STARTS = 2  # the name starts with it, a phone number ends with it
WORD = 3  # a word of the name starts with it
CONTAINS = 4
SOUND_STARTS = 5  # the name starts with these syllables
SOUND = 6
SOUND_BEGUN_STARTS = 7  # the same, the last syllable only begun
SOUND_BEGUN = 8
LETTERS_STARTS = 9  # initials of the name's first syllables
LETTERS = 10
FUZZY = 11  # one letter is wrong
