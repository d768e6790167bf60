import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Activity } from '../../src/conversation/activity.ts';
import type { Frame } from '../support/direct-line-client.ts';
import { granted, type Patient } from './patient.ts';

interface Chat {
  conversationId: string;
  token: string;
  streamUrl: string;
}

/** States in which a person has the visitor, or will. */
const withPerson = ['waiting-for-person', 'with-person'];

/** A visitor who writes, wants a person, and comes back with the watermark whenever the line is cut. */
export class CrashVisitor {
  readonly name: string;
  readonly #patient: Patient;
  readonly #random: () => number;
  readonly #begun: Promise<Chat>;
  #begin!: (chat: Chat) => void;
  #socket: WebSocket | undefined;
  #watermark = '0';
  #state = '';
  #stopped = false;
  /** Texts that the server took, in the order of writing. */
  readonly acknowledged: string[] = [];
  /** What the stream brought, in order. */
  readonly seen: Activity[] = [];

  constructor(parts: { name: string; patient: Patient; random: () => number }) {
    this.name = parts.name;
    this.#patient = parts.patient;
    this.#random = parts.random;
    this.#begun = new Promise((resolve) => (this.#begin = resolve));
  }

  get watermark(): number {
    return Number(this.#watermark);
  }

  conversationId(): Promise<string> {
    return this.#begun.then(({ conversationId }) => conversationId);
  }

  /** Writes until it is stopped; everything written is acknowledged when this resolves. */
  async play(): Promise<void> {
    const chat = await this.#open();
    this.#begin(chat);
    this.#listen(chat.streamUrl);
    await this.#say(chat, { text: 'none of the notifications of my Samsung show up on my PC' });
    while (!this.#stopped) {
      const wantsPerson = !withPerson.includes(this.#state);
      if (wantsPerson) await this.#say(chat, { value: { do: 'talk-to-person' } });
      await this.#say(chat, { text: `note ${this.acknowledged.length}` });
      await pause(200 + this.#random() * 1500);
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  /** The stream is not wanted any more. */
  leave(): void {
    this.#stopped = true;
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  async #open(): Promise<Chat> {
    const made = await this.#patient.send<Chat>({ path: '/api/chat/token', body: {} });
    const { token } = granted(made, 'A token');
    const started = await this.#patient.send<Chat>({ path: root, headers: bearer(token), body: {} });
    return granted(started, 'A conversation');
  }

  async #say(chat: Chat, said: { text?: string; value?: object }): Promise<void> {
    const text = `${this.name}: ${said.text ?? 'a person please'}`;
    const body = {
      ...{ type: 'message', from: { id: 'visitor' }, text, value: said.value },
      channelData: { clientActivityID: `${this.name}-${this.acknowledged.length}` },
    };
    const path = `${root}/${chat.conversationId}/activities`;
    granted(await this.#patient.send({ path, headers: bearer(chat.token), body }), text);
    this.acknowledged.push(text);
  }

  #listen(streamUrl: string): void {
    const socket = new WebSocket(streamUrl);
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => this.#receive(data.toString()));
    socket.on('close', () => void this.#comeBack(socket));
  }

  async #comeBack(lost: WebSocket): Promise<void> {
    if (this.#socket !== lost) return;
    const { conversationId, token } = await this.#begun;
    const path = `${root}/${conversationId}?watermark=${this.#watermark}`;
    const again = await this.#patient.send<Chat>({ path, headers: bearer(token) });
    if (this.#socket === lost) this.#listen(granted(again, 'The stream').streamUrl);
  }

  #receive(text: string): void {
    if (text === '') return;
    const { activities, watermark } = JSON.parse(text) as Frame;
    this.seen.push(...activities);
    this.#watermark = watermark ?? this.#watermark;
    const support = activities.findLast(({ channelData }) => channelData?.support)?.channelData?.support;
    this.#state = (support as { state?: string } | undefined)?.state ?? this.#state;
  }
}

const root = '/v3/directline/conversations';

function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}
