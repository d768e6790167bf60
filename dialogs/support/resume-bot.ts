import type { DialogContext, DialogTurnResult } from './sdk.ts';
import { Dialog } from './sdk.ts';
import type { Case } from '../../src/conversation/case.ts';
import type { Question } from '../../src/conversation/session.ts';
import { caseDialogId } from './dialog-ids.ts';
import { dialogTurn, type DialogServices } from './dialog-turn.ts';
import { send } from './send.ts';

/** The bot goes on where it was when a person came in: with the same check when one was asked, else with the plan. */
export async function resumeBot(
  dialogs: DialogContext,
  services: DialogServices,
  lead: string,
): Promise<DialogTurnResult> {
  const { session, saveCase } = dialogTurn(dialogs.context);
  const { parked } = session;
  if (session.case && parked?.case) {
    closeLeft(session.case, services);
    saveCase(session.case);
    session.case = parked.case;
  }
  session.parked = undefined;
  session.card = undefined;
  await dialogs.cancelAllDialogs();
  const again = againOf(parked?.question, services);
  const current = session.case;
  if (current && current.symptoms.length > 0) {
    reopen(current);
    if (again !== undefined || services.plan(current, true).do !== 'hand-over') {
      return dialogs.beginDialog(caseDialogId, { resume: true, lead, again });
    }
    closeLeft(current, services);
  }
  session.question = { kind: 'symptom' };
  session.step += 1;
  await send(
    dialogs.context,
    services.presenter.text(session, `${lead} ${services.presenter.say('person.back-new')}`),
  );
  return Dialog.EndOfTurn;
}

function againOf(question: Question | undefined, { guide }: DialogServices) {
  if (question?.kind === 'works')
    return guide.check(question.check) && { check: question.check, elsewhere: false };
  if (question?.kind !== 'check' || !guide.check(question.check)) return undefined;
  const { check, section, isLikeliest, elsewhere } = question;
  return { check, section, isLikeliest, elsewhere };
}

function reopen(current: Case): void {
  current.state = 'checking';
  current.outcome = undefined;
  current.closedAt = undefined;
}

/** A person had it, and the bot has nothing left for it. */
function closeLeft(current: Case, services: DialogServices): void {
  current.state = 'closed';
  current.outcome = 'handed-over';
  current.closedAt = services.now().toISOString();
}
