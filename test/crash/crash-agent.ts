import { setTimeout as pause } from 'node:timers/promises';
import type { ListedEscalation } from '../../src/conversation/escalation-store.ts';
import { type Answer, granted, type Patient } from './patient.ts';

/** Cases an agent has at once. */
const most = 8;

interface Lists {
  queue: ListedEscalation[];
  mine: ListedEscalation[];
}

/** Something the desk granted. */
export interface Granted {
  did: 'take' | 'close' | 'return' | 'hand-on';
  escalationId: string;
}

/** An agent who takes cases, often the one that others reach for too, writes in them, and gives them away again. */
export class CrashAgent {
  readonly name: string;
  readonly #patient: Patient;
  readonly #random: () => number;
  readonly #headers: Record<string, string>;
  #stopped = false;
  #written = 0;
  readonly granted: Granted[] = [];
  /** Messages that the server took, in order. */
  readonly acknowledged: { escalationId: string; text: string }[] = [];
  /** Messages that it refused: they must be nowhere. */
  readonly refused: string[] = [];
  /** Cases that somebody else had taken first. */
  lostRaces = 0;

  constructor(parts: {
    name: string;
    patient: Patient;
    random: () => number;
    /** Where the desk's page is, and the cookie of the sign-in. */
    origin: string;
    cookie: string;
  }) {
    this.name = parts.name;
    this.#patient = parts.patient;
    this.#random = parts.random;
    this.#headers = { origin: parts.origin, cookie: parts.cookie };
  }

  /** Works until it is stopped; everything asked for is answered when this resolves. */
  async play(): Promise<void> {
    while (!this.#stopped) {
      const { queue, mine } = await this.#lists();
      const next = queue[Math.floor(this.#random() * Math.min(3, queue.length))];
      const own = mine[Math.floor(this.#random() * mine.length)];
      if (next && mine.length < most) await this.#take(next.escalation.id);
      if (own) await this.#workOn(own.escalation.id);
      await pause(50 + this.#random() * 250);
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  async #workOn(escalationId: string): Promise<void> {
    const chance = this.#random();
    if (chance < 0.06) return this.#do({ did: 'close', escalationId }, { solved: this.#random() < 0.5 });
    if (chance < 0.1) return this.#do({ did: 'return', escalationId });
    if (chance < 0.14) return this.#do({ did: 'hand-on', escalationId });
    for (let left = 1 + Math.floor(this.#random() * 3); left > 0; left -= 1) await this.#write(escalationId);
  }

  async #lists(): Promise<Lists> {
    const path = '/api/desk/lists';
    return granted(await this.#patient.send<Lists>({ path, headers: this.#headers }), 'The lists');
  }

  async #take(escalationId: string): Promise<void> {
    const { status, body } = await this.#post(escalationId, 'take', {});
    if (status === 200) this.granted.push({ did: 'take', escalationId });
    else if (body.error?.code === 'escalation.taken') this.lostRaces += 1;
    else requireNews(status, body);
  }

  async #do(wanted: Granted, body: object = {}): Promise<void> {
    const { status, body: answer } = await this.#post(wanted.escalationId, wanted.did, body);
    if (status === 200) this.granted.push(wanted);
    else requireNews(status, answer);
  }

  async #write(escalationId: string): Promise<void> {
    this.#written += 1;
    const text = `${this.name} writes ${this.#written}.`;
    const key = `${this.name}-key-${this.#written}`;
    const { status, body } = await this.#post(escalationId, 'messages', { key, text });
    if (status === 200) this.acknowledged.push({ escalationId, text });
    else {
      this.refused.push(text);
      requireNews(status, body);
    }
  }

  #post(escalationId: string, what: string, body: object): Promise<Answer> {
    return this.#patient.send({
      path: `/api/desk/cases/${escalationId}/${what}`,
      headers: this.#headers,
      body,
    });
  }
}

/** The case went another way in the meantime: by the visitor, another agent, or this very request before the kill. */
function requireNews(status: number, body: Answer['body']): void {
  if (status === 409) return;
  throw new Error(`The desk refused with ${status}: ${JSON.stringify(body)}`);
}
