import type { Activity } from '../../conversation/activity.ts';
import type { HandOverPackage } from './package.ts';

/**
 * A package as the event that hands a conversation over, in the form of the SDK's
 * `EventFactory.createHandoffInitiation`: `value` is the case, and the transcript an attachment.
 * Source: Bot Framework handoff protocol, https://aka.ms/bfhandoffprotocol.
 */
export function handoffInitiation(
  handOver: HandOverPackage,
  { id, channel }: { id: string; channel: string },
): Activity {
  const { summary, symptoms, facets, section, checks, untried, escalation } = handOver;
  const last = handOver.activities.findLast(({ from }) => from?.role === 'user');
  const visitor = last?.from ?? { id: 'visitor', role: 'user' };
  const place = { id: escalation.conversationId };
  return {
    type: 'event',
    name: 'handoff.initiate',
    id,
    timestamp: escalation.requestedAt,
    channelId: channel,
    conversation: place,
    from: visitor,
    replyToId: last?.id,
    relatesTo: {
      activityId: last?.id,
      user: visitor,
      conversation: place,
      channelId: channel,
      locale: last?.locale,
    },
    value: {
      case: escalation.caseId,
      escalation: escalation.id,
      because: escalation.because,
      summary,
      symptoms,
      facets,
      section,
      checks,
      untried,
      note: escalation.note,
      email: escalation.email,
      ticket: escalation.ticket,
    },
    attachments: [
      {
        contentType: 'application/json',
        name: 'Transcript',
        content: { activities: handOver.activities },
      },
    ],
    entities: [],
  };
}
