import type { Action } from '../conversation/actions.ts';
import { doneChecks, type AnsweredCheck, type Case, type Facets } from '../conversation/case.ts';
import type { Outlook, Question, Session } from '../conversation/session.ts';
import type { Guide } from '../guide/guide.ts';
import type { Check, Place, Section } from '../guide/schema.ts';
import { quoteForMarkdown } from './markdown.ts';
import type { PhraseKey } from './phrase-keys.ts';
import type { Say } from './say.ts';

/** The data of a check's card for what is known of the devices. */
export function checkCardData(input: {
  guide: Guide;
  say: Say;
  session: Session;
  question: Extract<Question, { kind: 'check' }>;
  facets: Facets;
}): object {
  const { guide, say, session, question, facets } = input;
  const check = guide.check(question.check);
  if (!check) throw new Error(`The check ${question.check} is not in the guide.`);
  const places = placesFor(check, facets);
  const section = guide.section(question.section);
  return {
    case: session.case?.id ?? '',
    step: session.step,
    check: check.id,
    progress: say('check.progress', {
      position: question.position,
      total: question.total,
      device: say(`device.${check.device}`),
    }),
    question: check.question,
    reason: reasonOf({
      ...{ say, check, section, facets },
      isLikeliest: (question.isLikeliest ?? false) && isMeant(check, section, session.case?.answers ?? []),
    }),
    places: places.map((place) => ({
      label: places.length > 1 ? placeLabel(place, say) : '',
      path: place.path.map((part) => `**${part}**`).join(' › '),
      link: place.link ?? '',
    })),
    elsewhere: question.elsewhere ? check.otherPlaces.map((line) => `- ${line}`).join('\n') : '',
    steps: stepsFor(check, places)
      .map((step, index) => `${index + 1}. ${step}`)
      .join('\n'),
    lookFor: `**${say('label.look-for')}** ${check.lookFor}`,
    redo: check.redo === undefined ? '' : `**${say('label.redo')}** ${check.redo}`,
    notes: (check.notes ?? []).map(({ sign, means }) => `- **${sign}:** ${means}`).join('\n'),
    labels: checkLabels(check, say),
  };
}

/** From this part of the weight of its section's main check a section's reason is told of a check too. */
const mainFrom = 0.44;

/**
 * Whether a section's reason is what this check looks at: one of its main checks, the first of them that is asked. The
 * reason of a section about permissions is not why somebody is asked for their speakers.
 */
function isMeant(check: Check, section: Section | undefined, answers: readonly AnsweredCheck[]): boolean {
  const weights = new Map(section?.checks.map(({ check: id, weight }) => [id, weight]));
  const others = [...weights.keys()].filter((id) => id !== check.id);
  return (
    (weights.get(check.id) ?? 0) >= mainFrom * Math.max(...weights.values()) &&
    !answers.some(({ check: id }) => others.includes(id))
  );
}

/** Why this check comes now. Only of the likeliest cause it is said that it is most often the reason. */
function reasonOf(input: {
  say: Say;
  check: Check;
  section: Section | undefined;
  facets: Facets;
  isLikeliest: boolean;
}): string {
  const { say, check, section, facets, isLikeliest } = input;
  const { why } = check;
  if (!section || !isLikeliest) return say('check.also', { why });
  const { reason } = section;
  const { trigger } = facets;
  return trigger !== undefined && (section.triggers[trigger] ?? 1) > 1
    ? say('check.reason-when', { when: say(`trigger.${trigger}`), reason, why })
    : say('check.reason', { reason, why });
}

function checkLabels(check: Check, say: Say): object {
  const answers: Record<Check['kind'], [PhraseKey, PhraseKey, PhraseKey]> = {
    verify: [check.goodWhenOff ? 'label.fixed-was-on' : 'label.fixed', 'label.already', 'label.not-found'],
    do: ['label.done', 'label.done-before', 'label.cannot-do'],
    explain: ['label.explains', 'label.not-mine', 'label.unclear'],
  };
  const [fixed, already, notFound] = answers[check.kind];
  return {
    where: say('label.where'),
    open: say('label.open'),
    elsewhere: say('label.elsewhere'),
    notes: say('label.notes'),
    fixed: say(fixed),
    already: say(already),
    notFound: say(notFound),
    skip: say('label.skip'),
    back: say('label.back'),
    person: say('label.person'),
  };
}

