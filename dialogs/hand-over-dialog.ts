import { WaterfallDialog, type DialogTurnResult, type WaterfallStepContext } from './support/sdk.ts';
import { devicesOf } from '../src/conversation/case.ts';
import type { Escalation, HandOverReason } from '../src/conversation/escalation.ts';
import type { PersonAsk } from '../src/conversation/session.ts';
import { nextAsk } from '../src/escalation/next-ask.ts';
import { readEmail } from '../src/escalation/read-email.ts';
import type { Intent } from '../src/understanding/intent.ts';
import { QuestionDialog } from './question-dialog.ts';
import { endCase, openNewCase } from './support/case-changes.ts';
import { dialogTurn, type DialogServices } from './support/dialog-turn.ts';
import {
  moveEscalation,
  queueForPerson,
  requestPerson,
  runningEscalation,
} from './support/escalation-changes.ts';
import { resumeBot } from './support/resume-bot.ts';
import { foldCard, send } from './support/send.ts';

export interface HandOverOptions {
  because: HandOverReason;
  /** What the visitor wrote when no case was open yet. */
  text?: string;
  /** What was asked already; undefined when the person is still to be requested. */
  asked?: PersonAsk[];
  /** A sentence above the next question. */
  lead?: string;
}

type Step = WaterfallStepContext<HandOverOptions>;

/** What the visitor tells for the person is cut here. Characters. */
const longestNote = 2000;

/**
 * Hands the case to a person: in line at once, or as a ticket when nobody is on duty. While the visitor waits, at most
 * three questions: what else the person should know, how to reach the visitor, and consent to pass the conversation on.
 */
export class HandOverDialog extends WaterfallDialog<HandOverOptions> {
  static readonly id = 'hand-over';
  readonly #services: DialogServices;

  constructor(services: DialogServices) {
    super(HandOverDialog.id);
    this.#services = services;
    this.addStep((step: Step) => this.requestPerson(step));
    this.addStep((step: Step) => this.askNext(step));
    this.addStep((step: Step) => this.takeAnswer(step));
  }

