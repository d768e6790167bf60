import { request } from 'node:http';
import { Readable } from 'node:stream';
import { directLineClient } from '../../../support/direct-line-client.ts';
import {
  type DirectLineStack,
  startDirectLineStack,
  testSecret,
} from '../../../support/direct-line-stack.ts';
import { type Part, type Sending, filePart, multipart, png, upload } from '../../../support/uploads.ts';

const megabyte = 1024 * 1024;
const fileLimits = { fileBytes: megabyte, filesPerUpload: 3, conversationBytes: 2 * megabyte };

let now = Date.parse('2026-11-22T10:00:00Z');
let stack: DirectLineStack;
let client: ReturnType<typeof directLineClient>;

beforeAll(async () => {
  stack = await startDirectLineStack({ clock: () => new Date(now), fileLimits });
  client = directLineClient(stack.url);
});
afterAll(() => stack.close());

type Chat = Awaited<ReturnType<typeof client.startChat>>;
const activity = (content: object | string): Part => ({
  headers: ['Content-Type: application/vnd.microsoft.activity'],
  content: typeof content === 'string' ? content : JSON.stringify(content),
});

const uploadParts = (chat: Chat, ...parts: Part[]) => upload(stack.url, chat, multipart(parts));
const filesOf = (chat: Chat) => stack.store.files.filesOf(chat.id);
const logged = async (chat: Chat, id: string | undefined) =>
  (await client.activities(chat.id, chat.token)).body.activities.find((entry) => entry.id === id);
/** Text without end, in chunks, until nobody reads it. */
function* endless(bytes: number, first: Buffer = Buffer.alloc(0)): Generator<Buffer> {
  yield first;
  const chunk = Buffer.alloc(64 * 1024, 'x');
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk;
}

