import { problem, startDeskServer, type DeskServer } from '../../../support/desk-server.ts';

type Agent = Awaited<ReturnType<DeskServer['signIn']>>;

let server: DeskServer;
let ada: Agent;
let bob: Agent;

beforeAll(async () => {
  server = await startDeskServer();
  ada = await server.signIn('ada', 'Ada');
  bob = await server.signIn('bob', 'Bob');
});
afterAll(() => server.close());

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const picture = (type = 'image/png', bytes: Uint8Array<ArrayBuffer> | string = png) => {
  const form = new FormData();
  form.append('file', new Blob([bytes], { type }), 'screen.png');
  return form;
};

/** The id of the escalation of the visitor who asked last. */
async function newest(): Promise<string> {
  const { queue } = (await ada.get('/lists')).body;
  return queue.at(-1)?.escalation.id ?? '';
}

async function takenCase() {
  const visitor = await server.waitingVisitor();
  const id = await newest();
  expect((await ada.post(`/cases/${id}/take`)).status).toBe(200);
  return { visitor, id };
}

describe('the queue', () => {
  it('lists who waits, first come first, with the problem in their words', async () => {
    await server.waitingVisitor('my photos from the iPhone are missing');
    await server.waitingVisitor('calls do not ring on the PC any more');
    const { queue, mine } = (await bob.get('/lists')).body;
    expect(queue.slice(-2).map(({ symptom }) => symptom)).toEqual([
      'my photos from the iPhone are missing',
      'calls do not ring on the PC any more',
    ]);
    expect(mine).toEqual([]);
  });

  it('gives a case to one of two agents who take it at once, and tells the other', async () => {
    await server.waitingVisitor();
    const id = await newest();
    const answers = await Promise.all([ada.post(`/cases/${id}/take`), bob.post(`/cases/${id}/take`)]);
    expect(answers.map(problem).toSorted()).toEqual([
      [200, undefined],
      [409, 'escalation.taken'],
    ]);
    const { escalation } = (await ada.get(`/cases/${id}`)).body;
    expect(['Ada', 'Bob']).toContain(escalation.agent?.name);
  });
});

