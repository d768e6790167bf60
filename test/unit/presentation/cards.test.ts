import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import adaptiveCards from 'adaptivecards/dist/adaptivecards.js';
import { parseAction, parseAgentAction, parsePrivacyAction } from '../../../src/conversation/actions.ts';
import type { Case, Facets } from '../../../src/conversation/case.ts';
import { newSession, type Question, type Session } from '../../../src/conversation/session.ts';
import { placesFor } from '../../../src/presentation/card-data.ts';
import { cardBytes, cardLimit, cardNames, createCards } from '../../../src/presentation/card-templates.ts';
import { activityToText, cardToText } from '../../../src/presentation/plain-text.ts';
import { createPresenter } from '../../../src/presentation/presenter.ts';
import { quoteForMarkdown } from '../../../src/presentation/markdown.ts';
import { phraseKeys } from '../../../src/presentation/phrase-keys.ts';
import { createSay } from '../../../src/presentation/say.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { realContent } from '../../support/content.ts';
import { submitsOf } from '../../support/conversation.ts';

const folder = join(projectRoot, 'cards');
const fill = createCards(folder);

/** The default host takes five actions, quiet ones included, which every real host puts behind a menu. */
const host = new adaptiveCards.HostConfig({ supportsInteractivity: true, actions: { maxActions: 6 } });

/** What the adaptivecards package finds wrong with a filled card: when parsing and when validating. */
function faultsOf(content: unknown): string[] {
  const faults: string[] = [];
  const context = new adaptiveCards.SerializationContext();
  const card = new adaptiveCards.AdaptiveCard();
  card.hostConfig = host;
  card.parse(content, context);
  for (let index = 0; index < context.eventCount; index += 1) faults.push(context.getEventAt(index).message);
  return [...faults, ...card.validateProperties().validationEvents.map(({ message }) => message)];
}

/** Every property named `data` of an Action.Submit, whether it parses or not. */
function submits(content: unknown): object[] {
  return submitsOf({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  });
}

