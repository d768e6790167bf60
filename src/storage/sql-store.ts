import type { Kysely, Transaction } from 'kysely';
import type { Activity } from '../conversation/activity.ts';
import type { Case } from '../conversation/case.ts';
import type { FixCount, FixScope } from '../conversation/fix.ts';
import type { Change, ConversationRecord, LogEntry, Store, TurnResult } from '../conversation/store.ts';
import { available } from './available.ts';
import { saveEscalations, saveOutbox } from './escalation-rows.ts';
import { countFixes, deleteFixes, saveFixes } from './fixes.ts';
import { type Queries, createQueries } from './queries.ts';
import { caseFrom, caseRowFrom, conversationFrom, entryColumns, entryFrom, rowFrom } from './rows.ts';
import type { Tables } from './schema.ts';
import { saveUnmatched } from './unmatched.ts';

/** Undoes a transaction whose activity another one has logged already. */
class AlreadyLogged extends Error {}

/** The store on any SQL engine. Holds only what SQLite and PostgreSQL both understand. */
export class SqlStore implements Store {
  readonly #db: Kysely<Tables>;
  readonly #queries: Queries;
  readonly #clock: () => Date;
  readonly #newId: () => string;

  constructor(db: Kysely<Tables>, parts: { clock: () => Date; newId: () => string }) {
    this.#db = db;
    this.#queries = createQueries(db);
    this.#clock = parts.clock;
    this.#newId = parts.newId;
  }

  createConversation(conversation: ConversationRecord): Promise<boolean> {
    return available(async () => {
      const result = await this.#write((transaction) =>
        transaction
          .insertInto('conversations')
          .values({
            id: conversation.id,
            channel: conversation.channel,
            user_id: conversation.userId,
            user_name: conversation.userName ?? null,
            locale: conversation.locale ?? null,
            started_at: conversation.startedAt,
            last_seq: 0,
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst(),
      );
      return result.numInsertedOrUpdatedRows === 1n;
    });
  }

  findConversation(id: string): Promise<ConversationRecord | undefined> {
    return available(async () => {
      const row = await this.#queries.conversation.first(this.#db, { id });
      return row && conversationFrom(row);
    });
  }

  accept(inbound: {
    conversationId: string;
    activity: Activity;
    clientKey?: string;
  }): Promise<{ entry: LogEntry; duplicate: boolean }> {
    const { conversationId, clientKey } = inbound;
    return available(async () => {
      try {
        return { entry: await this.#logInbound(inbound), duplicate: false };
      } catch (error) {
        const winner =
          error instanceof AlreadyLogged && (await this.#findByClientKey(conversationId, clientKey));
        if (!winner) throw error;
        return { entry: winner, duplicate: true };
      }
    });
  }

  commitTurn(result: TurnResult): Promise<LogEntry[]> {
    return available(() =>
      this.#write(async (transaction) => {
        const paid = await this.#queries.payTurn.run(transaction, result);
        if (paid.numAffectedRows === 0n) return [];
        return this.#writeChange(transaction, result);
      }),
    );
  }

  commitAct(act: Change & { clientKey?: string }): Promise<{ entries: LogEntry[]; duplicate: boolean }> {
    const { conversationId, clientKey } = act;
    return available(async () => {
      try {
        const entries = await this.#write(async (transaction) => {
          // Nothing may be written of a conversation that is erased meanwhile.
          await this.#raiseSeq(transaction, { id: conversationId, by: 0 });
          return this.#writeChange(transaction, act);
        });
        return { entries, duplicate: false };
      } catch (error) {
        const winner =
          error instanceof AlreadyLogged && (await this.#findByClientKey(conversationId, clientKey));
        if (!winner) throw error;
        return { entries: [winner], duplicate: true };
      }
    });
  }

  owedTurns(): Promise<LogEntry[]> {
    return available(async () => {
      const rows = await this.#db
        .selectFrom('owed_turns')
        .innerJoin('log', (join) =>
          join
            .onRef('log.conversation_id', '=', 'owed_turns.conversation_id')
            .onRef('log.seq', '=', 'owed_turns.seq'),
        )
        .select(entryColumns.map((column) => `log.${column}` as const))
        .orderBy('owed_turns.accepted_at')
        .orderBy('owed_turns.seq')
        .execute();
      return rows.map(entryFrom);
    });
  }

  readLog(range: { conversationId: string; after: number; limit: number }): Promise<LogEntry[]> {
    return available(async () => {
      const { rows } = await this.#queries.entriesAfter.run(this.#db, range);
      return rows.map(entryFrom);
    });
  }

