import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { createTargets } from '../../src/escalation/targets.ts';
import { deskTarget } from '../../src/escalation/targets/desk.ts';
import { createTeamMail, createVisitorMail } from '../../src/escalation/targets/email.ts';
import { createWebhook } from '../../src/escalation/targets/webhook.ts';
import type { Target } from '../../src/escalation/target.ts';
import { isSigned } from '../../src/escalation/signature.ts';
import { escalationOf, packageOf, wording } from '../support/escalation.ts';
import { teamsChannel } from '../support/azure/teams-channel-target.ts';
import { targetContract, type TargetFixture } from './target.contract.ts';

const secret = 'a-secret-of-enough-characters';
const clock = () => new Date('2026-11-23T10:05:00.000Z');
const texts = {
  subject: ({ caseId }: { caseId: string }) => `Case ${caseId}`,
  footer: ({ caseId }: { caseId: string }) => `About ${caseId}`,
  teamFooter: '',
  returned: ({ caseId }: { caseId: string }) => `${caseId} is back`,
};

interface Posted {
  headers: Record<string, string | undefined>;
  body: string;
}

/** A help desk that keeps what it is told, once per id. */
async function helpDesk(): Promise<TargetFixture & { posted: Posted[] }> {
  const posted: Posted[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      const headers = request.headers as Posted['headers'];
      const isKnown = posted.some((earlier) => earlier.headers['webhook-id'] === headers['webhook-id']);
      if (status === 200 && !isKnown) posted.push({ headers, body });
      response.statusCode = status;
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    target: createWebhook({ url: `http://127.0.0.1:${port}/in`, secret, wording, clock }),
    posted,
    received: () => posted.map(({ body }) => body),
    breakDown: (how) => (status = how === 'for-good' ? 410 : 503),
    mend: () => (status = 200),
    dispose: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A real SMTP server that keeps mails, once per Message-ID, as mail programs do. */
async function mailServer(
  create: (smtpUrl: string) => Target,
): Promise<TargetFixture & { mails: Awaited<ReturnType<typeof simpleParser>>[] }> {
  const mails: Awaited<ReturnType<typeof simpleParser>>[] = [];
  let refusal: number | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onMailFrom: (_, __, done) => {
      done(refusal === undefined ? null : Object.assign(new Error('no'), { responseCode: refusal }));
    },
    onData: (stream, _, done) => {
      simpleParser(stream).then(
        (mail) => {
          if (!mails.some(({ messageId }) => messageId === mail.messageId)) mails.push(mail);
          done();
        },
        (error: unknown) => done(error as Error),
      );
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return {
    target: create(`smtp://127.0.0.1:${port}`),
    mails,
    received: () =>
      mails.map((mail) =>
        [mail.text, ...mail.attachments.map(({ content }) => content.toString('utf8'))].join('\n'),
      ),
    breakDown: (how) => (refusal = how === 'for-good' ? 550 : 451),
    mend: () => (refusal = undefined),
    dispose: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const mailParts = { from: 'Support <support@example.org>', wording, texts };
const teamMail = () =>
  mailServer((smtpUrl) => createTeamMail({ ...mailParts, smtpUrl, to: 'team@example.org' }));
const visitorMail = () => mailServer((smtpUrl) => createVisitorMail({ ...mailParts, smtpUrl }));

const fixtures: Record<string, () => Promise<TargetFixture>> = {
  desk: () =>
    Promise.resolve({
      target: deskTarget,
      received: () => [],
      breakDown: () => undefined,
      mend: () => undefined,
      dispose: () => Promise.resolve(),
    }),
  'teams-channel': teamsChannel,
  webhook: helpDesk,
  'visitor-email': visitorMail,
  email: teamMail,
};

for (const [name, create] of Object.entries(fixtures)) targetContract(name, create);

describe('the list of targets', () => {
  it('has a contract fixture for each', async () => {
    const channel = await teamsChannel();
    const mail = { smtpUrl: 'smtp://localhost', from: 'a@example.org', teamAddress: 'b@example.org' };
    const all = createTargets(
      { webhook: { url: 'http://localhost', secret }, mail },
      { wording, clock, texts, teamsChannel: channel.target },
    );
    await channel.dispose();
    expect(all.map((target) => target.name).toSorted()).toEqual(Object.keys(fixtures).toSorted());
  });

  it('is the desk alone when nothing is set', () => {
    expect(createTargets({}, { wording, clock, texts })).toEqual([deskTarget]);
  });
});

describe('a webhook call', () => {
  it('is signed with the time, and carries the case as handoff.initiate with the transcript', async () => {
    const desk = await helpDesk();
    const escalation = escalationOf();
    const common = { key: 'e1.webhook.package', escalation, channel: 'directline' };
    await desk.target.deliver({ ...common, kind: 'handed-over', package: packageOf() });
    await desk.dispose();
    const [{ headers, body } = { headers: {}, body: '' }] = desk.posted;
    const given = {
      id: headers['webhook-id'] ?? '',
      timestamp: headers['webhook-timestamp'] ?? '',
      signature: headers['webhook-signature'] ?? '',
    };
    expect(isSigned({ ...given, body, secret, now: clock() })).toBe(true);
    expect(isSigned({ ...given, body: `${body} `, secret, now: clock() })).toBe(false);
    expect(JSON.parse(body)).toMatchObject({
      type: 'escalation.handed-over',
      escalation: 'e1',
      case: 'K7M2QX9A',
      event: { name: 'handoff.initiate', attachments: [{ name: 'Transcript' }] },
    });
  });

  it('fails in passing when nobody listens', async () => {
    const desk = await helpDesk();
    await desk.dispose();
    const delivery = { key: 'k', escalation: escalationOf(), channel: 'directline', kind: 'status' } as const;
    await expect(desk.target.deliver({ ...delivery, state: 'queued' })).rejects.toMatchObject({
      permanent: false,
    });
  });
});

describe('a mail to the team', () => {
  it('has summary, transcript as text and as page, and an address of the case to reply to', async () => {
    const server = await teamMail();
    const handOver = packageOf({ note: '<script>alert(1)</script>' });
    const { escalation } = handOver;
    await server.target.deliver({
      ...{ key: 'k', escalation, channel: 'directline' },
      kind: 'handed-over',
      package: handOver,
    });
    await server.target.close?.();
    await server.dispose();
    const [mail] = server.mails;
    expect(mail?.subject).toBe('Case K7M2QX9A');
    expect(mail?.replyTo?.text).toBe('support+K7M2QX9A@example.org');
    expect(mail?.text).toContain('my alerts stay away');
    expect(mail?.attachments.map(({ filename }) => filename)).toEqual([
      'case-K7M2QX9A.txt',
      'case-K7M2QX9A.html',
    ]);
    const page = mail?.attachments[1]?.content.toString('utf8') ?? '';
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script');
  });
});

describe('a picture that came within its address', () => {
  const content = Buffer.alloc(60_000, 7);
  const contentUrl = `data:image/png;base64,${content.toString('base64')}`;
  const attachments = [{ contentType: 'image/png', name: 'screen.png', contentUrl }];
  const activity = { type: 'message', id: 'm', text: 'look', attachments };
  const link = { contentType: 'application/pdf', name: 'a.pdf', contentUrl: 'https://files.example/a' };
  const common = { escalation: escalationOf(), channel: 'directline' };
  const handOver = packageOf({}, [activity]);
  const base64 = content.toString('base64', 0, 300);

  it('is a name and a size for a help desk, in what is said and in the transcript', async () => {
    const desk = await helpDesk();
    await desk.target.deliver({ ...common, key: 'k1', kind: 'handed-over', package: handOver });
    await desk.target.deliver({ ...common, key: 'k2', kind: 'message', activity });
    await desk.dispose();
    const bodies = desk.posted.map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    for (const body of bodies) {
      expect(body).toContain('screen.png (59 KB)');
      expect(body).not.toContain('base64');
      expect(body.length).toBeLessThan(10_000);
    }
  });

  it('is a file of the mail, and stands in the page of the transcript', async () => {
    const server = await teamMail();
    const said = { ...activity, attachments: [...attachments, link] };
    await server.target.deliver({ ...common, key: 'k1', kind: 'handed-over', package: handOver });
    await server.target.deliver({ ...common, key: 'k2', kind: 'message', activity: said });
    await server.target.close?.();
    await server.dispose();
    const [first, second] = server.mails;
    expect(first?.attachments[0]?.content.toString('utf8')).toContain('[screen.png (59 KB)]');
    expect(first?.attachments[0]?.content.toString('utf8')).not.toContain(base64);
    const page = first?.attachments[1]?.content.toString('utf8') ?? '';
    expect(page).toContain(`<img alt="screen.png" src="${contentUrl}">`);
    expect(second?.text).toContain('a.pdf: https://files.example/a');
    expect(second?.text).not.toContain(base64);
    expect(second?.attachments).toMatchObject([
      { filename: 'screen.png', contentType: 'image/png', content },
    ]);
  });

  it.each([
    'data:image/svg+xml;base64,PHN2Zz4=',
    'data:image/png;base64,AAAA"><script>alert(1)</script>',
    'data:text/html,<script>alert(1)</script>',
    'https://elsewhere.example/p.png',
  ])('is none, and so not in the page: %s', async (address) => {
    const server = await teamMail();
    const odd = {
      ...activity,
      attachments: [{ contentType: 'image/png', name: '"><b>', contentUrl: address }],
    };
    await server.target.deliver({ ...common, key: 'k1', kind: 'handed-over', package: packageOf({}, [odd]) });
    await server.target.close?.();
    await server.dispose();
    const page = server.mails[0]?.attachments[1]?.content.toString('utf8') ?? '';
    expect(page).toContain('&quot;&gt;&lt;b&gt;');
    expect(page).not.toMatch(/<img|<script|<b>/);
  });
});
