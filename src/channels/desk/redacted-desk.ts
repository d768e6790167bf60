import type { ListedEscalation } from '../../conversation/escalation-store.ts';
import type { EscalationChange } from '../../conversation/escalation.ts';
import type { PersonalKind } from '../../conversation/personal.ts';
import type { Desk, DeskAgent, DeskNews, LogRange } from '../../escalation/desk.ts';
import type { TranscriptPart } from '../../escalation/package/package.ts';
import { SupportError } from '../../errors.ts';
import { shortened } from './listed-case.ts';

export interface RedactedDeskParts {
  desk: Desk;
  /** Takes personal data out of every text of a value, but for these kinds. */
  redact: <T>(value: T, reveal: readonly PersonalKind[]) => T;
  /** Kinds that agents may have shown. */
  mayReveal: readonly PersonalKind[];
}

/**
 * The desk, with personal data taken out of what agents are shown. Who needs some of it asks for one kind in one case,
 * if the policy lets them; the history of the case tells of it, and from then on this agent sees that kind there.
 */
export class RedactedDesk implements Desk {
  readonly #parts: RedactedDeskParts;
  /** Kinds by case and agent, as the history of the case tells; made anew when a case is opened. */
  readonly #revealed = new Map<string, readonly PersonalKind[]>();

  /** Lists are read again and again, and what visitors wrote first stays the same. */
  readonly #symptoms = new Map<string, { symptom: string; shown: string }>();
  readonly #told = new WeakMap<DeskNews, Map<string, DeskNews>>();

  constructor(parts: RedactedDeskParts) {
    this.#parts = parts;
  }

  /** Kinds that this policy lets agents have shown. */
  get mayReveal(): readonly PersonalKind[] {
    return this.#parts.mayReveal;
  }

