import type { Activity } from '../conversation/activity.ts';
import type { Escalation } from '../conversation/escalation.ts';
import type { HandOverPackage } from './package/package.ts';

/**
 * What a target is told. `nothing`: it reads the store itself. `until-taken`: the package, and what the visitor adds
 * while nobody has the case. `to-the-end`: the package, every message, and each change of state. `replies`: what agents
 * write to a visitor who does not sit and wait.
 */
export type Follows = 'nothing' | 'until-taken' | 'to-the-end' | 'replies';

/** One thing a target is told. */
export type Delivery = {
  /** The same for every attempt: a target that has seen it leaves it out. */
  key: string;
  escalation: Escalation;
  /** Where the conversation goes on: `directline`, `msteams`. */
  channel: string;
} & (
  | { kind: 'handed-over'; package: HandOverPackage }
  /** What the visitor or the bot wrote after the package. */
  | { kind: 'message'; activity: Activity }
  | { kind: 'status'; state: Escalation['state'] }
);

/** Where an escalation goes. To add one: this contract, a line in targets.ts, a call of its contract test. */
export interface Target {
  /** Stands in the outbox and in settings; never changes. */
  readonly name: string;
  readonly follows: Follows;
  /**
   * Tells it. Resolves when the other side has it for sure; may be called again with the same key.
   * @throws DeliveryError; `permanent` when no later attempt can succeed. Anything else thrown counts as passing.
   */
  deliver(delivery: Delivery): Promise<void>;
  close?(): Promise<void>;
}

export class DeliveryError extends Error {
  readonly permanent: boolean;
  /** It may have arrived: only of what is sent twice without harm, or marked, another attempt makes sense. */
  readonly unsure: boolean;
  /** Milliseconds that the other side asks to be left alone. */
  readonly retryAfterMs: number;

  constructor(
    message: string,
    options: { permanent: boolean; unsure?: boolean; retryAfterMs?: number; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = 'DeliveryError';
    this.permanent = options.permanent;
    this.unsure = options.unsure ?? false;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}
