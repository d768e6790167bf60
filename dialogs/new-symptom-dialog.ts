import { WaterfallDialog, type DialogTurnResult, type WaterfallStepContext } from './support/sdk.ts';
import type { Case } from '../src/conversation/case.ts';
import { failingIn } from '../src/understanding/about-case.ts';
import { isConcrete } from '../src/understanding/facets.ts';
import type { Intent } from '../src/understanding/intent.ts';
import { mostLater } from '../src/understanding/later-symptoms.ts';
import { CaseDialog } from './case-dialog.ts';
import { QuestionDialog } from './question-dialog.ts';
import { applyDiagnosis, endCase, tellDevices } from './support/case-changes.ts';
import { openCase, type DialogServices } from './support/dialog-turn.ts';
import { foldCard } from './support/send.ts';

export interface NewSymptomOptions {
  text: string;
  /** It is part of this one for sure. */
  isPart?: boolean;
}

type Step = WaterfallStepContext<NewSymptomOptions>;

/** Another symptom came up in a running case: a new problem, or part of this one? */
export class NewSymptomDialog extends WaterfallDialog<NewSymptomOptions> {
  static readonly id = 'new-symptom';
  readonly #services: DialogServices;

  constructor(services: DialogServices) {
    super(NewSymptomDialog.id);
    this.#services = services;
    this.addStep((step: Step) => this.askNewOrPart(step));
    this.addStep((step: Step) => this.takeChoice(step));
  }

  askNewOrPart(step: Step): Promise<DialogTurnResult> {
    if (step.options.isPart) return step.next({ is: 'action', action: { do: 'new-symptom', as: 'part' } });
    return step.beginDialog(QuestionDialog.id, {
      question: { kind: 'new-or-part', text: step.options.text },
    });
  }

  async takeChoice(step: Step): Promise<DialogTurnResult> {
    const { presenter, understanding } = this.#services;
    const intent = step.result as Intent;
    const { text } = step.options;
    if (intent.is === 'action' && intent.action.do === 'new-symptom' && intent.action.as === 'new') {
      await foldCard(step.context, this.#services, { text: presenter.say('label.new'), mark: 'neutral' });
      endCase(step.context, this.#services, { state: 'closed', outcome: 'abandoned' });
      return step.replaceDialog(CaseDialog.id, { text });
    }
    const current = openCase(step.context);
    if (intent.is === 'details') tellDevices(step.context, this.#services, intent.facets);
    if (intent.is === 'action' && intent.action.do === 'new-symptom') {
      await foldCard(step.context, this.#services, { text: presenter.say('label.part'), mark: 'neutral' });
      current.symptoms.push(text);
      const diagnosis = understanding.diagnose(current.symptoms.join('. '), current.facets);
      // What may be fixed together is worked on together, and asked about by itself in the end.
      const isOther = this.#isOfOtherFeature(text, current);
      const later = isOther && current.later.length < mostLater ? [...current.later, text] : current.later;
      if (diagnosis.sections.length > 0) applyDiagnosis(current, { ...diagnosis, later });
      return step.replaceDialog(CaseDialog.id, { resume: true, lead: presenter.say('understood.part') });
    }
    return step.replaceDialog(CaseDialog.id, { resume: true });
  }

  #isOfOtherFeature(text: string, current: Case): boolean {
    const failing = failingIn({ case: current });
    const own = this.#services.understanding.diagnose(text).features.filter(isConcrete);
    return own.length > 0 && !own.some((feature) => failing.includes(feature));
  }
}
