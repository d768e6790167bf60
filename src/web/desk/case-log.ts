import type { Activity } from '../../conversation/activity.ts';
import type { Change, LogEntry } from './wire.ts';

/** A message of ours that the server has not shown us yet. */
export interface Pending {
  key: string;
  text: string;
  files: readonly File[];
  at: string;
  state: 'sending' | 'failed';
}

/** One thing of a conversation, as the desk shows it. */
export type Item =
  | {
      is: 'message';
      id: string;
      at: string;
      from: 'visitor' | 'bot' | 'agent';
      who?: string;
      entry: LogEntry;
      /** A message of an agent that the visitor has read. */
      read?: true;
    }
  | { is: 'status'; id: string; at: string; state: string; by?: string }
  | { is: 'note'; id: string; at: string; who: string; text: string }
  | { is: 'pending'; id: string; at: string; pending: Pending };

const hidden = new Set([
  'conversationUpdate',
  'installationUpdate',
  'contactRelationUpdate',
  'trace',
  'typing',
  'invokeResponse',
]);

/** A conversation as far as the page knows it: pages of the log in any order, notes, and what is on its way. */
export class CaseLog {
  readonly #entries = new Map<number, LogEntry>();
  #notes: Change[] = [];
  #readUpTo = 0;
  #pending: Pending[] = [];
  /** By key of a message on its way, the position up to which it cannot have arrived. */
  readonly #sentAfter = new Map<string, number>();

  /** @returns those that were not known */
  add(entries: readonly LogEntry[]): LogEntry[] {
    const added = entries.filter(({ seq }) => !this.#entries.has(seq));
    for (const entry of added) this.#entries.set(entry.seq, entry);
    return added;
  }

  setChanges(changes: readonly Change[]): void {
    this.#notes = changes.filter(({ event }) => event.is === 'noted');
  }

  /** The visitor has read up to this position. */
  setRead(upTo: number): void {
    this.#readUpTo = upTo;
  }

  setPending(pending: readonly Pending[]): void {
    this.#pending = [...pending];
    for (const { key } of pending) if (!this.#sentAfter.has(key)) this.#sentAfter.set(key, this.last);
  }

  /** Position of the first entry, 1 when everything was read; undefined when nothing was. */
  get first(): number | undefined {
    return this.#entries.size === 0 ? undefined : Math.min(...this.#entries.keys());
  }

  /** The position up to which there is no gap behind the first entry. */
  get last(): number {
    let seq = this.first ?? 0;
    while (this.#entries.has(seq + 1)) seq += 1;
    return seq;
  }

  /** In order: an entry with an id that came before stands in its place; notes stand where they were written. */
  items(): Item[] {
    const messages = this.#messages();
    const notes = this.#notes.map((change): Item => {
      const { at, by, event, number } = change;
      return { is: 'note', id: `note-${number}`, at, who: by.name ?? '', text: textIn(event.text) };
    });
    const underWay = this.#pending.filter((message) => !this.#hasArrived(message));
    const pending = underWay.map((message): Item => ({
      is: 'pending',
      id: `pending-${message.key}`,
      at: message.at,
      pending: message,
    }));
    return [...merged(messages, notes), ...pending];
  }

  /** Its entry may be here before the answer that says so. */
  #hasArrived({ key, text }: Pending): boolean {
    const after = this.#sentAfter.get(key) ?? 0;
    return [...this.#entries.values()].some(
      ({ seq, activity }) => seq > after && agentOf(activity) !== undefined && (activity.text ?? '') === text,
    );
  }

  #messages(): Item[] {
    const items = new Map<string, Item>();
    for (const [, entry] of [...this.#entries].sort(([a], [b]) => a - b)) {
      const item = itemOf(entry, this.#readUpTo);
      if (!item) continue;
      const earlier = items.get(entry.activityId);
      items.set(entry.activityId, earlier ? { ...item, at: earlier.at } : item);
    }
    return [...items.values()];
  }
}

function itemOf(entry: LogEntry, readUpTo: number): Item | undefined {
  const { activity, activityId: id, direction } = entry;
  const at = activity.timestamp ?? '';
  if (hidden.has(activity.type)) return undefined;
  if (activity.type === 'message') {
    const agent = agentOf(activity);
    const from = direction === 'in' ? 'visitor' : agent === undefined ? 'bot' : 'agent';
    const who = from === 'visitor' ? activity.from?.name : agent;
    const read = from === 'agent' && entry.seq <= readUpTo ? { read: true as const } : {};
    return { is: 'message', id, at, from, ...(who ? { who } : {}), entry, ...read };
  }
  if (activity.name !== 'handoff.status') return undefined;
  const { state, by } = (activity.value ?? {}) as { state?: unknown; by?: unknown };
  return {
    is: 'status',
    id,
    at,
    state: String(state),
    ...(typeof by === 'string' ? { by } : {}),
  };
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The name an agent's message is shown under. */
function agentOf(activity: Activity): string | undefined {
  const support = activity.channelData?.support as { agent?: { name?: unknown } } | null | undefined;
  const name = support?.agent?.name;
  return typeof name === 'string' ? name : undefined;
}

/** Messages keep their order, as they came; each note goes before the first message that is younger. */
function merged(messages: Item[], notes: Item[]): Item[] {
  const all: Item[] = [];
  let next = 0;
  for (const message of messages) {
    for (let note = notes[next]; note && note.at <= message.at; note = notes[next]) {
      all.push(note);
      next += 1;
    }
    all.push(message);
  }
  return [...all, ...notes.slice(next)];
}
