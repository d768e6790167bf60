import fc from 'fast-check';
import type { DeskAgent } from '../../src/escalation/desk.ts';
import type { Delivery, Target } from '../../src/escalation/target.ts';
import { agentOf } from '../../src/conversation/escalation.ts';
import { SupportError } from '../../src/errors.ts';
import { ana, ben } from '../support/agents.ts';
import { symptoms } from '../support/content.ts';
import { Support, type Visitor } from '../support/conversation.ts';
import { examples } from '../support/examples.ts';

/** What may happen next; numbers choose the agent and the key. */
type Move =
  | { do: 'say' | 'bot' | 'person' | 'agree' | 'restart' | 'deliver' | 'fail' }
  | { do: 'take' | 'return' | 'close' | 'hand-back' | 'decline' | 'both-take'; agent: 0 | 1 }
  | { do: 'send'; agent: 0 | 1; key: number };

const agent = fc.constantFrom(0 as const, 1 as const);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say' as const) }) },
  fc.record({ do: fc.constantFrom('bot' as const, 'person', 'agree', 'restart', 'deliver', 'fail') }),
  fc.record({
    do: fc.constantFrom('take' as const, 'both-take', 'return', 'close', 'hand-back', 'decline'),
    agent,
  }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('send' as const), agent, key: fc.nat(6) }) },
);

/** A help desk that takes what it was told, fails now and then after taking it, and tells copies by their key. */
class FlakyTarget implements Target {
  readonly name = 'webhook';
  readonly follows = 'to-the-end';
  readonly told: Delivery[] = [];
  failsNext = false;

  deliver(delivery: Delivery): Promise<void> {
    if (!this.told.some(({ key }) => key === delivery.key)) this.told.push(delivery);
    const fails = this.failsNext;
    this.failsNext = false;
    return fails ? Promise.reject(new Error('cut off')) : Promise.resolve();
  }
}

/** One visitor, two agents, one help desk, and what must have arrived. */
class World {
  readonly #said: string[] = [];
  readonly #sent: string[] = [];
  #now = new Date('2026-11-23T10:00:00Z');
  #target = new FlakyTarget();
  #support!: Support;
  #visitor!: Visitor;

  async begin(): Promise<void> {
    this.#support = await Support.open({ clock: () => this.#now, targets: [this.#target] });
    this.#visitor = await this.#support.visitor();
    await this.#visitor.reachCheck(symptoms.notifications);
    await this.#visitor.say('talk to a person');
  }

  end(): Promise<void> {
    return this.#support.close();
  }

  async play(next: Move): Promise<void> {
    const { desk } = this.#support;
    const id = (await this.#running())?.id ?? 'none';
    const by = (index: 0 | 1): DeskAgent => [ana, ben][index] ?? ana;
    switch (next.do) {
      case 'say':
        return this.#say(`note ${this.#said.length}`);
      case 'bot':
        await this.#visitor.say('/bot');
        return;
      case 'person':
        await this.#visitor.send({ type: 'message', value: { do: 'talk-to-person' } });
        return;
      case 'agree':
        await this.#visitor.say('yes');
        return;
      case 'restart':
        return this.#support.restart();
      case 'fail':
        this.#target.failsNext = true;
        return;
      case 'deliver':
        return this.#deliver();
      case 'take':
        return tolerate(desk.take(by(next.agent), id));
      case 'both-take':
        await Promise.allSettled([desk.take(ana, id), desk.take(ben, id)]);
        return;
      case 'return':
        return tolerate(desk.returnToBot(by(next.agent), id));
      case 'close':
        return tolerate(desk.close(by(next.agent), { escalationId: id, solved: true }));
      case 'hand-back':
        return tolerate(desk.handOn(by(next.agent), { escalationId: id }));
      case 'decline':
        return tolerate(desk.decline(by(next.agent), id));
      case 'send':
        return this.#send(id, by(next.agent), next.key);
    }
  }

  /** What holds after every move. */
  async check(): Promise<void> {
    const { escalations } = this.#support.store;
    const all = await escalations.listEscalations({ order: 'newest', limit: 100 });
    const running = all.filter(({ state }) => !['closed', 'returned', 'cancelled'].includes(state));
    expect(running.length).toBeLessThanOrEqual(1);
    for (const escalation of all) {
      const changes = await escalations.escalationChanges(escalation.id);
      expect(changes.map(({ number }) => number)).toEqual(changes.map((_, index) => index + 1));
      expect(escalation.revision).toBe(changes.length);
    }
    await this.#visitor.look();
    const isTaken = running[0]?.state === 'accepted';
    expect(this.#visitor.support().state === 'with-person').toBe(isTaken);
    expect(this.#support.failures.filter((failure) => !('attempts' in failure))).toEqual([]);
  }

  /** What holds in the end, when every target is up again. */
  async checkDeliveries(): Promise<void> {
    for (let round = 0; round < 3; round += 1) await this.#deliver();
    const log = await this.#support.store.readLog({
      conversationId: this.#visitor.conversationId,
      after: 0,
      limit: 10_000,
    });
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    const texts = log
      .filter(({ direction }) => direction === 'in')
      .map(({ activity }) => activity.text ?? '');
    expect(texts.filter((text) => text.startsWith('note '))).toEqual(this.#said);
    const written = log.filter(({ activity }) => agentOf(activity)).map(({ activity }) => activity.text);
    expect(written).toEqual(this.#sent);
    expect(await this.#support.store.escalations.listOutbox({ state: 'due', limit: 10 })).toEqual([]);
    const seqs = this.#target.told.flatMap((delivery) =>
      delivery.kind === 'message'
        ? log.filter(({ activityId }) => activityId === delivery.activity.id).map(({ seq }) => seq)
        : [],
    );
    expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
  }

  async #say(text: string): Promise<void> {
    const isTaken = (await this.#running())?.state === 'accepted';
    this.#said.push(text);
    const answer = await this.#visitor.say(text);
    expect(answer === '').toBe(isTaken);
  }

  async #send(escalationId: string, by: DeskAgent, number: number): Promise<void> {
    const key = `${escalationId} ${number}`;
    const text = `${by.id} ${key}`;
    try {
      await this.#support.desk.send(by, { escalationId, key, text });
      if (!this.#sent.includes(text)) this.#sent.push(text);
    } catch (error) {
      if (!(error instanceof SupportError)) throw error;
    }
  }

  async #deliver(): Promise<void> {
    this.#now = new Date(this.#now.getTime() + 5000);
    await this.#support.team.outbox.sendDue();
    this.#now = new Date(this.#now.getTime() + 86_400_000);
  }

  async #running() {
    const states = ['requested', 'queued', 'accepted', 'declined', 'timed-out'] as const;
    const [found] = await this.#support.store.escalations.listEscalations({
      states,
      order: 'newest',
      limit: 1,
    });
    return found;
  }
}

/** An agent who may not do something is told so with a code, and nothing happens. */
async function tolerate(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof SupportError) || !error.code.startsWith('escalation.')) throw error;
  });
}

it('whatever happens: one owner, never bot and person at once, nothing lost, doubled or out of order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 30 }), async (moves) => {
      const world = new World();
      await world.begin();
      try {
        for (const next of moves) {
          await world.play(next);
          await world.check();
        }
        await world.checkDeliveries();
      } finally {
        await world.end();
      }
    }),
    examples(25),
  );
});
