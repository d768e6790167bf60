import { createGuide, type Guide } from '../../src/guide/guide.ts';
import type { Check, GuideSettings, Lexicon, Section } from '../../src/guide/schema.ts';

/** A check of one minute on the PC, so that results can be worked out by hand. */
export function checkLike(change: Pick<Check, 'id'> & Partial<Check>): Check {
  return {
    device: 'windows',
    kind: 'verify',
    title: `Title of ${change.id}`,
    question: 'Is it on?',
    why: 'Without it nothing works.',
    where: [],
    steps: ['Switch it on.'],
    lookFor: 'It is on.',
    otherPlaces: ['It may have another name.'],
    seconds: { median: 60, slow: 120 },
    names: [`Name of ${change.id}`],
    source: ['a test'],
    ...change,
  };
}

/** A section for any phone and every feature, which the table of priors leaves out. */
export function sectionLike(change: Pick<Section, 'id' | 'checks'> & Partial<Section>): Section {
  return {
    title: `Title of ${change.id}`,
    understood: 'something is wrong',
    choice: `Choice of ${change.id}`,
    reason: 'it is this',
    phone: 'any',
    features: ['everything'],
    priors: {},
    triggers: {},
    phrases: [],
    source: ['a test'],
    ...change,
  };
}

const settings: Omit<GuideSettings, 'sections'> = {
  id: 'small',
  title: 'A small guide',
  language: 'en',
  common: [],
  variants: { maker: ['samsung'], windows: [10, 11] },
  costs: { person: 1200, question: 8, redo: 300 },
  answers: { wrongAlreadyOk: 0.05, secondFault: 0.15, keptNotFound: 0.35 },
  outside: {},
  priorStrength: 10,
};

/** A few words of each kind. Terms that the real lexicon has mean the same here. */
const lexicon: Lexicon = {
  products: {
    'phone link': ['phone link', 'phonelink', 'your phone'],
    'link to windows': ['link to windows', 'phone companion'],
  },
  phone: { android: ['android', 'galaxy'], iphone: ['iphone', 'ios'] },
  maker: { samsung: ['samsung', 'galaxy'], google: ['pixel'], other: ['fairphone'] },
  windows: { '10': ['windows 10', 'win10'], '11': ['windows 11', 'win11'], older: ['windows 7'] },
  feature: {
    notifications: ['notifications', 'alerts'],
    messages: ['messages', 'texts', 'sms'],
    calls: ['calls', 'ring'],
    photos: ['photos', 'pictures'],
    connection: ['connect', 'connection', 'bluetooth'],
    everything: ['everything', 'nothing works'],
  },
  trigger: { 'os-update': ['update', 'updated'], reinstall: ['reinstalled'] },
  concepts: { missing: ['missing', 'gone'], late: ['late', 'delayed', 'hours later'] },
  foreign: { printer: ['printer'], headphones: ['headphones'] },
  intents: {
    person: [],
    'small-talk': { greeting: [], thanks: [], goodbye: [], about: [], insult: [], chatter: [], wait: [] },
    'off-topic': [],
  },
  replies: {
    fixed: ['it was off', 'turned it on'],
    'already-ok': ['already on', 'is on'],
    'not-found': ['cant find it', 'where is that'],
    skip: ['skip', 'later', 'go ahead'],
    back: ['go back', 'back'],
    works: ['it works now', 'works'],
    'still-broken': ['still nothing', 'still broken'],
    yes: ['yes', 'yep'],
    no: ['no', 'nope'],
    help: ['help'],
    repeat: ['repeat', 'say that again'],
    'where-am-i': ['where am i'],
    'start-over': ['start over'],
    'none-of-these': ['none of these'],
  },
  choices: { '1': ['first', 'number 1'], '2': ['the second one'], '3': ['third'], last: ['the last one'] },
  ratings: { '1': ['1', 'awful'], '2': ['2'], '3': ['3'], '4': ['4'], '5': ['5', '5 stars'] },
  privacy: {
    delete: ['delete', 'erase'],
    give: ['send me'],
    'kept-here': ['everything about me'],
    mine: ['my data'],
    'to-delete': ['everything'],
    'delete-request': ['forget me'],
    'give-request': ['what do you know about me'],
    elsewhere: ['phone'],
    refused: ['cant'],
  },
};

/** A guide of these parts alone. Reads no file, so that tests of it are quick. */
export function smallGuide(parts: {
  sections: Section[];
  checks: Check[];
  settings?: Partial<GuideSettings>;
  lexicon?: Partial<Lexicon>;
}): Guide {
  return createGuide({
    settings: { ...settings, sections: parts.sections.map(({ id }) => id), ...parts.settings },
    sections: parts.sections,
    checks: parts.checks,
    lexicon: { ...lexicon, ...parts.lexicon },
    phrases: {},
    version: 'small',
  });
}
