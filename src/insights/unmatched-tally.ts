import type { Case } from '../conversation/case.ts';
import type { UnmatchedReason, UnmatchedSymptom } from '../conversation/unmatched.ts';
import type { UnmatchedText } from './insights.ts';

/** How many texts are held at a time, and how many are shown. */
const limits = { held: 20_000, shown: 200 } as const;
/** The longest text that is worth an example, in characters. */
const longestText = 300;

/** The one that says most about what the guide lacks stands for a text that came with several. */
const weights: Record<UnmatchedReason, number> = { none: 3, 'off-topic': 2, unclear: 1, unsure: 0 };

/**
 * Groups texts that differ in case, space or punctuation only, as visitors write the same in many ways. Texts are added
 * before the cases that came of them.
 */
export class UnmatchedTally {
  readonly #texts = new Map<string, UnmatchedText & { caseId?: string }>();
  /** By case; empty while it is not known where the case led to. */
  readonly #sections = new Map<string, string>();

  /** Remembers where a case led to, if a text came before it. */
  addCase({ id, sections, outcome }: Case): void {
    const [best] = sections;
    if (!best || !this.#sections.has(id)) return;
    if (best.share === 1 || outcome === 'fixed' || outcome === 'explained')
      this.#sections.set(id, best.section);
  }

  add({ text, why, at, caseId }: UnmatchedSymptom): void {
    const key = normal(text);
    if (key === '' || text.length > longestText) return;
    if (caseId !== undefined && !this.#sections.has(caseId)) this.#sections.set(caseId, '');
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

  result(): UnmatchedText[] {
    return [...this.#texts.values()]
      .sort((a, b) => b.times - a.times || weights[b.why] - weights[a.why] || (a.lastAt < b.lastAt ? 1 : -1))
      .slice(0, limits.shown)
      .map(({ caseId, ...shown }) => {
        const section = this.#sections.get(caseId ?? '');
        return { ...shown, ...(section ? { section } : {}) };
      });
  }
}

function normal(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
