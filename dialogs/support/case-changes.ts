import type { TurnContext } from 'botbuilder';
import {
  devicesOf,
  type AnsweredCheck,
  type Case,
  type CaseOutcome,
  type CaseState,
  type Facets,
} from '../../src/conversation/case.ts';
import type { Diagnosis } from '../../src/understanding/diagnosis.ts';
import { isConcrete } from '../../src/understanding/facets.ts';
import { dialogTurn, openCase, type DialogServices } from './dialog-turn.ts';

/** Opens a case with its first symptom, or adds the symptom to the one that is still being understood. */
export function openNewCase(
  context: TurnContext,
  services: DialogServices,
  symptom: { text: string; diagnosis?: Diagnosis },
): Case {
  const { session } = dialogTurn(context);
  const running = session.case?.state === 'understanding' ? session.case : undefined;
  const current: Case = running ?? {
    id: services.newCaseId(),
    conversationId: context.activity.conversation.id,
    state: 'understanding',
    openedAt: services.now().toISOString(),
    guideVersion: services.guide.version,
    symptoms: [],
    facets: { ...session.told },
    sections: [],
    pointedAt: [],
    answers: [],
    later: [],
  };
  if (symptom.text !== '') current.symptoms.push(symptom.text);
  if (symptom.diagnosis) applyDiagnosis(current, symptom.diagnosis);
  session.case = current;
  session.told = undefined;
  session.unread = undefined;
  return current;
}

/** Takes over what a diagnosis found; what was told earlier stays where the new text says nothing. */
export function applyDiagnosis(current: Case, diagnosis: Diagnosis): void {
  current.facets = { ...current.facets, ...diagnosis.facets };
  current.sections = diagnosis.sections;
  current.chosen = undefined;
  const failing = diagnosis.features.filter(
    (feature) => isConcrete(feature) && !diagnosis.working.includes(feature),
  );
  current.features = current.facets.feature === 'everything' && failing.length > 1 ? failing : undefined;
  current.pointedAt = [...new Set([...current.pointedAt, ...diagnosis.pointedAt])];
  current.later = diagnosis.later;
}

/** Facts about the devices. A phone that was not known makes other sections likely, so the symptoms are read again. */
export function tellDevices(
  context: TurnContext,
  { understanding, guide }: Pick<DialogServices, 'understanding' | 'guide'>,
  told: Facets,
): void {
  const current = openCase(context);
  const isOtherPhone = told.phone !== undefined && told.phone !== current.facets.phone;
  // A maker belongs to the phone it was told of.
  if (isOtherPhone) delete current.facets.maker;
  tellFacets(context, told);
  const isChoiceKept = ['any', told.phone].includes(guide.section(current.chosen ?? '')?.phone);
  if (!isOtherPhone || current.symptoms.length === 0 || isChoiceKept) return;
  const { sections } = understanding.diagnose(current.symptoms.join('. '), current.facets);
  if (sections.length > 0) current.sections = sections;
}

/** What the case was opened with keeps half of what is believed; the other symptoms share the rest. */
const keptOfFirst = 0.5;

/** Makes the symptoms that were left for later part of this case; they are asked about once it is solved all the same. */
export function takeInLater(
  context: TurnContext,
  { understanding }: Pick<DialogServices, 'understanding'>,
): void {
  const current = openCase(context);
  const told = current.later.filter((text) => !current.symptoms.includes(text));
  const others = told
    .map((text) => understanding.diagnose(text, devicesOf(current.facets)))
    .filter(({ sections }) => sections.length > 0);
  current.symptoms.push(...told);
  if (others.length === 0) return;
  const shares = new Map<string, number>();
  const add = (sections: Case['sections'], weight: number) => {
    for (const { section, share } of sections)
      shares.set(section, (shares.get(section) ?? 0) + weight * share);
  };
  add(current.sections, keptOfFirst);
  for (const { sections } of others) add(sections, (1 - keptOfFirst) / others.length);
  current.sections = [...shares]
    .map(([section, share]) => ({ section, share }))
    .sort((a, b) => b.share - a.share);
  current.pointedAt = [...new Set([...current.pointedAt, ...others.flatMap(({ pointedAt }) => pointedAt)])];
}

/** Share of the section that the visitor took; the rest stays, as one message may tell of more than one thing. */
const shareOfChosen = 0.75;

/** The visitor took this section from those offered. */
export function chooseSection(context: TurnContext, id: string): void {
  const current = openCase(context);
  const others = current.sections.filter(({ section }) => section !== id);
  const total = others.reduce((sum, { share }) => sum + share, 0) || 1;
  current.chosen = id;
  current.sections = [
    { section: id, share: others.length > 0 ? shareOfChosen : 1 },
    ...others.map(({ section, share }) => ({ section, share: ((1 - shareOfChosen) * share) / total })),
  ];
}

export function tellFacets(context: TurnContext, facets: Facets): void {
  const current = openCase(context);
  current.facets = { ...current.facets, ...facets };
}

export function answerCheck(
  context: TurnContext,
  services: DialogServices,
  answered: Pick<AnsweredCheck, 'check' | 'answer' | 'card' | 'typed' | 'elsewhere'>,
): void {
  openCase(context).answers.push({ ...answered, at: services.now().toISOString() });
}

export function moveTo(context: TurnContext, state: CaseState): void {
  openCase(context).state = state;
}

/** Ends the case. Does nothing when there is none or it has ended before. */
export function endCase(
  context: TurnContext,
  services: DialogServices,
  end: { state: CaseState; outcome: CaseOutcome },
): void {
  const { session, saveCase } = dialogTurn(context);
  const current = session.case;
  if (!current || current.outcome !== undefined) return;
  current.state = end.state;
  current.outcome = end.outcome;
  if (end.outcome !== 'handed-over') current.closedAt = services.now().toISOString();
  saveCase(current);
}

/** Opens a solved case again with all that was tried; what its fix has taught is forgotten. */
export function reopenCase(context: TurnContext): void {
  const { saveCase, unlearn } = dialogTurn(context);
  const current = openCase(context);
  current.state = 'checking';
  current.outcome = undefined;
  current.closedAt = undefined;
  saveCase(current);
  unlearn(current.id);
}

/** What was put right last. */
export function lastFixed({ answers }: Case): string | undefined {
  return answers.findLast(({ answer }) => answer === 'fixed')?.check;
}