describe.each(cardNames)('the card %s', (name) => {
  const sample = JSON.parse(readFileSync(join(folder, `${name}.sample.json`), 'utf8')) as object;
  const { content } = fill(name, sample);

  it('is of schema 1.5 and without a fault for the adaptivecards package', () => {
    expect(content).toMatchObject({ type: 'AdaptiveCard', version: '1.5' });
    expect(faultsOf(content)).toEqual([]);
  });

  it('has no expression left open', () => {
    expect(JSON.stringify(content)).not.toMatch(/\$\{|"\$when"|"\$data"/);
  });

  it('says in plain text all that is on it, without marks of markdown', () => {
    const text = cardToText(content);
    expect(text).not.toMatch(/\*\*|undefined|\[object/);
    for (const line of textsOf(content)) expect(text).toContain(line.replaceAll('**', ''));
  });

  it('sends only actions that are understood, with the number of the step as a number', () => {
    for (const data of submits(content)) {
      const input = (data as { do: string }).do === 'rate' ? { score: '5' } : {};
      const sent = { ...data, ...input };
      const understood = parseAction(sent) ?? parsePrivacyAction(sent) ?? parseAgentAction(sent);
      expect(understood).toMatchObject({ ...data });
    }
  });

  it('has at most five buttons that stand in the open, as every host shows that many', () => {
    const { actions = [] } = content as { actions?: { mode?: string }[] };
    expect(actions.filter(({ mode }) => mode !== 'secondary').length).toBeLessThanOrEqual(5);
  });

  it('keeps under the size every channel takes', () => {
    expect(cardBytes(fill(name, sample))).toBeLessThan(cardLimit);
  });
});

describe('the folder of cards', () => {
  it('holds a sample for every template and nothing that is not in the list', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
    expect(files.sort()).toEqual(
      cardNames.flatMap((name) => [`${name}.card.json`, `${name}.sample.json`]).sort(),
    );
  });
});

describe('the card of every check', () => {
  const { guide } = realContent();
  const presenter = createPresenter({ guide, fill, say: createSay(guide.phrases) });
  const makers = [undefined, ...guide.settings.variants.maker];
  const devices: Facets[] = makers.flatMap((maker) =>
    [undefined, 10 as const, 11 as const].map((windows) => ({ maker, windows })),
  );

  it.each(guide.checks.map(({ id }) => id))(
    '%s is without a fault for each maker and Windows version',
    (id) => {
      const section = guide.sections.find(({ checks }) => checks.some(({ check }) => check === id))?.id ?? '';
      for (const facets of devices) {
        for (const elsewhere of [false, true]) {
          const question = { kind: 'check' as const, check: id, section, position: 1, total: 4, elsewhere };
          const activity = presenter.question(sessionWith(question, { facets }), 'A lead.');
          const [card] = activity.attachments ?? [];
          expect(faultsOf(card?.content)).toEqual([]);
          expect(cardBytes(card ?? { contentType: '' })).toBeLessThan(cardLimit);
          expect(submits(card?.content).map((data) => parseAction(data)?.do)).not.toContain(undefined);
          expect(activityToText(activity)).toContain(
            guide.check(id)?.otherPlaces && elsewhere ? 'may also be' : 'A lead.',
          );
        }
      }
    },
  );

  it('shows the place of the maker alone, and both Windows versions while none is known', () => {
    const check = guide.check('android.notification-access');
    const windows = guide.check('windows.notifications-on');
    if (!check || !windows) throw new Error('The guide lacks a check of the contract.');
    expect(placesFor(check, { maker: 'samsung' }).map(({ when }) => when?.maker)).toEqual([['samsung']]);
    expect(placesFor(check, {}).map(({ when }) => when)).toEqual([undefined]);
    expect(placesFor(windows, { windows: 11 })).toHaveLength(1);
    expect(placesFor(windows, {}).length).toBeGreaterThanOrEqual(1);
  });
});

describe('what strangers wrote', () => {
  const { guide } = realContent();
  const presenter = createPresenter({ guide, fill, say: createSay(guide.phrases) });

  it('stands on the hand-over card with every sign of markdown and HTML escaped', () => {
    const symptoms = ['<img src=x onerror=alert(1)> [click](javascript:alert(1)) **bold** `code`'];
    const activity = presenter.question(
      sessionWith({ kind: 'person', because: 'asked' }, { symptoms, sections: [] }),
    );
    const json = JSON.stringify(activity.attachments);
    expect(json).not.toMatch(/[^\\]<img|[^\\]\]\\?\\?\(java|[^\\]\*\*bold/);
    expect(cardToText(activity.attachments?.[0]?.content)).toContain('<img src=x onerror=alert(1)>');
  });

  it('is not taken for a template', () => {
    const symptoms = ['${case} ${$root} {subject} {0}'];
    const activity = presenter.question(
      sessionWith({ kind: 'person', because: 'asked' }, { symptoms, sections: [] }),
    );
    expect(cardToText(activity.attachments?.[0]?.content)).toContain('${case} ${$root} {subject} {0}');
  });

  it('is cut to whole characters, on one line', () => {
    expect(quoteForMarkdown('📱'.repeat(300), 10)).toBe(`${'📱'.repeat(9)}…`);
    expect(quoteForMarkdown('  a \n\n b\t ')).toBe('a b');
  });

  it.each(['\\', '`', '*', '_', '{', '}', '[', ']', '(', ')', '#', '+', '-', '!', '|', '<', '>', '~', '&'])(
    'has %s escaped',
    (sign) => {
      expect(quoteForMarkdown(`a${sign}b`)).toBe(`a\\${sign}b`);
    },
  );
});

describe('a sentence', () => {
  const { guide } = realContent();

  it('is known for every key, and no key stands twice', () => {
    expect(phraseKeys.filter((key) => guide.phrases[key] === undefined)).toEqual([]);
    expect(new Set(phraseKeys).size).toBe(phraseKeys.length);
  });

  it('takes values as they are, and shows a name without a value as it stands', () => {
    const say = createSay({ 'where.subject': 'It is {subject}, {other}.' });
    expect(say('where.subject', { subject: '{other} $& $1' })).toBe('It is {other} $& $1, {other}.');
  });
});

function sessionWith(question: Question, change: Partial<Case>): Session {
  const value: Case = {
    id: 'K7Q2ABCD',
    conversationId: 'c',
    state: 'checking',
    openedAt: '2026-01-01T00:00:00.000Z',
    guideVersion: 'v',
    symptoms: [],
    facets: {},
    sections: [],
    pointedAt: [],
    answers: [],
    later: [],
    ...change,
  };
  return { ...newSession(), step: 3, case: value, question };
}

/** The visible texts of a card's elements. */
function textsOf(content: unknown): string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    const { type, text } = value as { type?: unknown; text?: unknown };
    if (type === 'TextBlock' && typeof text === 'string') found.push(text);
    Object.values(value).forEach(walk);
  };
  walk(content);
  return found;
}
