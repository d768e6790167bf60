import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import {
  mostUnread,
  type EscalationFilter,
  type EscalationStore,
  type ListedEscalation,
  type StoredOutboxEntry,
} from '../conversation/escalation-store.ts';
import type { Escalation, EscalationChange } from '../conversation/escalation.ts';
import { available } from './available.ts';
import { changeFrom, escalationFrom, listedFrom, outboxEntryFrom } from './escalation-rows.ts';
import { messageJson } from './log-pages.ts';
import type { Tables } from './schema.ts';

/** Escalations and the outbox on any SQL engine. */
export class SqlEscalationStore implements EscalationStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  findEscalation(id: string): Promise<Escalation | undefined> {
    return available(async () => {
      const row = await this.#db
        .selectFrom('escalations')
        .select('value')
        .where('id', '=', id)
        .executeTakeFirst();
      return row && escalationFrom(row);
    });
  }

  escalationOfCase(caseId: string): Promise<Escalation | undefined> {
    return available(async () => {
      const row = await this.#db
        .selectFrom('escalations')
        .select('value')
        .where('case_id', '=', caseId)
        .orderBy('requested_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && escalationFrom(row);
    });
  }

  escalationOfConversation(conversationId: string): Promise<Escalation | undefined> {
    return available(async () => {
      const row = await this.#db
        .selectFrom('escalations')
        .select('value')
        .where('conversation_id', '=', conversationId)
        .orderBy('requested_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && escalationFrom(row);
    });
  }

  listEscalations(filter: EscalationFilter): Promise<Escalation[]> {
    return available(async () => {
      const rows = await this.#filtered(filter).select('escalations.value').execute();
      return rows.map(escalationFrom);
    });
  }

  listForDesk(filter: EscalationFilter): Promise<ListedEscalation[]> {
    return available(async () => {
      // Sorted by what is short: rows with all their values would be moved about.
      const chosen = this.#filtered(filter).select('escalations.id');
      const rows = await inOrder(this.#withCases().where('escalations.id', 'in', chosen), filter.order)
        .select(['escalations.value', 'cases.value as case_value'])
        .execute();
      const listed = rows.map(listedFrom);
      for (const line of listed) {
        if (line.taken) line.row.unread = await this.#countUnread(line.taken);
      }
      return listed.map(({ row }) => row);
    });
  }

  escalationChanges(id: string): Promise<EscalationChange[]> {
    return available(async () => {
      const rows = await this.#db
        .selectFrom('escalation_changes')
        .selectAll()
        .where('escalation_id', '=', id)
        .orderBy('number')
        .execute();
      return rows.map(changeFrom);
    });
  }

  overdueEscalations(now: string, limit: number): Promise<Escalation[]> {
    return available(async () => {
      const rows = await this.#db
        .selectFrom('escalations')
        .select('value')
        .where('state', '=', 'queued')
        .where('accept_by', '<=', now)
        .orderBy('accept_by')
        .limit(limit)
        .execute();
      return rows.map(escalationFrom);
    });
  }

  recentWaits(filter: { queue: string; since: string; limit: number }): Promise<number[]> {
    return available(async () => {
      const rows = await this.#db
        .selectFrom('escalations')
        .select(['queued_at', 'accepted_at'])
        .where('queue', '=', filter.queue)
        .where('ticket', '=', 0)
        .where('accepted_at', '>=', filter.since)
        .orderBy('accepted_at', 'desc')
        .limit(filter.limit)
        .execute();
      return rows.flatMap(({ queued_at: from, accepted_at: to }) =>
        from === null || to === null ? [] : (Date.parse(to) - Date.parse(from)) / 1000,
      );
    });
  }

  countAhead({ id, queue, queuedAt }: Pick<Escalation, 'id' | 'queue' | 'queuedAt'>): Promise<number> {
    return available(async () => {
      const row = await this.#db
        .selectFrom('escalations')
        .select(({ fn }) => fn.countAll<number | string>().as('ahead'))
        .where('state', '=', 'queued')
        .where('queue', '=', queue)
        .where('ticket', '=', 0)
        .where('id', '!=', id)
        .where('queued_at', '<=', queuedAt ?? '')
        .executeTakeFirst();
      return Number(row?.ahead ?? 0);
    });
  }

  dueOutbox(now: string, limit: number): Promise<StoredOutboxEntry[]> {
    return available(async () => {
      const rows = await this.#firstOfEachStream()
        .selectAll('outbox')
        .where('due_at', '<=', now)
        .orderBy('number')
        .limit(limit)
        .execute();
      return rows.map(outboxEntryFrom);
    });
  }

  nextOutboxTime(): Promise<string | undefined> {
    return available(async () => {
      const row = await this.#firstOfEachStream()
        .select(({ fn }) => fn.min('due_at').as('due_at'))
        .executeTakeFirst();
      return row?.due_at ?? undefined;
    });
  }

  markOutbox(
    id: string,
    mark: { state: StoredOutboxEntry['state']; attempts: number; dueAt: string; lastError?: string },
  ): Promise<boolean> {
    return available(async () => {
      const result = await this.#db.transaction().execute((transaction) =>
        transaction
          .updateTable('outbox')
          .set({
            state: mark.state,
            attempts: mark.attempts,
            due_at: mark.dueAt,
            last_error: mark.lastError ?? null,
          })
          .where('id', '=', id)
          .executeTakeFirst(),
      );
      return result.numUpdatedRows > 0n;
    });
  }

  listOutbox(filter: { state: StoredOutboxEntry['state']; limit: number }): Promise<StoredOutboxEntry[]> {
    return available(async () => {
      const rows = await this.#db
        .selectFrom('outbox')
        .selectAll()
        .where('state', '=', filter.state)
        .orderBy('number')
        .limit(filter.limit)
        .execute();
      return rows.map(outboxEntryFrom);
    });
  }

  resendOutbox({ ids, now }: { ids?: readonly string[]; now: string }): Promise<number> {
    return available(async () => {
      const result = await this.#db.transaction().execute((transaction) => {
        const update = transaction
          .updateTable('outbox')
          .set({ state: 'due', attempts: 0, due_at: now })
          .where('state', '=', 'dead');
        return (ids ? update.where('id', 'in', ids) : update).executeTakeFirst();
      });
      return Number(result.numUpdatedRows);
    });
  }

  #withCases() {
    return this.#db.selectFrom('escalations').innerJoin('cases', 'cases.id', 'escalations.case_id');
  }

  #filtered({ states, queues, agentId, text, order, limit }: EscalationFilter) {
    let query = this.#withCases();
    if (states) query = query.where('escalations.state', 'in', states);
    if (queues) query = query.where('escalations.queue', 'in', queues);
    if (agentId !== undefined) query = query.where('agent_id', '=', agentId);
    if (text !== undefined && text !== '') {
      const pattern = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
      const holds = (column: 'cases.value' | 'escalations.value') =>
        sql<boolean>`lower(${sql.ref(column)}) like lower(${pattern}) escape '\\'`;
      query = query.where(({ or }) => or([holds('cases.value'), holds('escalations.value')]));
    }
    return inOrder(query, order).limit(limit);
  }

  async #countUnread(taken: { conversationId: string; readUpTo: number }): Promise<number> {
    const rows = await this.#db
      .selectFrom('log')
      .select('seq')
      .where('conversation_id', '=', taken.conversationId)
      .where('seq', '>', taken.readUpTo)
      .where('direction', '=', 'in')
      .where('activity', 'like', messageJson)
      .limit(mostUnread)
      .execute();
    return rows.length;
  }

  /** What one target is told of one escalation goes out in the order of writing: only the first is sent. */
  #firstOfEachStream() {
    return this.#db
      .selectFrom('outbox')
      .where('state', '=', 'due')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('outbox as earlier')
              .select('earlier.id')
              .whereRef('earlier.escalation_id', '=', 'outbox.escalation_id')
              .whereRef('earlier.target', '=', 'outbox.target')
              .where('earlier.state', '=', 'due')
              .whereRef('earlier.number', '<', 'outbox.number'),
          ),
        ),
      );
  }
}

type Query<Row> = SelectQueryBuilder<Tables, 'escalations' | 'cases', Row>;

function inOrder<Row>(query: Query<Row>, order: EscalationFilter['order']): Query<Row> {
  return order === 'waiting'
    ? query.orderBy('ticket').orderBy('queued_at').orderBy('escalations.id')
    : query.orderBy('requested_at', 'desc').orderBy('escalations.id');
}