  findByClientKey(conversationId: string, clientKey: string): Promise<LogEntry | undefined> {
    return available(() => this.#findByClientKey(conversationId, clientKey));
  }

  findActivity(conversationId: string, activityId: string): Promise<LogEntry | undefined> {
    return available(async () => {
      const row = await this.#queries.newestEntryOf.first(this.#db, { conversationId, activityId });
      return row && entryFrom(row);
    });
  }

  lastSeq(conversationId: string): Promise<number> {
    return available(async () => {
      const row = await this.#db
        .selectFrom('conversations')
        .select('last_seq')
        .where('id', '=', conversationId)
        .executeTakeFirst();
      return row?.last_seq ?? 0;
    });
  }

  readState(keys: string[]): Promise<Map<string, object>> {
    return available(async () => {
      if (keys.length === 0) return new Map<string, object>();
      const records = keys.map((key) => ({ key }));
      const { rows } = await this.#queries.readState(keys.length).run(this.#db, ...records);
      return new Map(rows.map((row) => [row.key, JSON.parse(row.value) as object]));
    });
  }

  findCase(id: string): Promise<Case | undefined> {
    return available(async () => {
      const row = await this.#db.selectFrom('cases').select('value').where('id', '=', id).executeTakeFirst();
      return row && caseFrom(row);
    });
  }

  listCases(filter: { state: Case['state']; limit: number }): Promise<Case[]> {
    return available(async () => {
      const rows = await this.#db
        .selectFrom('cases')
        .select('value')
        .where('state', '=', filter.state)
        .orderBy('opened_at')
        .orderBy('id')
        .limit(filter.limit)
        .execute();
      return rows.map(caseFrom);
    });
  }

  countFixes(scope: FixScope): Promise<FixCount[]> {
    return available(() => countFixes(this.#db, scope));
  }

  forgetFixes(guide: string): Promise<number> {
    return available(() => this.#write((transaction) => deleteFixes(transaction, guide)));
  }

  keptSecret(name: string, create: () => string): Promise<string> {
    return available(async () => {
      const find = () =>
        this.#db.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirst();
      const kept = await find();
      if (kept) return kept.value;
      await this.#write((transaction) =>
        transaction
          .insertInto('secrets')
          .values({ name, value: create() })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .execute(),
      );
      return (await find())?.value ?? '';
    });
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }

  /** Every write is in a transaction: that is where an engine waits for other writers. */
  #write<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(work);
  }

  async #findByClientKey(
    conversationId: string,
    clientKey: string | undefined,
  ): Promise<LogEntry | undefined> {
    if (clientKey === undefined) return undefined;
    const row = await this.#queries.entryByClientKey.first(this.#db, { conversationId, clientKey });
    return row && entryFrom(row);
  }

  #logInbound(inbound: {
    conversationId: string;
    activity: Activity;
    clientKey?: string;
  }): Promise<LogEntry> {
    const { conversationId, clientKey } = inbound;
    const activity = { ...inbound.activity, id: this.#newId(), timestamp: this.#clock().toISOString() };
    return this.#write(async (transaction) => {
      const seq = await this.#raiseSeq(transaction, { id: conversationId, by: 1 });
      const entry: LogEntry = { conversationId, seq, activityId: activity.id, direction: 'in', activity };
      const logged = await this.#queries.appendToLog(1).run(transaction, rowFrom(entry, clientKey));
      if (logged.numAffectedRows === 0n) throw new AlreadyLogged();
      const owed = { conversation_id: conversationId, seq, accepted_at: activity.timestamp };
      await this.#queries.oweTurn.run(transaction, owed);
      return entry;
    });
  }

  async #writeChange(
    transaction: Transaction<Tables>,
    change: Change & { clientKey?: string },
  ): Promise<LogEntry[]> {
    await this.#saveState(transaction, change.state);
    await this.#saveCases(transaction, change.cases);
    await saveFixes(transaction, change.fixes ?? []);
    await saveUnmatched(transaction, change.unmatched ?? []);
    await saveEscalations(transaction, change.escalations ?? []);
    await saveOutbox(transaction, { entries: change.outbox ?? [], at: this.#clock().toISOString() });
    return this.#logOutgoing(transaction, change);
  }

  async #logOutgoing(
    transaction: Transaction<Tables>,
    { conversationId, outgoing, clientKey }: Change & { clientKey?: string },
  ): Promise<LogEntry[]> {
    if (outgoing.length === 0) return [];
    const timestamp = this.#clock().toISOString();
    const last = await this.#raiseSeq(transaction, { id: conversationId, by: outgoing.length });
    const entries = outgoing.map((sent, index): LogEntry => {
      const activity = { timestamp, ...sent, id: sent.id ?? this.#newId() };
      const seq = last - outgoing.length + 1 + index;
      return { conversationId, seq, activityId: activity.id, direction: 'out', activity };
    });
    const rows = entries.map((entry, index) => rowFrom(entry, index === 0 ? clientKey : undefined));
    const logged = await this.#queries.appendToLog(rows.length).run(transaction, ...rows);
    if (logged.numAffectedRows !== BigInt(rows.length)) throw new AlreadyLogged();
    return entries;
  }

  /** Gives out `by` sequence numbers and returns the last of them. */
  async #raiseSeq(transaction: Transaction<Tables>, raise: { id: string; by: number }): Promise<number> {
    const row = await this.#queries.raiseSeq.first(transaction, raise);
    if (!row) throw new Error(`There is no conversation ${raise.id}.`);
    return row.last_seq;
  }

  async #saveState(transaction: Transaction<Tables>, state: TurnResult['state']): Promise<void> {
    const deleted: string[] = [];
    const written: Tables['state'][] = [];
    for (const [key, value] of state) {
      if (value === null) deleted.push(key);
      else written.push({ key, value: JSON.stringify(value) });
    }
    if (deleted.length > 0) await transaction.deleteFrom('state').where('key', 'in', deleted).execute();
    if (written.length > 0) await this.#queries.saveState(written.length).run(transaction, ...written);
  }

  async #saveCases(transaction: Transaction<Tables>, cases: Case[]): Promise<void> {
    if (cases.length > 0)
      await this.#queries.saveCases(cases.length).run(transaction, ...cases.map(caseRowFrom));
  }
}
