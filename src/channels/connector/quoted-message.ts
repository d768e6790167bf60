import type { Activity } from '../../conversation/activity.ts';
import type { TurnHandler } from '../../conversation/turn.ts';

/** In `channelData.source` of a message that its sender chose somewhere else, and does not see in this chat. */
export const sourceMark = { name: 'message-extension' };

/** The same handler, that says first which message it answers when the visitor does not see it. */
export function quotingMessages(handle: TurnHandler, quote: (text: string) => Activity): TurnHandler {
  return (turn) => {
    const { activity, conversation } = turn;
    const { source } = (activity.channelData ?? {}) as { source?: { name?: unknown } };
    const isElsewhere = conversation.channel !== 'directline' && source?.name === sourceMark.name;
    if (isElsewhere && activity.type === 'message') turn.send(quote(activity.text ?? ''));
    return handle(turn);
  };
}
