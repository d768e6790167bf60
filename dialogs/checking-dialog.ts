import { WaterfallDialog, type DialogTurnResult, type WaterfallStepContext } from './support/sdk.ts';
import type { Action } from '../src/conversation/actions.ts';
import type { Facets } from '../src/conversation/case.ts';
import type { HandOverReason, Question } from '../src/conversation/session.ts';
import { suitsDevices, type Beliefs } from '../src/troubleshooting/beliefs.ts';
import type { RecordMark } from '../src/presentation/presenter.ts';
import type { Intent } from '../src/understanding/intent.ts';
import { QuestionDialog } from './question-dialog.ts';
import { answerCheck, lastFixed, moveTo, takeInLater, tellDevices } from './support/case-changes.ts';
import { dialogTurn, openCase, type DialogServices } from './support/dialog-turn.ts';
import { foldCard } from './support/send.ts';

export interface CheckingOptions {
  lead?: string;
  /** Asks this check again in place of planning the next. */
  again?: { check: string; section?: string; isLikeliest?: boolean; elsewhere: boolean };
}

export type CheckingResult =
  | {
      end: 'fixed' | 'explained';
      check?: string;
      /** Another symptom in the same words: "works now, but my photos are still missing". */
      also?: string;
    }
  | { end: 'hand-over'; because: HandOverReason };

type Step = WaterfallStepContext<CheckingOptions>;
type CheckAnswer = Extract<Action, { do: 'answer-check' }>['answer'];

interface GivenAnswer {
  answer: Exclude<CheckAnswer, 'back'>;
  typed?: string;
  /** What explains the trouble was changed, so that it may work now. */
  isDone?: boolean;
  /** What came of it, when that was told as well. */
  works?: boolean;
  /** It is where it should be and cannot be changed. */
  isStuck?: boolean;
}

const marks: Record<Exclude<CheckAnswer, 'back'>, RecordMark> = {
  fixed: 'good',
  'already-ok': 'good',
  'not-found': 'open',
  skip: 'neutral',
};

/** One check after the other, in the planner's order, until something helps or nothing is left that pays. */
export class CheckingDialog extends WaterfallDialog<CheckingOptions> {
  static readonly id = 'checking';
  readonly #services: DialogServices;

  constructor(services: DialogServices) {
    super(CheckingDialog.id);
    this.#services = services;
    this.addStep((step: Step) => this.chooseNext(step));
    this.addStep((step: Step) => this.takeAnswer(step));
    this.addStep((step: Step) => this.takeConfirmation(step));
  }

