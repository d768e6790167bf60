import type { Attachment } from '../../conversation/activity.ts';
import type { EscalationStore, ListedEscalation } from '../../conversation/escalation-store.ts';
import type { FileStore } from '../../conversation/file-store.ts';
import type { PersonalKind } from '../../conversation/personal.ts';
import type { PrivacyStore } from '../../conversation/privacy-store.ts';
import type { LogEntry, Store } from '../../conversation/store.ts';
import { SupportError } from '../../errors.ts';
import { type Desk, type DeskAgent, type DeskCase, longestQueue } from '../../escalation/desk.ts';
import type { Wording } from '../../escalation/package/wording.ts';
import type { SavedReply } from '../../guide/saved-replies.ts';
import { type ConversationFiles, filesPath } from '../directline/files.ts';
import { type UploadBody, readUpload } from '../directline/upload.ts';
import { type DeskRequest, authorize } from './access.ts';
import { DeskError } from './errors.ts';
import type { PresentAgent, Presence } from './presence.ts';
import * as schemas from './schemas.ts';
import type { DeskSessions } from './sessions.ts';
import { type TranscriptFile, transcriptFile } from './transcript.ts';

const { parseInput } = schemas;

export interface DeskApiParts {
  desk: Desk;
  sessions: DeskSessions;
  presence: Presence;
  store: Store & { escalations: EscalationStore; files: FileStore; privacy: PrivacyStore };
  files: ConversationFiles;
  savedReplies: readonly SavedReply[];
  wording: Wording;
  /** Kinds of personal data that agents may have shown; none without it. */
  mayReveal?: readonly PersonalKind[];
  /** Checks an outcome may name. */
  checks: readonly { id: string; title: string }[];
}

/** A request about one case. */
export interface CaseRequest extends DeskRequest {
  escalationId: string;
}

type Query = Readonly<Record<string, string>>;

/** The lists of a page. `more`: others wait behind those of the queue. */
export interface ListsAnswer {
  queue: ListedEscalation[];
  mine: ListedEscalation[];
  more: boolean;
}

/** What an agent sees of a case; the conversation comes in pages of its own. */
export type CaseAnswer = Omit<DeskCase, 'package'> & { package: Omit<DeskCase['package'], 'escalation'> };

/** A page of a conversation's log, in order. */
export interface LogPage {
  entries: LogEntry[];
  /** The last position of the whole log. */
  lastSeq: number;
}

/** A file that was taken in, to be named in the message it goes with. */
export interface TakenFile {
  id: string;
  name: string;
  contentType: string;
}

/** What the desk's page asks for. Every method may throw DeskError, and SupportError of `Desk`. */
export class DeskApi {
  readonly #parts: DeskApiParts;

  constructor(parts: DeskApiParts) {
    this.#parts = parts;
  }

  async lists(request: DeskRequest): Promise<ListsAnswer> {
    const { agent } = await this.#authorize(request, false);
    const { desk } = this.#parts;
    const [queue, mine] = await Promise.all([desk.queue(agent), desk.mine(agent)]);
    const more = queue.length >= longestQueue;
    return { queue: more ? queue.slice(0, -1) : queue, mine, more };
  }

  async search(
    request: DeskRequest & { query: Query },
  ): Promise<{ cases: ListedEscalation[]; more: boolean }> {
    const { agent } = await this.#authorize(request, false);
    const { text, limit } = parseInput(schemas.searchSchema, request.query);
    const most = Math.min(limit + 1, 100);
    const found = await this.#parts.desk.search(agent, { text, limit: most });
    return { cases: found.slice(0, limit), more: found.length > limit };
  }

