import type { Action } from '../conversation/actions.ts';
import type { Activity } from '../conversation/activity.ts';
import type { AnsweredCheck, Facets } from '../conversation/case.ts';
import type { HandOverReason } from '../conversation/escalation.ts';
import type { Guide } from '../guide/guide.ts';
import { recordKey, tellLabel } from './card-data.ts';
import { activityToText } from './plain-text.ts';
import type { PhraseKey } from './phrase-keys.ts';
import { createSay, type Say } from './say.ts';

/** What things of a case are called, for people who read it later: the guide's names and phrases. */
export function createWording(guide: Guide) {
  const say = createSay(guide.phrases);
  return {
    checkTitle: (id: string) => guide.check(id)?.title ?? id,
    sectionTitle: (id: string) => guide.section(id)?.title,
    checksOf: (section: string) => (guide.section(section)?.checks ?? []).map(({ check }) => check),
    answer: (answered: Pick<AnsweredCheck, 'check' | 'answer'>) => answerInWords(answered, { guide, say }),
    action: (action: Action) => actionInWords(action, { guide, say }),
    activity: (activity: Activity) => activityToText(activity),
    facets: (facets: Facets) => facetsInWords(facets, say),
    untried: (reason: string) => say(`untried.${reason}` as PhraseKey),
    status: (state: string, by: string | undefined) =>
      by === undefined ? say('status.now', { state }) : say('status.by', { state, by }),
    omitted: (count: number) => say('transcript.omitted', { count: String(count) }),
    summary: (known: SummaryInput) => summaryOf(known, say),
  };
}

interface SummaryInput {
  symptoms: string[];
  facets: string;
  section?: string;
  checked: string[];
  untried: string[];
  because: HandOverReason;
  note?: string;
}

interface Words {
  guide: Guide;
  say: Say;
}

function summaryOf(known: SummaryInput, say: Say): string {
  const { symptoms, facets, section, checked, untried, because, note } = known;
  const quoted = symptoms.map((symptom) => `“${flat(symptom)}”`).join(', ');
  const sentences = [
    symptoms.length === 0 ? say('summary.no-problem') : say('summary.problem', { symptoms: quoted }),
    facets === '' ? '' : say('summary.facets', { facets }),
    section === undefined ? '' : say('summary.section', { section }),
    checked.length === 0 ? say('summary.unchecked') : say('summary.checked', { checks: checked.join('; ') }),
    untried.length === 0 ? '' : say('summary.untried', { checks: untried.join('; ') }),
    say(`summary.${because}`),
    !note ? '' : say('summary.note', { note: flat(note) }),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

const lastedLabels = { yes: 'label.lasted', no: 'label.came-back', stop: 'label.no-follow-ups' } as const;

/** What a button means, in words. */
function actionInWords(action: Action, words: Words): string {
  const { guide, say } = words;
  switch (action.do) {
    case 'choose-phone':
      return say(`label.${action.phone}`);
    case 'choose-section':
      return guide.section(action.section)?.choice ?? say('label.none');
    case 'answer-check':
      return action.answer === 'back'
        ? say('label.back')
        : answerInWords({ check: action.check, answer: action.answer }, words);
    case 'confirm-fixed':
      return say(action.works ? 'label.works' : 'label.broken');
    case 'new-symptom':
      return say(`label.${action.as}`);
    case 'talk-to-person':
      return say('label.person');
    case 'tell-person':
      return say(tellLabel(action));
    case 'return-to-bot':
      return say('label.return-to-bot');
    case 'start-over':
      return say('label.start-over');
    case 'rate':
      return `${action.score} of 5${action.comment ? `: ${action.comment}` : ''}`;
    case 'tell-lasted':
      return say(lastedLabels[action.answer]);
    case 'describe':
      return action.text;
  }
}

function answerInWords(answered: Pick<AnsweredCheck, 'check' | 'answer'>, { guide, say }: Words): string {
  const check = guide.check(answered.check);
  return say(recordKey(check, answered.answer), { check: check?.title ?? answered.check });
}

function facetsInWords({ phone, maker, windows, feature, trigger }: Facets, say: Say): string {
  const named = [
    phone && say(`label.${phone}`),
    maker && say(`maker.${maker}`),
    windows && say(`windows.${windows}`),
    feature && say(`feature.${feature}`),
    // It begins a sentence elsewhere.
    trigger && uncapitalised(say(`trigger.${trigger}`)),
  ];
  return named.filter((name) => name !== undefined).join(', ');
}

function uncapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function flat(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
