import type { UnmatchedReason, UnmatchedSymptom } from '../conversation/unmatched.ts';
import type { UnmatchedText } from './insights.ts';

/** How many texts are held at a time, and how many are shown. */
const limits = { held: 20_000, shown: 200 } as const;
/** The longest text that is worth an example, in characters. */
const longestText = 300;

/** The one that says most about what the guide lacks stands for a text that came with several. */
const weights: Record<UnmatchedReason, number> = { none: 3, 'off-topic': 2, unclear: 1, unsure: 0 };

/** A text that came once or more, with the last case that began with it. */
export type CommonText = Omit<UnmatchedText, 'section'> & { caseId?: string };

/** Groups texts that differ in case, space or punctuation only, as visitors write the same in many ways. */
export class UnmatchedTally {
  readonly #texts = new Map<string, CommonText>();

  add({ text, why, at, caseId }: UnmatchedSymptom): void {
    const key = normal(text);
    if (key === '' || text.length > longestText) return;
    const known = this.#texts.get(key);
    if (!known) {
      if (this.#texts.size < limits.held)
        this.#texts.set(key, { text: text.trim(), why, times: 1, lastAt: at, caseId });
      return;
    }
    known.times += 1;
    if (weights[why] > weights[known.why]) known.why = why;
    if (at > known.lastAt) Object.assign(known, { lastAt: at, caseId });
  }

  /** The commonest first. */
  result(): CommonText[] {
    return [...this.#texts.values()]
      .sort((a, b) => b.times - a.times || weights[b.why] - weights[a.why] || (a.lastAt < b.lastAt ? 1 : -1))
      .slice(0, limits.shown);
  }
}

function normal(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
