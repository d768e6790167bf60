import type { Transporter } from 'nodemailer';
import type { Activity } from '../../conversation/activity.ts';
import type { Escalation } from '../../conversation/escalation.ts';
import { errorFrom } from '../../errors.ts';
import { packageToPage } from '../package/page.ts';
import { packageToText } from '../package/text.ts';
import type { Wording } from '../package/wording.ts';
import { type Delivery, DeliveryError, type Target } from '../target.ts';

export interface MailParts {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  smtpUrl: string;
  /** The address mails come from. Replies go to the same with `+CASE` before the @. */
  from: string;
  wording: Wording;
  texts: MailTexts;
}

/** The sentences of a mail, from the phrases. */
export interface MailTexts {
  subject(escalation: Escalation): string;
  /** Below an answer to the visitor: what this is about. */
  footer(escalation: Escalation): string;
}

/** Mails to the support team: the package, and what the visitor adds while nobody has the case. */
export function createTeamMail(parts: MailParts & { to: string }): Target {
  return mailTarget({ ...parts, name: 'email', follows: 'until-taken', mail: teamMail });
}

/** Mails to a visitor who does not sit and wait: what agents answer. */
export function createVisitorMail(parts: MailParts): Target {
  return mailTarget({ ...parts, name: 'visitor-email', follows: 'replies', mail: visitorMail });
}

interface Mail {
  to: string;
  text: string;
  attachments?: { filename: string; contentType: string; content: string }[];
}

type MailMaker = (delivery: Delivery, parts: MailParts & { to?: string }) => Mail | undefined;

function mailTarget(
  parts: MailParts & { name: string; follows: Target['follows']; to?: string; mail: MailMaker },
): Target {
  let transport: Promise<Transporter> | undefined;
  return {
    name: parts.name,
    follows: parts.follows,
    async deliver(delivery) {
      const { escalation } = delivery;
      const mail = parts.mail(delivery, parts);
      if (!mail) return;
      const first = messageId(`${escalation.id}.first`, parts.from);
      const isFirst = delivery.kind === 'handed-over';
      const open = await (transport ??= openTransport(parts.smtpUrl));
      await send(() =>
        open.sendMail({
          ...mail,
          from: parts.from,
          replyTo: replyAddress(parts.from, escalation.caseId),
          subject: parts.texts.subject(escalation),
          messageId: isFirst ? first : messageId(delivery.key, parts.from),
          ...(isFirst ? {} : { inReplyTo: first, references: first }),
          headers: { 'Auto-Submitted': 'auto-generated' },
        }),
      );
    },
    close: async () => (await transport)?.close(),
  };
}

/** The mailer takes 8 MB, which only those who send mail shall spend. */
async function openTransport(smtpUrl: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport(transportOptions(smtpUrl));
}

function transportOptions(smtpUrl: string) {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const secure = protocol === 'smtps:';
  return {
    host: hostname,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function teamMail(delivery: Delivery, { to = '', wording }: MailParts & { to?: string }): Mail | undefined {
  switch (delivery.kind) {
    case 'handed-over': {
      const { package: handOver } = delivery;
      const name = `case-${delivery.escalation.caseId}`;
      const text = packageToText(handOver, wording);
      return {
        to,
        text: handOver.summary,
        attachments: [
          { filename: `${name}.txt`, contentType: 'text/plain; charset=utf-8', content: text },
          {
            filename: `${name}.html`,
            contentType: 'text/html; charset=utf-8',
            content: packageToPage(handOver),
          },
        ],
      };
    }
    case 'message':
      return { to, text: textOf(delivery.activity, wording) };
    case 'status':
      return undefined;
  }
}

function visitorMail(delivery: Delivery, { wording, texts }: MailParts): Mail | undefined {
  const { escalation } = delivery;
  if (delivery.kind !== 'message' || escalation.email === undefined) return undefined;
  const text = `${textOf(delivery.activity, wording)}\n\n-- \n${texts.footer(escalation)}`;
  return { to: escalation.email, text };
}

function textOf(activity: Activity, wording: Wording): string {
  return wording.activity(activity) || `(${activity.type})`;
}

/** The same mail sent twice has the same id, by which mail programs show it once. Source: RFC 5322, 3.6.4. */
function messageId(key: string, from: string): string {
  return `<${key.replace(/[^\w.-]/g, '-')}@${domainOf(from)}>`;
}

/** `support+K7M2QX9A@example.org`, so that an answer says which case it is about. Source: RFC 5233. */
function replyAddress(from: string, caseId: string): string {
  const address = /<([^>]+)>/.exec(from)?.[1] ?? from;
  const [local = 'support'] = address.split('@');
  return `${local}+${caseId}@${domainOf(from)}`;
}

function domainOf(from: string): string {
  return (/@([^\s>]+)/.exec(from)?.[1] ?? 'localhost').toLowerCase();
}

async function send(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const code =
      typeof cause === 'object' && cause !== null && 'responseCode' in cause ? cause.responseCode : 0;
    // A server that answers 5xx will not take this mail later either. Source: RFC 5321, 4.2.1.
    const permanent = typeof code === 'number' && code >= 500 && code < 600;
    throw new DeliveryError(`The mail server refused: ${errorFrom(cause).message}`, { permanent, cause });
  }
}
