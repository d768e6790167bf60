import { createHash } from 'node:crypto';
import type { Case, Facets } from '../conversation/case.ts';
import type { Fix, FixCount, FixScope } from '../conversation/fix.ts';
import type { Guide } from '../guide/guide.ts';

type Kind = Pick<Facets, 'phone' | 'feature' | 'trigger'>;

/** The counts of solved cases, by kind of trouble and check. */
export interface LearnedFixes {
  /** Counts by check of the cases of this kind; with the phone unknown, those of every phone. */
  of(kind: Kind): ReadonlyMap<string, number>;
}

export const nothingLearned: LearnedFixes = { of: () => new Map() };

/** Arranges counts for looking up. */
export function learnedFixes(counts: readonly FixCount[]): LearnedFixes {
  const kinds = new Map<string, Map<string, number>>();
  const add = (key: string, { check, cases }: FixCount) => {
    const kind = kinds.get(key) ?? new Map<string, number>();
    kinds.set(key, kind.set(check, (kind.get(check) ?? 0) + cases));
  };
  for (const count of counts) {
    add(keyOf(count), count);
    if (count.phone !== undefined) add(keyOf({ ...count, phone: undefined }), count);
  }
  return { of: (kind) => kinds.get(keyOf(kind)) ?? new Map<string, number>() };
}

function keyOf({ phone, feature, trigger }: Kind): string {
  return [phone ?? 'any', feature ?? 'everything', trigger ?? 'none'].join('|');
}

/**
 * By how much solved cases change each check's probability, as factors; a check that is not named keeps its own.
 * The priors are a Dirichlet distribution worth `strength` cases, so the posterior mean of a check is
 * (strength · prior + its cases) / (strength + all cases), among the checks that are asked: the others keep their
 * share, as any part of a Dirichlet distribution is one of its own. Cases without the trigger shift the prior that cases with
 * it are counted on, so that a rare trigger profits from common trouble.
 * @param input.isAsked whether a check of this expected share is asked at all.
 * @param input.expected the guide's own share of each check, summing to 1, for facets with or without a trigger.
 */
export function learnedFactors(input: {
  learned: LearnedFixes;
  facets: Facets;
  strength: number;
  expected: (facets: Facets) => ReadonlyMap<string, number>;
  isAsked: (check: string, share: number) => boolean;
}): ReadonlyMap<string, number> {
  const { learned, facets, strength, expected, isAsked } = input;
  const { trigger, ...plain } = facets;
  const without = factorsOf({
    counts: learned.of(plain),
    strength,
    isAsked,
    expected: () => expected(plain),
  });
  if (trigger === undefined) return without;
  const counts = learned.of(facets);
  if (counts.size === 0) return without;
  const shifted = () => timesFactors(expected(facets), without);
  const further = factorsOf({ counts, strength, isAsked, expected: shifted });
  return timesEachOther(without, further);
}

function factorsOf(input: {
  counts: ReadonlyMap<string, number>;
  strength: number;
  expected: () => ReadonlyMap<string, number>;
  isAsked: (check: string, share: number) => boolean;
}): Map<string, number> {
  const { counts, strength, isAsked } = input;
  if (counts.size === 0) return new Map();
  const asked = [...input.expected()].filter(
    ([check, share]) => share > 0 && (counts.has(check) || isAsked(check, share)),
  );
  const mass = asked.reduce((sum, [, share]) => sum + share, 0);
  const cases = asked.reduce((sum, [check]) => sum + (counts.get(check) ?? 0), 0);
  return new Map(
    asked.map(([check, share]) => {
      const mean = (strength * share + (counts.get(check) ?? 0)) / (strength * mass + cases);
      return [check, (mean * mass) / share];
    }),
  );
}

function timesEachOther(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Map<string, number> {
  const checks = new Set([...a.keys(), ...b.keys()]);
  return new Map([...checks].map((check) => [check, (a.get(check) ?? 1) * (b.get(check) ?? 1)]));
}

function timesFactors(
  shares: ReadonlyMap<string, number>,
  factors: ReadonlyMap<string, number>,
): Map<string, number> {
  const changed = [...shares].map(([check, share]) => [check, share * (factors.get(check) ?? 1)] as const);
  const total = changed.reduce((sum, [, share]) => sum + share, 0) || 1;
  return new Map(changed.map(([check, share]) => [check, share / total]));
}

/** What a case teaches. Undefined unless a check fixed it: an explanation, a person or silence teach nothing. */
export function fixOf(value: Case): Fix | undefined {
  const fixed = value.answers.findLast(({ answer }) => answer === 'fixed');
  if (value.outcome !== 'fixed' || !fixed) return undefined;
  const { phone, feature, trigger } = value.facets;
  return { caseId: value.id, check: fixed.check, phone, feature, trigger, at: value.closedAt ?? fixed.at };
}

/**
 * The scope counts are kept under: the guide, and the first 12 hexadecimal digits of the SHA-256 of its check ids.
 * Sentences, steps and phrases may change without a loss. A check that comes or goes begins a new count, as the old
 * proportions are those of another choice: a new check could never catch up with hundreds of cases that had no
 * chance to name it.
 */
export function fixScope(guide: Guide): FixScope {
  const ids = guide.checks.map(({ id }) => id).sort();
  return {
    guide: guide.settings.id,
    checks: createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 12),
  };
}
