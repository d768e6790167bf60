import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { type ErrorCode, errorFrom, notListening, SupportError } from '../../errors.ts';
import type { MailInbound } from './inbound.ts';

/** Mails that come in at once; each is held in memory until it is in the log. */
const mostConnections = 10;
/** Milliseconds that a client may be silent, and that those at work get when the program ends. */
const patience = { silent: 60_000, closing: 5_000 };

export interface MailServerParts {
  port: number;
  host: string;
  /** For which mail is received: what the greeting says. */
  domain: string;
  /** Of one mail, as it is sent. */
  largestBytes: number;
  inbound: Pick<MailInbound, 'recipient' | 'receive'>;
  logger: { info(fields: object, event: string): void; error(fields: object, event: string): void };
}

/** Reply and enhanced status of a refusal. Source: RFC 5321, 4.2; RFC 3463. */
interface Reply {
  code: number;
  status: string;
}

const replies: Partial<Record<ErrorCode, Reply>> = {
  'mail.unknown-recipient': { code: 550, status: '5.1.1' },
  'mail.forged': { code: 550, status: '5.7.1' },
  'mail.not-allowed': { code: 550, status: '5.7.1' },
  'mail.too-large': { code: 552, status: '5.3.4' },
  'mail.file-refused': { code: 554, status: '5.6.1' },
  'mail.empty': { code: 554, status: '5.6.0' },
  'mail.invalid': { code: 554, status: '5.6.0' },
  'mail.loop': { code: 554, status: '5.4.6' },
  'mail.too-many': { code: 451, status: '4.7.1' },
  'escalation.taken': { code: 550, status: '5.7.1' },
  'escalation.not-yours': { code: 550, status: '5.7.1' },
  'escalation.ended': { code: 550, status: '5.2.1' },
  'escalation.erased': { code: 550, status: '5.2.1' },
};
/** What failed here, the sender's server tries again. */
const later: Reply = { code: 451, status: '4.3.0' };

/**
 * Receives mail for cases over SMTP. Takes what it says it took: the answer comes when the mail is in the log. It
 * relays nothing, signs nobody in, and leaves TLS and the check of senders to the mail server before it.
 */
export class MailServer {
  readonly #parts: MailServerParts;
  readonly #server: SMTPServer;

  constructor(parts: MailServerParts) {
    this.#parts = parts;
    this.#server = new SMTPServer({
      name: parts.domain,
      banner: 'Phone Link support',
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      size: parts.largestBytes,
      maxClients: mostConnections,
      socketTimeout: patience.silent,
      closeTimeout: patience.closing,
      onRcptTo: ({ address }, session, done) => this.#answer(() => this.#address(address, session), done),
      onData: (stream, session, done) => this.#answer(() => this.#take(stream, session), done),
    });
    // A client that goes away in the middle is its own business, and its server comes again.
    this.#server.on('error', (error) => parts.logger.info({ err: error }, 'mail.connection-failed'));
  }

  /** @returns the port. @throws SupportError `server.port-in-use` or `server.no-address`. */
  async listen(): Promise<number> {
    const { port, host, domain, logger } = this.#parts;
    const listening = once(this.#server.server, 'listening');
    this.#server.listen(port, host);
    try {
      await listening;
    } catch (cause) {
      throw notListening(cause, { port, host });
    }
    // What keeps the program going is that pages are served: when that fails, it ends.
    this.#server.server.unref();
    const { port: taken } = this.#server.server.address() as AddressInfo;
    logger.info({ host, port: taken, domain }, 'mail.listening');
    return taken;
  }

  /** Lets what is being taken end. */
  close(): Promise<void> {
    if (!this.#server.server.listening) return Promise.resolve();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #address(address: string, { envelope }: SMTPServerSession): Promise<void> {
    this.#parts.inbound.recipient(address);
    if (envelope.rcptTo.length === 0) return;
    // Source: RFC 5321, 4.5.3.1.10: the client sends the mail again, to the others.
    throw new SmtpRefusal({ code: 452, status: '4.5.3' }, 'One case at a time.');
  }

  async #take(stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<void> {
    const { inbound, largestBytes } = this.#parts;
    const raw = await readAll(stream, largestBytes);
    if (!raw) throw new SupportError('mail.too-large', `A mail has more than ${largestBytes} bytes.`);
    const { mailFrom, rcptTo } = envelope;
    const returnPath = mailFrom === false ? '' : mailFrom.address;
    await inbound.receive({ returnPath, recipient: rcptTo[0]?.address ?? '', raw });
  }

  #answer(work: () => Promise<void>, done: (error?: Error | null) => void): void {
    work().then(
      () => done(),
      (error: unknown) => done(this.#refusalOf(error)),
    );
  }

  #refusalOf(error: unknown): SmtpRefusal {
    if (error instanceof SmtpRefusal) return error;
    const { logger } = this.#parts;
    const reply = error instanceof SupportError ? replies[error.code] : undefined;
    if (!(error instanceof SupportError) || !reply) {
      logger.error({ err: errorFrom(error) }, 'mail.failed');
      return new SmtpRefusal(later, 'The mail could not be stored. Try again later.');
    }
    logger.info({ code: error.code, why: error.message }, 'mail.refused');
    return new SmtpRefusal(reply, `${error.hint} (${error.code})`);
  }
}

/** Becomes the answer to a command: whoever sent the mail reads its text in their own server's report. */
class SmtpRefusal extends Error {
  readonly responseCode: number;

  constructor({ code, status }: Reply, text: string) {
    super(`${status} ${text}`);
    this.responseCode = code;
  }
}

/** All of it, to the end also of what is too large: only then the client reads an answer. */
async function readAll(stream: SMTPServerDataStream, largestBytes: number): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size <= largestBytes) pieces.push(piece);
    else pieces.length = 0;
  }
  return size > largestBytes ? undefined : Buffer.concat(pieces);
}
