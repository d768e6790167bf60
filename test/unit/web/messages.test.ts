import type { Activity } from '../../../src/conversation/activity.ts';
import { ApiError } from '../../../src/web/shared/api.ts';
import { readCardAnswer, toInvoke } from '../../../src/web/shared/card-command.ts';
import { fileRules, formatSize, problemWith } from '../../../src/web/shared/file-rules.ts';
import { withFreshToken } from '../../../src/web/shared/fresh-token.ts';
import { safeAddress } from '../../../src/web/shared/links.ts';
import { createChatStorage } from '../../../src/web/shared/storage.ts';
import { spokenText } from '../../../src/web/shared/spoken-text.ts';
import { headline } from '../../../src/web/widget/headline.ts';
import { createMemory } from '../../../src/web/shared/memory.ts';
import { lastReadIn } from '../../../src/web/widget/read-receipt.ts';
import { nameOf, senderOf } from '../../../src/web/widget/sender.ts';
import { transcriptText } from '../../../src/web/widget/transcript.ts';
import { createTypingTeller } from '../../../src/web/widget/typing.ts';
import { Unread } from '../../../src/web/widget/unread.ts';
import { Uploads } from '../../../src/web/widget/uploads.ts';

const bot = { id: 'bot', role: 'bot' };
const session = { conversationId: 'c', token: 't', userId: 'u', resumeToken: 'r' };

describe('senderOf', () => {
  it.each([
    [{ from: { id: 'dl_1', role: 'user' } }, 'You'],
    [{ from: { id: 'dl_1' } }, 'You'],
    [{ from: bot }, 'Phone Link support'],
    [{}, 'Phone Link support'],
    [{ from: { id: 'a', role: 'agent', name: 'Ana' } }, 'Ana'],
    [{ from: { id: 'a', role: 'agent' } }, 'Support'],
    [{ from: bot, channelData: { support: { agent: { name: 'Ana' } } } }, 'Ana'],
    [{ from: bot, channelData: { support: { agent: { name: ' ' } } } }, 'Support'],
    [{ from: bot, channelData: { support: null } }, 'Phone Link support'],
  ])('of %j is %s', (fields, name) => {
    expect(nameOf(senderOf({ type: 'message', ...fields }, 'dl_1'))).toBe(name);
  });

  it('does not let a visitor speak as a person of the support', () => {
    const activity = {
      type: 'message',
      from: { id: 'dl_1', role: 'user' },
      channelData: { support: { agent: { name: 'Ana' } } },
    };
    expect(senderOf(activity, 'dl_1').kind).toBe('visitor');
  });
});

describe('a read receipt', () => {
  const name = 'application/vnd.microsoft.readReceipt';
  it.each([
    [{ type: 'event', name, value: { lastReadMessageId: 'm1' } }, 'm1'],
    [{ type: 'event', name, value: { lastReadMessageId: 1 } }, undefined],
    [{ type: 'event', name, value: null }, undefined],
    [{ type: 'event', name }, undefined],
    [{ type: 'event', name: 'handoff.status', value: { lastReadMessageId: 'm1' } }, undefined],
    [{ type: 'message', name, value: { lastReadMessageId: 'm1' } }, undefined],
  ])('%j names %s', (activity, id) => {
    expect(lastReadIn(activity)).toBe(id);
  });
});

describe('typing', () => {
  it('is told at the first stroke, and again when three seconds have gone by', () => {
    let seconds = 0;
    const told: number[] = [];
    const tell = createTypingTeller(
      () => new Date(seconds * 1000),
      () => told.push(seconds),
    );
    for (seconds = 0; seconds < 8; seconds += 1) tell();
    expect(told).toEqual([0, 3, 6]);
  });
});

describe('headline', () => {
  it.each([
    [undefined, undefined, 'Step-by-step help'],
    [{ state: 'checking', progress: { position: 2, total: 5 } }, undefined, 'Check 2 of about 5'],
    [{ state: 'with-person' }, 'Ana', 'With Ana'],
    [{ state: 'with-person' }, undefined, 'With a person'],
    [{ state: 'solved' }, 'Ana', 'Solved'],
  ])('of %j with %s is %s', (info, agent, line) => {
    expect(headline(info, agent)).toBe(line);
  });
});