  async agents(request: DeskRequest): Promise<{ agents: PresentAgent[] }> {
    const { agent } = await this.#authorize(request, false);
    return { agents: this.#parts.presence.list(agent.queues) };
  }

  /** What agents choose from: texts they need often, and the checks an outcome can name. */
  async choices(request: DeskRequest) {
    await this.#authorize(request, false);
    const { savedReplies, checks, mayReveal = [] } = this.#parts;
    return { savedReplies, checks, mayReveal };
  }

  async open(request: CaseRequest): Promise<CaseAnswer> {
    return this.#ofCase(request, false, async ({ agent, escalationId }) => {
      const { package: handOver, ...rest } = await this.#parts.desk.open(agent, escalationId);
      const { escalation: _, ...known } = handOver;
      return { ...rest, package: known };
    });
  }

  /** A page after a position, or before one; without either, the last page. */
  async log(request: CaseRequest & { query: Query }): Promise<LogPage> {
    return this.#ofCase(request, false, async ({ agent, escalationId }) => {
      const { after, before, limit } = parseInput(schemas.logSchema, request.query);
      const { conversationId } = await this.#find(agent, escalationId);
      const lastSeq = await this.#parts.store.lastSeq(conversationId);
      const range = after === undefined ? { before: before ?? lastSeq + 1 } : { after };
      const entries = await this.#parts.desk.log(agent, { escalationId, limit, ...range });
      return { entries, lastSeq };
    });
  }

  async transcript(request: CaseRequest & { query: Query }): Promise<TranscriptFile> {
    return this.#ofCase(request, false, async ({ agent, escalationId }) => {
      const { as } = parseInput(schemas.transcriptSchema, request.query);
      const { desk, wording } = this.#parts;
      const { package: known } = await desk.open(agent, escalationId);
      const parts = await desk.transcript(agent, escalationId);
      return transcriptFile({ facts: known, parts }, { as, wording });
    });
  }

  async take(request: CaseRequest & { body: unknown }) {
    return this.#change(request, schemas.nothingSchema, ({ agent, escalationId }) =>
      this.#parts.desk.take(agent, escalationId),
    );
  }

  async handOn(request: CaseRequest & { body: unknown }) {
    return this.#change(request, schemas.handOnSchema, async ({ agent, escalationId }, { to: id }) => {
      if (id === undefined) return this.#parts.desk.handOn(agent, { escalationId });
      const { queue } = await this.#find(agent, escalationId);
      const to = this.#parts.presence.find(id);
      if (!to?.queues.includes(queue)) throw new DeskError('AgentUnknown');
      return this.#parts.desk.handOn(agent, { escalationId, to: { id: to.id, name: to.name } });
    });
  }

  async returnToBot(request: CaseRequest & { body: unknown }) {
    return this.#change(request, schemas.nothingSchema, ({ agent, escalationId }) =>
      this.#parts.desk.returnToBot(agent, escalationId),
    );
  }

  async decline(request: CaseRequest & { body: unknown }) {
    return this.#change(request, schemas.nothingSchema, ({ agent, escalationId }) =>
      this.#parts.desk.decline(agent, escalationId),
    );
  }

  async close(request: CaseRequest & { body: unknown }) {
    return this.#change(request, schemas.closeSchema, ({ agent, escalationId }, outcome) => {
      const { check } = outcome;
      if (check !== undefined && !this.#parts.checks.some(({ id }) => id === check)) {
        throw new DeskError('InputInvalid', 'check: there is no such check');
      }
      return this.#parts.desk.close(agent, { escalationId, ...outcome });
    });
  }

  async note(request: CaseRequest & { body: unknown }) {
    return this.#change(request, schemas.noteSchema, ({ agent, escalationId }, { text }) =>
      this.#parts.desk.note(agent, { escalationId, text }),
    );
  }

  /** Has personal data of a kind shown to this agent, in this case. */
  async reveal(request: CaseRequest & { body: unknown }) {
    return this.#change(request, schemas.revealSchema, ({ agent, escalationId }, { kind }) =>
      this.#parts.desk.reveal(agent, { escalationId, kind }),
    );
  }

  async read(request: CaseRequest & { body: unknown }) {
    return this.#change(request, schemas.readSchema, ({ agent, escalationId }, { upTo }) =>
      this.#parts.desk.read(agent, { escalationId, upTo }),
    );
  }

  async typing(request: CaseRequest & { body: unknown }): Promise<object> {
    return this.#ofCase(request, true, async ({ agent, escalationId }) => {
      parseInput(schemas.nothingSchema, request.body);
      await this.#parts.desk.typing(agent, escalationId);
      return {};
    });
  }

  /** Writes to the visitor; a message that comes again under its key is not sent again. */
  async send(request: CaseRequest & { body: unknown }): Promise<{ entry: LogEntry }> {
    return this.#ofCase(request, true, async ({ agent, escalationId }) => {
      const { key, text, files = [] } = parseInput(schemas.messageSchema, request.body);
      const { conversationId } = await this.#find(agent, escalationId);
      const attachments = await Promise.all(
        files.map((id) => this.#attachment({ id, conversationId, baseUrl: request.baseUrl })),
      );
      const written = text?.trim();
      const entry = await this.#parts.desk.send(agent, {
        escalationId,
        key,
        ...(written ? { text: written } : {}),
        ...(attachments.length === 0 ? {} : { attachments }),
      });
      return { entry };
    });
  }

  /** Takes files in, for a message that names them. */
  async upload(request: CaseRequest & { body: UploadBody }): Promise<{ files: TakenFile[] }> {
    return this.#ofCase(request, true, async ({ agent, escalationId }) => {
      const { conversationId, agent: owner } = await this.#find(agent, escalationId);
      if (owner?.id !== agent.id)
        throw new SupportError('escalation.not-taken', 'Upload to a case of others.');
      const { baseUrl, body } = request;
      const { files } = this.#parts;
      const { attachments } = await readUpload({ body, files, conversationId, baseUrl });
      return {
        files: attachments.map(({ contentUrl, name, contentType }) => ({
          id: contentUrl?.split('/').at(-1) ?? '',
          name: name ?? '',
          contentType,
        })),
      };
    });
  }

  async #attachment(wanted: { id: string; conversationId: string; baseUrl: string }): Promise<Attachment> {
    const file = await this.#parts.store.files.find(wanted.id);
    if (file?.conversationId !== wanted.conversationId) {
      throw new DeskError('InputInvalid', 'files: there is no such file in this conversation');
    }
    const contentUrl = `${wanted.baseUrl}${filesPath}/${file.id}`;
    return { contentType: file.contentType, contentUrl, name: file.name };
  }

  #change<T>(
    request: CaseRequest & { body: unknown },
    schema: Parameters<typeof parseInput<T>>[0],
    work: (of: { agent: DeskAgent; escalationId: string }, input: T) => Promise<object>,
  ): Promise<{ escalation: object }> {
    return this.#ofCase(request, true, async (of) => ({
      escalation: await work(of, parseInput(schema, request.body)),
    }));
  }

  /** An agent learns that a case is of other queues, and nothing else of it. */
  async #ofCase<T>(
    request: CaseRequest,
    changes: boolean,
    work: (of: { agent: DeskAgent; escalationId: string }) => Promise<T>,
  ): Promise<T> {
    const { agent } = await this.#authorize(request, changes);
    const escalationId = parseInput(schemas.escalationIdSchema, request.escalationId);
    await this.#find(agent, escalationId);
    return work({ agent, escalationId });
  }

  async #find(agent: DeskAgent, escalationId: string) {
    const escalation = await this.#parts.store.escalations.findEscalation(escalationId);
    if (!escalation && (await this.#parts.store.privacy.wasErased(escalationId))) {
      throw new SupportError('escalation.erased', `The visitor has deleted the escalation ${escalationId}.`);
    }
    if (!escalation) throw new SupportError('escalation.unknown', `No escalation ${escalationId}.`);
    if (!agent.queues.includes(escalation.queue)) throw new DeskError('OtherQueue');
    return escalation;
  }

  #authorize(request: DeskRequest, changes: boolean) {
    return authorize(request, { sessions: this.#parts.sessions, changes });
  }
}
