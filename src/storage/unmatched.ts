import type { Transaction } from 'kysely';
import type { UnmatchedReason, UnmatchedSymptom } from '../conversation/unmatched.ts';
import type { Tables } from './schema.ts';

/** Stores texts that no section was found for; of one message one. */
export async function saveUnmatched(
  db: Transaction<Tables>,
  symptoms: readonly UnmatchedSymptom[],
): Promise<void> {
  if (symptoms.length === 0) return;
  const rows = symptoms.map(({ conversationId, seq, caseId, why, text, at }) => ({
    ...{ conversation_id: conversationId, seq, why, text, at },
    case_id: caseId ?? null,
  }));
  await db
    .insertInto('unmatched_symptoms')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['conversation_id', 'seq']).doNothing())
    .execute();
}

export function unmatchedFrom(row: Tables['unmatched_symptoms']): UnmatchedSymptom {
  return {
    conversationId: row.conversation_id,
    seq: row.seq,
    ...(row.case_id === null ? {} : { caseId: row.case_id }),
    why: row.why as UnmatchedReason,
    text: row.text,
    at: row.at,
  };
}
