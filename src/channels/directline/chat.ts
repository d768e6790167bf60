import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessStore } from '../../conversation/access-store.ts';
import type { Activity, ChannelAccount } from '../../conversation/activity.ts';
import type { Store } from '../../conversation/store.ts';
import { type Access, type Request, type TokenAnswer, type User, tokenUserPrefix } from './access.ts';
import { DirectLineError } from './errors.ts';
import type { FileLimits } from './files.ts';
import { takenTypes } from './file-types.ts';
import { parseBegin, parseLink, parseResume, parseRevoke } from './inbound.ts';
import type { DirectLineServer } from './server.ts';
import type { DirectLineTokens } from './tokens.ts';
import { type ActivitySet, activitySet, parseWatermark } from './wire.ts';

const usualGreetingMs = 500;
/** Seconds a one-time link is good for. */
const linkSeconds = 600;
const pageSize = { most: 100, usual: 50 } as const;

export interface ChatParts {
  access: Access;
  store: Store;
  links: AccessStore;
  tokens: DirectLineTokens;
  clock: () => Date;
  newId: () => string;
  /** Makes an id of at least 256 bits. */
  newSecret: () => string;
  botAccount: ChannelAccount;
  fileLimits: FileLimits;
  start: DirectLineServer['startConversation'];
  /** Milliseconds that the answer to a new conversation waits for the bot's first words; without them it goes out then. */
  greetingMs?: number;
}

/** What a page of a site keeps: with `resumeToken` it comes back to its conversation when the token has expired. */
export interface ChatAnswer extends TokenAnswer {
  userId: string;
  resumeToken: string;
  /** What may be sent: bytes of one file, files in one message, content types. */
  files: { bytes: number; count: number; types: readonly string[] };
}

/** One page of the log, read from its end; `before` is what to ask for next, null at the beginning. */
export interface HistoryPage extends ActivitySet {
  watermark: string;
  before: string | null;
}

/**
 * How pages of sites come to a conversation and back to it, without knowing the Direct Line secret. Our own, beside
 * Direct Line. Every method may throw DirectLineError.
 */
export class Chat {
  readonly #parts: ChatParts;

  constructor(parts: ChatParts) {
    this.#parts = parts;
  }

