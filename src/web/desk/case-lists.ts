import { hasEnded, isUntaken, type ListedCase, type ListedState, type Lists, type News } from './wire.ts';

/** What news do to the lists. `read-anew`: what has come only the server can describe. */
export type ListEffect = 'none' | 'changed' | 'read-anew';

/** When so few are left of a queue whose end is not known here, the next are asked for. */
const fewLeft = 100;

/** The cases that wait and those of this agent, kept up to date by what happens. */
export class CaseLists {
  readonly #agentId: string;
  queue: ListedCase[] = [];
  mine: ListedCase[] = [];
  /** Others wait behind those that are known here. */
  more = false;
  #isRead = false;

  constructor(agentId: string) {
    this.#agentId = agentId;
  }

  /** @returns a case that waits and did not when the lists were read before. */
  set({ queue, mine, more }: Lists): ListedCase | undefined {
    const known = new Set(this.queue.map(({ escalation }) => escalation.id));
    const fresh = this.#isRead ? queue.find(({ escalation }) => !known.has(escalation.id)) : undefined;
    this.#isRead = true;
    this.queue = queue;
    this.mine = mine;
    this.more = more;
    return fresh;
  }

  find(id: string): ListedCase | undefined {
    return [...this.mine, ...this.queue].find(({ escalation }) => escalation.id === id);
  }

  /** @param readId the case whose messages are being read just now */
  apply(news: News, readId: string | undefined): ListEffect {
    if (news.is === 'escalation') return this.#applyEscalation(news);
    if (news.is !== 'entries') return 'none';
    const listed = this.find(news.escalationId);
    if (!listed || news.escalationId === readId) return 'none';
    const said = news.entries.filter(
      ({ direction, activity }) => direction === 'in' && activity.type === 'message',
    );
    listed.unread += said.length;
    return said.length > 0 ? 'changed' : 'none';
  }

  /** The case so many places after the open one, or from an end of the lists when none of them is open. */
  stepFrom(id: string | undefined, by: 1 | -1, shown: readonly ListedCase[] = [...this.mine, ...this.queue]) {
    const at = shown.findIndex(({ escalation }) => escalation.id === id);
    return shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
  }

  remove(id: string): void {
    const isOther = ({ escalation }: ListedCase): boolean => escalation.id !== id;
    this.queue = this.queue.filter(isOther);
    this.mine = this.mine.filter(isOther);
  }

  markRead(id: string): void {
    const listed = this.find(id);
    if (listed) listed.unread = 0;
  }

  #applyEscalation({ escalation, listed: line }: Extract<News, { is: 'escalation' }>): ListEffect {
    const known = this.find(escalation.id);
    const belongs = this.#belongs(escalation);
    if (!known && !belongs) return 'none';
    const listed = known ?? line;
    if (!listed) return 'read-anew';
    if (known && known.escalation.revision > escalation.revision) return 'none';
    listed.escalation = escalation;
    const isPlaced = this.mine.includes(listed);
    if (belongs === 'mine' && isPlaced) return 'changed';
    this.remove(escalation.id);
    if (belongs === 'mine') this.mine = [...this.mine, listed];
    if (belongs === 'queue') this.#queue(listed);
    return this.more && this.queue.length < fewLeft ? 'read-anew' : 'changed';
  }

  /** Behind the last that is known here there may be others, so that its place is not known. */
  #queue(listed: ListedCase): void {
    const queue = [...this.queue, listed].sort(byTurn);
    if (!this.more || queue.at(-1) !== listed) this.queue = queue;
  }

  #belongs(escalation: ListedState): 'queue' | 'mine' | undefined {
    if (hasEnded(escalation)) return undefined;
    if (isUntaken(escalation)) return 'queue';
    return escalation.agent?.id === this.#agentId ? 'mine' : undefined;
  }
}

/** First come first, tickets last: as the server sorts it. */
function byTurn({ escalation: a }: ListedCase, { escalation: b }: ListedCase): number {
  if (a.ticket !== b.ticket) return a.ticket ? 1 : -1;
  return (a.queuedAt ?? a.requestedAt).localeCompare(b.queuedAt ?? b.requestedAt);
}
