import type { Transporter } from 'nodemailer';
import type { Activity } from '../../conversation/activity.ts';
import type { Escalation } from '../../conversation/escalation.ts';
import { errorFrom } from '../../errors.ts';
import { dataPicturesOf, withoutData } from '../package/data-pictures.ts';
import { packageToPage } from '../package/page.ts';
import { packageToText } from '../package/text.ts';
import type { Wording } from '../package/wording.ts';
import { domainOf, localPartOf, type ReplyAddresses, type ReplySide } from '../reply-address.ts';
import { type Delivery, DeliveryError, type Target } from '../target.ts';

/** The target that mails to the support team. */
export const teamMailName = 'email';

export interface MailParts {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  smtpUrl: string;
  /** The address mails come from. */
  from: string;
  /** Where answers are read here; without it they go to `from` with `+CASE` before the @. */
  replies?: ReplyAddresses;
  wording: Wording;
  texts: MailTexts;
}

/** The sentences of a mail, from the phrases. */
export interface MailTexts {
  subject(escalation: Escalation): string;
  /** Below an answer to the visitor: what this is about. */
  footer(escalation: Escalation): string;
  /** Below a mail to the team: how to answer it; empty when answers are not read. */
  teamFooter: string;
  /** The case that was answered by mail is with the bot again. */
  returned(escalation: Escalation): string;
}

/** Mails to the support team: the package, and what the visitor adds while nobody has the case. */
export function createTeamMail(parts: MailParts & { to: string }): Target {
  const side = 'team';
  return mailTarget({ ...parts, name: teamMailName, side, follows: 'until-taken', mail: teamMail });
}

/** Mails to a visitor who does not sit and wait: what agents answer. */
export function createVisitorMail(parts: MailParts): Target {
  const side = 'visitor';
  return mailTarget({ ...parts, name: 'visitor-email', side, follows: 'replies', mail: visitorMail });
}

interface Mail {
  to: string;
  text: string;
  attachments?: { filename: string; contentType: string; content: string | Buffer }[];
}

type MailMaker = (delivery: Delivery, parts: MailParts & { to?: string }) => Mail | undefined;

function mailTarget(
  parts: MailParts & {
    name: string;
    side: ReplySide;
    follows: Target['follows'];
    to?: string;
    mail: MailMaker;
  },
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
          replyTo: replyAddress(escalation.caseId, parts),
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

function teamMail(delivery: Delivery, parts: MailParts & { to?: string }): Mail | undefined {
  const { to = '', wording, texts } = parts;
  switch (delivery.kind) {
    case 'handed-over': {
      const { package: handOver } = delivery;
      const name = `case-${delivery.escalation.caseId}`;
      const text = packageToText(handOver, wording);
      return {
        to,
        text: signed(handOver.summary, texts.teamFooter),
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
      return { to, ...said(delivery.activity, { wording, footer: texts.teamFooter }) };
    case 'status':
      return delivery.state === 'returned' ? { to, text: texts.returned(delivery.escalation) } : undefined;
  }
}

function visitorMail(delivery: Delivery, { wording, texts }: MailParts): Mail | undefined {
  const { escalation } = delivery;
  if (delivery.kind !== 'message' || escalation.email === undefined) return undefined;
  return { to: escalation.email, ...said(delivery.activity, { wording, footer: texts.footer(escalation) }) };
}

/** What stands below the line of two dashes is no part of the message. Source: RFC 3676, 4.3. */
function signed(text: string, footer: string): string {
  return footer === '' ? text : `${text}\n\n-- \n${footer}`;
}

/** What an activity says, files as links, and pictures that it holds as attachments of the mail. */
function said(
  activity: Activity,
  { wording, footer }: { wording: Wording; footer: string },
): Pick<Mail, 'text' | 'attachments'> {
  const { attachments = [] } = activity;
  const links = attachments.flatMap(({ name, contentType, contentUrl = '' }) =>
    /^https?:/i.test(contentUrl) ? [`${name ?? contentType}: ${contentUrl}`] : [],
  );
  const text = [wording.activity(withoutData(activity)), ...links].filter((line) => line !== '').join('\n');
  const pictures = dataPicturesOf(activity).map(({ name, ...picture }) => ({ filename: name, ...picture }));
  return { text: signed(text || `(${activity.type})`, footer), attachments: pictures };
}

/** The same mail sent twice has the same id, by which mail programs show it once. Source: RFC 5322, 3.6.4. */
function messageId(key: string, from: string): string {
  return `<${key.replace(/[^\w.-]/g, '-')}@${domainOf(from)}>`;
}

/** `support+K7M2QX9A@example.org`, so that a mailbox can sort by case, or where answers are read. Source: RFC 5233. */
function replyAddress(
  caseId: string,
  { from, replies, side }: Pick<MailParts, 'from' | 'replies'> & { side: ReplySide },
): string {
  return replies?.of(caseId, side) ?? `${localPartOf(from)}+${caseId}@${domainOf(from)}`;
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