  /**
   * A new conversation, whose visitor nobody can guess. Needs no authorization. It begins when it is started, which a
   * body of `{start: true}` does at once; the answer then has the address of its stream too, and what the bot said.
   */
  async begin(request: {
    body: unknown;
    origin?: string;
    streamBase: string;
  }): Promise<ChatAnswer & { streamUrl?: string; activities?: Activity[]; watermark?: string }> {
    const { origin, streamBase } = request;
    const { start } = parseBegin(request.body);
    const user = { id: `${tokenUserPrefix}${this.#parts.newId()}` };
    const answer = await this.#answer({ conversationId: this.#parts.newId(), user, origin });
    if (!start) return answer;
    const authorization = `Bearer ${answer.token}`;
    const { answer: started, greeted } = await this.#parts.start({
      authorization,
      origin,
      streamBase,
      body: {},
    });
    const patience = this.#parts.greetingMs ?? usualGreetingMs;
    if (greeted) await Promise.race([greeted, sleep(patience, undefined, { ref: false })]);
    const { activities, watermark } = await this.history({ authorization, origin });
    return { ...answer, streamUrl: started.streamUrl, activities, watermark };
  }

  /** A fresh token for the browser that owns the conversation, however old that is. */
  async resume({ body, origin }: { body: unknown; origin?: string }): Promise<ChatAnswer> {
    const { conversationId, user } = await this.#parts.tokens.verify('resume', parseResume(body).resumeToken);
    if (!user) throw new DirectLineError('Forbidden');
    return this.#answer({ conversationId, user, origin });
  }

  /** A link that lets one more browser into the conversation of this token, once, within ten minutes. */
  async createLink(request: Request): Promise<{ link: string; expires_in: number }> {
    const claims = await this.#parts.access.authorize(request);
    if (!claims?.user) throw new DirectLineError('Forbidden', 'This takes the token of a visitor.');
    await this.#parts.access.find(claims.conversationId);
    const now = this.#parts.clock();
    const link = this.#parts.newSecret();
    await this.#parts.links.saveLink({
      digest: digestOf(link),
      conversationId: claims.conversationId,
      user: claims.user,
      createdAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + linkSeconds * 1000).toISOString(),
    });
    return { link, expires_in: linkSeconds };
  }

  /** Takes a link. @throws DirectLineError `LinkNotFound`, `LinkUsed`, `LinkExpired`. */
  async redeemLink({ body, origin }: { body: unknown; origin?: string }): Promise<ChatAnswer> {
    const taken = await this.#parts.links.takeLink(digestOf(parseLink(body).link));
    switch (taken.outcome) {
      case 'unknown':
        throw new DirectLineError('LinkNotFound');
      case 'used':
        throw new DirectLineError('LinkUsed');
      case 'expired':
        throw new DirectLineError('LinkExpired');
      case 'taken': {
        const { conversationId, user, createdAt } = taken.link;
        if (this.#parts.tokens.isRevoked(conversationId, new Date(createdAt))) {
          throw new DirectLineError('TokenRevoked');
        }
        return this.#answer({ conversationId, user, origin });
      }
    }
  }

  /**
   * Ends all that leads to the conversation: its tokens, resume tokens, links. A visitor's token does so for its own,
   * the secret for the one the body names. What was said stays.
   * @returns which conversation; its streams are still open.
   */
  async revoke(request: Request & { body: unknown }): Promise<{ conversationId: string }> {
    const claims = await this.#parts.access.authorize(request);
    const named = parseRevoke(request.body).conversationId;
    const conversationId = claims?.conversationId ?? named;
    if (conversationId === undefined) throw new DirectLineError('BadArgument', 'conversationId is missing.');
    if (named !== undefined && named !== conversationId) throw new DirectLineError('Forbidden');
    await this.#parts.tokens.revoke(conversationId);
    return { conversationId };
  }

  /** One page of what was said last before a position of the log, or at its end; in the order it was said. */
  async history(request: Request & { before?: string; limit?: string }): Promise<HistoryPage> {
    const claims = await this.#parts.access.authorize(request);
    if (!claims) throw new DirectLineError('Forbidden', 'This takes the token of a visitor.');
    const { conversationId } = claims;
    await this.#parts.access.find(conversationId);
    const { store, botAccount } = this.#parts;
    const lastSeq = await store.lastSeq(conversationId);
    const limit = pageLength(request.limit);
    let end = Math.min((parseWatermark(request.before, lastSeq + 1) ?? lastSeq + 1) - 1, lastSeq);
    for (;;) {
      const after = Math.max(0, end - limit);
      const entries = end > after ? await store.readLog({ conversationId, after, limit: end - after }) : [];
      const { activities } = activitySet(entries, botAccount);
      const before = after === 0 ? null : String(after + 1);
      // A page that hides all it holds is not the beginning of the log.
      if (activities.length > 0 || before === null) return { activities, before, watermark: String(lastSeq) };
      end = after;
    }
  }

  async #answer(chat: { conversationId: string; user: User; origin?: string }): Promise<ChatAnswer> {
    const { conversationId, user, origin } = chat;
    const origins = origin === undefined ? undefined : [origin];
    const resumeToken = await this.#parts.tokens.sign('resume', { conversationId, user });
    const token = await this.#parts.access.tokenFor({ conversationId, user, origins });
    const { fileBytes: bytes, filesPerUpload: count } = this.#parts.fileLimits;
    return { ...token, userId: user.id, resumeToken, files: { bytes, count, types: takenTypes } };
  }
}

function pageLength(text: string | undefined): number {
  const length = /^\d{1,3}$/.test(text ?? '') ? Number(text) : pageSize.usual;
  return Math.min(Math.max(length, 1), pageSize.most);
}

function digestOf(link: string): string {
  return createHash('sha256').update(link).digest('base64url');
}
