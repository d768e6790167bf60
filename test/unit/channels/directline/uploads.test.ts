import { directLineClient, openStream } from '../../../support/direct-line-client.ts';
import { type DirectLineStack, startDirectLineStack } from '../../../support/direct-line-stack.ts';
import { type Part, filePart, multipart, png, upload } from '../../../support/uploads.ts';

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

describe('an upload', () => {
  it('of one raw picture becomes a message with an attachment that everybody in the conversation sees', async () => {
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    const { status, id } = await upload(stack.url, chat, {
      type: 'image/png',
      body: png,
      disposition: 'name="file"; filename="badjokeeel.png"',
      query: `?userId=${chat.userId}`,
    });
    expect(status).toBe(200);
    await stream.until(() => stream.activities().some((entry) => entry.id === id));
    const entry = await logged(chat, id);
    expect(entry).toMatchObject({
      type: 'message',
      from: { id: chat.userId, role: 'user' },
      attachments: [{ contentType: 'image/png', name: 'badjokeeel.png' }],
    });
    const { contentUrl = '' } = entry?.attachments?.[0] ?? {};
    expect(contentUrl).toMatch(new RegExp(`^${stack.url}/v3/directline/files/[\\w-]{43}$`));
    const served = await fetch(contentUrl);
    expect(Buffer.from(await served.arrayBuffer()).equals(png)).toBe(true);
    stream.socket.close();
  });

  it('of several files and an activity becomes one message with all of them, in their order', async () => {
    const chat = await client.startChat();
    const { status, id } = await uploadParts(
      chat,
      filePart('a.png', 'image/png'),
      activity({
        type: 'message',
        text: 'Look',
        channelData: { clientActivityID: 'u1' },
        from: { id: 'forged' },
      }),
      filePart('b.txt', 'text/plain', 'a log'),
    );
    expect(status).toBe(200);
    expect(await logged(chat, id)).toMatchObject({
      text: 'Look',
      channelData: { clientActivityID: 'u1' },
      from: { id: chat.userId, role: 'user' },
      attachments: [{ name: 'a.png' }, { name: 'b.txt', contentType: 'text/plain' }],
    });
  });

  it('whose activity describes its files, as botframework-directlinejs does, shows each file once', async () => {
    const chat = await client.startChat();
    const thumbnailUrl = 'data:image/jpeg;base64,AAAA';
    const { id } = await uploadParts(
      chat,
      activity({
        type: 'message',
        attachments: [
          { contentType: 'image/png', name: 'a.png', thumbnailUrl },
          { contentType: 'image/png', name: 'b.png' },
          { contentType: 'text/html', name: 'b.png', contentUrl: 'https://site.example/b' },
        ],
      }),
      filePart('a.png', 'image/png'),
      filePart('b.png', 'image/png'),
    );
    const { attachments = [] } = (await logged(chat, id)) ?? {};
    expect(attachments).toMatchObject([
      { name: 'b.png', contentUrl: 'https://site.example/b' },
      { name: 'a.png', thumbnailUrl },
      { name: 'b.png' },
    ]);
    for (const { contentUrl = '' } of attachments.slice(1)) expect(contentUrl).toContain(stack.url);
  });

  it('that is sent twice with one clientActivityID is one message, and its files are kept once', async () => {
    const chat = await client.startChat();
    const send = () =>
      uploadParts(
        chat,
        activity({ type: 'message', channelData: { clientActivityID: 'same' } }),
        filePart('a.png', 'image/png'),
      );
    const [first, second] = [await send(), await send()];
    expect(second).toEqual(first);
    expect(await filesOf(chat)).toHaveLength(1);
  });

  it.each([
    ['filename="../../x.png"', '../../x.png'],
    ['filename="C:\\\\Windows\\\\x.png"', 'C:\\Windows\\x.png'],
    ['filename="<script>alert(1)</script>.png"', '<script>alert(1)</script>.png'],
    ['filename="a\\"b.png"', 'a"b.png'],
    ['filename*=UTF-8\'\'%E2%82%AC%20rates.png; filename="rates.png"', '€ rates.png'],
    ['filename="Grüße 👋.png"', 'Grüße 👋.png'],
    ['filename="photo\u202egnp.exe"', 'photognp.exe'],
    [`filename="${'x'.repeat(400)}.png"`, `${'x'.repeat(100)}…${'x'.repeat(15)}.png`],
    ['filename=""', 'file'],
    ['', 'file'],
  ])('with the name %s keeps it as a label: %s', async (disposition, label) => {
    const chat = await client.startChat();
    const headers = [`Content-Disposition: form-data; name="f"; ${disposition}`, 'Content-Type: image/png'];
    const { status, id } = await uploadParts(chat, { headers, content: png });
    expect(status).toBe(200);
    const { name, contentUrl = '' } = (await logged(chat, id))?.attachments?.[0] ?? {};
    expect(name).toBe(label);
    const disposed = (await fetch(contentUrl)).headers.get('content-disposition') ?? '';
    expect(disposed).toMatch(/^inline; filename="[^"\\/]+"; filename\*=UTF-8''[^;/]+$/);
  });
});