describe('an upload that is refused leaves nothing behind:', () => {
  const one = filePart('a.png', 'image/png');
  const large = filePart('b.txt', 'text/plain', Buffer.alloc(megabyte + 1, 'x'));
  it.each<[string, Part[], number, string]>([
    ['a file over the limit', [one, large], 413, 'FileTooLarge'],
    ['too many files', [one, one, one, one], 413, 'TooManyFiles'],
    ['no file', [activity({ type: 'message' })], 400, 'BadArgument'],
    [
      'two activities',
      [one, activity({ type: 'message' }), activity({ type: 'message' })],
      400,
      'BadArgument',
    ],
    ['an activity that is no JSON', [one, activity('{')], 400, 'BadArgument'],
    ['an activity that is none', [one, activity([])], 400, 'BadArgument'],
    ['an activity that is no message', [one, activity({ type: 'event' })], 400, 'BadArgument'],
    [
      'an activity over the limit',
      [one, activity({ type: 'message', text: 'x'.repeat(2 * megabyte) })],
      400,
      'BadArgument',
    ],
    ['a part that says nothing of itself', [one, { headers: ['X: y'], content: 'z' }], 400, 'BadArgument'],
  ])('%s', async (_, parts, status, code) => {
    const chat = await client.startChat();
    const reply = await uploadParts(chat, ...parts);
    expect([reply.status, reply.code]).toEqual([status, code]);
    expect(await filesOf(chat)).toEqual([]);
    const { body } = await client.activities(chat.id, chat.token);
    expect(body.activities.filter(({ from }) => from?.role === 'user')).toEqual([]);
  });

  it.each([
    ['a body that breaks off', (body: Buffer) => body.subarray(0, body.length - 30)],
    ['a body of something else', () => Buffer.from('nothing of this is multipart')],
    ['no body', () => Buffer.alloc(0)],
  ])('%s', async (_, change) => {
    const chat = await client.startChat();
    const { type, body } = multipart([one]);
    const reply = await upload(stack.url, chat, { type, body: change(body) });
    expect([reply.status, reply.code]).toEqual([400, 'BadArgument']);
    expect(await filesOf(chat)).toEqual([]);
  });

  it('a multipart body without a boundary', async () => {
    const chat = await client.startChat();
    const { body } = multipart([one]);
    expect((await upload(stack.url, chat, { type: 'multipart/form-data', body })).status).toBe(400);
  });

  it('more in one day than a conversation may keep', async () => {
    const chat = await client.startChat();
    const text = () => filePart('a.txt', 'text/plain', Buffer.alloc(megabyte - 10, 'x'));
    expect((await uploadParts(chat, text(), text())).status).toBe(200);
    const reply = await uploadParts(chat, filePart('a.txt', 'text/plain', 'x'.repeat(100)));
    expect([reply.status, reply.code]).toEqual([413, 'FileQuotaExceeded']);
    now += 24 * 3600 * 1000;
    const { token } = (
      await client.call('POST', '/api/chat/resume', { body: { resumeToken: chat.resumeToken } })
    ).body;
    expect((await upload(stack.url, chat, { ...multipart([text()]), token })).status).toBe(200);
  });

  it('one whose sender hangs up in the middle', async () => {
    const chat = await client.startChat();
    const sent = request(`${stack.url}/v3/directline/conversations/${chat.id}/upload`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${chat.token}`, 'Content-Type': 'text/plain' },
    });
    sent.on('error', () => undefined);
    const begun = new Promise<void>((resolve) => {
      const { begin } = stack.store.files;
      jest.spyOn(stack.store.files, 'begin').mockImplementationOnce(async (about) => {
        await begin.call(stack.store.files, about);
        resolve();
      });
    });
    const deleted = new Promise<string>((resolve) => {
      const { delete: remove } = stack.store.files;
      jest.spyOn(stack.store.files, 'delete').mockImplementationOnce(async (id) => {
        await remove.call(stack.store.files, id);
        resolve(id);
      });
    });
    sent.write(Buffer.alloc(300 * 1024, 'x'));
    await begun;
    sent.destroy();
    await deleted;
    await expect(stack.store.files.deleteConversation(chat.id)).resolves.toBe(0);
  });
});

describe('who may upload', () => {
  it('nobody without the conversation’s own token, nor in the name of another visitor', async () => {
    const [chat, other] = [await client.startChat(), await client.startChat()];
    const sending = { type: 'image/png', body: png };
    expect(await upload(stack.url, chat, { ...sending, token: other.token })).toMatchObject({
      status: 403,
      code: 'Forbidden',
    });
    expect(await upload(stack.url, chat, { ...sending, token: '' })).toMatchObject({ status: 401 });
    const { id } = await upload(stack.url, chat, { ...sending, query: `?userId=${other.userId}` });
    expect((await logged(chat, id))?.from?.id).toBe(chat.userId);
    const stolen = await upload(stack.url, chat, {
      ...sending,
      token: testSecret,
      query: `?userId=${other.userId}`,
    });
    expect(stolen).toMatchObject({ status: 400, code: 'BadArgument' });
    expect(await filesOf(chat)).toHaveLength(1);
  });
});

describe('300 MB', () => {
  const bytes = 300 * megabyte;
  const head = Buffer.from(
    '--b\r\nContent-Disposition: form-data; name="f"; filename="f.txt"\r\nContent-Type: text/plain\r\n\r\n',
  );

  it.each<[string, () => Sending]>([
    [
      'as one file, said beforehand',
      () => ({ type: 'text/plain', body: Readable.from(endless(bytes)), length: bytes }),
    ],
    ['as one file', () => ({ type: 'text/plain', body: Readable.from(endless(bytes)) })],
    [
      'as a part',
      () => ({ type: 'multipart/form-data; boundary=b', body: Readable.from(endless(bytes, head)) }),
    ],
    [
      'before the first part',
      () => ({ type: 'multipart/form-data; boundary=b', body: Readable.from(endless(bytes)) }),
    ],
    [
      'as the header of a part',
      () => ({
        type: 'multipart/form-data; boundary=b',
        body: Readable.from(endless(bytes, Buffer.from('--b\r\nX: '))),
      }),
    ],
  ])(
    '%s are cut off with 413, while memory, disk and other requests are as they were',
    async (_, sending) => {
      const chat = await client.startChat();
      const before = process.memoryUsage().rss;
      const answered = upload(stack.url, chat, sending());
      expect((await client.post(chat.id, chat.token, { type: 'message', text: 'meanwhile' })).status).toBe(
        200,
      );
      expect(await answered).toMatchObject({ status: 413, code: 'FileTooLarge' });
      expect(process.memoryUsage().rss - before).toBeLessThan(100 * megabyte);
      expect(await filesOf(chat)).toEqual([]);
      await expect(stack.store.files.deleteConversation(chat.id)).resolves.toBe(0);
    },
  );
});
