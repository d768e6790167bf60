import { directLineClient } from '../../../support/direct-line-client.ts';
import { symptoms } from '../../../support/content.ts';
import { startDeskServer } from '../../../support/desk-server.ts';

let server: Awaited<ReturnType<typeof startDeskServer>>;
let cookie: string;

beforeAll(async () => {
  server = await startDeskServer();
  cookie = await signIn();
});
afterAll(() => server.close());

async function signIn(): Promise<string> {
  const code = new URL(server.deskLink ?? '').searchParams.get('code');
  const { headers } = await server.deskCall('POST', '/sign-in', { body: { code } });
  return headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** A case that waits, of a visitor who told more than needed. */
async function waitingCase(): Promise<string> {
  const client = directLineClient(server.url);
  const chat = await client.startChat();
  const say = (text: string) => client.post(chat.id, chat.token, { type: 'message', text });
  await say(`${symptoms.notifications}, call me at 206-555-0123 or wombat@example.org, code 482913`);
  await say('talk to a person');
  const { body } = await server.deskCall('GET', '/lists', { cookie });
  return (body.queue as { escalation: { id: string; conversationId: string } }[]).find(
    ({ escalation }) => escalation.conversationId === chat.id,
  )!.escalation.id;
}

const everything = async (id: string) => {
  const [opened, log, lists, found] = await Promise.all([
    server.deskCall('GET', `/cases/${id}`, { cookie }),
    server.deskCall('GET', `/cases/${id}/log`, { cookie }),
    server.deskCall('GET', '/lists', { cookie }),
    server.deskCall('GET', '/search?text=samsung', { cookie }),
  ]);
  const files = await Promise.all(
    ['html', 'txt', 'md', 'json'].map((as) =>
      server.deskCall('GET', `/cases/${id}/transcript?as=${as}`, { cookie }),
    ),
  );
  return {
    shown: JSON.stringify([opened.body, log.body, lists.body, found.body]),
    files: JSON.stringify(files),
  };
};

describe('personal data at the desk', () => {
  it('is shown nowhere unless it is asked for, one kind in one case, and the history tells who did', async () => {
    const id = await waitingCase();
    const hidden = await everything(id);
    for (const text of ['206-555-0123', 'wombat@example.org', '482913']) {
      expect([text, (hidden.shown + hidden.files).includes(text)]).toEqual([text, false]);
    }
    expect(hidden.shown).toContain('[phone] or [email], code [code]');

    const revealed = await server.deskCall('POST', `/cases/${id}/reveal`, {
      cookie,
      body: { kind: 'phone' },
    });
    expect(revealed.status).toBe(200);
    const after = await everything(id);
    expect(after.shown).toContain('206-555-0123');
    expect(after.shown).not.toContain('wombat@example.org');
    const { body } = await server.deskCall('GET', `/cases/${id}`, { cookie });
    expect((body.changes as object[]).at(-1)).toMatchObject({
      by: { is: 'agent', id: 'local-agent' },
      event: { is: 'revealed', kind: 'phone' },
      at: expect.stringMatching(/^\d{4}-/),
    });
  });

  it('stays hidden where the policy does not let agents see it', async () => {
    const id = await waitingCase();
    const refused = await server.deskCall('POST', `/cases/${id}/reveal`, { cookie, body: { kind: 'code' } });
    expect([refused.status, refused.body.error.code]).toEqual([403, 'escalation.not-revealed']);
    const invalid = await server.deskCall('POST', `/cases/${id}/reveal`, { cookie, body: { kind: 'all' } });
    expect(invalid.status).toBe(400);
  });

  it('is not shown to who is not signed in', async () => {
    const id = await waitingCase();
    expect((await server.deskCall('POST', `/cases/${id}/reveal`, { body: { kind: 'phone' } })).status).toBe(
      401,
    );
  });
});

describe('figures for the support lead', () => {
  it('are for who is signed in only', async () => {
    expect((await server.deskCall('GET', '/insights')).status).toBe(401);
    expect((await server.deskCall('GET', '/insights/csv?table=days')).status).toBe(401);
  });

  it('count the cases of today, and give the texts nobody understood with personal data taken out', async () => {
    const client = directLineClient(server.url);
    const chat = await client.startChat();
    await client.post(chat.id, chat.token, {
      type: 'message',
      text: 'what is the weather, write to wombat@example.org',
    });
    await waitingCase();
    const { status, body } = await server.deskCall('GET', '/insights', { cookie });
    expect(status).toBe(200);
    expect(body.totals['handed-over']).toBeGreaterThan(0);
    expect(body.days).toHaveLength(30);
    expect(body.unmatched).toContainEqual(
      expect.objectContaining({
        text: 'what is the weather, write to [email]',
        line: '  - "what is the weather, write to [email]"\n',
      }),
    );
  });

  it('come as CSV files, a table each', async () => {
    const { headers, body } = await server.deskCall('GET', '/insights/csv?table=days', { cookie });
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="days-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv"/,
    );
    expect(body.text).toMatch(/^\ufeff?day,fixed,explained,handed_over,abandoned,open\r\n/);
  });

  it.each([
    '?from=2026-02-30',
    '?from=yesterday',
    '?from=2020-01-01&to=2026-01-01',
    '?from=2026-02-01&to=2026-01-01',
    '/csv?table=secrets',
    '/csv',
  ])('are refused for %s', async (query) => {
    expect((await server.deskCall('GET', `/insights${query}`, { cookie })).status).toBe(400);
  });
});
