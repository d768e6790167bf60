import type {
  Actor,
  Escalation,
  EscalationChange,
  EscalationEvent,
  EscalationState,
} from '../conversation/escalation.ts';
import { SupportError, type ErrorCode } from '../errors.ts';

/** Why an event does not fit an escalation as it stands; each is an error code. */
export type Refusal = Extract<ErrorCode, `escalation.${string}`>;

export type Step = { escalation: Escalation; change: EscalationChange } | { refused: Refusal };

/** States from which nothing leads on. */
const ends: readonly EscalationState[] = ['closed', 'returned', 'cancelled'];
/** States in which nobody has it and the visitor is not told yet that nobody will. */
const untaken: readonly EscalationState[] = ['requested', 'queued', 'declined', 'timed-out'];

/** From which states each event that moves an escalation is possible, and where it leads. */
const moves: Partial<
  Record<EscalationEvent['is'], { from: readonly EscalationState[]; to: EscalationState }>
> = {
  queued: { from: ['requested', 'declined', 'timed-out'], to: 'queued' },
  accepted: { from: untaken, to: 'accepted' },
  'handed-on': { from: ['accepted'], to: 'accepted' },
  declined: { from: ['requested', 'queued', 'accepted'], to: 'declined' },
  'timed-out': { from: ['requested', 'queued'], to: 'timed-out' },
  cancelled: { from: untaken, to: 'cancelled' },
  returned: { from: ['accepted'], to: 'returned' },
  closed: { from: ['accepted'], to: 'closed' },
};

/** The name of whoever writes for the team without giving one. */
export const unnamedAgent = 'Support';

/** Who has a case that was accepted where a target leads to; which person it is, only that side knows. */
export function agentIdOfTarget(name: string): string {
  return `target:${name}`;
}

export function hasEnded({ state }: Pick<Escalation, 'state'>): boolean {
  return ends.includes(state);
}

/** A new escalation, with the first line of its history. */
export function requestEscalation(
  input: Pick<Escalation, 'id' | 'caseId' | 'conversationId' | 'queue' | 'because'> & {
    at: string;
    by: Actor;
  },
): { escalation: Escalation; change: EscalationChange } {
  const { at, by, ...given } = input;
  return {
    escalation: {
      ...given,
      furtherCases: [],
      state: 'requested',
      revision: 1,
      requestedAt: at,
      ticket: false,
    },
    change: { escalationId: input.id, number: 1, at, by, event: { is: 'requested', because: input.because } },
  };
}

/**
 * What an event makes of an escalation. Total: every event in every state either gives the next one or says why not.
 * Pure: neither argument is changed.
 */
export function advance(
  escalation: Escalation,
  { event, by, at }: { event: EscalationEvent; by: Actor; at: string },
): Step {
  const refused = refusalOf(escalation, event, by);
  if (refused) return { refused };
  const revision = escalation.revision + 1;
  const next: Escalation = { ...escalation, ...changesOf(escalation, { event, by, at }), revision };
  return {
    escalation: next,
    change: { escalationId: escalation.id, number: revision, at, by, event },
  };
}

/** The same for callers that cannot go on without it. @throws SupportError with the refusal's code. */
export function advanceOrThrow(
  escalation: Escalation,
  happened: { event: EscalationEvent; by: Actor; at: string },
): { escalation: Escalation; change: EscalationChange } {
  const step = advance(escalation, happened);
  if ('refused' in step) {
    throw new SupportError(
      step.refused,
      `The escalation ${escalation.id} is ${escalation.state}; ${happened.event.is} does not fit.`,
    );
  }
  return step;
}

/** Why this agent may not write to the visitor; undefined when they may. */
export function refusalToSpeak(escalation: Escalation, by: Actor): Refusal | undefined {
  if (escalation.state !== 'accepted') {
    return hasEnded(escalation) ? 'escalation.ended' : 'escalation.not-taken';
  }
  return isOthers(escalation, by) ? 'escalation.not-yours' : undefined;
}

function refusalOf(escalation: Escalation, event: EscalationEvent, by: Actor): Refusal | undefined {
  if (event.is === 'requested') return 'escalation.not-possible';
  const move = moves[event.is];
  if (move && !move.from.includes(escalation.state)) {
    if (hasEnded(escalation)) return 'escalation.ended';
    if (event.is === 'accepted') return 'escalation.taken';
    return escalation.state === 'accepted' ? 'escalation.not-possible' : 'escalation.not-taken';
  }
  const isOwners = ['handed-on', 'declined', 'returned', 'closed', 'read'].includes(event.is);
  if (isOwners && isOthers(escalation, by)) return 'escalation.not-yours';
  if (event.is === 'joined' && hasEnded(escalation)) return 'escalation.ended';
  if (event.is === 'told' && hasEnded(escalation)) return 'escalation.ended';
  return undefined;
}

/** Whether another agent has it. The visitor, the bot and the clock are nobody's rivals. */
function isOthers({ state, agent }: Escalation, by: Actor): boolean {
  if (state !== 'accepted' || agent === undefined) return false;
  if (by.is === 'target') return agent.id !== agentIdOfTarget(by.name);
  return by.is === 'agent' && agent.id !== by.id;
}

function changesOf(
  escalation: Escalation,
  { event, by, at }: { event: EscalationEvent; by: Actor; at: string },
): Partial<Escalation> {
  switch (event.is) {
    case 'requested':
      return {};
    case 'queued':
      return {
        state: 'queued',
        ticket: event.ticket,
        queuedAt: escalation.queuedAt ?? at,
        acceptBy: event.acceptBy,
      };
    case 'accepted':
      return { state: 'accepted', agent: event.agent, acceptedAt: at, acceptBy: undefined };
    case 'handed-on':
      return event.to
        ? { agent: event.to }
        : { state: 'queued', agent: undefined, acceptedAt: undefined, readUpTo: undefined };
    case 'declined':
    case 'timed-out':
      return { state: event.is, agent: undefined, acceptBy: undefined };
    case 'cancelled':
    case 'returned':
      return { state: event.is, endedAt: at, acceptBy: undefined };
    case 'closed':
      return {
        state: 'closed',
        endedAt: at,
        outcome: { solved: event.solved, ...(event.check === undefined ? {} : { check: event.check }) },
      };
    case 'told':
      return toldBy(event);
    case 'joined':
      return { furtherCases: [...new Set([...escalation.furtherCases, event.caseId])] };
    case 'noted':
    case 'revealed':
      return {};
    case 'read':
      return by.is === 'visitor'
        ? { visitorReadUpTo: Math.max(escalation.visitorReadUpTo ?? 0, event.upTo) }
        : { readUpTo: Math.max(escalation.readUpTo ?? 0, event.upTo) };
    case 'rated':
      return { rating: { score: event.score, ...(event.comment ? { comment: event.comment } : {}) } };
  }
}

function toldBy({ note, email, consent }: Extract<EscalationEvent, { is: 'told' }>): Partial<Escalation> {
  return {
    ...(note === undefined ? {} : { note }),
    ...(email === undefined ? {} : { email: email === '' ? undefined : email }),
    ...(consent === undefined ? {} : { consent }),
  };
}