describe('a case', () => {
  it('opens with what is known, and the conversation comes in pages from its end', async () => {
    const { id } = await takenCase();
    const { package: known } = (await ada.get(`/cases/${id}`)).body;
    expect(known.symptoms).toEqual(['my text messages no longer sync with my Samsung phone']);
    expect(known.facets).toMatchObject({ maker: 'samsung' });
    expect(known).not.toHaveProperty('transcript');

    const last = (await ada.get(`/cases/${id}/log?limit=2`)).body;
    expect(last.entries.map(({ seq }) => seq)).toEqual([last.lastSeq - 1, last.lastSeq]);
    const before = (await ada.get(`/cases/${id}/log?limit=2&before=${last.lastSeq - 1}`)).body;
    expect(before.entries.map(({ seq }) => seq)).toEqual([last.lastSeq - 3, last.lastSeq - 2]);
    expect((await ada.get(`/cases/${id}/log?after=${last.lastSeq}`)).body.entries).toEqual([]);
  });

  it('is talked about both ways, and a message that comes again is the same message', async () => {
    const { visitor, id } = await takenCase();
    const message = { key: 'message-1', text: 'Hello, **Ada** here.' };
    const first = await ada.post(`/cases/${id}/messages`, message);
    const second = await ada.post(`/cases/${id}/messages`, message);
    expect(second.body.entry).toEqual(first.body.entry);
    await visitor.say('hello Ada');
    const texts = (await visitor.activities()).map(({ text }) => text);
    expect(texts.filter((text) => text === 'Hello, **Ada** here.')).toHaveLength(1);
    const { entries } = (await ada.get(`/cases/${id}/log`)).body;
    expect(entries.at(-1)).toMatchObject({ direction: 'in', activity: { text: 'hello Ada' } });
  });

  it('takes a picture for the visitor, who can open it', async () => {
    const { visitor, id } = await takenCase();
    const { files } = (await ada.upload(`/cases/${id}/files`, picture())).body;
    expect(files).toMatchObject([{ name: 'screen.png', contentType: 'image/png' }]);
    const sent = await ada.post(`/cases/${id}/messages`, { key: 'with-picture', files: [files[0]?.id] });
    expect(sent.status).toBe(200);
    const withFile = (await visitor.activities()).findLast(({ attachments }) =>
      attachments?.some(({ contentType }) => contentType === 'image/png'),
    );
    const served = await fetch(withFile?.attachments?.[0]?.contentUrl ?? '');
    expect(Buffer.from(await served.arrayBuffer())).toEqual(png);
  });

  it('takes no file of another conversation, none that is not what it says, and none from others', async () => {
    const { id } = await takenCase();
    const { id: other } = await takenCase();
    const { files } = (await ada.upload(`/cases/${other}/files`, picture())).body;
    const stolen = { key: 'stolen-file', files: [files[0]?.id] };
    expect(problem(await ada.post(`/cases/${id}/messages`, stolen))).toEqual([400, 'InputInvalid']);
    const script = picture('text/html', '<script>alert(1)</script>');
    expect(problem(await ada.upload(`/cases/${id}/files`, script))).toEqual([415, 'FileTypeNotAllowed']);
    expect(problem(await bob.upload(`/cases/${id}/files`, picture()))).toEqual([409, 'escalation.not-taken']);
    const foreign = { cookie: ada.cookie, origin: 'https://evil.example', raw: picture() };
    expect(problem(await server.deskCall('POST', `/cases/${id}/files`, foreign))).toEqual([
      403,
      'OtherOrigin',
    ]);
  });

  it('keeps notes from the visitor', async () => {
    const { visitor, id } = await takenCase();
    await ada.post(`/cases/${id}/notes`, { text: 'sounds like the battery' });
    const { changes } = (await bob.get(`/cases/${id}`)).body;
    expect(changes.at(-1)).toMatchObject({
      by: { is: 'agent', name: 'Ada' },
      event: { is: 'noted', text: 'sounds like the battery' },
    });
    expect(JSON.stringify(await visitor.activities())).not.toContain('sounds like the battery');
    const page = await ada.get(`/cases/${id}/transcript?as=txt`);
    expect(page.body.text).not.toContain('sounds like the battery');
  });

  it('is handed on to an agent who is there, and to nobody else', async () => {
    const { id } = await takenCase();
    const live = await bob.live();
    await live.until(({ is }) => is === 'presence');
    expect(problem(await ada.post(`/cases/${id}/hand-on`, { to: 'nobody' }))).toEqual([404, 'AgentUnknown']);
    const { escalation } = (await ada.post(`/cases/${id}/hand-on`, { to: 'bob' })).body;
    expect(escalation).toMatchObject({ state: 'accepted', agent: { name: 'Bob' } });
    expect(problem(await ada.post(`/cases/${id}/messages`, { key: 'too-late-1', text: 'hi' }))).toEqual([
      409,
      'escalation.not-yours',
    ]);
    live.socket.close();
    await live.closed;
  });

  it('goes back into the queue, back to the bot, or to an end, and then takes no more', async () => {
    const { id } = await takenCase();
    expect((await ada.post(`/cases/${id}/hand-on`)).body.escalation.state).toBe('queued');
    await bob.post(`/cases/${id}/take`);
    expect((await bob.post(`/cases/${id}/return`)).body.escalation.state).toBe('returned');
    expect(problem(await bob.post(`/cases/${id}/messages`, { key: 'too-late-2', text: 'hi' }))).toEqual([
      409,
      'escalation.ended',
    ]);
    const { id: next } = await takenCase();
    const outcome = { solved: true, check: 'android.sms-permission' };
    expect((await ada.post(`/cases/${next}/close`, outcome)).body.escalation).toMatchObject({
      state: 'closed',
      outcome,
    });
  });

  it('is found later by words of it', async () => {
    const { visitor, id } = await takenCase();
    await visitor.say('anything');
    await ada.post(`/cases/${id}/close`, { solved: false });
    const { cases, more } = (await ada.get('/search?text=text%20messages&limit=1')).body;
    expect(cases).toHaveLength(1);
    expect(more).toBe(true);
    const all = (await ada.get('/search?text=TEXT%20messages')).body;
    expect(all.cases.map(({ escalation }) => escalation.id)).toContain(id);
  });

  it.each([
    ['html', 'text/html; charset=utf-8'],
    ['txt', 'text/plain; charset=utf-8'],
    ['md', 'text/markdown; charset=utf-8'],
    ['json', 'application/json; charset=utf-8'],
  ])('is downloaded as %s, which never runs here', async (form, type) => {
    const { visitor, id } = await takenCase();
    await visitor.say('<script>alert("x")</script>');
    const { headers, body } = await ada.get(`/cases/${id}/transcript?as=${form}`);
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="case-\w+\.\w+"/);
    expect(headers.get('content-security-policy')).toContain('sandbox');
    if (form !== 'json') expect(JSON.stringify(body)).toContain('no longer sync');
    if (form === 'html') expect(body.text).not.toContain('<script>');
  });
});

