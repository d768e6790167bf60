import type { TurnContext } from 'botbuilder';
import type { DialogContext } from '../../dialogs/support/sdk.ts';
import { FollowUpDialog } from '../../dialogs/follow-up-dialog.ts';
import { dialogTurn, type DialogServices } from '../../dialogs/support/dialog-turn.ts';
import { runningEscalation } from '../../dialogs/support/escalation-changes.ts';
import { foldCard } from '../../dialogs/support/send.ts';

/**
 * Asks whether what solved the case has lasted. Nobody is asked who wanted no such questions, whose conversation has
 * gone on to something else, or who talks with a person.
 */
export async function askWhetherItLasted(scene: {
  context: TurnContext;
  dialogs: DialogContext;
  services: DialogServices;
  caseId: string;
}): Promise<void> {
  const { context, dialogs, services, caseId } = scene;
  const { session } = dialogTurn(context);
  const { case: current, question } = session;
  if (current?.id !== caseId || current.outcome !== 'fixed' || current.lasted !== undefined) return;
  const isIdle = ['rating', 'later', 'symptom'].includes(question.kind);
  if (!isIdle || session.noFollowUps || runningEscalation(context)) return;
  const check = current.answers.findLast(({ answer }) => answer === 'fixed')?.check;
  if (check === undefined) return;
  await foldCard(context, services, { text: services.presenter.say('solved.title'), mark: 'good' });
  await dialogs.cancelAllDialogs();
  await dialogs.beginDialog(FollowUpDialog.id, { check });
}
