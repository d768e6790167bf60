import { z } from 'zod';
import { SupportError } from '../../errors.ts';
import type { Activity } from '../../conversation/activity.ts';
import type { SimulatedClient } from './client.ts';

const startSchema = z.object({ conversationId: z.string(), token: z.string() });
const openedSchema = z.object({ streamUrl: z.string() });
const frameSchema = z.object({ activities: z.array(z.looseObject({ type: z.string() })).default([]) });

/** How long an answer may take before the conversation counts as stuck. Milliseconds. */
const patienceMs = 20_000;

/** A visitor's end of one conversation over the real HTTP and WebSocket routes. */
export class DirectLineClient implements SimulatedClient {
  readonly #url: string;
  readonly #token: string;
  readonly #conversationId: string;
  readonly #socket: WebSocket;
  #waiting: Activity[] = [];
  #wake: () => void = () => undefined;

  private constructor(parts: { url: string; token: string; conversationId: string; socket: WebSocket }) {
    this.#url = parts.url;
    this.#token = parts.token;
    this.#conversationId = parts.conversationId;
    this.#socket = parts.socket;
    this.#socket.addEventListener('message', (event) => this.#receive(String(event.data)));
  }

  /** Opens a conversation; the bot's greeting is the first thing `answers` gives. */
  static async open(url: string): Promise<DirectLineClient> {
    const chat = startSchema.parse(await post(`${url}/api/chat/token`, {}));
    const opened = openedSchema.parse(await post(`${url}/v3/directline/conversations`, {}, chat.token));
    const socket = new WebSocket(opened.streamUrl);
    const client = new DirectLineClient({ url, ...chat, socket });
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener(
        'error',
        () => reject(new SupportError('cli.no-server', `No stream at ${url}.`)),
        {
          once: true,
        },
      );
    });
    return client;
  }

  /** Sends one message and returns what the bot answers to it. */
  async send(message: { text?: string; value?: unknown }): Promise<Activity[]> {
    const path = `/v3/directline/conversations/${this.#conversationId}/activities`;
    await post(`${this.#url}${path}`, { type: 'message', from: { id: 'visitor' }, ...message }, this.#token);
    return this.answers();
  }

  /** The bot's next messages; an empty list when none came in time. */
  async answers(): Promise<Activity[]> {
    if (this.#waiting.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patienceMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#waiting.splice(0);
  }

  close(): void {
    this.#socket.close();
  }

  #receive(frame: string): void {
    if (frame === '') return;
    const { activities } = frameSchema.parse(JSON.parse(frame));
    const fromBot = (activities as Activity[]).filter(
      ({ type, from }) => type === 'message' && from?.role === 'bot',
    );
    if (fromBot.length === 0) return;
    this.#waiting.push(...fromBot);
    this.#wake();
  }
}

async function post(url: string, body: object, token?: string): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
  } catch (cause) {
    throw new SupportError('cli.no-server', `No answer from ${url}.`, cause);
  }
  if (!response.ok) {
    throw new SupportError('cli.no-server', `${url} answered ${response.status}: ${await response.text()}`);
  }
  return response.json();
}
