import type { Activity } from '../../conversation/activity.ts';
import { backoffDelay } from './backoff.ts';
import { clientIdOf } from './history.ts';

/** `accepted`: the server has it. `later`: it may not have it, ask again. `refused`: it will never take it. */
export type PostResult = 'accepted' | 'later' | 'refused';

export type DeliveryState = 'sending' | 'sent' | 'failed';

export interface OutboxParts {
  post: (activity: Activity) => Promise<PostResult>;
  onChange: (clientId: string, state: DeliveryState) => void;
  /** Given everything that is not delivered, whenever that changes. */
  keep: (undelivered: Activity[]) => void;
  /** Runs the work after so many milliseconds. */
  schedule: (delay: number, work: () => void) => void;
  random: () => number;
}

interface Entry {
  clientId: string;
  activity: Activity;
  attempts: number;
  failed: boolean;
}

const mostAttempts = 6;

/**
 * Sends messages one after the other in the order of writing. While the connection is away they wait; a message that
 * is sent again carries the same client id, by which the server knows it, so it is never doubled.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  #entries: Entry[] = [];
  #ready = false;
  #attempt: { entry: Entry } | undefined;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Queues a message. It must carry `channelData.clientActivityID`. */
  add(activity: Activity): void {
    const clientId = clientIdOf(activity);
    if (clientId === undefined || this.#entries.some((entry) => entry.clientId === clientId)) return;
    this.#entries.push({ clientId, activity, attempts: 0, failed: false });
    this.#parts.onChange(clientId, 'sending');
    this.#keep();
    this.#next();
  }

  /** The visitor asks to send a failed message once more. It goes behind what was written since. */
  retry(clientId: string): void {
    const entry = this.#entries.find((candidate) => candidate.clientId === clientId);
    if (!entry?.failed) return;
    this.#entries = [...this.#entries.filter((other) => other !== entry), entry];
    entry.failed = false;
    entry.attempts = 0;
    this.#parts.onChange(clientId, 'sending');
    this.#next();
  }

  /** The server showed the message in the conversation: it has arrived, whatever becomes of the request. */
  confirm(clientId: string): void {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter((entry) => entry.clientId !== clientId);
    if (this.#attempt?.entry.clientId === clientId) this.#attempt = undefined;
    if (this.#entries.length === before) return;
    this.#parts.onChange(clientId, 'sent');
    this.#keep();
    this.#next();
  }

  /** The connection is there (`true`) or gone (`false`). */
  setReady(ready: boolean): void {
    this.#ready = ready;
    // What was under way when the connection went is sent again; the server knows it by its client id.
    if (!ready) this.#attempt = undefined;
    this.#next();
  }

  #next(): void {
    if (!this.#ready || this.#attempt) return;
    const entry = this.#entries.find((candidate) => !candidate.failed);
    if (entry) void this.#post(entry);
  }

  async #post(entry: Entry): Promise<void> {
    const attempt = { entry };
    this.#attempt = attempt;
    const result = await this.#parts.post(entry.activity).catch((): PostResult => 'later');
    if (this.#attempt !== attempt) return;
    if (result === 'accepted') return this.confirm(entry.clientId);
    entry.attempts += 1;
    if (result === 'refused' || entry.attempts >= mostAttempts) return this.#fail(entry);
    this.#parts.schedule(backoffDelay(entry.attempts - 1, this.#parts.random()), () => {
      if (this.#attempt !== attempt) return;
      this.#attempt = undefined;
      this.#next();
    });
  }

  #fail(entry: Entry): void {
    entry.failed = true;
    this.#attempt = undefined;
    this.#parts.onChange(entry.clientId, 'failed');
    this.#next();
  }

  #keep(): void {
    this.#parts.keep(this.#entries.map((entry) => entry.activity));
  }
}
