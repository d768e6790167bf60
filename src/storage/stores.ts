import { SupportError, errorFrom } from '../errors.ts';
import type { AccessStore } from '../conversation/access-store.ts';
import type { AgentStore } from '../conversation/agent-store.ts';
import type { ConnectorStore } from '../conversation/connector-store.ts';
import type { EscalationStore } from '../conversation/escalation-store.ts';
import type { FileStore } from '../conversation/file-store.ts';
import type { FollowUpStore } from '../conversation/follow-up.ts';
import type { InsightStore } from '../conversation/insight-store.ts';
import type { LogPages } from '../conversation/log-pages.ts';
import type { PrivacyStore } from '../conversation/privacy-store.ts';
import type { Store } from '../conversation/store.ts';
import type { SupportChannelStore } from '../conversation/support-channel-store.ts';
import type { Kysely } from 'kysely';
import { SqlAccessStore } from './access-store.ts';
import { SqlAgentStore } from './agent-store.ts';
import { SqlConnectorStore } from './connector-store.ts';
import { SqlEscalationStore } from './escalation-store.ts';
import { SqlFileStore } from './file-store.ts';
import { SqlFollowUpStore } from './follow-up-store.ts';
import { migrate } from './migrations.ts';
import type { Tables } from './schema.ts';
import { SqlStore } from './sql-store.ts';
import { SqlInsightStore } from './insight-store.ts';
import { SqlLogPages } from './log-pages.ts';
import { SqlPrivacyStore } from './privacy-store.ts';
import { openSqlite, scrubSqlite } from './sqlite.ts';
import { SqlSupportChannelStore } from './support-channel-store.ts';

export interface StoreParts {
  clock: () => Date;
  newId: () => string;
  /** Whether a database that is not there is an error, rather than made. */
  mustExist?: boolean;
}

/** What one database holds, by contract; closing the store closes all of it. */
export type OpenedStore = Store & {
  files: FileStore;
  access: AccessStore;
  escalations: EscalationStore;
  agents: AgentStore;
  insights: InsightStore;
  logPages: LogPages;
  privacy: PrivacyStore;
  connector: ConnectorStore;
  supportChannel: SupportChannelStore;
  followUps: FollowUpStore;
};

/** What overwrites deleted rows in an engine's files, by the same schemes. */
const scrubs: Partial<Record<string, (db: Kysely<Tables>) => Promise<void>>> = { sqlite: scrubSqlite };

/** Every engine by the scheme of its address, given what follows the colon. @throws SupportError `storage.missing`. */
export const engines: Record<
  string,
  (location: string, options: Pick<StoreParts, 'mustExist'>) => Kysely<Tables>
> = {
  sqlite: openSqlite,
};

/**
 * Opens the store behind a DATABASE_URL, such as `sqlite:data/support.db`, and brings its tables up to date.
 * @throws SupportError `storage.unsupported`, `storage.missing`, `storage.unavailable` or `storage.newer`.
 */
export async function openStore(databaseUrl: string, parts: StoreParts): Promise<OpenedStore> {
  const [, scheme = '', location = ''] = /^([a-z]+):(.+)$/s.exec(databaseUrl) ?? [];
  const open = Object.hasOwn(engines, scheme) ? engines[scheme] : undefined;
  if (!open) {
    throw new SupportError(
      'storage.unsupported',
      `No storage engine for ${scheme === '' ? 'such a DATABASE_URL' : `a DATABASE_URL that begins with "${scheme}:"`}.`,
    );
  }
  let db: Kysely<Tables> | undefined;
  try {
    db = open(location, parts);
    await migrate(db, parts.clock);
    return Object.assign(new SqlStore(db, parts), {
      files: new SqlFileStore(db, parts),
      access: new SqlAccessStore(db, parts),
      escalations: new SqlEscalationStore(db),
      insights: new SqlInsightStore(db),
      logPages: new SqlLogPages(db),
      privacy: new SqlPrivacyStore(db, { ...parts, scrub: scrubs[scheme] ?? (() => Promise.resolve()) }),
      agents: new SqlAgentStore(db, parts),
      connector: new SqlConnectorStore(db),
      supportChannel: new SqlSupportChannelStore(db),
      followUps: new SqlFollowUpStore(db),
    });
  } catch (cause) {
    await db?.destroy();
    if (cause instanceof SupportError) throw cause;
    throw new SupportError(
      'storage.unavailable',
      `The database does not open: ${errorFrom(cause).message}`,
      cause,
    );
  }
}
