import type { AgentAccount } from '../../conversation/escalation.ts';
import type { DeskAgent } from '../../escalation/desk.ts';

export type AgentStatus = 'available' | 'away';

/** An agent whose desk is open. */
export interface PresentAgent extends AgentAccount {
  status: AgentStatus;
}

interface Entry {
  agent: DeskAgent;
  status: AgentStatus;
  /** Open pages of the desk. */
  pages: number;
}

/** Who leaves is back within this time, when it was a reload, a lost connection or a restart. Milliseconds. */
const graceMs = 2 * 60 * 1000;

/** Who is at the desk now: agents with a page open. Of this process only. */
export class Presence {
  readonly #entries = new Map<string, Entry>();
  /** Until when those who left count as there, by queue. */
  readonly #backUntil = new Map<string, number>();
  readonly #onChange: () => void;
  readonly #clock: () => Date;
  readonly #knownFrom: number;

  constructor(parts: { onChange: () => void; clock: () => Date }) {
    this.#onChange = parts.onChange;
    this.#clock = parts.clock;
    this.#knownFrom = this.#inAWhile();
  }

  /** A page of the agent was opened. @returns what to call, once, when it is closed. */
  enter(agent: DeskAgent): () => void {
    const known = this.#entries.get(agent.id);
    const entry = known ?? { agent, status: 'available', pages: 0 };
    entry.agent = agent;
    entry.pages += 1;
    this.#entries.set(agent.id, entry);
    if (!known) this.#onChange();
    return () => {
      entry.pages -= 1;
      if (entry.pages > 0) return;
      this.#entries.delete(agent.id);
      if (entry.status === 'available') {
        for (const queue of entry.agent.queues) this.#backUntil.set(queue, this.#inAWhile());
      }
      this.#onChange();
    };
  }

  setStatus(agentId: string, status: AgentStatus): void {
    const entry = this.#entries.get(agentId);
    if (!entry || entry.status === status) return;
    entry.status = status;
    this.#onChange();
  }

  /** Those who share a queue with this agent, by name. */
  list(queues: readonly string[]): PresentAgent[] {
    return [...this.#entries.values()]
      .filter((entry) => sharesQueue(entry.agent, queues))
      .map(({ agent, status }) => ({ id: agent.id, name: agent.name, status }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  }

  find(agentId: string): DeskAgent | undefined {
    return this.#entries.get(agentId)?.agent;
  }

  /**
   * Whether somebody is there who takes cases of this queue. Who has just gone may be back at once; undefined for a
   * while after the start, as agents are yet to come back then.
   */
  isStaffed(queue: string): boolean | undefined {
    const isThere = [...this.#entries.values()].some(
      ({ agent, status }) => status === 'available' && agent.queues.includes(queue),
    );
    const now = this.#clock().getTime();
    if (isThere || now < (this.#backUntil.get(queue) ?? 0)) return true;
    return now < this.#knownFrom ? undefined : false;
  }

  #inAWhile(): number {
    return this.#clock().getTime() + graceMs;
  }
}

function sharesQueue(agent: DeskAgent, queues: readonly string[]): boolean {
  return agent.queues.some((queue) => queues.includes(queue));
}
