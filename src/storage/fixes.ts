import type { Kysely, Transaction } from 'kysely';
import type { Facets } from '../conversation/case.ts';
import type { Fix, FixCount, FixScope } from '../conversation/fix.ts';
import type { Tables } from './schema.ts';

type Executor = Kysely<Tables> | Transaction<Tables>;

/** Stores what solved cases teach; a case that is stored already is left as it is. */
export async function saveFixes(
  db: Executor,
  fixes: readonly { scope: FixScope; fix: Fix }[],
): Promise<void> {
  if (fixes.length === 0) return;
  const rows = fixes.map(({ scope, fix }) => ({
    case_id: fix.caseId,
    guide: scope.guide,
    checks: scope.checks,
    phone: fix.phone ?? '',
    feature: fix.feature ?? '',
    trigger: fix.trigger ?? '',
    check_id: fix.check,
    fixed_at: fix.at,
  }));
  await db
    .insertInto('fixes')
    .values(rows)
    .onConflict((conflict) => conflict.column('case_id').doNothing())
    .execute();
}

export async function countFixes(db: Executor, scope: FixScope): Promise<FixCount[]> {
  const kind = ['phone', 'feature', 'trigger', 'check_id'] as const;
  const rows = await db
    .selectFrom('fixes')
    .select(kind)
    .select(({ fn }) => fn.countAll<number | string>().as('cases'))
    .where('guide', '=', scope.guide)
    .where('checks', '=', scope.checks)
    .groupBy(kind)
    .execute();
  return rows.map((row) => ({
    check: row.check_id,
    // PostgreSQL counts in 64 bits, which its driver gives as text.
    cases: Number(row.cases),
    phone: (row.phone || undefined) as Facets['phone'],
    feature: (row.feature || undefined) as Facets['feature'],
    trigger: (row.trigger || undefined) as Facets['trigger'],
  }));
}

export async function deleteFixes(db: Executor, guide: string): Promise<number> {
  const result = await db.deleteFrom('fixes').where('guide', '=', guide).executeTakeFirst();
  return Number(result.numDeletedRows);
}
