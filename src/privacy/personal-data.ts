import type { EscalationChange } from '../conversation/escalation.ts';
import type { KeptOfConversation, PrivacyStore } from '../conversation/privacy-store.ts';
import type { LogEntry, Store } from '../conversation/store.ts';

/** Everything kept of one conversation. The log comes in pages, as it may be long; it can be read once. */
export interface PersonalData extends KeptOfConversation {
  log: AsyncIterable<LogEntry[]>;
}

/** Entries of the log read at a time. */
const pageSize = 200;

/**
 * Everything kept of these conversations, one after the other.
 * @param options.privately for the visitor's own eyes: what agents noted for each other is left out.
 */
export async function* readPersonalData(
  store: Pick<Store, 'readLog'> & { privacy: PrivacyStore },
  { ids, privately }: { ids: readonly string[]; privately: boolean },
): AsyncIterable<PersonalData> {
  for (const id of ids) {
    const kept = await store.privacy.everythingOf(id);
    if (kept) yield { ...(privately ? withoutNotes(kept) : kept), log: pagesOf(store, id) };
  }
}

async function* pagesOf(store: Pick<Store, 'readLog'>, conversationId: string): AsyncIterable<LogEntry[]> {
  for (let after = 0; ;) {
    const page = await store.readLog({ conversationId, after, limit: pageSize });
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.seq;
  }
}

function withoutNotes(kept: KeptOfConversation): KeptOfConversation {
  const isVisitors = ({ event }: EscalationChange) => event.is !== 'noted' && event.is !== 'read';
  return {
    ...kept,
    escalations: kept.escalations.map(({ escalation, changes }) => ({
      escalation,
      changes: changes.filter(isVisitors),
    })),
  };
}
