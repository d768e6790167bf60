import type { Activity } from '../../conversation/activity.ts';

const receiptName = 'application/vnd.microsoft.readReceipt';

/** Says which message the visitor has read last. */
export function readReceipt(lastReadMessageId: string, userId: string): Activity {
  return {
    type: 'event',
    name: receiptName,
    value: { lastReadMessageId },
    from: { id: userId, role: 'user' },
  };
}

/** The id of the visitor's message that a person read last, when the activity tells so. */
export function lastReadIn({ type, name, value }: Activity): string | undefined {
  if (type !== 'event' || name !== receiptName) return undefined;
  const { lastReadMessageId: id } = (value ?? {}) as { lastReadMessageId?: unknown };
  return typeof id === 'string' ? id : undefined;
}
