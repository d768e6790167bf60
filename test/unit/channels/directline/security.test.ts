import { DirectLineTokens } from '../../../../src/channels/directline/tokens.ts';
import { directLineClient, openStream } from '../../../support/direct-line-client.ts';
import {
  type DirectLineStack,
  startDirectLineStack,
  testSecret,
} from '../../../support/direct-line-stack.ts';
import { png, upload } from '../../../support/uploads.ts';

let stack: DirectLineStack;
let client: ReturnType<typeof directLineClient>;

beforeAll(async () => {
  stack = await startDirectLineStack();
  client = directLineClient(stack.url);
});
afterAll(() => stack.close());

type Chat = Awaited<ReturnType<typeof client.startChat>>;

/** Everything that can be done to a conversation with a token. @returns the statuses. */
async function useEverything(id: string, token: string): Promise<number[]> {
  const file = await upload(stack.url, { id, token }, { type: 'image/png', body: png });
  return [
    (await client.activities(id, token)).status,
    (await client.reconnect(id, token)).status,
    (await client.post(id, token, { type: 'message', text: 'hi' })).status,
    (await client.post(id, token, { type: 'typing' })).status,
    file.status,
  ];
}

const refreshed = (credential: string) =>
  client.call('POST', '/v3/directline/tokens/refresh', { credential });
const logOf = (chat: Chat) => stack.store.readLog({ conversationId: chat.id, after: 0, limit: 100 });

describe('a token', () => {
  it('of one conversation opens no other, in no way', async () => {
    const [mine, other] = [await client.startChat(), await client.startChat()];
    await stack.turns.idle();
    const before = await logOf(other);
    expect(await useEverything(other.id, mine.token)).toEqual([403, 403, 403, 403, 403]);
    await expect(openStream(mine.streamUrl.replace(mine.id, other.id))).rejects.toThrow('403');
    expect(await logOf(other)).toEqual(before);
  });

  it('that somebody else has signed, or changed, or not signed at all, opens nothing', async () => {
    const chat = await client.startChat();
    const clock = () => new Date();
    const claims = { conversationId: chat.id, user: { id: chat.userId } };
    const foreign = await new DirectLineTokens({ key: 'x'.repeat(40), clock }).sign('directline', claims);
    const [head, payload = '', signature] = chat.token.split('.');
    const text = Buffer.from(payload, 'base64url').toString().replace(chat.userId, 'dl_somebody-else');
    const changed = `${head}.${Buffer.from(text).toString('base64url')}.${signature}`;
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    for (const token of [foreign, changed, unsigned, 'nonsense', chat.resumeToken, `${testSecret}x`]) {
      expect(await useEverything(chat.id, token)).toEqual([403, 403, 403, 403, 403]);
      expect((await refreshed(token)).status).toBe(403);
      expect((await client.start(token)).status).toBe(403);
    }
  });

  it('never holds the secret, and neither does any answer', async () => {
    const chat = await client.startChat();
    const { body } = await refreshed(chat.token);
    const everything = JSON.stringify([chat, body, await logOf(chat), stack.log]);
    expect(everything).not.toContain(testSecret);
    expect(Buffer.from(chat.token.split('.')[1] ?? '', 'base64url').toString()).not.toContain(testSecret);
  });
});

describe('the sender of an activity', () => {
  it.each(['dl_somebody-else', 'support-bot', 'agent-1'])(
    'is the visitor of the token, whoever it says: %s',
    async (id) => {
      const chat = await client.startChat();
      const from = { id, name: 'Ana', role: 'bot' };
      const { body } = await client.post(chat.id, chat.token, { type: 'message', text: 'hi', from });
      const entry = (await logOf(chat)).find(({ activityId }) => activityId === body.id);
      expect(entry).toMatchObject({ direction: 'in', activity: { from: { id: chat.userId, role: 'user' } } });
    },
  );

  it('cannot take an id that counts only inside a token from anywhere else', async () => {
    const { body } = await client.call('POST', '/v3/directline/tokens/generate', { credential: testSecret });
    await client.start(body.token);
    for (const credential of [body.token, testSecret]) {
      const from = { id: 'dl_somebody-else' };
      const reply = await client.post(body.conversationId, credential, { type: 'message', text: 'hi', from });
      expect([reply.status, reply.body.error.code]).toEqual([400, 'BadArgument']);
    }
  });
});

describe('an attachment that a client names by address', () => {
  const send = (chat: Chat, attachment: object) =>
    client.post(chat.id, chat.token, {
      type: 'message',
      attachments: [{ contentType: 'image/png', ...attachment }],
    });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'vbscript:x',
    'data:text/html,<script>alert(1)</script>',
    'data:image/svg+xml,<svg onload="alert(1)"/>',
    'file:///etc/passwd',
    'blob:https://a.example/1',
    '//evil.example/x.png',
    '../../x',
    '',
  ])('%j is refused', async (address) => {
    const chat = await client.startChat();
    for (const field of ['contentUrl', 'thumbnailUrl']) {
      const reply = await send(chat, { [field]: address });
      expect([reply.status, reply.body.error.code]).toEqual([400, 'BadArgument']);
    }
  });

  it.each([
    'https://a.example/x.png',
    'http://a.example/x.png',
    'data:image/png;base64,AAAA',
    null,
    undefined,
  ])('%j is taken', async (contentUrl) => {
    const chat = await client.startChat();
    expect((await send(chat, { contentUrl })).status).toBe(200);
  });
});

describe('paths in the place of ids', () => {
  it.each(['..', '../x', '..%2f..%2fx', '%2e%2e/x', 'x%00', '__proto__', 'constructor'])(
    '%s lead nowhere',
    async (id) => {
      const at = (path: string) =>
        fetch(`${stack.url}/v3/directline/${path}`, { headers: { Authorization: `Bearer ${testSecret}` } });
      for (const path of [`conversations/${id}`, `conversations/${id}/activities`, `files/${id}`]) {
        expect((await at(path)).status).toBe(404);
      }
    },
  );
});