/** The places that fit what is known: the maker's own, else the common one; both Windows versions while unknown. */
export function placesFor(check: Check, facets: Facets): Place[] {
  const fits = check.where.filter(({ when }) => {
    if (when?.windows !== undefined && facets.windows !== undefined && when.windows !== facets.windows)
      return false;
    return when?.maker === undefined || (facets.maker !== undefined && when.maker.includes(facets.maker));
  });
  const exact = fits.filter(({ when }) => when !== undefined);
  return exact.length > 0 ? exact : fits;
}

function stepsFor(check: Check, places: Place[]): string[] {
  const only = places.length === 1 ? places[0] : undefined;
  return only?.steps ?? check.steps;
}

/** What a place is called beside others. */
export function placeLabel(place: Place, say: Say): string {
  if (place.when?.windows !== undefined) return say(`place.windows-${place.when.windows}`);
  return place.when?.maker === undefined ? say('place.default') : place.when.maker.join(', ');
}

export function recordKey(check: Check | undefined, answer: AnsweredCheck['answer']): PhraseKey {
  if (answer === 'fixed' && check?.goodWhenOff) return 'record.fixed-was-on';
  if (answer === 'fixed' && check?.kind === 'do') return 'record.done';
  if (answer === 'fixed' && check?.kind === 'explain') return 'record.explained';
  if (answer === 'not-found' && check?.kind === 'explain') return 'record.unclear';
  if (answer === 'not-found' && check?.kind === 'do') return 'record.cannot-do';
  if (answer === 'already-ok' && check?.kind === 'explain') return 'record.not-mine';
  return `record.${answer}`;
}

/** Whether it works: after a fix, or something else that was told once the case is solved. */
export function confirmCardData(input: {
  say: Say;
  session: Session;
  question: Extract<Question, { kind: 'works' | 'later' }>;
}): object {
  const { say, session, question } = input;
  const labels = { broken: say('label.broken'), person: say('label.person') };
  return question.kind === 'works'
    ? {
        question: say('ask.works'),
        hint: say(`ask.works-${session.case?.facets.feature ?? 'everything'}`),
        labels: { ...labels, works: say('label.works') },
      }
    : {
        question: say(question.isAll ? 'ask.all' : 'ask.later'),
        hint: say(question.isAll ? 'ask.all-hint' : 'ask.later-hint', {
          later: quoteForMarkdown(question.text, 120),
        }),
        labels: { ...labels, works: say(question.isAll ? 'label.all-works' : 'label.later-works') },
      };
}

export function solvedCardData(input: {
  guide: Guide;
  say: Say;
  question: Extract<Question, { kind: 'rating' }>;
}): object {
  const { guide, say, question } = input;
  const check = guide.check(question.check ?? '');
  if (question.person) return personRatingData(question.person, say);
  return {
    title: say(question.explained ? 'solved.explained-title' : 'solved.title'),
    text: say(
      check?.outside ? 'solved.outside-text' : question.explained ? 'solved.explained-text' : 'solved.text',
    ),
    summary: check && !question.explained ? say('solved.summary', { check: check.title }) : '',
    ...ratingData(say),
  };
}

/** The same card after a person ended the case. */
function personRatingData({ solved }: { solved: boolean }, say: Say): object {
  return {
    title: say(solved ? 'closed.title-solved' : 'closed.title'),
    text: say(solved ? 'closed.text-solved' : 'closed.text'),
    summary: '',
    ...ratingData(say),
  };
}

function ratingData(say: Say): object {
  return {
    ask: say('solved.ask'),
    scores: ([5, 4, 3, 2, 1] as const).map((score) => ({
      title: say(`rating.${score}`),
      value: String(score),
    })),
    labels: {
      score: say('label.rating'),
      scoreMissing: say('label.rating-missing'),
      comment: say('label.comment'),
      rate: say('label.rate'),
      person: say('label.person'),
      startOver: say('label.another'),
    },
  };
}

