import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { MailServer } from '../../src/channels/mail/mail-server.ts';
import { type DeskServer, startDeskServer } from '../support/desk-server.ts';
import { png } from '../support/uploads.ts';

// The whole program, a real mail server of the team's behind it, and a real mail client before it.
jest.setTimeout(60_000);

const zoe = 'Zoe Miller <zoe@team.example>';
const visitorAddress = 'vera@home.example';

let server: DeskServer;
let outside: SMTPServer;
let sender: Transporter;
let mails: ParsedMail[];
let changed: () => void;

beforeEach(async () => {
  mails = [];
  changed = () => undefined;
  outside = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _, done) => {
      simpleParser(stream).then(
        (mail) => {
          mails.push(mail);
          done();
          changed();
        },
        (error: unknown) => done(error as Error),
      );
    },
  });
  outside.on('error', () => undefined);
  const listening = once(outside.server, 'listening');
  outside.listen(0, '127.0.0.1');
  await listening;
  const { port } = outside.server.address() as AddressInfo;
  server = await startDeskServer({
    env: {
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      MAIL_FROM: 'Phone Link support <support@example.org>',
      MAIL_TO: 'Team <team@team.example>',
      MAIL_AGENTS: 'Zoe@team.example @partner.example',
      MAIL_IN_PORT: '0',
      MAIL_IN_DOMAIN: 'reply.example.org',
      MAIL_IN_MB: '0.5',
      UPLOAD_FILE_MB: '0.1',
    },
  });
  sender = createTransport({ host: '127.0.0.1', port: server.mailPort, secure: false, ignoreTLS: true });
});
afterEach(async () => {
  sender.close();
  await server.close();
  await new Promise<void>((resolve) => outside.close(() => resolve()));
});

/** The mail that fits, once it has come. */
async function mailTo(address: string, holds = '', after = 0): Promise<ParsedMail> {
  for (;;) {
    const found = mails
      .slice(after)
      .find(({ to, text }) => addressOf(to) === address && (text ?? '').includes(holds));
    if (found) return found;
    await new Promise<void>((resolve) => (changed = resolve));
  }
}

function addressOf(header: ParsedMail['to']): string | undefined {
  const [first] = [header].flat();
  return first?.value[0]?.address;
}

function replyTo(mail: ParsedMail): string {
  return mail.replyTo?.value[0]?.address ?? '';
}

/** Answers a mail; what the server says of it comes back, `250 …` or the refusal. */
async function answer(mail: ParsedMail, given: SendMailOptions): Promise<string> {
  return send({
    from: zoe,
    to: replyTo(mail),
    subject: `Re: ${mail.subject}`,
    inReplyTo: mail.messageId,
    ...given,
  });
}

async function send(mail: SendMailOptions): Promise<string> {
  try {
    return (await sender.sendMail(mail)).response ?? '';
  } catch (error) {
    return (error as { response?: string }).response ?? String(error);
  }
}

/** A visitor who waits, agreed to hand the conversation over and left an address. */
async function handOver() {
  const before = mails.length;
  const visitor = await server.waitingVisitor();
  for (const text of ['no', visitorAddress, 'yes']) await visitor.say(text);
  const mail = await mailTo('team@team.example', '', before);
  const seen = async () => {
    await server.app.idle();
    return (await visitor.activities()).map(({ text }) => text ?? '').filter((text) => text !== '');
  };
  return { visitor, mail, seen };
}

const quoted =
  '\r\n\r\nOn Mon, Nov 23, 2026 at 10:15 AM Phone Link support <support@example.org> wrote:\r\n> The visitor wrote\r\n> old words\r\n';

