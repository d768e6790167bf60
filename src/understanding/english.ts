/** Words that carry grammar and no subject; two of them side by side say nothing about what a text is about. */
const functionWords = new Set(
  (
    'i a an the my to is it for of in on do can you me and have was what how be this that with there so are at am ' +
    'if did im ive will would has been does get'
  ).split(' '),
);

/** Common endings with at least three letters before them: "ring" and "need" are whole. */
const endings = /(?<=^.{3,})(?:ations?|ings?|edly|ed|ies|es|s|ly|e|y)$/u;

/** Forms that no ending tells, or that one would tell wrongly: each form after the word it is a form of. */
const irregularForms = [
  'become became becoming',
  'begin began begun beginning',
  'break broke broken',
  'bring brought',
  'buy bought',
  'change changed changing',
  'charge charged charging',
  'choose chose chosen choosing',
  'come came coming',
  'deny denied denies denying',
  'do did done doing does',
  'drop dropped dropping',
  'feel felt',
  'find found',
  'forget forgot forgotten forgetting',
  'get got gotten getting',
  'give gave given giving',
  'go went gone goes going',
  'hear heard',
  'hold held',
  'keep kept',
  'know knew known',
  'leave left leaving',
  'lose lost losing',
  'make made making',
  'move moved moving',
  'pay paid',
  'put putting',
  'receive received receiving',
  'ring rang rung',
  'run ran running',
  'say said',
  'see saw seen',
  'send sent',
  'set setting',
  'show shown',
  'sleep slept',
  'speak spoke spoken',
  'spend spent',
  'steal stole stolen',
  'stop stopped stopping',
  'swap swapped swapping',
  'take took taken taking',
  'tell told',
  'think thought',
  'transfer transferred transferring',
  'try tried tries',
  'turn turned',
  'update updated updating',
  'use used using',
  'verify verified verifies verifying',
  'wake woke woken waking',
  'write wrote written writing',
];
const baseForms = new Map(
  irregularForms.flatMap((line) => {
    const [base = '', ...forms] = line.split(' ');
    return forms.map((form) => [form, base] as const);
  }),
);

/** Whether the word is about something: no article, pronoun, auxiliary or question word. */
export function isContentWord(word: string): boolean {
  return !functionWords.has(word);
}

/** Cuts one common ending off: "pairing", "paired" and "pairs" become "pair", as "sent" becomes "send". */
export function stem(word: string): string {
  return (baseForms.get(word) ?? word).replace(endings, '');
}
