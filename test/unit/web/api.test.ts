import { createChatApi } from '../../../src/web/shared/api.ts';
import { fileRules, parseFileRules, useFileRules } from '../../../src/web/shared/file-rules.ts';
import { parseBeginning } from '../../../src/web/shared/session.ts';

const session = { conversationId: 'c', token: 't', userId: 'u', resumeToken: 'r' };

/** The calls of a browser whose server answers some addresses with a status, and keeps the rest to itself. */
function apiWhere(answers: Record<string, number>) {
  return createChatApi({
    origin: 'https://support.example.org',
    fetch: (address) => {
      const status = answers[new URL(address).pathname];
      if (status === undefined) return Promise.reject(new TypeError('Failed to fetch'));
      return Promise.resolve(new Response('{}', { status }));
    },
  });
}

describe('isRefused', () => {
  const direct = '/v3/directline/session/getsessionid';
  const ours = '/api/chat/history';

  it.each([
    ['a server that answers both', { [direct]: 401, [ours]: 401 }, false],
    ['a server whose chat the page may not read', { [direct]: 401 }, true],
    ['no server at all', {}, false],
    ['a server that is about to start', { [ours]: 401 }, false],
  ])('of %s', async (_, answers, isRefused) => {
    expect(await apiWhere(answers).isRefused()).toBe(isRefused);
  });
});

describe('parseBeginning', () => {
  it('keeps the address of the stream, what was said, and the limits of files', () => {
    const files = { bytes: 1000, count: 2, types: ['image/png', 3] };
    const streamUrl = 'wss://support.example.org/stream';

    const activities = [{ type: 'message', text: 'welcome' }];
    const answer = { ...session, streamUrl, files, activities, watermark: '2' };

    expect(parseBeginning(answer)).toEqual({
      ...session,
      streamUrl,
      history: { activities, watermark: '2' },
      fileRules: { largest: 1000, most: 2, types: ['image/png'] },
    });
  });

  it('is nothing without a session, and has no stream where none was begun', () => {
    expect(parseBeginning({ streamUrl: 'wss://x' })).toBeUndefined();
    expect(parseBeginning(undefined)).toBeUndefined();
    expect(parseBeginning({ ...session, streamUrl: 5 })).toEqual(session);
  });
});

describe('file rules', () => {
  it('are those of the server once it has told them', () => {
    const usual = { ...fileRules };
    useFileRules({ largest: 1000, most: 2, types: ['image/png'] });
    expect(fileRules.largest).toBe(1000);
    useFileRules(usual);
  });

  it.each([[undefined], [{ bytes: '1', count: 2, types: [] }], [{ bytes: 1, count: 2 }]])(
    'are unknown for %j',
    (files) => {
      expect(parseFileRules(files)).toBeUndefined();
    },
  );
});
