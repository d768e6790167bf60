import type { Activity as SdkActivity, TurnContext } from 'botbuilder';
import type { Activity } from '../../src/conversation/activity.ts';
import type { Question } from '../../src/conversation/session.ts';
import type { RecordMark } from '../../src/presentation/presenter.ts';
import { dialogTurn, type DialogServices } from './dialog-turn.ts';

/** Sends one of our activities through the SDK and returns its id. */
export async function send(context: TurnContext, activity: Activity): Promise<string | undefined> {
  const response = await context.sendActivity(activity as Partial<SdkActivity>);
  return response?.id;
}

function isFolded(question: Question): boolean {
  if (question.kind === 'person') return question.isFollowUp === true;
  return question.kind !== 'symptom';
}

/** Sends the current question, under an optional leading sentence, and remembers its card. */
export async function ask(context: TurnContext, services: DialogServices, lead?: string): Promise<void> {
  const { session } = dialogTurn(context);
  session.card = await send(context, services.presenter.question(session, lead));
}

/**
 * Turns the card of the current question into one line, so that it cannot be answered twice. The greeting and the
 * hand-over stay as they are: they tell what the visitor may want to read again, the number of the case above all.
 */
export async function foldCard(
  context: TurnContext,
  services: DialogServices,
  record: { text: string; mark: RecordMark },
): Promise<void> {
  const { session } = dialogTurn(context);
  const { card, question } = session;
  if (card === undefined || !isFolded(question)) return;
  session.card = undefined;
  await context.updateActivity(
    services.presenter.record({ session, card, ...record }) as Partial<SdkActivity>,
  );
}
