import type { Transaction } from 'kysely';
import type { Erased } from '../conversation/privacy-store.ts';
import type { Tables } from './schema.ts';

type Db = Transaction<Tables>;
/** Tables that hold something of a conversation, in an order in which nothing refers to what is gone. */
const byConversation = [
  'outbox',
  'escalations',
  'unmatched_symptoms',
  'cases',
  'owed_turns',
  'log',
  'files',
  'one_time_links',
] as const;

/** Deletes every row of these conversations, and what refers to them. */
export async function eraseConversations(
  db: Db,
  { ids, at, newId }: { ids: readonly string[]; at: string; newId: () => string },
): Promise<Erased> {
  const erased: Erased = { conversations: [], escalations: [], rows: {}, passedOnTo: [] };
  for (const id of ids) await eraseConversation(db, { id, at, newId, erased });
  return erased;
}

async function eraseConversation(
  db: Db,
  { id, at, newId, erased }: { id: string; at: string; newId: () => string; erased: Erased },
): Promise<void> {
  const conversation = await db
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!conversation) return;
  const count = (table: string, deleted: { numDeletedRows: bigint }) =>
    void (erased.rows[table] = (erased.rows[table] ?? 0) + Number(deleted.numDeletedRows));
  await noteTargets(db, id, erased);
  await forgetCaseNumbers(db, id, newId);
  const escalations = db.selectFrom('escalations').select('id').where('conversation_id', '=', id);
  const known = await db
    .selectFrom('escalations')
    .select(['id', 'queue'])
    .where('conversation_id', '=', id)
    .execute();
  erased.escalations.push(...known);
  const gone = known.map((escalation) => ({ id: escalation.id, erased_at: at }));
  if (gone.length > 0) {
    await db
      .insertInto('erased_escalations')
      .values(gone)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
  count(
    'escalation_changes',
    await db
      .deleteFrom('escalation_changes')
      .where('escalation_id', 'in', escalations)
      .executeTakeFirstOrThrow(),
  );
  for (const table of byConversation) {
    count(table, await db.deleteFrom(table).where('conversation_id', '=', id).executeTakeFirstOrThrow());
  }
  count(
    'state',
    await db.deleteFrom('state').where('key', '=', stateKey(conversation)).executeTakeFirstOrThrow(),
  );
  count('conversations', await db.deleteFrom('conversations').where('id', '=', id).executeTakeFirstOrThrow());
  erased.conversations.push({ id, lastSeq: conversation.last_seq });
}

/** What was learned counts on; that it was this case is forgotten. */
async function forgetCaseNumbers(db: Db, conversationId: string, newId: () => string): Promise<void> {
  const fixes = await db
    .selectFrom('fixes')
    .innerJoin('cases', 'cases.id', 'fixes.case_id')
    .select('fixes.case_id')
    .where('cases.conversation_id', '=', conversationId)
    .execute();
  for (const { case_id: caseId } of fixes) {
    await db.updateTable('fixes').set({ case_id: newId() }).where('case_id', '=', caseId).execute();
  }
}

async function noteTargets(db: Db, conversationId: string, erased: Erased): Promise<void> {
  const told = await db
    .selectFrom('outbox')
    .select('target')
    .distinct()
    .where('conversation_id', '=', conversationId)
    .where('attempts', '>', 0)
    .execute();
  erased.passedOnTo = [...new Set([...erased.passedOnTo, ...told.map(({ target }) => target)])];
}

/** Where the Bot Framework's ConversationState puts a conversation. */
export function stateKey({ channel, id }: { channel: string; id: string }): string {
  return `${channel}/conversations/${id}/`;
}
