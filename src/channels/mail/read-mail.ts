import { createHash } from 'node:crypto';
import { type Attachment, type HeaderValue, type ParsedMail, simpleParser } from 'mailparser';
import { errorFrom, SupportError } from '../../errors.ts';
import { answerText } from './answer-text.ts';

/** Where HTML stops being the answer: what the common mail programs put around the mail they quote. */
const quoteInHtml =
  /<blockquote|class="?'?gmail_(?:quote|signature)|id="?'?(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container)|class="?'?(?:moz-cite-prefix|yahoo_quoted|protonmail_quote)/i;

/** Parts that programs add by themselves, and nobody sent. */
const signatures = /^application\/(?:(?:x-)?pkcs7-signature|pgp-(?:signature|keys|encrypted))$/i;

/** Characters of HTML that are made into text, parts of a mail, and servers it may have passed. */
const most = { html: 1024 * 1024, parts: 200, hops: 30 };

export interface MailFile {
  name: string;
  contentType: string;
  content: Buffer;
}

/** A mail that came in, as far as it matters here. */
export interface ReadMail {
  /** The same for the same mail, however often it comes. */
  key: string;
  /** Lower case; empty when it is not one person's. */
  from: string;
  /** Empty when the sender gives none. */
  fromName: string;
  /** Sent by a program: an absence note, a bounce, a list. Nobody reads an answer to it. */
  isAutomatic: boolean;
  /** What was written, without the mail it answers. */
  text: string;
  files: MailFile[];
}

/** @throws SupportError `mail.invalid` for what is no mail, `mail.loop` for one that goes round. */
export async function readMail(raw: Buffer): Promise<ReadMail> {
  const mail = await parse(raw);
  const hops = mail.headerLines.filter(({ key }) => key === 'received').length;
  if (hops > most.hops) throw new SupportError('mail.loop', `A mail passed ${hops} servers.`);
  const { from, fromName } = senderOf(mail);
  if (from === '') throw new SupportError('mail.invalid', 'A mail does not say which one person wrote it.');
  const html = mail.html || '';
  const text = answerText(mail.text ?? (await textOfPage(html)));
  return {
    key: createHash('sha256')
      .update(mail.messageId ?? raw)
      .digest('hex'),
    ...{ from, fromName, text },
    isAutomatic: isAutomatic(mail),
    files: mail.attachments.filter((file) => isSent(file, html)).map(fileOf),
  };
}

async function parse(raw: Buffer): Promise<ParsedMail> {
  try {
    return await simpleParser(raw, {
      keepCidLinks: true,
      skipTextToHtml: true,
      keepDeliveryStatus: true,
      ignoreEmbedded: true,
      checksumAlgo: false,
      maxHtmlLengthToParse: most.html,
      maxChildNodes: most.parts,
    });
  } catch (cause) {
    throw new SupportError('mail.invalid', `A mail cannot be read: ${errorFrom(cause).message}`, cause);
  }
}

/** The parser makes text of a page only where that is the whole mail, and not where pictures come along. */
async function textOfPage(html: string): Promise<string> {
  if (html === '') return '';
  const alone = await parse(Buffer.from(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`));
  return alone.text ?? '';
}

function senderOf({ from }: ParsedMail): Pick<ReadMail, 'from' | 'fromName'> {
  const [sender, ...others] = from?.value ?? [];
  if (!sender?.address || others.length > 0) return { from: '', fromName: '' };
  const name = sender.name.replace(/\p{C}/gu, '').trim();
  return {
    from: sender.address.toLowerCase(),
    fromName: name.includes('@') ? '' : [...name].slice(0, 60).join(''),
  };
}

/** Source: RFC 3834, 2; `Precedence` and `X-Autoreply` are older than it and still in use. */
function isAutomatic({ headers, attachments }: ParsedMail): boolean {
  const value = (name: string) => textOf(headers.get(name)).trim().toLowerCase();
  const submitted = value('auto-submitted');
  if (submitted !== '' && submitted !== 'no') return true;
  if (/^(?:bulk|junk|list|auto_reply)$/.test(value('precedence'))) return true;
  if (headers.has('list') || headers.has('x-autoreply') || headers.has('x-autorespond')) return true;
  return attachments.some(({ contentType }) => contentType === 'message/delivery-status');
}

function textOf(value: HeaderValue | undefined): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) && typeof value[0] === 'string' ? value[0] : '';
}

/** Pictures of signatures and of the quoted mail come along with each answer, and were sent by nobody. */
function isSent({ contentType, cid, related }: Attachment, html: string): boolean {
  if (signatures.test(contentType)) return false;
  if (!related || cid === undefined) return true;
  const at = html.indexOf(`cid:${cid}`);
  const end = html.search(quoteInHtml);
  return at !== -1 && (end === -1 || at < end);
}

function fileOf({ filename, contentType, content }: Attachment): MailFile {
  return { name: filename ?? (contentType.startsWith('image/') ? 'picture' : 'file'), contentType, content };
}
