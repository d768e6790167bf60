import { readConfig } from '../../../../src/config.ts';

const mail = { SMTP_URL: 'smtp://localhost', MAIL_FROM: 'Support <support@Example.org>' };
const read = (more: Record<string, string>) => readConfig({ ...mail, ...more }).escalation.mail?.answers;

describe('the settings of answers by mail', () => {
  it('are off unless there is a port', () => {
    expect(read({ MAIL_IN_DOMAIN: 'reply.example.org', MAIL_AGENTS: 'zoe@example.org' })).toBeUndefined();
  });

  it('take mail of this machine for the domain of the sender, unless they say otherwise', () => {
    expect(read({ MAIL_IN_PORT: '2525', MAIL_TO: 'Team <Team@Example.org>' })).toEqual({
      ...{ port: 2525, host: '127.0.0.1', domain: 'example.org' },
      ...{ largestBytes: 15 * 1024 * 1024, agents: ['team@example.org'] },
    });
    const own = { MAIL_IN_PORT: '25', MAIL_IN_HOST: '0.0.0.0', MAIL_IN_DOMAIN: 'Reply.example.org' };
    expect(read({ ...own, MAIL_IN_MB: '1', MAIL_AGENTS: 'Zoe@example.org, @partner.example' })).toEqual({
      ...{ port: 25, host: '0.0.0.0', domain: 'reply.example.org' },
      ...{ largestBytes: 1024 * 1024, agents: ['zoe@example.org', '@partner.example'] },
    });
  });

  it.each([
    ['MAIL_IN_PORT', '70000'],
    ['MAIL_IN_DOMAIN', 'not a host'],
    ['MAIL_IN_MB', '0'],
    ['MAIL_AGENTS', 'zoe'],
    ['MAIL_AGENTS', 'Zoe <zoe@example.org>'],
  ])('are refused when they are wrong: %s %s', (name, value) => {
    expect(() => read({ MAIL_IN_PORT: '25', [name]: value })).toThrow(name);
  });

  it('need a mail server that mails leave by', () => {
    expect(() => readConfig({ MAIL_IN_PORT: '2525' })).toThrow('MAIL_IN_PORT needs SMTP_URL');
  });
});
