import { WaterfallDialog, type DialogTurnResult, type WaterfallStepContext } from './support/sdk.ts';
import type { Intent } from '../src/understanding/intent.ts';
import { QuestionDialog } from './question-dialog.ts';
import { reopenCase } from './support/case-changes.ts';
import { caseDialogId } from './support/dialog-ids.ts';
import { dialogTurn, openCase, type DialogServices } from './support/dialog-turn.ts';
import { foldCard, send } from './support/send.ts';

export interface FollowUpOptions {
  /** What was fixed. */
  check: string;
}

type Step = WaterfallStepContext<FollowUpOptions>;

/** Some time after a fix: did it last? When it did not, the case goes on where it was. */
export class FollowUpDialog extends WaterfallDialog<FollowUpOptions> {
  static readonly id = 'follow-up';
  readonly #services: DialogServices;

  constructor(services: DialogServices) {
    super(FollowUpDialog.id);
    this.#services = services;
    this.addStep((step: Step) => this.askWhetherItLasted(step));
    this.addStep((step: Step) => this.takeAnswer(step));
  }

  askWhetherItLasted(step: Step): Promise<DialogTurnResult> {
    const { check } = step.options;
    return step.beginDialog(QuestionDialog.id, { question: { kind: 'lasted', check } });
  }

  async takeAnswer(step: Step): Promise<DialogTurnResult> {
    const intent = step.result as Intent;
    if (intent.is !== 'action' || intent.action.do !== 'tell-lasted' || intent.action.answer === 'stop') {
      return step.replaceDialog(FollowUpDialog.id, step.options);
    }
    return intent.action.answer === 'yes' ? this.#thank(step) : this.#goOn(step);
  }

  async #thank(step: Step): Promise<DialogTurnResult> {
    const { session, saveCase } = dialogTurn(step.context);
    const { presenter } = this.#services;
    const current = openCase(step.context);
    current.lasted = true;
    current.lastedOf = step.options.check;
    saveCase(current);
    await foldCard(step.context, this.#services, { text: presenter.say('record.lasted'), mark: 'good' });
    session.question = { kind: 'symptom' };
    session.step += 1;
    await send(step.context, presenter.text(session, presenter.say('lasted.thanks')));
    return step.endDialog();
  }

  /** With all that was tried; what the fix has taught is forgotten. */
  async #goOn(step: Step): Promise<DialogTurnResult> {
    const { presenter } = this.#services;
    const current = openCase(step.context);
    current.lasted = false;
    current.lastedOf = step.options.check;
    reopenCase(step.context);
    await foldCard(step.context, this.#services, { text: presenter.say('record.came-back'), mark: 'open' });
    return step.replaceDialog(caseDialogId, { resume: true, lead: presenter.say('lasted.goes-on') });
  }
}
