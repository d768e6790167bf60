import type { Kysely } from 'kysely';
import type {
  Erased,
  KeptOfConversation,
  PrivacyStore,
  RetainedKind,
} from '../conversation/privacy-store.ts';
import type { ConversationRecord } from '../conversation/store.ts';
import { available } from './available.ts';
import { eraseConversations } from './erasure.ts';
import { changeFrom, escalationFrom } from './escalation-rows.ts';
import { fileFrom } from './file-store.ts';
import { expire } from './retention.ts';
import { caseFrom, conversationFrom } from './rows.ts';
import type { Tables } from './schema.ts';
import { unmatchedFrom } from './unmatched.ts';

/** For so long it is remembered that an escalation was erased. Milliseconds. */
const rememberedMs = 30 * 24 * 60 * 60 * 1000;

interface Parts {
  clock: () => Date;
  newId: () => string;
  /** Overwrites what deleted rows leave in the engine's files. */
  scrub: (db: Kysely<Tables>) => Promise<void>;
}

/** What visitors have a right to, on any SQL engine. */
export class SqlPrivacyStore implements PrivacyStore {
  readonly #db: Kysely<Tables>;
  readonly #parts: Parts;

  constructor(db: Kysely<Tables>, parts: Parts) {
    this.#db = db;
    this.#parts = parts;
  }

  conversationsOf({ userId, channel }: { userId: string; channel?: string }): Promise<ConversationRecord[]> {
    return available(async () => {
      const all = this.#db.selectFrom('conversations').selectAll().where('user_id', '=', userId);
      const rows = await (channel === undefined ? all : all.where('channel', '=', channel))
        .orderBy('started_at')
        .orderBy('id')
        .execute();
      return rows.map(conversationFrom);
    });
  }

  everythingOf(conversationId: string): Promise<KeptOfConversation | undefined> {
    return available(async () => {
      const row = await this.#db
        .selectFrom('conversations')
        .selectAll()
        .where('id', '=', conversationId)
        .executeTakeFirst();
      if (!row) return undefined;
      const cases = await this.#db
        .selectFrom('cases')
        .select('value')
        .where('conversation_id', '=', conversationId)
        .orderBy('opened_at')
        .execute();
      const escalations = await this.#db
        .selectFrom('escalations')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .orderBy('requested_at')
        .execute();
      const changes = await this.#db
        .selectFrom('escalation_changes')
        .innerJoin('escalations', 'escalations.id', 'escalation_changes.escalation_id')
        .selectAll('escalation_changes')
        .where('escalations.conversation_id', '=', conversationId)
        .orderBy('number')
        .execute();
      const unmatched = await this.#db
        .selectFrom('unmatched_symptoms')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .orderBy('seq')
        .execute();
      const files = await this.#db
        .selectFrom('files')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .where('finished', '=', 1)
        .orderBy('begun_at')
        .execute();
      return {
        conversation: conversationFrom(row),
        cases: cases.map(caseFrom),
        escalations: escalations.map((escalation) => ({
          escalation: escalationFrom(escalation),
          changes: changes.filter((change) => change.escalation_id === escalation.id).map(changeFrom),
        })),
        unmatched: unmatched.map(unmatchedFrom),
        files: files.map(fileFrom),
      };
    });
  }

  async erase(conversationIds: readonly string[]): Promise<Erased> {
    const { clock, newId } = this.#parts;
    const erased = await available(() =>
      this.#db
        .transaction()
        .execute((transaction) =>
          eraseConversations(transaction, { ids: conversationIds, at: clock().toISOString(), newId }),
        ),
    );
    await this.scrub();
    return erased;
  }

  scrub(): Promise<void> {
    return available(() => this.#parts.scrub(this.#db));
  }

  wasErased(escalationId: string): Promise<boolean> {
    return available(async () => {
      const row = await this.#db
        .selectFrom('erased_escalations')
        .select('id')
        .where('id', '=', escalationId)
        .executeTakeFirst();
      return row !== undefined;
    });
  }

  expire(kind: RetainedKind, options: { before: string; dryRun: boolean }): Promise<number> {
    return available(() => expire(this.#db, { kind, ...options }));
  }

  beginJob({ name, dueBefore, now }: { name: string; dueBefore: string; now: string }): Promise<boolean> {
    return available(() =>
      this.#db.transaction().execute(async (transaction) => {
        const forgotten = new Date(Date.parse(now) - rememberedMs).toISOString();
        await transaction.deleteFrom('erased_escalations').where('erased_at', '<', forgotten).execute();
        const begun = await transaction
          .updateTable('jobs')
          .set({ begun_at: now })
          .where('name', '=', name)
          .where('begun_at', '<=', dueBefore)
          .executeTakeFirst();
        if (begun.numUpdatedRows > 0n) return true;
        const first = await transaction
          .insertInto('jobs')
          .values({ name, begun_at: now })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .executeTakeFirst();
        return first.numInsertedOrUpdatedRows === 1n;
      }),
    );
  }
}
