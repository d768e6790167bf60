import type { Activity } from '../../conversation/activity.ts';
import { Outbox, type PostResult } from '../shared/outbox.ts';
import { DeskCallError, type DeskApi } from './api.ts';
import type { Pending } from './case-log.ts';
import type { TabMemory } from './memory.ts';
import type { LogEntry } from './wire.ts';

export interface SendingParts {
  api: Pick<DeskApi, 'send' | 'upload'>;
  memory: TabMemory;
  schedule: (delay: number, work: () => void) => void;
  random: () => number;
  newKey: () => string;
  now: () => Date;
  /** What is on its way in a case has changed. */
  onChange: (caseId: string) => void;
  /** The server has it, as this entry of the log. */
  onSent: (caseId: string, entry: LogEntry) => void;
}

interface Message extends Pending {
  caseId: string;
  /** Names of the files on the server, once they are there. */
  uploaded?: string[];
}

const memoryKey = 'unsent';

/** Messages of this agent on their way to visitors: in order, kept over a lost connection, never doubled. */
export class Sending {
  readonly #parts: SendingParts;
  readonly #outbox: Outbox;
  readonly #messages = new Map<string, Message>();

  constructor(parts: SendingParts) {
    this.#parts = parts;
    this.#outbox = new Outbox({
      post: (activity) => this.#post(activity),
      onChange: (key, state) => this.#note(key, state),
      keep: (undelivered) => this.#keep(undelivered),
      schedule: parts.schedule,
      random: parts.random,
    });
    for (const message of keptMessages(parts.memory.read(memoryKey))) this.#add(message);
  }

  add(caseId: string, draft: { text: string; files: readonly File[] }): void {
    const at = this.#parts.now().toISOString();
    this.#add({ caseId, ...draft, key: this.#parts.newKey(), at, state: 'sending' });
  }

  retry(key: string): void {
    this.#outbox.retry(key);
  }

  /** The connection and the sign-in are there, or not. */
  setReady(ready: boolean): void {
    this.#outbox.setReady(ready);
  }

  pendingOf(caseId: string): Pending[] {
    return [...this.#messages.values()].filter((message) => message.caseId === caseId);
  }

  #add(message: Message): void {
    this.#messages.set(message.key, message);
    const { text, key } = message;
    this.#outbox.add({ type: 'message', text, channelData: { clientActivityID: key } });
  }

  async #post(activity: Activity): Promise<PostResult> {
    const message = this.#messages.get(String(activity.channelData?.clientActivityID));
    if (!message) return 'refused';
    const { caseId, key, text, files } = message;
    try {
      if (files.length > 0) message.uploaded ??= await this.#parts.api.upload(caseId, files);
      const entry = await this.#parts.api.send(caseId, {
        key,
        ...(text === '' ? {} : { text }),
        ...(message.uploaded ? { files: message.uploaded } : {}),
      });
      this.#messages.delete(key);
      this.#parts.onSent(caseId, entry);
      return 'accepted';
    } catch (error) {
      return isRefusal(error) ? 'refused' : 'later';
    }
  }

  #note(key: string, state: 'sending' | 'sent' | 'failed'): void {
    const message = this.#messages.get(key);
    if (!message) return;
    if (state !== 'sent') message.state = state;
    this.#parts.onChange(message.caseId);
  }

  /** Files do not outlive a reload, so what has some is not kept. */
  #keep(undelivered: Activity[]): void {
    const kept = undelivered.flatMap(({ channelData }) => {
      const message = this.#messages.get(String(channelData?.clientActivityID));
      return message?.files.length === 0 ? [message] : [];
    });
    this.#parts.memory.write(memoryKey, kept.length === 0 ? undefined : kept);
  }
}

/** Nothing but a sign-in, a limit or a passing trouble of the server is worth another attempt. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof DeskCallError)) return false;
  return error.status >= 400 && error.status < 500 && ![401, 408, 429].includes(error.status);
}

function keptMessages(value: unknown): Message[] {
  if (!Array.isArray(value)) return [];
  return (value as Partial<Message>[]).flatMap(({ caseId, key, text, at }) =>
    typeof caseId === 'string' && typeof key === 'string' && typeof text === 'string'
      ? [{ caseId, key, text, at: String(at), files: [], state: 'sending' }]
      : [],
  );
}
