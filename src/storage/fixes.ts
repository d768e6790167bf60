import type { Kysely, Transaction } from 'kysely';
import type { Facets } from '../conversation/case.ts';
import type { FixCount, FixScope, FixWrite } from '../conversation/fix.ts';
import type { Tables } from './schema.ts';

type Executor = Kysely<Tables> | Transaction<Tables>;

/** Stores what solved cases teach, in order; a case that is stored already is left as it is. */
export async function saveFixes(db: Executor, writes: readonly FixWrite[]): Promise<void> {
  for (const write of writes) {
    if ('forget' in write) await db.deleteFrom('fixes').where('case_id', '=', write.forget).execute();
    else await saveFix(db, write);
  }
}

async function saveFix(db: Executor, { scope, fix }: Exclude<FixWrite, { forget: string }>): Promise<void> {
  const row = {
    case_id: fix.caseId,
    guide: scope.guide,
    checks: scope.checks,
    phone: fix.phone ?? '',
    feature: fix.feature ?? '',
    trigger: fix.trigger ?? '',
    check_id: fix.check,
    fixed_at: fix.at,
  };
  await db
    .insertInto('fixes')
    .values(row)
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