describe('spokenText', () => {
  it.each([
    [{ text: '**Bold** and [a link](https://x) and 2 \\* 3' }, 'Bold and a link and 2 * 3'],
    [{ text: 'x', summary: 'The card in words' }, 'The card in words'],
    [{ attachments: [{ contentType: 'image/png', name: 'a.png' }] }, 'a.png'],
    [{}, ''],
  ])('of %j is %s', (fields, spoken) => {
    expect(spokenText({ type: 'message', ...fields })).toBe(spoken);
  });
});

describe('transcriptText', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 9, minute)).toISOString();
  const activities: Activity[] = [
    { type: 'message', id: '1', from: bot, text: 'A question', timestamp: at(1) },
    { type: 'event', id: '2', from: bot, name: 'hidden' },
    { type: 'message', id: '3', from: { id: 'u', role: 'user' }, text: 'An answer', timestamp: at(2) },
    { type: 'message', id: '1', from: bot, text: 'Its record', timestamp: at(3) },
    {
      ...{ type: 'message', id: '4', from: { id: 'u', role: 'user' }, text: '', timestamp: at(4) },
      attachments: [{ contentType: 'image/png', contentUrl: 'https://x/1', name: 'a.png' }],
    },
  ];

  it('has one line a message, with the last form of each', () => {
    const text = transcriptText({ activities, userId: 'u', locale: 'en-GB', now: new Date(0) });
    const lines = text.split('\n').slice(3, -1);

    expect(lines.map((line) => line.replace(/^\[.*?\] /, ''))).toEqual([
      'Phone Link support: Its record',
      'You: An answer',
      'You: [File: a.png]',
    ]);
    expect(lines[0]).toContain('22 Nov 2026');
  });
});

describe('Unread', () => {
  function setUp(kept = new Map<string, string>()) {
    const counts: number[] = [];
    const memory = {
      get: (key: string) => kept.get(key) ?? null,
      set: (key: string, value: string) => void kept.set(key, value),
    };
    return { unread: new Unread({ memory, onChange: (count) => counts.push(count) }), counts, kept };
  }

  it('counts what comes while nobody looks, and forgets it once somebody does', () => {
    const { unread, counts } = setUp();
    unread.setVisible(true);
    unread.came(['1']);
    unread.setVisible(false);
    unread.came(['2']);
    unread.came(['3', '4']);
    unread.setVisible(true);

    expect(counts).toEqual([1, 3, 0]);
  });

  it('counts on the next page only what was not seen on the one before', () => {
    const first = setUp();
    first.unread.setVisible(true);
    first.unread.came(['1', '2']);
    const second = setUp(first.kept);

    second.unread.came(['1', '2', '3', '4']);

    expect(second.counts).toEqual([2]);
  });
});

describe('createMemory', () => {
  it('remembers nothing where the browser refuses to', () => {
    const memory = createMemory(() => {
      throw new Error('denied');
    });
    memory.set('a', '1');
    expect(memory.get('a')).toBeNull();
  });
});

