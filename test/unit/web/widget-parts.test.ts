import type { Activity } from '../../../src/conversation/activity.ts';
import { readPages } from '../../../src/web/shared/api.ts';
import { backoffDelay } from '../../../src/web/shared/backoff.ts';
import { type History, latestVersions } from '../../../src/web/shared/history.ts';
import { isWindows, linkKind } from '../../../src/web/shared/links.ts';
import { toActivity } from '../../../src/web/shared/outgoing.ts';
import { followPosition, isAtEnd } from '../../../src/web/widget/scroll-position.ts';
import { parseSession } from '../../../src/web/shared/session.ts';
import { createChatStorage, type KeyValueStorage } from '../../../src/web/shared/storage.ts';
import { suggestionsOf } from '../../../src/web/widget/suggested-actions.ts';
import { isWithPerson, supportInfoOf } from '../../../src/web/widget/support-info.ts';
import { formatTime } from '../../../src/web/shared/time.ts';

const session = { conversationId: 'c', token: 't', userId: 'u', resumeToken: 'r' };

function message(id: string, text: string): Activity {
  return { type: 'message', id, text };
}

describe('latestVersions', () => {
  it('shows each message once, at its first place, with its last content', () => {
    const versions = latestVersions([message('1', 'card'), message('2', 'answer'), message('1', 'record')]);

    expect(versions.map(({ activity }) => activity.text)).toEqual(['record', 'answer']);
    expect(versions.map(({ replaced }) => replaced)).toEqual([true, false]);
  });

  it('keeps the time at which a message was first said', () => {
    const first = { ...message('1', 'card'), timestamp: '2026-01-01T10:00:00Z' };
    const second = { ...message('1', 'record'), timestamp: '2026-01-01T10:05:00Z' };

    expect(latestVersions([first, second])[0]?.activity.timestamp).toBe('2026-01-01T10:00:00Z');
  });

  it('keeps messages without an id apart', () => {
    expect(latestVersions([{ type: 'message' }, { type: 'message' }])).toHaveLength(2);
  });
});

describe('readPages', () => {
  const pages: Record<string, History> = {
    '': { activities: [message('1', 'a')], watermark: '1' },
    '1': { activities: [message('2', 'b')], watermark: '2' },
    '2': { activities: [], watermark: '2' },
  };

  it('reads until a page is empty', async () => {
    const history = await readPages((after) => Promise.resolve(pages[after]!), '');

    expect(history.activities.map(({ id }) => id)).toEqual(['1', '2']);
    expect(history.watermark).toBe('2');
  });

  it('keeps the known watermark when the server sends an empty one', async () => {
    const history = await readPages(() => Promise.resolve({ activities: [], watermark: '' }), '5');

    expect(history.watermark).toBe('5');
  });
});

describe('linkKind', () => {
  it.each([
    ['https://support.microsoft.com', true, 'web'],
    ['MAILTO:help@example.org', false, 'web'],
    ['ms-settings:notifications', true, 'settings'],
    ['ms-settings:notifications', false, 'settings-elsewhere'],
    ['http://example.org', true, 'refused'],
    ['javascript:alert(1)', true, 'refused'],
    [' \tjavascript:alert(1)', true, 'refused'],
    ['data:text/html,x', true, 'refused'],
    ['//example.org', true, 'refused'],
    ['', true, 'refused'],
  ])('of %j on Windows %s is %s', (address, onWindows, kind) => {
    expect(linkKind(address, onWindows)).toBe(kind);
  });

  it('knows a Windows browser from a phone', () => {
    expect(isWindows('Mozilla/5.0 (Windows NT 10.0; Win64; x64)')).toBe(true);
    expect(isWindows('Mozilla/5.0 (Linux; Android 16)')).toBe(false);
  });
});

describe('supportInfoOf', () => {
  const info = (support: unknown) => supportInfoOf({ type: 'message', channelData: { support } });

  it('reads the position among the checks', () => {
    expect(info({ state: 'checking', position: 2, total: 5 })).toEqual({
      state: 'checking',
      progress: { position: 2, total: 5 },
    });
  });

  it('never shows more done than there is', () => {
    expect(info({ state: 'checking', position: 6, total: 5 })?.progress).toEqual({ position: 6, total: 6 });
  });

  it.each([[undefined], [null], ['checking'], [{}], [{ state: 3 }]])('is nothing for %j', (support) => {
    expect(info(support)).toBeUndefined();
  });

  it('shows no progress when a number is missing or absurd', () => {
    expect(info({ state: 'checking', position: 0, total: 5 })).toEqual({ state: 'checking' });
    expect(info({ state: 'checking', position: 1 })).toEqual({ state: 'checking' });
  });

  it('knows when a person answers', () => {
    expect(isWithPerson({ state: 'waiting-for-person' })).toBe(true);
    expect(isWithPerson({ state: 'checking' })).toBe(false);
    expect(isWithPerson(undefined)).toBe(false);
  });
});

