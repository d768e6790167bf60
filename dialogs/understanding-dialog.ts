import { WaterfallDialog, type DialogTurnResult, type WaterfallStepContext } from './support/sdk.ts';
import type { Case, Facets } from '../src/conversation/case.ts';
import { knownFacets } from '../src/conversation/session.ts';
import { quoteForMarkdown } from '../src/presentation/markdown.ts';
import { clarify } from '../src/understanding/clarify.ts';
import type { Diagnosis } from '../src/understanding/diagnosis.ts';
import { isConcrete } from '../src/understanding/facets.ts';
import type { Intent } from '../src/understanding/intent.ts';
import { QuestionDialog } from './question-dialog.ts';
import { chooseSection, openNewCase, tellDevices, tellFacets } from './support/case-changes.ts';
import { dialogTurn, openCase, type DialogServices } from './support/dialog-turn.ts';
import { foldCard } from './support/send.ts';

export interface UnderstandingOptions {
  /** The symptom, when it was told already. */
  text?: string;
  /** A sentence before what follows. */
  lead?: string;
  /** What else was told together with it, to come back to. */
  later?: string[];
}

type Step = WaterfallStepContext<UnderstandingOptions>;

/** From a symptom to sections: asks back at most once. Ends with the sentence that says what was understood. */
export class UnderstandingDialog extends WaterfallDialog<UnderstandingOptions> {
  static readonly id = 'understanding';
  readonly #services: DialogServices;

  constructor(services: DialogServices) {
    super(UnderstandingDialog.id);
    this.#services = services;
    this.addStep((step: Step) => this.askSymptom(step));
    this.addStep((step: Step) => this.diagnose(step));
    this.addStep((step: Step) => this.takeChoice(step));
  }

  askSymptom(step: Step): Promise<DialogTurnResult> {
    if (step.options.text !== undefined) return step.next();
    const lead = step.options.lead ?? this.#services.presenter.say('start-over.done');
    return step.beginDialog(QuestionDialog.id, { question: { kind: 'symptom' }, lead });
  }

  diagnose(step: Step): Promise<DialogTurnResult> {
    const { session } = dialogTurn(step.context);
    const text = step.options.text ?? textOf(step.result as Intent);
    const diagnosis = this.#diagnose(text, knownFacets(session));
    const current = openNewCase(step.context, this.#services, { text, diagnosis });
    current.later = [...current.later, ...(step.options.later ?? [])];
    const clarification = clarify({
      diagnosis,
      guide: this.#services.guide,
      mayAsk: !session.askedWithoutCheck,
    });
    if (clarification.ask === 'nothing') return step.endDialog(this.#understood(step, diagnosis));
    return step.beginDialog(QuestionDialog.id, {
      question: clarification.question,
      lead: step.options.lead ?? this.#alsoWrote(current),
    });
  }

  async takeChoice(step: Step): Promise<DialogTurnResult> {
    const { presenter, guide } = this.#services;
    const intent = step.result as Intent;
    const current = openCase(step.context);
    if (intent.is === 'symptom') return step.replaceDialog(UnderstandingDialog.id, { text: intent.text });
    if (intent.is === 'details') {
      await foldCard(step.context, this.#services, { text: presenter.say('record.passed'), mark: 'neutral' });
      tellDevices(step.context, this.#services, intent.facets);
    }
    if (intent.is === 'action' && intent.action.do === 'choose-phone') {
      await foldCard(step.context, this.#services, {
        text: presenter.say(`label.${intent.action.phone}`),
        mark: 'neutral',
      });
      tellDevices(step.context, this.#services, { phone: intent.action.phone });
    }
    if (intent.is === 'action' && intent.action.do === 'answer-check') {
      await foldCard(step.context, this.#services, { text: presenter.say('record.passed'), mark: 'neutral' });
      return step.endDialog(presenter.say('understood.without-phone'));
    }
    if (intent.is === 'action' && intent.action.do === 'choose-section') {
      const chosen = guide.section(intent.action.section);
      const text = chosen?.choice ?? presenter.say('label.none');
      await foldCard(step.context, this.#services, { text, mark: 'neutral' });
      const { question } = dialogTurn(step.context).session;
      const offered = question.kind === 'section' ? question.sections : [];
      if (chosen) chooseSection(step.context, chosen.id);
      else current.sections = current.sections.filter(({ section }) => !offered.includes(section));
      if (chosen && chosen.phone !== 'any') tellFacets(step.context, { phone: chosen.phone });
      if (!chosen) return step.endDialog(presenter.say('understood.unsure'));
      return step.endDialog(presenter.say('understood.chosen', { subject: chosen.understood }));
    }
    return step.endDialog();
  }

  /** What the examples leave open, the names of sections and settings may tell. */
  #diagnose(text: string, known: Facets | undefined): Diagnosis {
    const { understanding } = this.#services;
    const diagnosis = understanding.diagnose(text, known);
    return diagnosis.sure && diagnosis.kind === 'symptom'
      ? diagnosis
      : understanding.searchNames(text, diagnosis);
  }

  #understood(step: Step, diagnosis: Diagnosis): string {
    const { presenter, guide } = this.#services;
    const current = openCase(step.context);
    const section = guide.section(current.sections[0]?.section ?? '');
    const { feature, phone } = current.facets;
    const isPhoneOpen = section !== undefined && section.phone !== 'any' && phone === undefined;
    const isClear = section !== undefined && diagnosis.sure && !isPhoneOpen;
    // Which phone it is, the section would only guess.
    const said = isClear
      ? presenter.say('understood.symptom', { subject: section.understood })
      : feature !== undefined && isConcrete(feature)
        ? presenter.say('understood.feature', { feature: presenter.say(`feature.${feature}`) })
        : presenter.say('understood.unsure');
    return [step.options.lead, said, this.#alsoWrote(current)].filter(Boolean).join(' ');
  }

  #alsoWrote(current: Case): string | undefined {
    const later = current.later[0];
    return later === undefined
      ? undefined
      : this.#services.presenter.say('understood.later', { later: quoteForMarkdown(later, 120) });
  }
}

function textOf(intent: Intent): string {
  if (intent.is === 'symptom') return intent.text;
  return intent.is === 'action' && intent.action.do === 'describe' ? intent.action.text : '';
}
