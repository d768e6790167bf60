import type { Phrases } from '../guide/schema.ts';

/** Every sentence the program can say, by key; the text is in the guide's phrases file. */
export const phraseKeys = [
  'greeting.title', 'greeting.text', 'greeting.invite', 'greeting.again',
  'label.person', 'label.start-over', 'label.android', 'label.iphone', 'label.none', 'label.new', 'label.part',
  'label.where', 'label.open', 'label.elsewhere', 'label.notes', 'label.fixed', 'label.already', 'label.not-found',
  'label.done', 'label.done-before', 'label.cannot-do', 'label.explains', 'label.not-mine', 'label.unclear',
  'label.skip', 'label.back', 'label.works', 'label.broken', 'label.rating', 'label.rating-missing', 'label.comment',
  'label.rate', 'label.another', 'label.look-for', 'label.redo',
  'rating.5', 'rating.4', 'rating.3', 'rating.2', 'rating.1', 'rating.thanks',
  'ask.phone', 'ask.phone-why', 'ask.section', 'ask.section-hint', 'ask.new-or-part', 'ask.new-or-part-hint',
  'ask.symptom-again', 'ask.works', 'ask.works-notifications', 'ask.works-messages', 'ask.works-calls',
  'ask.works-photos', 'ask.works-contacts', 'ask.works-apps', 'ask.works-connection', 'ask.works-everything',
  'understood.symptom', 'understood.chosen', 'understood.unsure', 'understood.later', 'understood.part',
  'understood.details', 'understood.not-yours',
  'check.progress', 'check.reason', 'check.again-elsewhere', 'check.skipped-before',
  'device.android', 'device.iphone', 'device.phone', 'device.windows', 'device.both',
  'place.default', 'place.windows-10', 'place.windows-11',
  'record.fixed', 'record.already-ok', 'record.not-found', 'record.skip', 'record.done', 'record.explained',
  'record.not-mine', 'record.back', 'record.chosen', 'record.works', 'record.broken', 'record.passed', 'record.moved',
  'solved.title', 'solved.text', 'solved.summary', 'solved.explained-title', 'solved.explained-text', 'solved.ask',
  'solved.later',
  'person.title', 'person.text', 'person.next', 'person.used-up', 'person.person-is-quicker', 'person.asked',
  'person.misunderstood', 'person.outside', 'person.fact-case', 'person.fact-problem', 'person.fact-phone',
  'person.fact-checked', 'person.fact-none', 'person.noted', 'person.already',
  'talk.thanks', 'talk.goodbye', 'talk.about', 'talk.insult', 'talk.chatter', 'talk.off-topic',
  'talk.off-topic-again',
  'help.text',
  'where.title', 'where.nothing', 'where.subject', 'where.waiting', 'where.solved', 'where.done',
  'step.stale', 'step.invalid', 'step.first', 'step.cannot-skip', 'step.not-read', 'step.then-fix', 'step.offer-person', 'step.only-text',
  'start-over.done',
  'case.check-gone',
  'failure.text',
] as const;

export type PhraseKey = (typeof phraseKeys)[number];
export type Say = (key: PhraseKey, values?: Record<string, string | number>) => string;

/** Makes the function that says a sentence: `{name}` in the text becomes `values.name`. */
export function createSay(phrases: Phrases): Say {
  return (key, values = {}) =>
    (phrases[key] ?? key).replace(/\{([a-z-]+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Text by a stranger, made safe to stand inside markdown: cut to `limit` characters, every sign escaped. */
export function quoteForMarkdown(text: string, limit = 200): string {
  const flat = text.replace(/\s+/gu, ' ').trim();
  const characters = [...flat];
  const cut = characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : flat;
  return cut.replace(/[\\`*_{}[\]()#+\-!|<>~&]/g, (sign) => `\\${sign}`);
}
