import type { Activity } from '../../conversation/activity.ts';

/** What the visitor says: typed words, or a button with its data. */
export interface Utterance {
  /** Shown as the visitor's bubble. */
  text: string;
  /** The button's data, see "Actions" in the architecture. */
  value?: unknown;
}

/**
 * The message activity for an utterance. `clientId` makes a repeated sending recognisable; `timeZone` is the IANA name
 * of the visitor's, by which times are told to them.
 */
export function toActivity(
  utterance: Utterance,
  identity: { userId: string; clientId: string; at: Date; timeZone?: string },
): Activity {
  return {
    type: 'message',
    from: { id: identity.userId, role: 'user' },
    text: utterance.text,
    textFormat: 'plain',
    ...(utterance.value === undefined ? {} : { value: utterance.value }),
    localTimestamp: identity.at.toISOString(),
    ...(identity.timeZone === undefined ? {} : { localTimezone: identity.timeZone }),
    channelData: { clientActivityID: identity.clientId },
  };
}
