import { WaterfallDialog, type DialogTurnResult, type WaterfallStepContext } from './support/sdk.ts';
import { quoteForMarkdown } from '../src/presentation/markdown.ts';
import type { Intent } from '../src/understanding/intent.ts';
import { tellsOfSeveral } from '../src/understanding/later-symptoms.ts';
import { QuestionDialog } from './question-dialog.ts';
import { endCase, reopenCase } from './support/case-changes.ts';
import { caseDialogId } from './support/dialog-ids.ts';
import { dialogTurn, openCase, type DialogServices } from './support/dialog-turn.ts';
import { moveEscalation } from './support/escalation-changes.ts';
import { foldCard, send } from './support/send.ts';
import type { UnderstandingOptions } from './understanding-dialog.ts';

export interface ClosingOptions {
  /** It ended with an honest explanation in place of a fix. */
  explained: boolean;
  /** A person ended the case: whether they solved it. The case is ended already. */
  person?: { solved: boolean };
  check?: string;
  /** What is broken still, told with the words that it works. */
  also?: string;
}

type Step = WaterfallStepContext<ClosingOptions>;

/** A solved case: whether another symptom that was told is gone too, what it was, and a rating. Ends with what is left. */
export class ClosingDialog extends WaterfallDialog<ClosingOptions> {
  static readonly id = 'closing';
  readonly #services: DialogServices;

  constructor(services: DialogServices) {
    super(ClosingDialog.id);
    this.#services = services;
    this.addStep((step: Step) => this.askLater(step));
    this.addStep((step: Step) => this.takeLater(step));
    this.addStep((step: Step) => this.askRating(step));
    this.addStep((step: Step) => this.takeRating(step));
  }

  /** What fixed one thing has often fixed the other, so that nobody is sent through checks for it unasked. */
  askLater(step: Step): Promise<DialogTurnResult> {
    const { explained, person, also } = step.options;
    if (person) return step.next();
    endCase(step.context, this.#services, { state: 'solved', outcome: explained ? 'explained' : 'fixed' });
    const { later, symptoms } = openCase(step.context);
    const [text] = later;
    if (also !== undefined) return this.#endWith(step, [also, ...later]);
    // Of several things that failed, the one that was tried may work and another may not.
    const [first = ''] = symptoms;
    if (text === undefined && !explained && this.#isOfSeveral(first)) {
      return step.beginDialog(QuestionDialog.id, { question: { kind: 'later', text: first, isAll: true } });
    }
    if (text === undefined) return step.next();
    // An explanation has changed nothing: what else was told is still so.
    if (explained) return this.#endWith(step, later);
    return step.beginDialog(QuestionDialog.id, { question: { kind: 'later', text } });
  }

  #isOfSeveral(symptom: string): boolean {
    return tellsOfSeveral(symptom, this.#services.understanding.diagnose(symptom));
  }

  async takeLater(step: Step): Promise<DialogTurnResult> {
    const { later } = openCase(step.context);
    const { question } = dialogTurn(step.context).session;
    if (step.options.person || question.kind !== 'later') return step.next();
    const { presenter } = this.#services;
    const intent = step.result as Intent;
    const isBroken = intent.is === 'action' && intent.action.do === 'confirm-fixed' && !intent.action.works;
    await foldCard(step.context, this.#services, {
      text: presenter.say(isBroken ? 'record.broken' : 'record.works'),
      mark: isBroken ? 'open' : 'good',
    });
    if (question.isAll) {
      if (!isBroken) return step.next();
      reopenCase(step.context);
      return step.replaceDialog(caseDialogId, {
        resume: true,
        lead: presenter.say('solved.partly'),
      });
    }
    if (isBroken) return this.#endWith(step, later);
    later.shift();
    return later.length > 0 ? step.replaceDialog(ClosingDialog.id, step.options) : step.next();
  }

  askRating(step: Step): Promise<DialogTurnResult> {
    const { explained, check, person } = step.options;
    return step.beginDialog(QuestionDialog.id, {
      question: { kind: 'rating', explained, ...(person ? { person } : { check }) },
    });
  }

  async takeRating(step: Step): Promise<DialogTurnResult> {
    const intent = step.result as Intent;
    const { session, saveCase } = dialogTurn(step.context);
    const { presenter } = this.#services;
    if (intent.is === 'action' && intent.action.do === 'confirm-fixed') return this.#goOn(step);
    if (intent.is !== 'action' || intent.action.do !== 'rate') return step.endDialog();
    const current = openCase(step.context);
    const { score, comment } = intent.action;
    current.rating = { score, ...(comment ? { comment } : {}) };
    saveCase(current);
    if (session.escalation?.caseId === current.id) {
      const event = { is: 'rated' as const, ...current.rating };
      await moveEscalation(step.context, this.#services, { by: { is: 'visitor' }, event });
    }
    await foldCard(step.context, this.#services, { text: presenter.say(ratingKey(score)), mark: 'neutral' });
    await send(step.context, presenter.text(session, presenter.say('rating.thanks')));
    return step.endDialog();
  }

  #endWith(step: Step, [text = '', ...later]: readonly string[]): Promise<DialogTurnResult> {
    const lead = this.#services.presenter.say('solved.later', { later: quoteForMarkdown(text, 120) });
    return step.endDialog({ text, lead, later } satisfies UnderstandingOptions);
  }

  /** It was not solved after all. */
  async #goOn(step: Step): Promise<DialogTurnResult> {
    const { presenter } = this.#services;
    await foldCard(step.context, this.#services, { text: presenter.say('record.broken'), mark: 'open' });
    reopenCase(step.context);
    return step.replaceDialog(caseDialogId, { resume: true, lead: presenter.say('solved.reopened') });
  }
}

function ratingKey(score: number): 'rating.1' | 'rating.2' | 'rating.3' | 'rating.4' | 'rating.5' {
  const keys = ['rating.1', 'rating.2', 'rating.3', 'rating.4', 'rating.5'] as const;
  return keys[score - 1] ?? 'rating.3';
}
