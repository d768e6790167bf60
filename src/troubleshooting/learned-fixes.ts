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

/** What the guide expects of one check: the parts of its probability, by section. All checks sum to 1. */
export type ExpectedShares = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** How much surer the guide is of what is wrong within a section than of how often a section is it. */
const surerWithinSection = 5;

interface FactorsInput {
  /** How many cases the guide's priors are worth. */
  strength: number;
  /** Whether a check of this expected share is asked at all. */
  isAsked: (check: string, share: number) => boolean;
}

/**
 * By how much solved cases change each check's probability, as factors; a check that is not named keeps its own.
 * The priors of the sections are a Dirichlet distribution worth `strength` cases, so the posterior mean of one is
 * (strength · prior + its cases) / (strength + all cases), where a case belongs to the sections that list its check
 * as far as each makes it likely. Within that, the checks are counted in the same way. What is hardly ever asked
 * cannot be counted and keeps its share: any part of a Dirichlet distribution is one of its own. Cases without the
 * trigger shift the prior that cases with it are counted on, so that a rare trigger profits from common trouble.
 * @param input.expected what the guide expects for facets with or without a trigger.
 */
export function learnedFactors(
  input: FactorsInput & {
    learned: LearnedFixes;
    facets: Facets;
    expected: (facets: Facets) => ExpectedShares;
  },
): ReadonlyMap<string, number> {
  const { learned, facets, expected } = input;
  const { trigger, ...plain } = facets;
  const without = factorsOf({ ...input, counts: learned.of(plain), expected: () => expected(plain) });
  if (trigger === undefined) return without;
  const counts = learned.of(facets);
  const shifted = () => timesFactors(expected(facets), without);
  return timesEachOther(without, factorsOf({ ...input, counts, expected: shifted }));
}

function factorsOf(
  input: FactorsInput & { counts: ReadonlyMap<string, number>; expected: () => ExpectedShares },
): ReadonlyMap<string, number> {
  const { counts, strength, isAsked } = input;
  if (counts.size === 0) return counts;
  const asked = new Map(
    [...input.expected()].filter(([check, parts]) => counts.has(check) || isAsked(check, sumOf(parts))),
  );
  const bySections = withSectionsCounted({ shares: asked, counts, strength });
  const mass = sumOf(bySections);
  const cases = [...asked.keys()].reduce((sum, check) => sum + (counts.get(check) ?? 0), 0);
  const sure = strength * surerWithinSection;
  return new Map(
    [...asked].map(([check, parts]) => {
      const mean = (sure * (bySections.get(check) ?? 0) + (counts.get(check) ?? 0) * mass) / (sure + cases);
      return [check, mean / (sumOf(parts) || 1)];
    }),
  );
}

/** The checks' shares once the sections' priors are shifted by the cases; they sum to what they did before. */
function withSectionsCounted(input: {
  shares: ExpectedShares;
  counts: ReadonlyMap<string, number>;
  strength: number;
}): Map<string, number> {
  const { shares, counts, strength } = input;
  const sections = new Map<string, { prior: number; cases: number }>();
  for (const [check, parts] of shares) {
    const total = sumOf(parts) || 1;
    for (const [section, part] of parts) {
      const known = sections.get(section) ?? { prior: 0, cases: 0 };
      known.prior += part;
      known.cases += ((counts.get(check) ?? 0) * part) / total;
      sections.set(section, known);
    }
  }
  const mass = [...sections.values()].reduce((sum, { prior }) => sum + prior, 0) || 1;
  const cases = [...sections.values()].reduce((sum, one) => sum + one.cases, 0);
  const factorOf = ({ prior, cases: own }: { prior: number; cases: number }) =>
    ((strength * prior) / mass + own) / (strength + cases) / (prior / mass);
  return new Map(
    [...shares].map(([check, parts]) => [
      check,
      [...parts].reduce((sum, [section, part]) => {
        const known = sections.get(section);
        return sum + (known && part > 0 ? part * factorOf(known) : 0);
      }, 0),
    ]),
  );
}

function timesEachOther(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Map<string, number> {
  const checks = new Set([...a.keys(), ...b.keys()]);
  return new Map([...checks].map((check) => [check, (a.get(check) ?? 1) * (b.get(check) ?? 1)]));
}

function timesFactors(shares: ExpectedShares, factors: ReadonlyMap<string, number>): ExpectedShares {
  const total =
    [...shares].reduce((sum, [check, parts]) => sum + sumOf(parts) * (factors.get(check) ?? 1), 0) || 1;
  return new Map(
    [...shares].map(([check, parts]) => {
      const factor = (factors.get(check) ?? 1) / total;
      return [check, new Map([...parts].map(([section, part]) => [section, part * factor]))];
    }),
  );
}

function sumOf(parts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const part of parts.values()) sum += part;
  return sum;
}

/** What a case teaches. Undefined unless a check fixed it: an explanation, a person or silence teach nothing. */
export function fixOf(value: Case): Fix | undefined {
  const found = value.outcome === 'fixed' ? fixedByVisitor(value) : fixedByPerson(value);
  if (!found) return undefined;
  const { phone, feature, trigger } = value.facets;
  return { caseId: value.id, check: found.check, phone, feature, trigger, at: value.closedAt ?? found.at };
}

function fixedByVisitor({ answers }: Case): { check: string; at: string } | undefined {
  return answers.findLast(({ answer }) => answer === 'fixed');
}

/** A person who solved the case may have said which check it was. */
function fixedByPerson({ byPerson, openedAt }: Case): { check: string; at: string } | undefined {
  if (!byPerson?.solved || byPerson.check === undefined) return undefined;
  return { check: byPerson.check, at: openedAt };
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