describe('files', () => {
  it.each([
    [{ type: 'image/png', size: 1 }, 0, undefined],
    [{ type: 'TEXT/PLAIN; charset=utf-8', size: 1 }, 9, undefined],
    [{ type: '', size: 1 }, 0, undefined],
    [{ type: 'image/png', size: 1 }, 10, 'tooMany'],
    [{ type: 'image/png', size: 0 }, 0, 'empty'],
    [{ type: 'image/png', size: fileRules.largest + 1 }, 0, 'tooLarge'],
    [{ type: 'image/svg+xml', size: 1 }, 0, 'wrongType'],
    [{ type: 'text/html', size: 1 }, 0, 'wrongType'],
  ] as const)('%j beside %i others: %s', (file, others, problem) => {
    expect(problemWith(file, others)).toBe(problem);
  });

  it('have a size that is easy to read', () => {
    expect(formatSize(40_000, 'en')).toBe('40 kB');
    expect(formatSize(fileRules.largest, 'en')).toBe('10 MB');
    expect(formatSize(1_440_000, 'en')).toBe('1.4 MB');
  });

  it.each([
    ['https://elsewhere.example/a.png', 'https://elsewhere.example/a.png'],
    ['http://127.0.0.1:3978/files/1', 'http://127.0.0.1:3978/files/1'],
    ['/files/1', 'http://127.0.0.1:3978/files/1'],
    ['http://elsewhere.example/a.png', undefined],
    ['javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['blob:http://127.0.0.1:3978/1', undefined],
    [undefined, undefined],
  ])('at %s are fetched from %s', (address, followed) => {
    expect(safeAddress(address, 'http://127.0.0.1:3978')).toBe(followed);
  });
});

describe('Uploads', () => {
  const activity = { type: 'message', channelData: { clientActivityID: 'k' } };
  const files = [new File(['x'], 'a.png')];

  it.each([
    [undefined, 'accepted', []],
    [new ApiError(413), 'refused', ['refused']],
    [new ApiError(415), 'refused', ['refused']],
    [new ApiError(429), 'later', []],
    [new ApiError(403), 'later', []],
    [new ApiError(500), 'later', []],
    [new TypeError('no network'), 'later', []],
  ])('after %s the message is %s', async (error, result, told) => {
    const refused: string[] = [];
    const send = () => (error ? Promise.reject(error) : Promise.resolve());
    const uploads = new Uploads({ send, onRefused: () => refused.push('refused') });
    uploads.add(activity, files);

    expect(await uploads.post(activity)).toBe(result);
    expect(refused).toEqual(told);
    expect(uploads.has(activity)).toBe(result !== 'accepted');
  });
});

describe('withFreshToken', () => {
  const storage = () => {
    const kept = createChatStorage(() => {
      throw new Error('no storage');
    });
    kept.writeSession(session);
    return kept;
  };
  const resume = () => Promise.resolve({ ...session, token: 'fresh' });

  it('tries once more with a fresh token, and keeps it', async () => {
    const kept = storage();
    const used: string[] = [];
    await withFreshToken({ api: { resume }, storage: kept }, ({ token }) => {
      used.push(token);
      return token === 'fresh' ? Promise.resolve() : Promise.reject(new ApiError(403));
    });

    expect(used).toEqual(['t', 'fresh']);
    expect(kept.readSession()?.token).toBe('fresh');
  });

  it('does not try again after another error', async () => {
    const work = jest.fn(() => Promise.reject(new ApiError(500)));
    await expect(withFreshToken({ api: { resume }, storage: storage() }, work)).rejects.toThrow('500');
    expect(work).toHaveBeenCalledTimes(1);
  });
});

describe('a command of a card', () => {
  it('is an invoke that names the card it stands on', () => {
    const identity = { userId: 'u', clientId: 'k', activityId: 'a1' };
    const command = { verb: 'refresh', data: { x: 1 }, trigger: 'automatic' };
    expect(toInvoke(command, identity)).toEqual({
      ...{ type: 'invoke', name: 'adaptiveCard/action', from: { id: 'u', role: 'user' }, replyToId: 'a1' },
      value: { action: { type: 'Action.Execute', verb: 'refresh', data: { x: 1 } }, trigger: 'automatic' },
      channelData: { clientActivityID: 'k' },
    });
  });

  it.each([
    [{ type: 'application/vnd.microsoft.card.adaptive', value: { body: [] } }, { card: { body: [] } }],
    [{ type: 'application/vnd.microsoft.activity.message', value: 'done' }, { text: 'done' }],
    [{ type: 'application/vnd.microsoft.card.adaptive', value: 'x' }, {}],
    [undefined, {}],
  ])('answered with %j gives %j', (body, answer) => {
    expect(readCardAnswer(body)).toEqual(answer);
  });
});
