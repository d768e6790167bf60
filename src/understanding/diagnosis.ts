import type { Facets } from '../conversation/case.ts';
import type { Feature } from '../guide/schema.ts';

export type SmallTalk = 'greeting' | 'thanks' | 'goodbye' | 'about' | 'insult' | 'chatter' | 'wait';

/** What a text is about. */
export interface Diagnosis {
  kind: 'symptom' | 'person' | 'small-talk' | 'off-topic';
  /** Only with `small-talk`. */
  smallTalk?: SmallTalk;
  /** Sections that fit, best first, with their share of belief (0 to 1, summing to at most 1). Empty unless a symptom. */
  sections: { section: string; share: number }[];
  /** Probability that `kind` and the first section are right, 0 to 1. */
  confidence: number;
  /** Whether the confidence is high enough to go on without asking back. */
  sure: boolean;
  facets: Facets;
  /** Those of the facets that words of this text name; the others were known before or only follow from what it is about. */
  named: Facets;
  /** Set when the text names devices and says nothing else. */
  onlyDevices?: true;
  /** Features that words of the text name, at fault or fine; `facets` may hold one that only follows from them. */
  features: Feature[];
  /** Those of them that are only said to work. */
  working: Feature[];
  /** Checks that a quoted message or tell-tale expression points at. */
  pointedAt: string[];
  /** Further symptoms in the same text, in the visitor's words. */
  later: string[];
  /** Why, for people who look into it: `npm run ask`. */
  evidence: string[];
}

/** Pure: the same text gives the same diagnosis; no input or output, no clock, no randomness. */
export interface Understanding {
  /** `known` are facets that were told earlier; they are kept unless the text says otherwise. */
  diagnose(text: string, known?: Facets): Diagnosis;
  /**
   * The diagnosis of the same text after a look at the names of sections and settings, slips forgiven. Worth its few
   * milliseconds where the diagnosis is not sure or took a few words for no symptom; returns it unchanged without a hit.
   */
  searchNames(text: string, diagnosis: Diagnosis): Diagnosis;
}