describe('suggestionsOf', () => {
  const suggestions = (actions: unknown) => suggestionsOf({ type: 'message', suggestedActions: { actions } });

  it('says the value of imBack and sends that of postBack as data', () => {
    const actions = [
      { type: 'imBack', title: 'Android', value: 'It is an Android' },
      { type: 'postBack', title: 'iPhone', value: { do: 'choose-phone', phone: 'iphone' } },
    ];
    expect(suggestions(actions).map(({ utterance }) => utterance)).toEqual([
      { text: 'It is an Android' },
      { text: 'iPhone', value: { do: 'choose-phone', phone: 'iphone' } },
    ]);
  });

  it('leaves out what cannot be answered here', () => {
    expect(suggestions([{ type: 'openUrl', title: 'x', value: 'https://x' }, { type: 'imBack' }])).toEqual(
      [],
    );
    expect(suggestions('none')).toEqual([]);
    expect(suggestionsOf({ type: 'message' })).toEqual([]);
  });
});

describe('toActivity', () => {
  const identity = { userId: 'dl_1', clientId: 'k1', at: new Date(0) };

  it('carries the button data and the words of the bubble', () => {
    expect(toActivity({ text: 'Start over', value: { do: 'start-over' } }, identity)).toMatchObject({
      type: 'message',
      text: 'Start over',
      value: { do: 'start-over' },
      channelData: { clientActivityID: 'k1' },
    });
  });

  it('has no value when words were typed, and no time zone when it is not known', () => {
    const typed = toActivity({ text: 'hello' }, identity);
    expect(typed).not.toHaveProperty('value');
    expect(typed).not.toHaveProperty('localTimezone');
  });

  it('tells the time zone by the name that other clients of Direct Line use', () => {
    const timeZone = 'Asia/Tokyo';
    expect(toActivity({ text: 'hello' }, { ...identity, timeZone })).toMatchObject({
      localTimezone: timeZone,
    });
  });
});

describe('createChatStorage', () => {
  function working(): KeyValueStorage {
    const values = new Map<string, string>();
    return {
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
      removeItem: (key) => void values.delete(key),
    };
  }
  const broken = (): KeyValueStorage => {
    throw new Error('denied');
  };

  it('gives a later page the session back', () => {
    const shared = working();
    createChatStorage(() => shared).writeSession(session);

    expect(createChatStorage(() => shared).readSession()).toEqual(session);
  });

  it('works for one page when the browser refuses storage', () => {
    const storage = createChatStorage(broken);
    storage.writeSession(session);
    expect(storage.readSession()).toEqual(session);
    expect(createChatStorage(broken).readSession()).toBeUndefined();
  });

  it('keeps unsent messages for their own conversation only', () => {
    const storage = createChatStorage(working);
    storage.writeUnsent('c1', [message('1', 'wait')]);

    expect(storage.readUnsent('c1')).toEqual([message('1', 'wait')]);
    expect(storage.readUnsent('c2')).toEqual([]);
  });

  it.each(['', 'not json', '[]', '{"token":"t"}', 'null'])('takes %j in storage for nothing', (text) => {
    const shared = { ...working(), getItem: () => text };
    const storage = createChatStorage(() => shared);

    expect(storage.readSession()).toBeUndefined();
    expect(storage.readUnsent('c')).toEqual([]);
  });
});

describe('parseSession', () => {
  it('takes a whole session and drops what it does not know', () => {
    expect(parseSession({ ...session, expires_in: 1800 })).toEqual(session);
  });

  it.each(['conversationId', 'token', 'userId', 'resumeToken'])('refuses one without %s', (field) => {
    expect(parseSession({ ...session, [field]: '' })).toBeUndefined();
  });
});

describe('backoffDelay', () => {
  it('doubles from half a second to ten seconds', () => {
    expect([0, 1, 2, 5, 50].map((attempt) => backoffDelay(attempt, 0))).toEqual([
      500, 1000, 2000, 10_000, 10_000,
    ]);
  });

  it('leaves at most a half to chance', () => {
    expect(backoffDelay(1, 1)).toBe(500);
  });
});

describe('scrolling', () => {
  const region = { scrollHeight: 1000, clientHeight: 400 };

  it('follows to the end, but not past the beginning of the answer', () => {
    expect(followPosition(region, undefined)).toBe(600);
    expect(followPosition(region, 300)).toBe(288);
    expect(followPosition(region, 900)).toBe(600);
  });

  it('stays at the top while everything fits', () => {
    expect(followPosition({ scrollHeight: 300, clientHeight: 400 }, undefined)).toBe(0);
    expect(followPosition({ scrollHeight: 300, clientHeight: 400 }, 5)).toBe(0);
  });

  it('counts a reader near the end as at the end', () => {
    expect(isAtEnd({ ...region, scrollTop: 560 })).toBe(true);
    expect(isAtEnd({ ...region, scrollTop: 500 })).toBe(false);
  });
});

describe('formatTime', () => {
  const now = new Date(2026, 10, 22, 18, 30);

  it('shows the hour of today and adds the date of other days', () => {
    expect(formatTime({ at: new Date(2026, 10, 22, 9, 5), now, locale: 'en-GB' })).toBe('09:05');
    expect(formatTime({ at: new Date(2026, 10, 20, 9, 5), now, locale: 'en-GB' })).toContain('20 Nov');
  });
});