describe('an answer of the team by mail', () => {
  it('takes the case, is read by the visitor without what it quotes, and goes on in both directions', async () => {
    const { visitor, mail, seen } = await handOver();
    expect(mail.text).toContain('Answer this mail to write to the visitor');
    expect(await answer(mail, { text: `Please switch it off and on.${quoted}` })).toMatch(/^250/);
    const texts = await seen();
    expect(texts.at(-1)).toBe('Please switch it off and on.');
    expect((await visitor.activities()).at(-1)?.from?.name).toBe('Zoe Miller');
    expect(texts.join('\n')).not.toContain('old words');
    await visitor.say('that did nothing');
    const next = await mailTo('team@team.example', 'that did nothing');
    expect(replyTo(next)).toBe(replyTo(mail));
    expect(await answer(next, { text: 'Then restart both.' })).toMatch(/^250/);
    expect((await seen()).at(-1)).toBe('Then restart both.');
  });

  it('that comes twice is one message', async () => {
    const { mail, seen } = await handOver();
    const twice = { messageId: '<one@team.example>', text: 'Only once.' };
    expect(await answer(mail, twice)).toMatch(/^250/);
    expect(await answer(mail, twice)).toMatch(/^250/);
    expect((await seen()).filter((text) => text === 'Only once.')).toHaveLength(1);
  });

  it('in HTML only, with a picture in it, is text and a file', async () => {
    const { visitor, mail } = await handOver();
    const html =
      '<p>Look <b>here</b>:</p><img src="cid:shot@x"><blockquote>old words<img src="cid:logo@x"></blockquote>';
    const picture = (cid: string) => ({
      filename: `${cid}.png`,
      content: png,
      contentType: 'image/png',
      cid,
    });
    const given = { html, attachments: [picture('shot@x'), picture('logo@x')] };
    expect(await answer(mail, given)).toMatch(/^250/);
    await server.app.idle();
    const last = (await visitor.activities()).at(-1);
    expect(last?.text).toBe('Look here:');
    expect(last?.attachments).toMatchObject([{ contentType: 'image/png', name: 'shot@x.png' }]);
    const [file] = last?.attachments ?? [];
    const bytes = await (await fetch(file?.contentUrl ?? '')).arrayBuffer();
    expect(Buffer.from(bytes)).toEqual(Buffer.from(png));
  });

  it('of another in the same mailbox is told under their name', async () => {
    const { visitor, mail } = await handOver();
    await answer(mail, { text: 'First.' });
    await answer(mail, { from: 'Yan <yan@partner.example>', text: 'Second.' });
    await server.app.idle();
    const last = (await visitor.activities()).at(-1);
    expect(last).toMatchObject({ text: 'Second.', from: { name: 'Yan' } });
  });

  it('closes the case with a line of its own, and is refused afterwards', async () => {
    const { mail, seen } = await handOver();
    expect(await answer(mail, { text: `It was the cable.\r\n\r\n/solved${quoted}` })).toMatch(/^250/);
    const texts = await seen();
    expect(texts).toContain('It was the cable.');
    expect(texts.join('\n')).not.toContain('/solved');
    expect(await answer(mail, { text: 'And another thing.' })).toMatch(
      /^550 5\.2\.1 .*\(escalation\.ended\)/,
    );
  });

  it('is refused with the reason while an agent of the desk has the case', async () => {
    const { mail, seen } = await handOver();
    const ana = await server.signIn('ana', 'Ana');
    const [waiting] = (await ana.get('/lists')).body.queue;
    await ana.post(`/cases/${waiting?.escalation.id}/take`);
    expect(await answer(mail, { text: 'Mine!' })).toMatch(/^550 5\.7\.1 .*\(escalation\.taken\)/);
    expect(await seen()).not.toContain('Mine!');
  });

  it('tells the team when the visitor goes back to the bot', async () => {
    const { visitor, mail } = await handOver();
    await answer(mail, { text: 'Hello.' });
    await visitor.say('/bot');
    expect((await mailTo('team@team.example', 'is with the bot again')).text).toContain('reach nobody');
  });
});

describe('a ticket', () => {
  it('is answered by mail, and the visitor’s answer to that mail comes back into the case', async () => {
    const { visitor, mail, seen } = await handOver();
    const ana = await server.signIn('ana', 'Ana');
    const [waiting] = (await ana.get('/lists')).body.queue;
    const path = `/cases/${waiting?.escalation.id}`;
    await ana.post(`${path}/decline`);
    await visitor.say('yes');
    await answer(mail, { text: 'Is it better now?' });
    const told = await mailTo(visitorAddress, 'Is it better now?');
    expect(told.text).toContain('Answer this mail');
    expect(replyTo(told)).not.toBe(replyTo(mail));
    const given = { from: `Vera <${visitorAddress.toUpperCase()}>`, text: `No, the same.${quoted}` };
    expect(await answer(told, given)).toMatch(/^250/);
    expect(await answer(told, { ...given, from: zoe })).toMatch(/^550 5\.7\.1 .*\(mail\.not-allowed\)/);
    expect(await seen()).toContain('No, the same.');
    expect((await mailTo('team@team.example', 'No, the same.')).text).not.toContain('old words');
  });
});

