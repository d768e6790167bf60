import { button, element } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { formatTime } from '../shared/time.ts';
import { shortName } from './message-view.ts';
import { fill, textFor, texts } from './texts.ts';
import type { Change, OpenedCase } from './wire.ts';

export interface FactsParts {
  locale: string;
  now: () => Date;
  transcriptAddress: (form: string) => string;
  agentId: string;
  /** Kinds of personal data that may be shown here. */
  mayReveal: readonly string[];
  onReveal: (kind: string) => void;
}

/** Characters from which a summary is shown only in part. */
const longSummary = 420;

/** Everything known of a case beside what was said. */
export function factsView(opened: OpenedCase, parts: FactsParts): HTMLElement[] {
  const { escalation, package: known } = opened;
  const { facts } = texts;
  return [
    block(facts.summary, [
      outcome(opened),
      ...summary(known.summary),
      element('p', { class: 'facts__because', text: textFor(facts.because, escalation.because) }),
    ]),
    ...(escalation.note ? [block(facts.note, [quote(escalation.note)])] : []),
    ...(escalation.email ? [block(facts.email, [element('p', { text: escalation.email })])] : []),
    ...(known.symptoms.length > 0 ? [block(facts.words, known.symptoms.map(quote))] : []),
    block(facts.known, [knownFacts(opened)]),
    block(facts.checks, [checks(opened, parts)]),
    block(facts.untried, [untried(opened)]),
    ...hiddenData(opened, parts),
    block(facts.history, [history(opened.changes, parts)]),
    block(facts.transcript, [downloads(parts)]),
  ];
}

function block(title: string, children: (Node | string)[]): HTMLElement {
  const heading = element('h3', { class: 'facts__title', text: title });
  return element('section', { class: 'facts__block', children: [heading, ...children] });
}

/** The beginning is enough for most; what follows stands below in lists too. */
function summary(text: string): HTMLElement[] {
  const words = element('p', { class: 'facts__summary', text });
  if (text.length < longSummary) return [words];
  words.classList.add('facts__summary--short');
  const more = button({
    class: 'text-button',
    text: texts.facts.more,
    onClick: () => {
      const isShort = words.classList.toggle('facts__summary--short');
      more.textContent = isShort ? texts.facts.more : texts.facts.less;
      more.setAttribute('aria-expanded', String(!isShort));
    },
  });
  more.setAttribute('aria-expanded', 'false');
  return [words, more];
}

function quote(text: string): HTMLElement {
  const made = element('blockquote', { class: 'facts__quote', text });
  made.dir = 'auto';
  return made;
}

function outcome({ escalation }: OpenedCase): Node | string {
  const { outcome: ended, rating } = escalation;
  const told: string[] = [];
  if (ended) told.push(ended.solved ? texts.facts.outcomeSolved : texts.facts.outcomeUnsolved);
  if (rating) told.push(fill(texts.facts.rating, { score: rating.score }));
  if (rating?.comment) told.push(`“${rating.comment}”`);
  return told.length === 0 ? '' : element('p', { class: 'facts__outcome', text: told.join(' · ') });
}

function knownFacts({ package: known, conversation }: OpenedCase): HTMLElement {
  const { facets } = texts.facts;
  const rows: [string, string][] = [
    ...Object.entries(known.facets).map(([name, value]): [string, string] => [
      textFor(facets, name),
      textFor(texts.facts.values, String(value)),
    ]),
    ...(known.section ? [[texts.facts.section, known.section.title] satisfies [string, string]] : []),
    ...(conversation.userName
      ? [[facets.visitor, shortName(conversation.userName)] satisfies [string, string]]
      : []),
    [facets.channel, textFor(texts.facts.values, conversation.channel)],
  ];
  const children = rows.flatMap(([name, value]) => [
    element('dt', { text: name }),
    element('dd', { children: [element('bdi', { text: value })] }),
  ]);
  return element('dl', { class: 'facts__list', children });
}

function checks({ package: known }: OpenedCase, parts: FactsParts): HTMLElement {
  if (known.checks.length === 0) return element('p', { class: 'facts__none', text: texts.facts.checksNone });
  const items = known.checks.map(({ title, answer, typed, at }) => {
    const result = element('span', {
      class: `answer answer--${answer === 'fixed' || answer === 'already-ok' ? 'good' : 'open'}`,
      children: [
        ...(answer === 'fixed' || answer === 'already-ok' ? [icon('check')] : []),
        textFor(texts.facts.answers, answer),
      ],
    });
    const line = element('span', { class: 'facts__line', children: [result, timeOf(at, parts)] });
    const words = typed ? [element('bdi', { text: fill(texts.facts.typed, { text: typed }) })] : [];
    return element('li', {
      children: [element('span', { class: 'facts__check', text: title }), line, ...words],
    });
  });
  return element('ol', { class: 'facts__checks', children: items });
}

/** What was taken out of the texts and can be asked for. */
function hiddenData({ changes }: OpenedCase, parts: FactsParts): HTMLElement[] {
  const { agentId, mayReveal, onReveal } = parts;
  const revealed = changes
    .filter(({ event, by }) => event.is === 'revealed' && by.id === agentId)
    .map(({ event }) => event.kind);
  const hidden = mayReveal.filter((kind) => !revealed.includes(kind));
  if (hidden.length === 0) return [];
  const buttons = hidden.map((kind) =>
    button({ class: 'button', text: textFor(texts.facts.reveal, kind), onClick: () => onReveal(kind) }),
  );
  const hint = element('p', { class: 'facts__none', text: texts.facts.hiddenHint });
  const row = element('p', { class: 'facts__downloads', children: buttons });
  return [block(texts.facts.hidden, [hint, row])];
}

function untried({ package: known }: OpenedCase): HTMLElement {
  if (known.untried.length === 0) {
    return element('p', { class: 'facts__none', text: texts.facts.untriedNone });
  }
  const items = known.untried.map(({ title, why }) =>
    element('li', {
      children: [
        element('span', { class: 'facts__check', text: title }),
        element('span', { class: 'facts__line', text: why }),
      ],
    }),
  );
  return element('ul', { class: 'facts__checks', children: items });
}

function history(changes: readonly Change[], parts: FactsParts): HTMLElement {
  const items = changes
    .filter(({ event }) => event.is !== 'read')
    .map((change) => element('li', { children: [`${eventText(change)} `, timeOf(change.at, parts)] }));
  return element('ol', { class: 'facts__history', children: items });
}

function eventText({ by, event }: Change): string {
  const { events } = texts;
  const key = event.is + kindOf(event);
  const who = by.name === undefined ? textFor(events, by.is) : shortName(by.name);
  return fill(textFor(events, key), { name: who, score: typeof event.score === 'number' ? event.score : '' });
}

/** What sets apart events of one name. */
function kindOf(event: Change['event']): string {
  if (event.is === 'closed') return event.solved === true ? '-solved' : '-unsolved';
  if (event.is === 'queued' && event.ticket === true) return '-ticket';
  return event.is === 'revealed' ? `-${String(event.kind)}` : '';
}

function downloads(parts: FactsParts): HTMLElement {
  const links = Object.entries(texts.facts.forms).map(([form, text]) => {
    const link = element('a', { class: 'facts__download', text });
    link.href = parts.transcriptAddress(form);
    link.download = '';
    return link;
  });
  return element('p', { class: 'facts__downloads', children: links });
}

function timeOf(at: string, { locale, now }: FactsParts): HTMLTimeElement {
  const time = element('time', { class: 'facts__time' });
  time.dateTime = at;
  time.textContent = formatTime({ at: new Date(at), now: now(), locale });
  return time;
}
