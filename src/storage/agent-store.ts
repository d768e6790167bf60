import type { Kysely } from 'kysely';
import type { AgentStore, SignInCode, TakenCode } from '../conversation/agent-store.ts';
import type { AgentAccount } from '../conversation/escalation.ts';
import { available } from './available.ts';
import type { Tables } from './schema.ts';

/** How long a code is known after it has expired, so that who comes late is told so. Milliseconds. */
const rememberedMs = 24 * 60 * 60 * 1000;

/** Sign-in codes and ended sessions in the database. */
export class SqlAgentStore implements AgentStore {
  readonly #db: Kysely<Tables>;
  readonly #clock: () => Date;

  constructor(db: Kysely<Tables>, parts: { clock: () => Date }) {
    this.#db = db;
    this.#clock = parts.clock;
  }

  saveSignInCode({ digest, agent, createdAt, expiresAt }: SignInCode): Promise<void> {
    const row = {
      digest,
      agent: JSON.stringify(agent),
      created_at: createdAt,
      expires_at: expiresAt,
      used_at: null,
    };
    return this.#write(async (db) => {
      await db.insertInto('agent_sign_in_codes').values(row).execute();
    });
  }

  takeSignInCode(digest: string): Promise<TakenCode> {
    return this.#write(async (db): Promise<TakenCode> => {
      const now = this.#now();
      const taken = await db
        .updateTable('agent_sign_in_codes')
        .set({ used_at: now })
        .where('digest', '=', digest)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returning('agent')
        .executeTakeFirst();
      if (taken) return { outcome: 'taken', agent: JSON.parse(taken.agent) as AgentAccount };
      const known = await db
        .selectFrom('agent_sign_in_codes')
        .select('used_at')
        .where('digest', '=', digest)
        .executeTakeFirst();
      if (!known) return { outcome: 'unknown' };
      return { outcome: known.used_at === null ? 'expired' : 'used' };
    });
  }

  endSession({ id, expiresAt }: { id: string; expiresAt: string }): Promise<void> {
    return this.#write(async (db) => {
      await db
        .insertInto('ended_agent_sessions')
        .values({ id, expires_at: expiresAt })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    });
  }

  hasEnded(sessionId: string): Promise<boolean> {
    return available(async () => {
      const row = await this.#db
        .selectFrom('ended_agent_sessions')
        .select('id')
        .where('id', '=', sessionId)
        .executeTakeFirst();
      return row !== undefined;
    });
  }

  deleteExpired(): Promise<void> {
    const forgotten = new Date(this.#clock().getTime() - rememberedMs).toISOString();
    return this.#write(async (db) => {
      await db.deleteFrom('ended_agent_sessions').where('expires_at', '<=', this.#now()).execute();
      await db.deleteFrom('agent_sign_in_codes').where('expires_at', '<=', forgotten).execute();
    });
  }

  #now(): string {
    return this.#clock().toISOString();
  }

  #write<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    return available(() => this.#db.transaction().execute(work));
  }
}
