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

/** Who is at the desk now: agents with a page open. Of this process only. */
export class Presence {
  readonly #entries = new Map<string, Entry>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
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

  /** Agents who are there and take cases of this queue. */
  countAvailable(queue: string): number {
    return [...this.#entries.values()].filter(
      ({ agent, status }) => status === 'available' && agent.queues.includes(queue),
    ).length;
  }
}

function sharesQueue(agent: DeskAgent, queues: readonly string[]): boolean {
  return agent.queues.some((queue) => queues.includes(queue));
}
