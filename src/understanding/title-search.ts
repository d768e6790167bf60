import Fuse from 'fuse.js';
import type { Guide } from '../guide/guide.ts';
import type { Diagnosis } from './diagnosis.ts';
import { words } from './text.ts';

/** A setting or section of the guide whose name is near to a text. */
export interface TitleHit {
  section: string;
  /** Only when a check's name was hit. */
  check?: string;
  /** 0 is nothing alike, 1 the very words. */
  likeness: number;
}

interface Title {
  name: string;
  section: string;
  check?: string;
}

/** Names are short: a text of more words is a story, and its likeness to a name means nothing. */
const mostWords = 5;
/** Hits below this likeness are chance. */
const leastLikeness = 0.25;
/** Share of belief that the names get beside the examples. */
const titleWeight = 0.4;

/**
 * Finds what a few words name in the guide: section titles, check titles and the other names of settings. It forgives
 * slips that no example phrase foresaw, which is what fuse.js is best at.
 */
export class TitleSearch {
  readonly #fuse: Fuse<Title>;

  constructor(guide: Guide) {
    this.#fuse = new Fuse(titlesOf(guide), {
      keys: ['name'],
      includeScore: true,
      ignoreLocation: true,
      useTokenSearch: true,
      threshold: 0.3,
    });
  }

  /** The best hits, each section once, at most three. */
  find(text: string): TitleHit[] {
    const said = words(text);
    if (said.length === 0 || said.length > mostWords) return [];
    const best = new Map<string, TitleHit>();
    for (const { item, score } of this.#fuse.search(said.join(' '), { limit: 8 })) {
      const likeness = 1 - (score ?? 1);
      if (likeness < leastLikeness || best.has(item.section)) continue;
      const { section, check } = item;
      best.set(section, { section, likeness, ...(check === undefined ? {} : { check }) });
    }
    return [...best.values()].slice(0, 3);
  }
}

/** The diagnosis with the sections weighed anew, and the settings that were named as what it points at. */
export function withTitles(diagnosis: Diagnosis, hits: TitleHit[]): Diagnosis {
  if (hits.length === 0) return diagnosis;
  const total = hits.reduce((sum, { likeness }) => sum + likeness, 0);
  const shares = new Map(
    diagnosis.sections.map(({ section, share }) => [section, (1 - titleWeight) * share]),
  );
  for (const { section, likeness } of hits) {
    shares.set(section, (shares.get(section) ?? 0) + (titleWeight * likeness) / total);
  }
  const sections = [...shares]
    .map(([section, share]) => ({ section, share }))
    .sort((a, b) => b.share - a.share);
  const { smallTalk: _, ...rest } = diagnosis;
  return {
    ...rest,
    kind: 'symptom',
    sections: sections.slice(0, 5),
    confidence: sections[0]?.share ?? 0,
    sure: false,
    pointedAt: [...new Set([...diagnosis.pointedAt, ...hits.flatMap(({ check }) => check ?? [])])],
  };
}

function titlesOf(guide: Guide): Title[] {
  const homes = new Map<string, string>();
  for (const section of guide.sections) {
    for (const { check, weight } of section.checks)
      if (weight > 0 && !homes.has(check)) homes.set(check, section.id);
  }
  // A check belongs to the section of the same name before any other that lists it.
  for (const { id } of guide.checks) if (guide.section(id)) homes.set(id, id);
  return [
    ...guide.sections.flatMap(({ id, title, choice }) =>
      [title, choice].map((name) => ({ name, section: id })),
    ),
    ...guide.checks.flatMap((check) =>
      [check.title, ...check.names].map((name) => ({
        name,
        section: homes.get(check.id) ?? '',
        check: check.id,
      })),
    ),
  ].map((title) => ({ ...title, name: words(title.name).join(' ') }));
}