describe('what does not belong here', () => {
  it.each([
    [
      'a stranger who has the address',
      { from: 'Eve <eve@elsewhere.example>', text: 'hi' },
      '550 5.7.1',
      'mail.not-allowed',
    ],
    [
      'somebody whose domain only ends alike',
      { from: 'eve@evil-partner.example', text: 'hi' },
      '550 5.7.1',
      'mail.not-allowed',
    ],
    ['nobody', { from: zoe, text: quoted }, '554 5.6.0', 'mail.empty'],
    ['an empty mail', { from: zoe, text: '' }, '554 5.6.0', 'mail.empty'],
    [
      'a program',
      { from: zoe, text: 'x', attachments: [{ filename: 'a.exe', content: 'MZ\0\0' }] },
      '554 5.6.1',
      'mail.file-refused',
    ],
    [
      'a large file',
      { from: zoe, text: 'x', attachments: [{ filename: 'a.txt', content: 'x'.repeat(200_000) }] },
      '552 5.3.4',
      'mail.too-large',
    ],
    ['a novel', { from: zoe, text: 'x y\n'.repeat(8_000) }, '552 5.3.4', 'mail.too-large'],
    ['a mail without end', { from: zoe, text: 'x y\n'.repeat(300_000) }, '552', ''],
  ])('is refused: %s', async (_, given, status, code) => {
    const { mail, seen } = await handOver();
    const before = await seen();
    const said = await answer(mail, given);
    expect(said.startsWith(status)).toBe(true);
    expect(said).toContain(code);
    expect(await seen()).toEqual(before);
  });

  it('is refused at the address: nobody’s, a forged tag, and two cases at once', async () => {
    const { mail } = await handOver();
    const right = replyTo(mail);
    const forged = right.replace(/-t-(.)/, (_, digit: string) => `-t-${digit === '0' ? '1' : '0'}`);
    const text = 'hi';
    expect(await answer(mail, { to: 'support@reply.example.org', text })).toMatch(
      /^550 5\.1\.1 .*mail\.unknown-recipient/,
    );
    expect(await answer(mail, { to: 'support@example.org', text })).toMatch(/^550 5\.1\.1/);
    expect(await answer(mail, { to: forged, text })).toMatch(/^550 5\.7\.1 .*mail\.forged/);
    expect(await answer(mail, { to: right.replace('-t-', '-v-'), text })).toMatch(
      /^550 5\.7\.1 .*mail\.forged/,
    );
    const other = await handOver();
    const info = await sender.sendMail({ from: zoe, to: [right, replyTo(other.mail)], text });
    expect(info.rejected).toEqual([replyTo(other.mail)]);
  });

  it.each([
    ['an absence note', { headers: { 'Auto-Submitted': 'auto-replied' } }],
    ['a mail of a list', { headers: { Precedence: 'bulk' } }],
    ['a bounce', { envelope: { from: '' } }],
  ])('is dropped without a word: %s', async (_, given) => {
    const { mail, seen } = await handOver();
    const before = await seen();
    const to = replyTo(mail);
    const envelope = { from: 'zoe@team.example', to, ...('envelope' in given ? given.envelope : {}) };
    expect(await answer(mail, { text: 'I am away.', ...given, envelope })).toMatch(/^250/);
    expect(await seen()).toEqual(before);
  });

  it('cannot go round: our own mail, sent back to us, is dropped', async () => {
    const { mail, seen } = await handOver();
    const before = await seen();
    expect(await answer(mail, { from: replyTo(mail), text: 'echo' })).toMatch(/^250/);
    const headers = Array.from({ length: 40 }, (_, hop) => ({ key: 'Received', value: `from h${hop}` }));
    expect(await answer(mail, { text: 'round', headers })).toMatch(/^554 5\.4\.6/);
    expect(await seen()).toEqual(before);
  });

  it('is answered with a later time when one case gets too many', async () => {
    const { mail } = await handOver();
    for (let count = 0; count < 30; count += 1) await answer(mail, { text: `Line ${count}` });
    expect(await answer(mail, { text: 'One more' })).toMatch(/^451 4\.7\.1 .*\(mail\.too-many\)/);
  });

  it('is refused when the visitor has deleted their data', async () => {
    const { visitor, mail } = await handOver();
    await visitor.say('delete my data');
    await visitor.say('yes');
    await server.app.idle();
    expect(await answer(mail, { text: 'hi' })).toMatch(/^550 5\.2\.1 .*\(escalation\.erased\)/);
  });
});

describe('the door for mail', () => {
  it('that somebody else has is an error that names the address', async () => {
    const inbound = {
      recipient: () => ({ caseId: '', side: 'team' as const }),
      receive: () => Promise.resolve(),
    };
    const logger = { info: () => undefined, error: () => undefined };
    const place = { port: server.mailPort ?? 0, host: '127.0.0.1', domain: 'reply.example.org' };
    const taken = new MailServer({ ...place, largestBytes: 1000, inbound, logger }).listen();
    await expect(taken).rejects.toMatchObject({
      code: 'server.port-in-use',
      message: expect.stringContaining(`127.0.0.1:${server.mailPort}`) as string,
    });
  });

  it('is not there unless it is asked for', async () => {
    const plain = await startDeskServer({
      env: { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'support@example.org' },
    });
    expect(plain.mailPort).toBeUndefined();
    await plain.close();
  });
});
