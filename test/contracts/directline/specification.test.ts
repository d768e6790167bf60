import type { OpenedStore } from '../../../src/storage/stores.ts';
import { type Reply, directLineClient, openStream } from '../../support/direct-line-client.ts';
import { type DirectLineStack, startDirectLineStack, testSecret } from '../../support/direct-line-stack.ts';
import { definition, mismatches, operations, sample } from '../../support/swagger.ts';

/**
 * The server against directline-3.0.swagger.json: every operation, every status it lists, every body. What stands
 * below is asked for by a real request; what the server never answers is listed with the reason.
 */
const root = '/v3/directline';
const start = `POST ${root}/conversations`;
const reconnect = `GET ${root}/conversations/{conversationId}`;
const read = `${reconnect}/activities`;
const send = `POST ${root}/conversations/{conversationId}/activities`;
const upload = `POST ${root}/conversations/{conversationId}/upload`;
const generate = `POST ${root}/tokens/generate`;
const refresh = `POST ${root}/tokens/refresh`;

const oneOfTwo = 'One success is enough: clients need the id that 200 answers with.';
const neverAnswered: Record<string, string> = {
  [`${send} 204`]: oneOfTwo,
  [`${upload} 202`]: oneOfTwo,
  [`${upload} 204`]: oneOfTwo,
  [`${generate} 404`]: 'It names no resource: it makes a new one.',
};

let now = Date.parse('2026-11-22T10:00:00Z');
let stack: DirectLineStack;
let limited: DirectLineStack;
let chat: { id: string; token: string; userId: string };

beforeAll(async () => {
  const clock = () => new Date(now);
  stack = await startDirectLineStack({ clock });
  limited = await startDirectLineStack({ clock, limits: { requestsPerMinute: 2 } });
});
afterAll(() => Promise.all([stack.close(), limited.close()]));
beforeEach(async () => {
  chat = await directLineClient(stack.url).startChat();
  await stack.turns.idle();
});
afterEach(() => jest.restoreAllMocks());

interface Asking {
  credential?: string;
  body?: unknown;
  /** Of the conversation in the path. */
  id?: string;
  query?: string;
  at?: DirectLineStack;
}

const message = { type: 'message', text: 'hi' };