describe('what claims to be something', () => {
  const pdf = '%PDF-1.7 …';
  it.each([
    ['image/png', png, 'image/png'],
    ['image/jpeg', png, 'image/png'],
    ['image/jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
    ['image/gif', 'GIF89a…', 'image/gif'],
    ['image/webp', 'RIFF____WEBP', 'image/webp'],
    ['image/heif', '____ftypheic____', 'image/heic'],
    ['video/mp4', '____ftypisom____', 'video/mp4'],
    ['application/pdf', pdf, 'application/pdf'],
    ['application/zip', 'PK\u0003\u0004', 'application/zip'],
    ['text/plain; charset=utf-8', '<script>alert(1)</script>', 'text/plain'],
    ['text/csv', 'a;b', 'text/csv'],
    ['application/octet-stream', png, 'image/png'],
    ['application/octet-stream', '12:00 started', 'text/plain'],
  ])('%s is kept as what it is', async (type, content, kept) => {
    const chat = await client.startChat();
    const { status, id } = await uploadParts(chat, filePart('a', type, content));
    expect(status).toBe(200);
    expect((await logged(chat, id))?.attachments?.[0]?.contentType).toBe(kept);
  });

  it.each([
    ['image/png', '<html><script>alert(1)</script>'],
    ['image/svg+xml', '<svg onload="alert(1)"/>'],
    ['text/html', '<script>alert(1)</script>'],
    ['application/pdf', png],
    ['text/plain', Buffer.from([0, 1, 2])],
    ['text/plain', Buffer.from([0xff, 0xfe, 0x41])],
    ['application/javascript', 'alert(1)'],
    ['application/x-msdownload', 'MZ'],
    ['application/octet-stream', 'MZ\u0000'],
    ['', Buffer.from([0, 1])],
  ])('%j and is not, or is not taken, is refused', async (type, content) => {
    const chat = await client.startChat();
    const reply = await uploadParts(chat, filePart('a.png', type, content));
    expect([reply.status, reply.code]).toEqual([415, 'FileTypeNotAllowed']);
    expect(await filesOf(chat)).toEqual([]);
  });
});

describe('a stored file', () => {
  const stored = async (name: string, type: string, content: Buffer | string = png) => {
    const chat = await client.startChat();
    const { id } = await uploadParts(chat, filePart(name, type, content));
    return (await logged(chat, id))?.attachments?.[0]?.contentUrl ?? '';
  };

  it('is served so that nothing in it can run', async () => {
    const { headers } = await fetch(await stored('a.txt', 'text/plain', '<script>alert(1)</script>'));
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': expect.stringMatching(/^attachment; /),
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
    });
  });

  it.each([
    ['image/png', png, 'inline'],
    ['image/heic', '____ftypheic____', 'attachment'],
    ['application/pdf', '%PDF-1', 'attachment'],
  ])('of type %s is shown or saved as is safe', async (type, content, kind) => {
    const { headers } = await fetch(await stored('a', type, content));
    expect(headers.get('content-disposition')).toMatch(new RegExp(`^${kind}; `));
  });

  it('is gone a day later, and its bytes with the next sweep', async () => {
    const url = await stored('a.png', 'image/png');
    now += 24 * 3600 * 1000 - 1;
    expect((await fetch(url)).status).toBe(200);
    now += 1;
    const answer = await fetch(url);
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { error: { code: 'FileNotFound', message: expect.any(String) } },
    ]);
    stack.keepAlive();
    await expect(stack.store.files.deleteExpired()).resolves.toBe(0);
  });

  it.each(['x', '../../etc/passwd', '%2e%2e%2fetc%2fpasswd', 'a'.repeat(500)])(
    'is not found at %s',
    async (id) => {
      expect((await fetch(`${stack.url}/v3/directline/files/${id}`)).status).toBe(404);
    },
  );

  it('can be brought in by others than the visitor, without being in an upload', async () => {
    const chat = await client.startChat();
    const attachment = await stack.files.save({
      conversationId: chat.id,
      name: 'guide.pdf',
      contentType: 'application/pdf',
      content: [Buffer.from('%PDF-1')],
      baseUrl: 'https://help.example/',
    });
    expect(attachment).toEqual({
      contentType: 'application/pdf',
      name: 'guide.pdf',
      contentUrl: expect.stringMatching(/^https:\/\/help\.example\/v3\/directline\/files\/[\w-]{43}$/),
    });
  });
});