  /** In line, or told that nobody is there: the first card says which, with the first question on it. */
  async requestPerson(step: Step): Promise<DialogTurnResult> {
    const { because, asked } = step.options;
    if (asked) return step.next();
    const { session } = dialogTurn(step.context);
    const { question } = session;
    if (session.case === undefined || session.case.outcome !== undefined) {
      const { unread = [] } = session;
      if (question.kind === 'later') this.#openWithLater(step, question.text);
      const current = openNewCase(step.context, this.#services, { text: step.options.text ?? '' });
      // In the order in which it was said: what is wrong comes before the wish for a person.
      current.symptoms.unshift(...unread);
    }
    session.parked = { question };
    endCase(step.context, this.#services, { state: 'waiting-for-person', outcome: 'handed-over' });
    await requestPerson(step.context, this.#services, because);
    const outlook = await queueForPerson(step.context, this.#services, { ticket: false });
    const ask = this.#nextAsk(step, []);
    return step.beginDialog(QuestionDialog.id, {
      question: { kind: 'person', because, outlook, ...(ask ? { ask } : {}) },
    });
  }

  /** One trouble is solved: the person is asked for the other that was told with it. */
  #openWithLater(step: Step, text: string): void {
    const { session } = dialogTurn(step.context);
    session.told = { ...session.told, ...devicesOf(session.case?.facets ?? {}) };
    const diagnosis = this.#services.understanding.diagnose(text, session.told);
    openNewCase(step.context, this.#services, { text, diagnosis });
  }

  async askNext(step: Step): Promise<DialogTurnResult> {
    const { because, asked, lead } = step.options;
    if (!asked) return step.next(step.result);
    const ask = this.#nextAsk(step, asked);
    if (ask === undefined) return this.#finish(step);
    return step.beginDialog(QuestionDialog.id, {
      question: { kind: 'person', because, ask, isFollowUp: true },
      lead,
      // The buttons of the first card keep their meaning.
      isSameStep: true,
    });
  }

  async takeAnswer(step: Step): Promise<DialogTurnResult> {
    const { session } = dialogTurn(step.context);
    const { because, asked = [] } = step.options;
    const ask = session.question.kind === 'person' ? session.question.ask : undefined;
    if (ask === undefined) return step.endDialog();
    const answer = answerOf(step.result as Intent);
    await foldCard(step.context, this.#services, {
      text: this.#services.presenter.say(answer === undefined ? 'record.told' : 'record.answered'),
      mark: 'neutral',
    });
    if (ask === 'consent' && answer === 'no') return this.#refuse(step);
    const lead = await this.#take(step, { ask, answer, typed: answer === undefined ? typedIn(step) : '' });
    return step.replaceDialog(HandOverDialog.id, { because, asked: [...asked, ask], lead });
  }

  /** @returns the sentence that leads to the next question. */
  async #take(
    step: Step,
    told: { ask: PersonAsk; answer: string | undefined; typed: string },
  ): Promise<string | undefined> {
    const { ask, answer, typed } = told;
    const { presenter } = this.#services;
    const escalation = runningEscalation(step.context);
    if (!escalation) return undefined;
    const note = [escalation.note, typed].filter(Boolean).join('\n').slice(0, longestNote);
    const noted = presenter.say('person.noted', { case: escalation.caseId });
    switch (ask) {
      case 'offer':
        if (typed !== '') await this.#tell(step, { note });
        await queueForPerson(step.context, this.#services, { ticket: true });
        return presenter.say('person.ticket', { case: escalation.caseId });
      case 'note': {
        const email = readEmail(typed);
        await this.#tell(step, { note, ...(email === undefined ? {} : { email }) });
        return typed === '' ? undefined : noted;
      }
      case 'contact': {
        const email = readEmail(typed);
        if (email !== undefined) {
          await this.#tell(step, { email });
          return presenter.say('person.email-noted', { email });
        }
        await this.#tell(step, typed === '' ? { email: '' } : { email: '', note });
        return typed === '' ? undefined : presenter.say('person.no-email');
      }
      case 'consent':
        await this.#tell(step, answer === 'yes' ? { consent: true } : { note });
        return answer === 'yes' ? presenter.say('person.told') : noted;
    }
  }

  async #refuse(step: Step): Promise<DialogTurnResult> {
    const by = { is: 'visitor' as const };
    await moveEscalation(step.context, this.#services, { by, event: { is: 'told', consent: false } });
    await moveEscalation(step.context, this.#services, { by, event: { is: 'cancelled' } });
    return resumeBot(step, this.#services, this.#services.presenter.say('person.refused'));
  }

  /** Nothing more is asked: what the visitor writes from now on is added to the case. */
  async #finish(step: Step): Promise<DialogTurnResult> {
    const { session } = dialogTurn(step.context);
    const { because, lead } = step.options;
    session.question = { kind: 'person', because };
    session.card = undefined;
    if (lead !== undefined) await send(step.context, this.#services.presenter.text(session, lead));
    return step.endDialog();
  }

  #tell(step: Step, told: { note?: string; email?: string; consent?: boolean }): Promise<Escalation> {
    return moveEscalation(step.context, this.#services, {
      by: { is: 'visitor' },
      event: { is: 'told', ...told },
    });
  }

  #nextAsk(step: Step, asked: PersonAsk[]): PersonAsk | undefined {
    const escalation = runningEscalation(step.context);
    return escalation && nextAsk(escalation, asked);
  }
}

function answerOf(intent: Intent): string | undefined {
  return intent.is === 'action' && intent.action.do === 'tell-person' ? intent.action.answer : undefined;
}

function typedIn(step: Step): string {
  const text: unknown = step.context.activity.text;
  return typeof text === 'string' ? text.trim() : '';
}
