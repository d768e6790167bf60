import type { Activity } from '../../conversation/activity.ts';
import { texts } from '../shared/texts.ts';

/** Who said something. An agent is a person, by name when the server tells it. */
export type Sender = { kind: 'bot' } | { kind: 'visitor' } | { kind: 'agent'; name: string };

const longestName = 60;

/**
 * The server marks the visitor's own messages with the role `user`, and what an agent says with
 * `channelData.support.agent`.
 */
export function senderOf(activity: Activity, userId: string | undefined): Sender {
  const { from } = activity;
  if (from?.role === 'user' || (from !== undefined && from.id === userId)) return { kind: 'visitor' };
  const agent = agentOf(activity);
  if (agent !== undefined) return { kind: 'agent', name: agent };
  return from?.role === 'agent'
    ? { kind: 'agent', name: shortName(from.name) ?? texts.from.agent }
    : { kind: 'bot' };
}

/** The name over a message. */
export function nameOf(sender: Sender): string {
  return sender.kind === 'agent' ? sender.name : texts.from[sender.kind];
}

function agentOf(activity: Activity): string | undefined {
  const support = activity.channelData?.support as { agent?: unknown } | null | undefined;
  const agent = support?.agent;
  if (typeof agent !== 'object' || agent === null) return undefined;
  return shortName((agent as { name?: unknown }).name) ?? texts.from.agent;
}

function shortName(name: unknown): string | undefined {
  const text = typeof name === 'string' ? name.trim().slice(0, longestName) : '';
  return text === '' ? undefined : text;
}
