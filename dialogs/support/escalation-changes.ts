import type { TurnContext } from 'botbuilder';
import type { Activity } from '../../src/conversation/activity.ts';
import {
  handoffStatus,
  type Actor,
  type Escalation,
  type EscalationEvent,
  type EscalationState,
  type HandOverReason,
} from '../../src/conversation/escalation.ts';
import type { CaseState } from '../../src/conversation/case.ts';
import type { Outlook } from '../../src/conversation/session.ts';
import { advanceOrThrow, hasEnded, requestEscalation } from '../../src/escalation/escalation.ts';
import { minutesOf } from '../../src/escalation/expected-wait.ts';
import { entriesOfChange } from '../../src/escalation/outbox-entries.ts';
import { dialogTurn, openCase, type DialogServices } from './dialog-turn.ts';
import { send } from './send.ts';

/** The escalation that has not ended; a conversation has at most one. */
export function runningEscalation(context: TurnContext): Escalation | undefined {
  const { escalation } = dialogTurn(context).session;
  return escalation && !hasEnded(escalation) ? escalation : undefined;
}

/** Asks for a person for the open case; one that is running already takes the case with it. */
export async function requestPerson(
  context: TurnContext,
  services: DialogServices,
  because: HandOverReason,
): Promise<void> {
  const { session, escalate } = dialogTurn(context);
  const { handOver, now } = services;
  const { id: caseId, conversationId } = openCase(context);
  const running = runningEscalation(context);
  if (running) {
    if (running.caseId !== caseId) {
      await moveEscalation(context, services, { by: { is: 'bot' }, event: { is: 'joined', caseId } });
    }
    return;
  }
  const id = handOver.newEscalationId();
  const at = now().toISOString();
  const { queue } = handOver;
  const earlier = session.escalation?.caseId === caseId ? session.escalation : undefined;
  const { escalation, change } = requestEscalation({
    id,
    caseId,
    conversationId,
    queue,
    because,
    at,
    by: because === 'asked' ? { is: 'visitor' } : { is: 'bot' },
  });
  // What the visitor told before need not be asked again.
  session.escalation = {
    ...escalation,
    note: earlier?.note,
    email: earlier?.email,
    consent: earlier?.consent,
  };
  escalate({ escalation: session.escalation, changes: [change] });
  await sendStatus(context, services, change.by);
}

/**
 * Changes the running escalation: its history, what clients and targets are told of it.
 * @throws SupportError `escalation.*` when it does not fit.
 */
export async function moveEscalation(
  context: TurnContext,
  services: DialogServices,
  { event, by }: { event: EscalationEvent; by: Actor },
): Promise<Escalation> {
  const { session, escalate, tell, seq } = dialogTurn(context);
  const before = session.escalation;
  if (!before) throw new Error('There is no escalation to change.');
  const at = services.now().toISOString();
  const { escalation, change } = advanceOrThrow(before, { event, by, at });
  session.escalation = escalation;
  escalate({ escalation, changes: [change] });
  const { targets } = services.handOver;
  for (const entry of entriesOfChange({ before, after: escalation, targets, upTo: seq })) tell(entry);
  const current = session.case;
  if (current?.id === escalation.caseId) current.state = caseStateOf(escalation, current.state);
  if (before.state !== escalation.state || event.is === 'handed-on') await sendStatus(context, services, by);
  return escalation;
}

/** Puts it into the queue, when somebody is on duty or it is a ticket, and says what the visitor can expect. */
export async function queueForPerson(
  context: TurnContext,
  services: DialogServices,
  { ticket }: { ticket: boolean },
): Promise<Outlook> {
  const { handOver, now } = services;
  const duty = handOver.duty(now());
  if (!duty.open && !ticket) {
    const { localTimezone: timeZone, locale } = context.activity;
    const opensAt = duty.opensAt && handOver.readableTime(duty.opensAt, { timeZone, locale });
    return { closed: true, ...(opensAt === undefined ? {} : { opensAt }) };
  }
  const acceptBy = new Date(now().getTime() + handOver.acceptWithinSeconds * 1000).toISOString();
  const running = runningEscalation(context);
  const mayQueue = running !== undefined && ['requested', 'declined', 'timed-out'].includes(running.state);
  const escalation = mayQueue
    ? await moveEscalation(context, services, {
        by: { is: 'visitor' },
        event: { is: 'queued', ticket, ...(ticket ? {} : { acceptBy }) },
      })
    : running;
  return ticket || !escalation ? {} : outlookOf(services, escalation);
}

/** Where a waiting visitor stands, as of now. */
export async function outlookOf(services: DialogServices, escalation: Escalation): Promise<Outlook> {
  const { ahead, waitSeconds, nobody } = await services.handOver.outlook(escalation);
  return {
    position: ahead + 1,
    ...(waitSeconds === undefined ? {} : { waitMinutes: minutesOf(waitSeconds) }),
    ...(nobody ? { toldAfterMinutes: minutesOf(services.handOver.acceptWithinSeconds) } : {}),
  };
}

/** How the Bot Framework's protocol calls a state; it knows three. */
const protocolStates: Partial<Record<EscalationState, string>> = {
  accepted: 'accepted',
  closed: 'completed',
  declined: 'failed',
  'timed-out': 'failed',
};

/** An event in the log, which clients may show: who changed it is told by name only. */
async function sendStatus(context: TurnContext, services: DialogServices, by: Actor): Promise<void> {
  const { session } = dialogTurn(context);
  const { escalation } = session;
  if (!escalation) return;
  const { id, state, caseId, agent } = escalation;
  const activity: Activity = {
    type: 'event',
    name: handoffStatus,
    value: {
      state: protocolStates[state] ?? state,
      escalation: id,
      case: caseId,
      stands: state,
      by: by.is === 'agent' || by.is === 'target' ? by.name : by.is,
      ...(state === 'accepted' && agent ? { agent: { name: agent.name } } : {}),
    },
  };
  await send(context, services.presenter.withState(session, activity));
}

/** How a case stands whose escalation stands like this. */
function caseStateOf({ state, outcome }: Escalation, before: CaseState): CaseState {
  switch (state) {
    case 'requested':
    case 'queued':
    case 'declined':
    case 'timed-out':
      return 'waiting-for-person';
    case 'accepted':
      return 'with-person';
    case 'closed':
      return outcome?.solved ? 'solved' : 'closed';
    case 'returned':
    case 'cancelled':
      return before === 'with-person' || before === 'waiting-for-person' ? 'checking' : before;
  }
}
