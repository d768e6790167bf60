import type { Check, GuideSettings, Lexicon, Phrases, Section, TypedReplies } from './schema.ts';
import type { SavedReply } from './saved-replies.ts';
import type { SupportHours } from './support-hours.ts';

/** All content, read and cross-checked; nothing in it points at something that is missing. */
export interface Guide {
  settings: GuideSettings;
  /** In the reading order of the guide. */
  sections: Section[];
  section(id: string): Section | undefined;
  checks: Check[];
  check(id: string): Check | undefined;
  lexicon: Lexicon;
  phrases: Phrases;
  /** Without them somebody is always there. */
  supportHours?: SupportHours;
  savedReplies?: SavedReply[];
  /** Without them the terms of the lexicon are the only examples of replies. */
  typedReplies?: TypedReplies;
  /** First 12 hexadecimal digits of the SHA-256 of all files: the same content gives the same version. */
  version: string;
}

/** Joins parts that were validated before. */
export function createGuide(parts: {
  settings: GuideSettings;
  sections: Section[];
  checks: Check[];
  lexicon: Lexicon;
  phrases: Phrases;
  supportHours?: SupportHours;
  savedReplies?: SavedReply[];
  typedReplies?: TypedReplies;
  version: string;
}): Guide {
  const sections = new Map(parts.sections.map((section) => [section.id, section]));
  const checks = new Map(parts.checks.map((check) => [check.id, check]));
  const order = new Map(parts.settings.sections.map((id, index) => [id, index]));
  return {
    ...parts,
    sections: [...parts.sections].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0)),
    section: (id) => sections.get(id),
    check: (id) => checks.get(id),
  };
}

/** Whether two sections answer the same symptom equally well. */
export function areEquivalent(guide: Guide, a: string, b: string): boolean {
  return (
    a === b || (guide.section(a)?.sameAs ?? []).includes(b) || (guide.section(b)?.sameAs ?? []).includes(a)
  );
}
