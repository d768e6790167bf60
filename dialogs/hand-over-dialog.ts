import { WaterfallDialog, type DialogTurnResult, type WaterfallStepContext } from './support/sdk.ts';
import type { HandOverReason } from '../src/conversation/session.ts';
import { QuestionDialog } from './question-dialog.ts';
import { endCase, openNewCase } from './support/case-changes.ts';
import { dialogTurn, type DialogServices } from './support/dialog-turn.ts';

export interface HandOverOptions {
  because: HandOverReason;
  /** What the visitor wrote when no case was open yet. */
  text?: string;
}

type Step = WaterfallStepContext<HandOverOptions>;

/** Stores the case as waiting for a person and says honestly what happens next. */
export class HandOverDialog extends WaterfallDialog<HandOverOptions> {
  static readonly id = 'hand-over';
  readonly #services: DialogServices;

  constructor(services: DialogServices) {
    super(HandOverDialog.id);
    this.#services = services;
    this.addStep((step: Step) => this.storeAsWaiting(step));
    this.addStep((step: Step) => step.endDialog());
  }

  storeAsWaiting(step: Step): Promise<DialogTurnResult> {
    const { session } = dialogTurn(step.context);
    if (session.case === undefined || session.case.outcome !== undefined) {
      openNewCase(step.context, this.#services, { text: step.options.text ?? '' });
    }
    endCase(step.context, this.#services, { state: 'waiting-for-person', outcome: 'handed-over' });
    return step.beginDialog(QuestionDialog.id, {
      question: { kind: 'person', because: step.options.because },
    });
  }
}
