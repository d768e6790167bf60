import type { ContentFiles } from './read-files.ts';
import type { Problem } from './problem.ts';

/** A phrase is judged by this many phrases that are nearest to it. */
const neighbours = 5;
/** Of which so many must belong to one other section … */
const pulled = 4;
/** … and be at least so similar on average, 0 to 1: else it simply stands alone. */
const similarFrom = 0.5;
/** Words that more phrases have than this share tell no section apart. */
const commonFrom = 0.05;
const mostReported = 20;

interface Phrase {
  file: string;
  line: number;
  text: string;
  section: string;
  words: Set<string>;
  /** Square root of the sum of its words' squared weights. */
  length: number;
}

/**
 * Phrases that pull two sections together: their nearest neighbours, by words weighed with their rarity, mostly
 * belong to another section that does not answer the same symptom. What says nothing but a part of the phrase is no
 * neighbour: "calls" does not pull at "iphone calls". The worst come first.
 */
export function phrasesThatPull(files: ContentFiles): Problem[] {
  const phrases = readPhrases(files);
  const bearers = Map.groupBy(
    phrases.flatMap((phrase) => [...phrase.words].map((word) => ({ word, phrase }))),
    ({ word }) => word,
  );
  const weightOf = (word: string) => Math.log(phrases.length / (bearers.get(word)?.length ?? 1));
  for (const phrase of phrases) {
    phrase.length = Math.hypot(...[...phrase.words].map(weightOf));
  }
  const isSame = equivalence(files);
  const found = phrases.flatMap((phrase) => {
    const shared = new Map<Phrase, number>();
    for (const word of phrase.words) {
      const others = bearers.get(word) ?? [];
      if (others.length > commonFrom * phrases.length) continue;
      for (const { phrase: other } of others) {
        if (other !== phrase && !isPartOf(other, phrase))
          shared.set(other, (shared.get(other) ?? 0) + weightOf(word) ** 2);
      }
    }
    const nearest = [...shared]
      .map(([other, dot]) => ({ other, similarity: dot / (phrase.length * other.length) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, neighbours);
    const bySection = Map.groupBy(nearest, ({ other }) => other.section);
    const [strongest] = [...bySection].sort(([, a], [, b]) => b.length - a.length);
    if (!strongest) return [];
    const [section, near] = strongest;
    const similarity = near.reduce((sum, one) => sum + one.similarity, 0) / near.length;
    if (near.length < pulled || similarity < similarFrom || isSame(section, phrase.section)) return [];
    return [{ phrase, section, similarity, example: near[0]?.other.text ?? '' }];
  });
  return found
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, mostReported)
    .map(({ phrase, section, example }) => ({
      severity: 'warning',
      file: phrase.file,
      line: phrase.line,
      message: `the phrase "${phrase.text}" reads like those of ${section}, such as "${example}"`,
      hint: `Move it to ${section}, or word it so that it tells what is special about ${phrase.section}.`,
    }));
}

function isPartOf(part: Phrase, whole: Phrase): boolean {
  return part.words.size < whole.words.size && [...part.words].every((word) => whole.words.has(word));
}

function readPhrases(files: ContentFiles): Phrase[] {
  return files.sections.flatMap((file) =>
    file.value.phrases.map((text, index) => ({
      file: file.file,
      line: file.lineOf(['phrases', index]),
      text,
      section: file.value.id,
      words: new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu)),
      length: 0,
    })),
  );
}

function equivalence(files: ContentFiles): (a: string, b: string) => boolean {
  const twins = new Set(
    files.sections.flatMap(({ value }) =>
      (value.sameAs ?? []).flatMap((id) => [`${value.id} ${id}`, `${id} ${value.id}`]),
    ),
  );
  return (a, b) => a === b || twins.has(`${a} ${b}`);
}
