import type { Activity as SdkActivity, TurnContext } from 'botbuilder';
import type { Activity } from '../../src/conversation/activity.ts';
import type { RecordMark } from '../../src/presentation/presenter.ts';
import { dialogTurn, type DialogServices } from './dialog-turn.ts';

/** Sends one of our activities through the SDK and returns its id. */
export async function send(context: TurnContext, activity: Activity): Promise<string | undefined> {
  const response = await context.sendActivity(activity as Partial<SdkActivity>);
  return response?.id;
}

/** Sends the current question, under an optional leading sentence, and remembers its card. */
export async function ask(context: TurnContext, services: DialogServices, lead?: string): Promise<void> {
  const { session } = dialogTurn(context);
  session.card = await send(context, services.presenter.question(session, lead));
}

/** Turns the card of the current question into one line, so that it cannot be answered twice. */
export async function foldCard(
  context: TurnContext,
  services: DialogServices,
  record: { text: string; mark: RecordMark },
): Promise<void> {
  const { session } = dialogTurn(context);
  const { card } = session;
  if (card === undefined || session.question.kind === 'symptom') return;
  session.card = undefined;
  await context.updateActivity(services.presenter.record({ session, card, ...record }) as Partial<SdkActivity>);
}
