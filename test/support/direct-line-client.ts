import { WebSocket } from 'ws';
import type { Activity } from '../../src/conversation/activity.ts';

export interface Reply {
  status: number;
  headers: Headers;
  body: {
    conversationId: string;
    token: string;
    expires_in: number;
    streamUrl: string;
    userId: string;
    resumeToken: string;
    id: string;
    watermark: string;
    activities: Activity[];
    error: { code: string; message: string };
    [field: string]: unknown;
  };
}

/** Calls a Direct Line server as a client would. `credential` is a token or the secret. */
export function directLineClient(url: string) {
  const call = async (
    method: string,
    path: string,
    options: { credential?: string; body?: unknown } = {},
  ): Promise<Reply> => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(options.credential === undefined ? {} : { Authorization: `Bearer ${options.credential}` }),
        ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
    });
    const text = await response.text();
    const body = (text === '' ? {} : JSON.parse(text)) as Reply['body'];
    return { status: response.status, headers: response.headers, body };
  };
  const conversations = '/v3/directline/conversations';
  return {
    call,
    start: (credential: string, body: unknown = {}) => call('POST', conversations, { credential, body }),
    reconnect: (id: string, credential: string, query = '') =>
      call('GET', `${conversations}/${id}${query}`, { credential }),
    activities: (id: string, credential: string, query = '') =>
      call('GET', `${conversations}/${id}/activities${query}`, { credential }),
    post: (id: string, credential: string, body: unknown) =>
      call('POST', `${conversations}/${id}/activities`, { credential, body }),
    /** A started conversation of a new visitor, as the chat page begins one. */
    async startChat() {
      const chat = (await call('POST', '/api/chat/token')).body;
      const started = await call('POST', conversations, { credential: chat.token, body: {} });
      return { ...chat, streamUrl: started.body.streamUrl, id: chat.conversationId };
    },
  };
}

export interface Frame {
  activities: Activity[];
  watermark?: string;
}

/** Opens a stream and keeps what comes. */
export async function openStream(streamUrl: string, options: { origin?: string } = {}) {
  const socket = new WebSocket(streamUrl, options);
  const frames: Frame[] = [];
  let keepAlives = 0;
  const waiting = new Set<() => void>();
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  socket.on('message', (data: Buffer) => {
    if (data.length === 0) keepAlives += 1;
    else frames.push(JSON.parse(data.toString()) as Frame);
    for (const check of waiting) check();
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const until = (isTrue: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = () => {
        if (!isTrue()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  const activities = () => frames.flatMap((frame) => frame.activities);
  return {
    socket,
    frames,
    closed,
    activities,
    texts: () => activities().map((activity) => activity.text),
    keepAlives: () => keepAlives,
    until,
    untilText: (text: string) => until(() => activities().some((activity) => activity.text === text)),
  };
}