  chooseNext(step: Step): Promise<DialogTurnResult> {
    const { session } = dialogTurn(step.context);
    const current = openCase(step.context);
    const plan = this.#services.plan(
      current,
      !session.askedWithoutCheck && session.phoneUntold !== current.id,
    );
    const { again, lead } = step.options;
    if (again && this.#services.guide.check(again.check)) {
      const position = new Set(current.answers.map(({ check }) => check)).size + 1;
      const total = plan.do === 'check' ? Math.max(plan.total, position) : position;
      const section = again.section ?? sectionOf(plan.beliefs, again.check);
      return this.#ask(step, { kind: 'check', ...again, section, position, total }, lead);
    }
    switch (plan.do) {
      case 'hand-over':
        return step.endDialog({ end: 'hand-over', because: plan.because } satisfies CheckingResult);
      case 'ask-phone':
        return step.beginDialog(QuestionDialog.id, { question: { kind: 'phone' }, lead });
      case 'check': {
        const { next, isLikeliest, position, total } = plan;
        const skipped = current.answers.some(({ check }) => check === next.check.id);
        return this.#ask(
          step,
          {
            kind: 'check',
            check: next.check.id,
            section: next.section.id,
            isLikeliest,
            position,
            total,
            elsewhere: false,
          },
          lead ?? (skipped ? this.#services.presenter.say('check.skipped-before') : undefined),
        );
      }
    }
  }

  async takeAnswer(step: Step): Promise<DialogTurnResult> {
    const intent = step.result as Intent;
    const { session } = dialogTurn(step.context);
    const { presenter } = this.#services;
    if (intent.is === 'details') return this.#takeDetails(step, intent.facets);
    if (intent.is !== 'action') return this.#askAgain(step, {});
    const { action } = intent;
    if (intent.told) tellDevices(step.context, this.#services, intent.told);
    if (action.do === 'choose-phone') {
      await foldCard(step.context, this.#services, {
        text: presenter.say(`label.${action.phone}`),
        mark: 'neutral',
      });
      tellDevices(step.context, this.#services, { phone: action.phone });
      return step.replaceDialog(CheckingDialog.id, {});
    }
    if (session.question.kind !== 'check') return this.#goOnWithout(step);
    if (action.do === 'confirm-fixed') return this.#takeUnasked(step, intent);
    if (action.do !== 'answer-check') return this.#askAgain(step, {});
    if (action.answer === 'back') return this.#goBack(step);
    return this.#takeCheckAnswer(step, {
      answer: action.answer,
      typed: intent.typed,
      isDone: intent.isDone,
      works: intent.works,
      isStuck: intent.isStuck,
    });
  }

  /**
   * It works, though this check was not answered: what was changed before has helped late, or nobody knows what has.
   * What may only sound so is asked.
   */
  async #takeUnasked(step: Step, intent: Extract<Intent, { is: 'action' }>): Promise<DialogTurnResult> {
    const { presenter } = this.#services;
    const { question } = dialogTurn(step.context).session;
    if (intent.isVague && question.kind === 'check') {
      await foldCard(step.context, this.#services, { text: presenter.say('record.moved'), mark: 'neutral' });
      moveTo(step.context, 'confirming');
      const { check } = question;
      return step.beginDialog(QuestionDialog.id, { question: { kind: 'works', check, isUnasked: true } });
    }
    await foldCard(step.context, this.#services, { text: presenter.say('record.works'), mark: 'good' });
    return step.endDialog({
      end: 'fixed',
      check: lastFixed(openCase(step.context)),
      also: intent.also,
    } satisfies CheckingResult);
  }

  /** The phone was not told: what concerns every phone comes first, then it is asked once more. */
  async #goOnWithout(step: Step): Promise<DialogTurnResult> {
    const { presenter } = this.#services;
    await foldCard(step.context, this.#services, { text: presenter.say('record.passed'), mark: 'neutral' });
    return step.replaceDialog(CheckingDialog.id, { lead: presenter.say('understood.without-phone') });
  }

  async takeConfirmation(step: Step): Promise<DialogTurnResult> {
    const intent = step.result as Intent;
    const { session } = dialogTurn(step.context);
    const { question } = session;
    const asked = question.kind === 'works' ? question.check : undefined;
    const isUnasked = question.kind === 'works' && question.isUnasked;
    const check = isUnasked ? lastFixed(openCase(step.context)) : asked;
    if (isUnasked && intent.is === 'action' && asked !== undefined && !tellsWorks(intent)) {
      await foldCard(step.context, this.#services, {
        text: this.#services.presenter.say(isConfirmed(intent) ? 'record.broken' : 'record.passed'),
        mark: 'open',
      });
      return step.replaceDialog(CheckingDialog.id, { again: { check: asked, elsewhere: false } });
    }
    if (intent.is === 'action' && intent.action.do === 'answer-check') return this.#goBack(step);
    if (intent.is === 'action' && intent.action.do === 'confirm-fixed') {
      const { works } = intent.action;
      const text = this.#services.presenter.say(works ? 'record.works' : 'record.broken');
      await foldCard(step.context, this.#services, { text, mark: works ? 'good' : 'open' });
      if (works) return step.endDialog({ end: 'fixed', check, also: intent.also } satisfies CheckingResult);
      moveTo(step.context, 'checking');
      return step.replaceDialog(CheckingDialog.id, { lead: this.#takeInLater(step) });
    }
    moveTo(step.context, 'checking');
    return step.replaceDialog(CheckingDialog.id, {});
  }

  /**
   * A fix that did not help leaves two faults likely, and the visitor has told of two: from now on both are looked for.
   * Gives the sentence that says so.
   */
  #takeInLater(step: Step): string | undefined {
    const current = openCase(step.context);
    if (current.later.every((text) => current.symptoms.includes(text))) return undefined;
    takeInLater(step.context, this.#services);
    return this.#services.presenter.say('understood.part');
  }

  /** Shows the places for the devices that were named; a check that does not concern them gives way to the next. */
  async #takeDetails(step: Step, told: Facets): Promise<DialogTurnResult> {
    const { session } = dialogTurn(step.context);
    const { guide, presenter } = this.#services;
    await foldCard(step.context, this.#services, { text: presenter.say('record.moved'), mark: 'neutral' });
    const current = openCase(step.context);
    const before = { ...current.facets };
    tellDevices(step.context, this.#services, told);
    const { phone, maker, windows } = current.facets;
    const isNews = phone !== before.phone || maker !== before.maker || windows !== before.windows;
    const check = session.question.kind === 'check' ? guide.check(session.question.check) : undefined;
    const concerns = check !== undefined && suitsDevices(check, current.facets);
    return concerns
      ? this.#askAgain(step, { lead: presenter.say(isNews ? 'understood.details' : 'understood.known') })
      : step.replaceDialog(CheckingDialog.id, { lead: presenter.say('understood.not-yours') });
  }

  async #takeCheckAnswer(step: Step, given: GivenAnswer): Promise<DialogTurnResult> {
    const { session } = dialogTurn(step.context);
    const { guide, presenter } = this.#services;
    if (session.question.kind !== 'check') return step.replaceDialog(CheckingDialog.id, {});
    const { check: id, section, isLikeliest, elsewhere, isOff } = session.question;
    const check = guide.check(id);
    // Whoever has found that it is off needs no other places.
    const seeks = given.answer === 'not-found' && !isOff && !given.isStuck;
    if (seeks && check?.kind === 'verify' && !elsewhere) {
      await foldCard(step.context, this.#services, {
        text: presenter.recordOfAnswer({ check: id, answer: 'not-found' }),
        mark: 'open',
      });
      return step.replaceDialog(CheckingDialog.id, {
        again: { check: id, section, isLikeliest, elsewhere: true },
        lead: presenter.say('check.again-elsewhere'),
      });
    }
    await this.#record(step, given);
    if (given.answer !== 'fixed') return step.replaceDialog(CheckingDialog.id, {});
    if (check?.kind === 'explain' && !given.isDone)
      return step.endDialog({ end: 'explained', check: id } satisfies CheckingResult);
    if (given.works === true) return step.endDialog({ end: 'fixed', check: id } satisfies CheckingResult);
    if (given.works === false)
      return step.replaceDialog(CheckingDialog.id, { lead: this.#takeInLater(step) });
    moveTo(step.context, 'confirming');
    return step.beginDialog(QuestionDialog.id, { question: { kind: 'works', check: id } });
  }

  async #record(step: Step, { isDone, isStuck, works: _, ...given }: GivenAnswer): Promise<void> {
    const { session } = dialogTurn(step.context);
    if (session.question.kind !== 'check') return;
    const { check, elsewhere } = session.question;
    const { guide, presenter } = this.#services;
    const title = guide.check(check)?.title ?? check;
    const sought = elsewhere ? { elsewhere: true as const } : {};
    answerCheck(step.context, this.#services, { check, card: session.card, ...given, ...sought });
    await foldCard(step.context, this.#services, {
      text: isDone
        ? presenter.say('record.done', { check: title })
        : isStuck
          ? presenter.say('record.cannot-do', { check: title })
          : presenter.recordOfAnswer({ check, answer: given.answer }),
      mark: marks[given.answer],
    });
  }

  /** Takes the last answer back and asks that check again. */
  async #goBack(step: Step): Promise<DialogTurnResult> {
    const { session } = dialogTurn(step.context);
    const { presenter, guide } = this.#services;
    const last = openCase(step.context).answers.pop();
    if (!last || !guide.check(last.check)) return this.#askAgain(step, { lead: presenter.say('step.first') });
    const text = presenter.say('record.back', {
      check: titleOfQuestion(session.question, guide.check.bind(guide)),
    });
    await foldCard(step.context, this.#services, { text, mark: 'neutral' });
    return step.replaceDialog(CheckingDialog.id, { again: { check: last.check, elsewhere: false } });
  }

  /** The same question once more, as it was. */
  #askAgain(step: Step, options: { lead?: string }): Promise<DialogTurnResult> {
    const { question } = dialogTurn(step.context).session;
    if (question.kind !== 'check') return step.replaceDialog(CheckingDialog.id, options);
    const { check, section, isLikeliest, elsewhere } = question;
    return step.replaceDialog(CheckingDialog.id, {
      ...options,
      again: { check, section, isLikeliest, elsewhere },
    });
  }

  #ask(step: Step, question: Extract<Question, { kind: 'check' }>, lead?: string): Promise<DialogTurnResult> {
    moveTo(step.context, 'checking');
    const check = this.#services.guide.check(question.check);
    const isExplanation = check?.kind === 'explain';
    return step.beginDialog(QuestionDialog.id, {
      question: {
        ...question,
        ...(isExplanation ? { isExplanation } : {}),
        ...(check?.goodWhenOff ? { isGoodOff: true } : {}),
      },
      lead,
    });
  }
}

function isConfirmed({ action }: Extract<Intent, { is: 'action' }>): boolean {
  return action.do === 'confirm-fixed';
}

function tellsWorks({ action }: Extract<Intent, { is: 'action' }>): boolean {
  return action.do === 'confirm-fixed' && action.works;
}

/** The section that makes a check likely. */
function sectionOf(beliefs: Beliefs, id: string): string {
  return beliefs.causes.find(({ check }) => check.id === id)?.section.id ?? '';
}

function titleOfQuestion(question: Question, check: (id: string) => { title: string } | undefined): string {
  const id = question.kind === 'check' || question.kind === 'works' ? question.check : '';
  return check(id)?.title ?? '';
}
