import type { AdaptiveCardInvokeResponse, AdaptiveCardInvokeValue, TurnContext } from 'botbuilder';
import { adaptiveCardType, type Activity } from '../conversation/activity.ts';
import type { Session } from '../conversation/session.ts';
import { turnOf } from './turn-adapter.ts';

/** The verb with which a client asks for the present form of a card, and wants nothing done. */
const refreshVerb = 'refresh';

const messageType = 'application/vnd.microsoft.activity.message';

/**
 * Answers an `Action.Execute`: what its data asks for is done as for an `Action.Submit`, and the answer is the card
 * that stands in place of the clicked one afterwards, or else what was said last.
 * Source: Bot Framework, "Universal Actions for Adaptive Cards", request and response of `adaptiveCard/action`.
 * @param input.submit runs the bot with the activity that a submit would have been.
 */
export async function answerCardInvoke(
  context: TurnContext,
  input: { value: AdaptiveCardInvokeValue; submit: (activity: Activity) => Promise<void> },
): Promise<AdaptiveCardInvokeResponse> {
  const { turn, state } = turnOf(context);
  // Teams says on which card was clicked; elsewhere it can only be the one that is asked.
  const clicked = turn.activity.replyToId ?? (await state.read<Session>('session'))?.card;
  const sent = watchSent(context);
  const { verb, data } = input.value.action;
  if (verb !== refreshVerb) await input.submit({ ...turn.activity, type: 'message', value: data });
  const replaced = sent.findLast(({ id }) => id === clicked);
  const card = cardOf(replaced ?? (clicked === undefined ? undefined : await turn.findActivity(clicked)));
  if (card) return { statusCode: 200, type: adaptiveCardType, value: card };
  const said = sent.at(-1);
  // The value of this type is a text, which the SDK's type does not know.
  return { statusCode: 200, type: messageType, value: (said?.text ?? said?.summary ?? '') as never };
}

/** What the bot sends from here on, in order, changed cards among it. */
function watchSent(context: TurnContext): Activity[] {
  const sent: Activity[] = [];
  context.onSendActivities((_, activities, next) => {
    sent.push(...(activities as Activity[]));
    return next();
  });
  context.onUpdateActivity((_, activity, next) => {
    sent.push(activity as Activity);
    return next();
  });
  return sent;
}

function cardOf(activity: Activity | undefined): Record<string, unknown> | undefined {
  const card = activity?.attachments?.find(({ contentType }) => contentType === adaptiveCardType);
  return card?.content as Record<string, unknown> | undefined;
}
