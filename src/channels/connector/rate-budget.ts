/**
 * Messages of a bot in one conversation, by the milliseconds they may be sent in.
 * Source: Teams, "Rate limiting for bots", "Per bot per thread limit", sending to conversation.
 */
const teamsLimits: readonly Limit[] = [
  { count: 7, withinMs: 1000 },
  { count: 8, withinMs: 2000 },
  { count: 60, withinMs: 30_000 },
  { count: 1800, withinMs: 3_600_000 },
];

export interface Limit {
  count: number;
  withinMs: number;
}

/** Conversations that are remembered, those sent to last. */
const mostRemembered = 5000;

/** Spreads what is sent to each conversation, so that the channel need not refuse it. */
export class RateBudget {
  readonly #limits: readonly Limit[];
  readonly #sent = new Map<string, number[]>();

  constructor(limits: readonly Limit[] = teamsLimits) {
    this.#limits = limits;
  }

  /** How many milliseconds from now the next place is. Takes none. */
  look(conversation: string, now: number): number {
    return this.#next(conversation, now).at - now;
  }

  /** Takes a place. @returns how many milliseconds from now it is. */
  take(conversation: string, now: number): number {
    const { sent, at } = this.#next(conversation, now);
    this.#sent.delete(conversation);
    this.#sent.set(conversation, [...sent, at]);
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > mostRemembered && oldest !== undefined) this.#sent.delete(oldest);
    return at - now;
  }

  #next(conversation: string, now: number): { sent: number[]; at: number } {
    const horizon = Math.max(...this.#limits.map(({ withinMs }) => withinMs));
    const sent = (this.#sent.get(conversation) ?? []).filter((at) => at > now - horizon);
    return { sent, at: Math.max(now, ...this.#limits.map((limit) => earliest(sent, limit))) };
  }
}

/** When the limit lets one more through: once the one that stands `count` places back is out of its time. */
function earliest(sent: number[], { count, withinMs }: Limit): number {
  const before = sent.at(-count);
  return before === undefined ? 0 : before + withinMs;
}
