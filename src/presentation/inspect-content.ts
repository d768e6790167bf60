import { newSession } from '../conversation/session.ts';
import type { Facets } from '../conversation/case.ts';
import type { Guide } from '../guide/guide.ts';
import type { Problem } from '../guide/problem.ts';
import { cardBytes, cardLimit, type FillCard } from './card-templates.ts';
import { checkCardData } from './card-data.ts';
import { phraseValues } from './phrase-values.ts';
import { phraseKeys, type PhraseKey } from './phrase-keys.ts';
import { createSay } from './say.ts';

/** What the guide owes to the cards: every sentence that is said, and checks that fit on a card. */
export function inspectContent(input: {
  guide: Guide;
  fill: FillCard;
  lineOfPhrase: (key: string) => number;
}): Problem[] {
  const { guide, fill, lineOfPhrase } = input;
  return [
    ...missingPhrases(guide, lineOfPhrase),
    ...wrongValues(guide, lineOfPhrase),
    ...tooLargeCards(guide, fill),
  ];
}

function missingPhrases(guide: Guide, lineOfPhrase: (key: string) => number): Problem[] {
  const file = 'phrases.en.yaml';
  const known = new Set<string>(phraseKeys);
  const missing = phraseKeys.filter((key) => guide.phrases[key] === undefined);
  const unused = Object.keys(guide.phrases).filter((key) => !known.has(key));
  return [
    ...missing.map((key): Problem => ({
      severity: 'error',
      file,
      line: 1,
      message: `the phrase ${key} is missing`,
      hint: `Add a line "${key}: …".`,
    })),
    ...unused.map((key): Problem => ({
      severity: 'error',
      file,
      line: lineOfPhrase(key),
      message: `the phrase ${key} is never said`,
      hint: 'Correct the key, or take the line out.',
    })),
  ];
}

/** `{name}` that nothing fills in would be shown as it stands; one that is left out is not told. */
function wrongValues(guide: Guide, lineOfPhrase: (key: string) => number): Problem[] {
  const file = 'phrases.en.yaml';
  return Object.entries(guide.phrases).flatMap(([key, text]) => {
    const filled = phraseValues[key as PhraseKey] ?? [];
    const named = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
    const line = lineOfPhrase(key);
    const known = filled.map((name) => `{${name}}`).join(', ') || 'nothing';
    return [
      ...named
        .filter((name) => !filled.includes(name))
        .map((name): Problem => ({
          severity: 'error',
          ...{ file, line, message: `{${name}} in ${key} is filled in by nobody` },
          hint: `Correct its spelling, or take it out; what is filled in there is ${known}.`,
        })),
      ...filled
        .filter((name) => !named.includes(name))
        .map((name): Problem => ({
          severity: 'warning',
          ...{ file, line, message: `${key} does not tell {${name}}` },
          hint: `Put {${name}} where it belongs in the sentence.`,
        })),
    ];
  });
}

function tooLargeCards(guide: Guide, fill: FillCard): Problem[] {
  const say = createSay(guide.phrases);
  const variants: Facets[] = [{}, ...guide.settings.variants.maker.map((maker) => ({ maker }))];
  return guide.checks.flatMap((check) => {
    const sizes = variants.map((facets) => {
      const session = { ...newSession(), case: undefined };
      const section = guide.sections.find(({ checks }) => checks.some((entry) => entry.check === check.id));
      const question = {
        kind: 'check' as const,
        check: check.id,
        section: section?.id ?? '',
        position: 1,
        total: 1,
        elsewhere: true,
      };
      return cardBytes(fill('check', checkCardData({ guide, say, session, question, facets })));
    });
    const largest = Math.max(...sizes);
    if (largest <= cardLimit) return [];
    return [
      {
        severity: 'error' as const,
        file: `checks/${check.id}.yaml`,
        line: 1,
        message: `the card of ${check.id} is too large: ${largest} bytes of at most ${cardLimit}`,
        hint: 'Shorten its steps, places or notes, or split it into two checks.',
      },
    ];
  });
}
