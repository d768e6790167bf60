import Fuse from 'fuse.js';
import type { Facets } from '../conversation/case.ts';
import type { Guide } from '../guide/guide.ts';
import type { Diagnosis, SmallTalk, Understanding } from './diagnosis.ts';
import { FacetReader } from './facets.ts';
import { ReplyReader } from './replies.ts';
import { Spelling } from './spelling.ts';
import { clauses, normalise, words } from './text.ts';

interface Example {
  text: string;
  label: string;
}

/** A share of the best section from which the bot goes on without asking back. */
const sureFrom = 0.55;

/** Builds the understanding of a guide from its phrases and its lexicon. */
export function createUnderstanding(guide: Guide): Understanding & { replies: ReplyReader } {
  const examples = examplesOf(guide);
  const fuse = new Fuse(examples, {
    keys: ['text'],
    includeScore: true,
    ignoreLocation: true,
    useTokenSearch: true,
    threshold: 0.5,
  });
  const spelling = new Spelling(vocabularyOf(guide));
  const facets = new FacetReader(guide.lexicon);
  const replies = new ReplyReader(guide.lexicon, spelling);

  return {
    replies,
    diagnose(text, known = {}) {
      const corrected = words(text).map((word) => spelling.correct(word));
      const ranked = rank(fuse, corrected.slice(0, 40).join(' '));
      const told = facets.read(corrected);
      const best = ranked[0];
      const kind = kindOf(best?.label);
      const sections = kind === 'symptom' ? ranked.filter(({ label }) => guide.section(label)) : [];
      const confidence = best?.share ?? 0;
      return {
        kind,
        smallTalk: best?.label.startsWith('small-talk.') ? (best.label.slice(11) as SmallTalk) : undefined,
        sections: sections.slice(0, 5).map(({ label, share }) => ({ section: label, share })),
        confidence,
        sure: confidence >= sureFrom,
        facets: { ...known, ...told },
        pointedAt: pointedAt(guide, text),
        later: clauses(text).length > 8 ? [] : [],
        evidence: ranked.slice(0, 5).map(({ label, share }) => `${label} ${(share * 100).toFixed(0)} %`),
      } satisfies Diagnosis & { facets: Facets };
    },
  };
}

function examplesOf(guide: Guide): Example[] {
  const { person, 'small-talk': smallTalk, 'off-topic': offTopic } = guide.lexicon.intents;
  return [
    ...guide.sections.flatMap(({ id, title, phrases }) => [title, ...phrases].map((text) => ({ text, label: id }))),
    ...person.map((text) => ({ text, label: 'person' })),
    ...offTopic.map((text) => ({ text, label: 'off-topic' })),
    ...Object.entries(smallTalk).flatMap(([kind, texts]) => texts.map((text) => ({ text, label: `small-talk.${kind}` }))),
  ].map(({ text, label }) => ({ text: normalise(text), label }));
}

function kindOf(label: string | undefined): Diagnosis['kind'] {
  if (label === undefined || label === 'off-topic') return 'off-topic';
  if (label === 'person') return 'person';
  return label.startsWith('small-talk.') ? 'small-talk' : 'symptom';
}

function rank(fuse: Fuse<Example>, query: string): { label: string; share: number }[] {
  if (query === '') return [];
  const weights = new Map<string, number>();
  for (const { item, score } of fuse.search(query, { limit: 12 })) {
    weights.set(item.label, (weights.get(item.label) ?? 0) + Math.exp(-8 * (score ?? 1)));
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return [...weights].map(([label, weight]) => ({ label, share: weight / total })).sort((a, b) => b.share - a.share);
}

function pointedAt(guide: Guide, text: string): string[] {
  const normal = ` ${normalise(text)} `;
  return guide.checks
    .filter(({ signs }) => signs?.some((sign) => normal.includes(` ${normalise(sign)} `)))
    .map(({ id }) => id);
}

function vocabularyOf(guide: Guide): Map<string, number> {
  const counts = new Map<string, number>();
  const { lexicon } = guide;
  const texts = [
    ...examplesOf(guide).map(({ text }) => text),
    ...Object.values(lexicon.replies).flat(),
    ...[lexicon.products, lexicon.phone, lexicon.maker, lexicon.windows, lexicon.feature, lexicon.trigger]
      .flatMap((record) => Object.values(record))
      .flat(),
    ...Object.values(lexicon.concepts).flat(),
  ];
  for (const text of texts) for (const word of words(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
