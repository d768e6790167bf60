import { hasEnded, isUntaken, type Escalation, type ListedCase, type News } from './wire.ts';

/** What news do to the lists. `read-anew`: a case has come that only the server can describe. */
export type ListEffect = 'none' | 'changed' | 'read-anew';

/** The cases that wait and those of this agent, kept up to date by what happens. */
export class CaseLists {
  readonly #agentId: string;
  queue: ListedCase[] = [];
  mine: ListedCase[] = [];

  constructor(agentId: string) {
    this.#agentId = agentId;
  }

  set(lists: { queue: ListedCase[]; mine: ListedCase[] }): void {
    this.queue = lists.queue;
    this.mine = lists.mine;
  }

  find(id: string): ListedCase | undefined {
    return [...this.mine, ...this.queue].find(({ escalation }) => escalation.id === id);
  }

  /** @param readId the case whose messages are being read just now */
  apply(news: News, readId: string | undefined): ListEffect {
    if (news.is === 'escalation') return this.#applyEscalation(news.escalation);
    if (news.is !== 'entries') return 'none';
    const listed = this.find(news.escalationId);
    if (!listed || news.escalationId === readId) return 'none';
    const said = news.entries.filter(
      ({ direction, activity }) => direction === 'in' && activity.type === 'message',
    );
    listed.unread += said.length;
    return said.length > 0 ? 'changed' : 'none';
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

  #applyEscalation(escalation: Escalation): ListEffect {
    const listed = this.find(escalation.id);
    const belongs = this.#belongs(escalation);
    if (!listed) return belongs ? 'read-anew' : 'none';
    if (listed.escalation.revision > escalation.revision) return 'none';
    const isPlaced = (belongs === 'mine' ? this.mine : this.queue).includes(listed);
    listed.escalation = escalation;
    if (belongs && isPlaced && belongs === 'mine') return 'changed';
    this.queue = this.queue.filter((one) => one !== listed);
    this.mine = this.mine.filter((one) => one !== listed);
    if (belongs === 'mine') this.mine = [...this.mine, listed];
    if (belongs === 'queue') this.queue = [...this.queue, listed].sort(byTurn);
    return 'changed';
  }

  #belongs(escalation: Escalation): 'queue' | 'mine' | undefined {
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
