import type { Escalation, OutboxEntry } from '../conversation/escalation.ts';
import { agentIdOfTarget, hasEnded } from './escalation.ts';
import type { Target } from './target.ts';

export type TargetTraits = Pick<Target, 'name' | 'follows'>;

/** Whether it may leave this program: the visitor agreed, and it came into a queue. */
function isShared(escalation: Escalation): boolean {
  return escalation.consent === true && escalation.queuedAt !== undefined;
}

/**
 * What targets are told of a change: the whole package when it may be shared for the first time, afterwards how it
 * stands. Pure. The ids are the same whenever it is asked again.
 * @param input.upTo the last log position that the package holds.
 */
export function entriesOfChange(input: {
  before: Escalation | undefined;
  after: Escalation;
  targets: readonly TargetTraits[];
  upTo: number;
}): OutboxEntry[] {
  const { before, after, targets, upTo } = input;
  if (!isShared(after)) return [];
  if (!before || !isShared(before)) {
    if (hasEnded(after)) return [];
    return followers(targets, ['until-taken', 'to-the-end']).map(({ name }) => ({
      ...entryOf(after, { target: name, kind: 'handed-over', of: 'package' }),
      upTo,
    }));
  }
  if (before.state === after.state && before.agent?.id === after.agent?.id) return [];
  return [...followers(targets, ['to-the-end']), ...answeredIn(after, targets)].map(({ name }) => ({
    ...entryOf(after, { target: name, kind: 'status', of: String(after.revision) }),
    status: after.state,
  }));
}

/** What targets are told of something the visitor wrote after the package went out. Pure. */
export function entriesOfVisitor(input: {
  escalation: Escalation;
  targets: readonly TargetTraits[];
  activityId: string;
}): OutboxEntry[] {
  const { escalation, targets, activityId } = input;
  if (!isShared(escalation) || hasEnded(escalation)) return [];
  const told =
    escalation.state === 'accepted'
      ? [...followers(targets, ['to-the-end']), ...answeredIn(escalation, targets)]
      : followers(targets, ['until-taken', 'to-the-end']);
  return told.map(({ name }) => messageTo(escalation, { target: name, activityId }));
}

/** What targets are told of something an agent wrote; the target it came from knows it. Pure. */
export function entriesOfAgent(input: {
  escalation: Escalation;
  targets: readonly TargetTraits[];
  activityId: string;
  from?: string;
}): OutboxEntry[] {
  const { escalation, targets, activityId, from } = input;
  const shared = isShared(escalation) ? followers(targets, ['to-the-end']) : [];
  const mailed = escalation.ticket && escalation.email !== undefined ? followers(targets, ['replies']) : [];
  return [...shared, ...mailed]
    .filter(({ name }) => name !== from)
    .map(({ name }) => messageTo(escalation, { target: name, activityId }));
}

/** A target that is told only until somebody takes the case goes on being told when it was taken there. */
function answeredIn({ agent }: Escalation, targets: readonly TargetTraits[]): TargetTraits[] {
  return followers(targets, ['until-taken']).filter(({ name }) => agentIdOfTarget(name) === agent?.id);
}

function messageTo(
  escalation: Escalation,
  { target, activityId }: { target: string; activityId: string },
): OutboxEntry {
  return { ...entryOf(escalation, { target, kind: 'message', of: activityId }), activityId };
}

function entryOf(
  { id, conversationId }: Escalation,
  entry: { target: string; kind: OutboxEntry['kind']; of: string },
): OutboxEntry {
  const { target, kind, of } = entry;
  return { id: `${id}.${target}.${kind}.${of}`, target, kind, escalationId: id, conversationId };
}

function followers(targets: readonly TargetTraits[], follows: Target['follows'][]): TargetTraits[] {
  return targets.filter((target) => follows.includes(target.follows));
}