  async queue(agent: DeskAgent) {
    return (await this.#parts.desk.queue(agent)).map((listed) => this.#line(listed));
  }

  async mine(agent: DeskAgent) {
    return (await this.#parts.desk.mine(agent)).map((listed) => this.#line(listed));
  }

  async search(agent: DeskAgent, query: { text: string; limit: number }) {
    return (await this.#parts.desk.search(agent, query)).map((listed) => this.#line(listed));
  }

  async open(agent: DeskAgent, escalationId: string) {
    const opened = await this.#parts.desk.open(agent, escalationId);
    this.#remember(agent, escalationId, opened.changes);
    return this.#redact(agent, escalationId, opened);
  }

  async log(agent: DeskAgent, range: { escalationId: string } & LogRange) {
    const { escalationId } = range;
    if (!this.#revealed.has(keyOf(agent, escalationId))) await this.open(agent, escalationId);
    return this.#redact(agent, escalationId, await this.#parts.desk.log(agent, range));
  }

  async transcript(agent: DeskAgent, escalationId: string): Promise<AsyncIterable<TranscriptPart[]>> {
    const pages = await this.#parts.desk.transcript(agent, escalationId);
    const redact = (page: TranscriptPart[]) => this.#redact(agent, escalationId, page);
    return (async function* () {
      for await (const page of pages) yield redact(page);
    })();
  }

  async take(agent: DeskAgent, escalationId: string) {
    return this.#redact(agent, escalationId, await this.#parts.desk.take(agent, escalationId));
  }

  async handOn(agent: DeskAgent, input: Parameters<Desk['handOn']>[1]) {
    return this.#redact(agent, input.escalationId, await this.#parts.desk.handOn(agent, input));
  }

  async returnToBot(agent: DeskAgent, escalationId: string) {
    return this.#redact(agent, escalationId, await this.#parts.desk.returnToBot(agent, escalationId));
  }

  async decline(agent: DeskAgent, escalationId: string) {
    return this.#redact(agent, escalationId, await this.#parts.desk.decline(agent, escalationId));
  }

  async close(agent: DeskAgent, input: Parameters<Desk['close']>[1]) {
    return this.#redact(agent, input.escalationId, await this.#parts.desk.close(agent, input));
  }

  async send(agent: DeskAgent, input: Parameters<Desk['send']>[1]) {
    return this.#redact(agent, input.escalationId, await this.#parts.desk.send(agent, input));
  }

  async note(agent: DeskAgent, input: Parameters<Desk['note']>[1]) {
    return this.#redact(agent, input.escalationId, await this.#parts.desk.note(agent, input));
  }

  async read(agent: DeskAgent, input: Parameters<Desk['read']>[1]) {
    return this.#redact(agent, input.escalationId, await this.#parts.desk.read(agent, input));
  }

  typing(agent: DeskAgent, escalationId: string) {
    return this.#parts.desk.typing(agent, escalationId);
  }

  /** @throws SupportError `escalation.not-revealed` when the policy does not let agents see that kind. */
  async reveal(agent: DeskAgent, input: { escalationId: string; kind: PersonalKind }) {
    const { escalationId, kind } = input;
    if (!this.#parts.mayReveal.includes(kind)) {
      throw new SupportError('escalation.not-revealed', `The setting REVEAL does not name ${kind}.`);
    }
    const escalation = await this.#parts.desk.reveal(agent, input);
    const key = keyOf(agent, escalationId);
    this.#revealed.set(key, [...new Set([...(this.#revealed.get(key) ?? []), kind])]);
    return this.#redact(agent, escalationId, escalation);
  }

  subscribe(agent: DeskAgent, listener: (news: DeskNews) => void): () => void {
    return this.#parts.desk.subscribe(agent, (news) => {
      const id = news.is === 'escalation' ? news.escalation.id : news.escalationId;
      const key = keyOf(agent, id);
      if (news.is === 'erased') {
        this.#revealed.delete(key);
        this.#symptoms.delete(id);
      }
      listener(this.#news(news, this.#revealed.get(key) ?? []));
    });
  }

  /** Most agents are told the very same, so it is made once. */
  #news(news: DeskNews, revealed: readonly PersonalKind[]): DeskNews {
    const made = this.#told.get(news) ?? new Map<string, DeskNews>();
    this.#told.set(news, made);
    const key = revealed.toSorted().join(' ');
    const known = made.get(key);
    if (known) return known;
    const told = this.#redactNews(news, revealed);
    made.set(key, told);
    return told;
  }

  #redactNews(news: DeskNews, revealed: readonly PersonalKind[]): DeskNews {
    const { redact } = this.#parts;
    if (news.is === 'erased') return news;
    if (news.is !== 'escalation') {
      // The id of an account may be an e-mail address, and decides whom the news are for.
      const { agentId, ...rest } = news;
      return { ...redact(rest, revealed), ...(agentId === undefined ? {} : { agentId }) };
    }
    const { listed, ...rest } = news;
    return { ...redact(rest, revealed), ...(listed && { listed: this.#line(listed) }) };
  }

  /** In lists nothing is revealed: they are looked over, also by those who stand behind. */
  #line(listed: ListedEscalation): ListedEscalation {
    const { id } = listed.escalation;
    const known = this.#symptoms.get(id);
    if (known?.symptom === listed.symptom) return { ...listed, symptom: known.shown };
    const line = shortened({ ...listed, symptom: this.#parts.redact(listed.symptom, []) });
    if (this.#symptoms.size >= mostRemembered) this.#symptoms.clear();
    this.#symptoms.set(id, { symptom: listed.symptom, shown: line.symptom });
    return line;
  }

  #redact<T>(agent: DeskAgent, escalationId: string, value: T): T {
    const revealed = this.#revealed.get(keyOf(agent, escalationId)) ?? [];
    return this.#parts.redact(value, revealed);
  }

  #remember(agent: DeskAgent, escalationId: string, changes: readonly EscalationChange[]): void {
    const kinds = changes.flatMap(({ by, event }) =>
      event.is === 'revealed' && by.is === 'agent' && by.id === agent.id ? [event.kind] : [],
    );
    // What the policy does not name any more is hidden again.
    const allowed = kinds.filter((kind) => this.#parts.mayReveal.includes(kind));
    if (this.#revealed.size >= mostRemembered) this.#revealed.clear();
    this.#revealed.set(keyOf(agent, escalationId), [...new Set(allowed)]);
  }
}

const mostRemembered = 10_000;

function keyOf({ id }: DeskAgent, escalationId: string): string {
  return `${escalationId} ${id}`;
}
