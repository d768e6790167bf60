import { Dialog, type DialogContext, type DialogTurnResult } from './support/sdk.ts';
import type { Question } from '../src/conversation/session.ts';
import { dialogTurn, type DialogServices } from './support/dialog-turn.ts';
import { ask } from './support/send.ts';

export interface QuestionOptions {
  question: Question;
  /** A sentence above the card. */
  lead?: string;
  /** The buttons of the card before keep their meaning. */
  isSameStep?: boolean;
}

/** Asks one question with its card, waits, and gives the visitor's intent to the dialog that asked. */
export class QuestionDialog extends Dialog<QuestionOptions> {
  static readonly id = 'question';
  readonly #services: DialogServices;

  constructor(services: DialogServices) {
    super(QuestionDialog.id);
    this.#services = services;
  }

  override async beginDialog(dc: DialogContext, options?: QuestionOptions): Promise<DialogTurnResult> {
    if (!options) throw new Error('A question dialog was begun without a question.');
    const { session } = dialogTurn(dc.context);
    session.question = options.question;
    if (!options.isSameStep) session.step += 1;
    session.askedWithoutCheck = options.question.kind !== 'check';
    await ask(dc.context, this.#services, options.lead);
    return Dialog.EndOfTurn;
  }

  override continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return dc.endDialog(dialogTurn(dc.context).intent);
  }
}