/** Does what the operation's name says, with a body it takes unless another one is given. */
async function ask(operation: string, asking: Asking = {}): Promise<Reply> {
  const [method = '', path = ''] = operation.split(' ');
  const { id = chat.id, credential, query = '', at = stack } = asking;
  const to = path.replace('{conversationId}', id) + query;
  if (operation !== upload) {
    const body = asking.body ?? (operation === send ? message : undefined);
    return directLineClient(at.url).call(method, to, { credential, body });
  }
  const response = await fetch(at.url + to, {
    method,
    headers: { 'Content-Type': 'text/plain', ...(credential && { Authorization: `Bearer ${credential}` }) },
    body: 'a log',
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Reply['body'],
  };
}

/** The operation with a credential that is right for it. */
function rightly(operation: string, asking: Asking = {}): Promise<Reply> {
  return ask(operation, { credential: operation === generate ? testSecret : chat.token, ...asking });
}

async function ofAnotherChannel(operation: string): Promise<Reply> {
  const startedAt = new Date(now).toISOString();
  await stack.store.createConversation({ id: 'teams', channel: 'msteams', userId: 'u', startedAt });
  const credential = await stack.tokens.sign('directline', { conversationId: 'teams' });
  return ask(operation, { credential });
}

async function withExpiredToken(operation: string): Promise<Reply> {
  now += 1800 * 1000;
  const reply = await ask(operation, { credential: chat.token });
  expect(reply.body.error.code).toBe('TokenExpired');
  return reply;
}

async function tooOften(operation: string): Promise<Reply> {
  let reply = await ask(operation, { at: limited });
  for (let count = 0; count < 3 && reply.status !== 429; count += 1)
    reply = await ask(operation, { at: limited });
  expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  return reply;
}

function whileBroken(operation: string): Promise<Reply> {
  const broken = () => Promise.reject(new Error('a secret inner reason'));
  jest.spyOn(stack.tokens, 'sign').mockImplementation(broken);
  for (const method of ['findConversation', 'createConversation'] as const satisfies (keyof OpenedStore)[]) {
    jest.spyOn(stack.store, method).mockImplementation(broken);
  }
  return rightly(operation);
}

function whileNothingCanBeStored(operation: string): Promise<Reply> {
  jest.spyOn(stack.store, 'commitTurn').mockRejectedValueOnce(new Error('disk full'));
  return rightly(operation);
}

const newConversation = () =>
  ask(start, { credential: testSecret, body: sample(definition('TokenParameters')) });

type Cases = Record<number, (operation: string) => Promise<Reply>>;
const everyOperation: Cases = {
  200: (operation) => rightly(operation),
  401: (operation) => ask(operation),
  403: withExpiredToken,
  429: tooOften,
  500: whileBroken,
};
const inConversation: Cases = {
  ...everyOperation,
  404: (operation) => ask(operation, { id: 'nowhere', credential: testSecret }),
};
const tooLong = `?watermark=${'9'.repeat(300)}`;

const cases: Record<string, Cases> = {
  [start]: {
    ...everyOperation,
    201: newConversation,
    400: () => rightly(start, { body: { user: 5 } }),
    404: ofAnotherChannel,
    409: () => rightly(start, { body: { eTag: '"another"' } }),
  },
  [reconnect]: { ...inConversation, 400: () => rightly(reconnect, { query: tooLong }) },
  [read]: { ...inConversation, 400: () => rightly(read, { query: tooLong }) },
  [send]: {
    ...inConversation,
    400: () => rightly(send, { body: { text: 'no type' } }),
    502: whileNothingCanBeStored,
  },
  [upload]: {
    ...inConversation,
    400: () =>
      rightly(upload, { query: '?userId=a', body: '', credential: testSecret, id: chat.id }).then(() =>
        refusedUpload(),
      ),
    502: whileNothingCanBeStored,
  },
  [generate]: {
    ...everyOperation,
    403: () => ask(generate, { credential: chat.token }),
  },
  [refresh]: { ...everyOperation, 404: ofAnotherChannel },
  [`GET ${root}/session/getsessionid`]: { 200: (operation) => ask(operation) },
};

async function refusedUpload(): Promise<Reply> {
  const response = await fetch(`${stack.url}${root}/conversations/${chat.id}/upload`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${chat.token}`, 'Content-Type': 'multipart/form-data' },
    body: 'no parts',
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Reply['body'],
  };
}

describe.each(operations)('$name', ({ name, responses }) => {
  const listed = [...responses.keys()].filter((status) => neverAnswered[`${name} ${status}`] === undefined);

  it('answers with every status that is listed, but for those with a reason', () => {
    const answered = Object.keys(cases[name] ?? {}).map(Number);
    expect(answered.toSorted()).toEqual(listed.toSorted());
  });

  it.each(listed)('answers %i in the form that is specified', async (status) => {
    const reply = await cases[name]![status]!(name);
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const schema = responses.get(status) ?? definition('ErrorResponse');
    expect(mismatches(reply.body, schema)).toEqual([]);
    if (status < 400) return;
    expect(reply.body).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
    expect(JSON.stringify(reply.body)).not.toContain('secret inner reason');
  });
});

describe('what is answered', () => {
  it('has every property that clients need', async () => {
    const { body } = await newConversation();
    expect(body).toMatchObject({
      conversationId: expect.any(String),
      token: expect.any(String),
      expires_in: 1800,
      streamUrl: expect.stringMatching(/^ws:\/\//),
      eTag: expect.any(String),
    });
    expect((await rightly(send)).body).toEqual({ id: expect.any(String) });
    expect((await rightly(read)).body).toEqual({
      activities: expect.any(Array),
      watermark: expect.any(String),
    });
  });

  it('comes in the same form over the stream', async () => {
    const { streamUrl } = (await rightly(reconnect, { query: '?watermark=0' })).body;
    const stream = await openStream(streamUrl);
    await stream.untilText('hello');
    for (const frame of stream.frames) expect(mismatches(frame, definition('ActivitySet'))).toEqual([]);
    stream.socket.close();
  });
});

describe('an activity with every property there is', () => {
  const full = {
    ...(sample(definition('Activity')) as Record<string, unknown>),
    type: 'message',
    localTimezone: 'Europe/Lisbon',
  };
  /** What the channel knows better. */
  const rewritten = ['id', 'timestamp', 'channelId', 'from', 'conversation', 'recipient'];

  it('is taken, and everything in it that is not for the channel to say comes back untouched', async () => {
    const { status, body } = await rightly(send, { body: full });
    expect(status).toBe(200);
    const { activities } = (await rightly(read)).body;
    const echoed = activities.find(({ id }) => id === body.id);
    expect(mismatches(echoed, definition('Activity'))).toEqual([]);
    const own = Object.entries(full).filter(([name]) => !rewritten.includes(name));
    expect(own.length).toBeGreaterThan(30);
    expect(echoed).toMatchObject(Object.fromEntries(own));
    expect(echoed).toMatchObject({
      channelId: 'directline',
      conversation: { id: chat.id },
      from: { id: chat.userId },
    });
  });
});