export function handedOverCardData(input: {
  guide: Guide;
  say: Say;
  session: Session;
  question: Extract<Question, { kind: 'person' }>;
  subject: (value: Case) => string;
}): object {
  const { guide, say, session, question, subject } = input;
  const value = session.case;
  const checked = doneChecks(value?.answers ?? []).map(({ check }) => guide.check(check)?.title ?? check);
  const facts = value
    ? [
        { name: say('person.fact-case'), value: value.id },
        ...(value.symptoms.length > 0 ? [{ name: say('person.fact-problem'), value: subject(value) }] : []),
        ...(value.facets.phone
          ? [{ name: say('person.fact-phone'), value: say(`label.${value.facets.phone}`) }]
          : []),
        {
          name: say('person.fact-checked'),
          value: checked.join(', ') || say('person.fact-none'),
        },
      ]
    : [];
  return {
    title: say(question.outlook?.closed ? 'person.title-closed' : 'person.title'),
    text: `${say(`person.${question.because}`)} ${say('person.text')}`,
    facts,
    next: outlookInWords(question.outlook, say),
    ...personAskData(question, say),
    related: relatedTo(guide, value),
    labels: { startOver: say('label.another') },
  };
}

/** What is asked of a visitor who waits, and what can be pressed; empty when nothing is. */
export function personAskData(
  { ask, outlook }: Extract<Question, { kind: 'person' }>,
  say: Say,
): { ask: string; answers: object[]; back: object[] } {
  if (ask === undefined) return { ask: '', answers: [], back: [] };
  const answers = ({ offer: ['ticket'], note: ['skip'], contact: ['skip'], consent: ['yes', 'no'] } as const)[
    ask
  ].map((answer) => ({ label: say(tellLabel({ ask, answer })), ask, answer }));
  return {
    ask: say(ask === 'offer' && outlook?.closed ? 'person.ask-offer-closed' : `person.ask-${ask}`),
    answers,
    back: ask === 'offer' ? [{ label: say('label.return-to-bot') }] : [],
  };
}

/** How a button under such a question is called. */
export function tellLabel({
  ask,
  answer,
}: Pick<Extract<Action, { do: 'tell-person' }>, 'ask' | 'answer'>): PhraseKey {
  if (ask === 'offer') return 'label.tell-ticket';
  if (ask === 'consent') return answer === 'yes' ? 'label.tell-agree' : 'label.tell-refuse';
  return ask === 'note' ? 'label.tell-nothing' : 'label.tell-no-email';
}

/** Where the visitor stands in the queue and how long it takes, or when somebody is there again. */
export function outlookInWords(outlook: Outlook | undefined, say: Say): string {
  if (outlook?.closed) {
    return outlook.opensAt === undefined
      ? say('person.closed')
      : say('person.closed-until', { time: outlook.opensAt });
  }
  if (outlook?.position === undefined) return say('person.next');
  const { position, waitMinutes, toldAfterMinutes } = outlook;
  const place = position === 1 ? say('person.first') : say('person.position', { position });
  if (toldAfterMinutes !== undefined) {
    return `${place} ${say('person.nobody', { minutes: toldAfterMinutes })} ${say('person.next')}`;
  }
  const wait =
    waitMinutes === undefined ? say('person.wait-unknown') : say('person.wait', { minutes: waitMinutes });
  return `${place} ${wait} ${say('person.next')}`;
}

/** What the guide says to read on with, as problems the visitor can go on with while waiting. */
function relatedTo(guide: Guide, value: Case | undefined): { label: string; text: string }[] {
  const section = guide.section(value?.sections[0]?.section ?? '');
  return (section?.seeAlso ?? []).slice(0, 2).flatMap((id) => {
    const choice = guide.section(id)?.choice;
    return choice === undefined ? [] : [{ label: choice, text: choice }];
  });
}

export function whereCardData(input: {
  guide: Guide;
  say: Say;
  session: Session;
  subject: (value: Case) => string;
}): object {
  const { guide, say, session, subject } = input;
  const value = session.case;
  const done = (value?.answers ?? []).map((answered) => {
    const check = guide.check(answered.check);
    return `- ${say(recordKey(check, answered.answer), { check: check?.title ?? answered.check })}`;
  });
  const { question } = session;
  const left = question.kind === 'check' ? question.total - question.position + 1 : 0;
  return {
    title: say('where.title'),
    left: left > 0 ? say(left === 1 ? 'where.one-left' : 'where.left', { count: left }) : '',
    text: !value
      ? say('where.nothing')
      : value.state === 'waiting-for-person'
        ? say('where.waiting', { case: value.id })
        : value.state === 'solved'
          ? say('where.solved')
          : say('where.subject', { subject: subject(value) }),
    done: done.length > 0 ? `${say('where.done')}\n${done.join('\n')}` : '',
  };
}