describe('bad input', () => {
  it.each([
    ['messages', { key: 'message-x' }],
    ['messages', { key: 'message-x', text: '   ' }],
    ['messages', { key: 'short', text: 'hi' }],
    ['messages', { key: 'message-x', text: 'x'.repeat(8001) }],
    ['messages', { key: 'message-x', text: 'hi', from: 'boss' }],
    ['messages', { key: 'message-x', files: Array.from({ length: 11 }, () => 'a') }],
    ['notes', { text: '' }],
    ['read', { upTo: -1 }],
    ['close', { solved: 'yes' }],
    ['close', { solved: true, check: 'made.up' }],
    ['take', { by: 'boss' }],
    ['typing', []],
  ])('for %s: %j is refused and says why', async (name, body) => {
    const { id } = await takenCase();
    const answer = await ada.post(`/cases/${id}/${name}`, body);
    expect(problem(answer)).toEqual([400, 'InputInvalid']);
    expect(answer.body.error.message).toMatch(/\w+: /);
  });

  it.each(['/search?text=x', '/search', '/search?text=phone&limit=101'])('%s is refused', async (path) => {
    expect(problem(await ada.get(path))).toEqual([400, 'InputInvalid']);
  });

  it('of a case that is not there is told so', async () => {
    expect(problem(await ada.get('/cases/unknown'))).toEqual([404, 'escalation.unknown']);
    expect(problem(await ada.post('/cases/unknown/take'))).toEqual([404, 'escalation.unknown']);
    expect(problem(await ada.get('/cases/unknown/log'))).toEqual([404, 'escalation.unknown']);
  });

  it('of a body that is larger than any is cut off', async () => {
    const { id } = await takenCase();
    const answer = await ada.post(`/cases/${id}/notes`, { text: 'x'.repeat(2_000_000) });
    expect(problem(answer)).toEqual([413, 'PayloadTooLarge']);
  });
});

describe('live', () => {
  it('brings a new case, who has it, and what is said in it to who looks at it', async () => {
    const live = await bob.live();
    const visitor = await server.waitingVisitor('my PC does not find my phone');
    const asked = await live.until(
      ({ is, escalation }) => is === 'escalation' && escalation.conversationId === visitor.id,
    );
    const { id } = asked.escalation;
    await ada.post(`/cases/${id}/take`);
    await live.until(
      ({ is, change }) => is === 'escalation' && change.escalationId === id && change.event.is === 'accepted',
    );
    await visitor.say('nobody looks at this');
    live.socket.send(JSON.stringify({ watch: id }));
    live.socket.send(JSON.stringify({ status: 'away' }));
    await live.until(({ is, agents }) => is === 'presence' && agents.some(({ status }) => status === 'away'));
    await visitor.say('are you there?');
    const said = await live.until(
      ({ is, entries }) => is === 'entries' && entries.at(-1)?.activity.text === 'are you there?',
    );
    expect(said.escalationId).toBe(id);
    expect(JSON.stringify(live.frames)).not.toContain('nobody looks at this');
    live.socket.close();
    await live.closed;
  });

  it('brings what is said in a case to who has it, also when their account is named by an e-mail address', async () => {
    const grace = await server.signIn('grace@example.org');
    const visitor = await server.waitingVisitor();
    await grace.post(`/cases/${await newest()}/take`);
    const live = await grace.live();
    await visitor.say('does anybody hear me?');
    await live.until(
      ({ is, entries }) => is === 'entries' && entries.at(-1)?.activity.text === 'does anybody hear me?',
    );
    live.socket.close();
    await live.closed;
  });

  it('says who is there and who is away', async () => {
    const live = await ada.live();
    const other = await bob.live();
    await live.until(({ is, agents }) => is === 'presence' && agents.length === 2);
    other.socket.send(JSON.stringify({ status: 'away' }));
    const { agents } = await live.until(
      (frame) => frame.is === 'presence' && frame.agents.some(({ status }) => status === 'away'),
    );
    expect(agents).toEqual([
      { id: 'ada', name: 'Ada', status: 'available' },
      { id: 'bob', name: 'Bob', status: 'away' },
    ]);
    other.socket.close();
    await live.until((frame) => frame.is === 'presence' && frame.agents.length === 1);
    live.socket.close();
    await live.closed;
  });

  it('takes nothing it does not know, and no frame that is too large', async () => {
    const live = await ada.live();
    live.socket.send('not JSON');
    live.socket.send(JSON.stringify({ status: 'boss' }));
    live.socket.send('x'.repeat(5000));
    expect(await live.closed).toBe(1009);
  });
});
