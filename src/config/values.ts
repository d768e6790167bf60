import { z } from 'zod';

/** Of a web server. */
export const webAddress = z.url({
  protocol: /^https?$/,
  error: 'is no address that begins with https:// or http://',
});

/** `support@example.org` or `Support <support@example.org>`; nothing that could end a header line. */
export const mailAddress = z
  .string()
  .max(320)
  .regex(/^(?:[^<>@\p{Cc}]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/u, 'is no mail address');

/** Words between commas or spaces. */
export const words = z.string().transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''));

/** Addresses, and `@example.org` for everybody there. */
export const mailAgents = words.pipe(
  z.array(
    z
      .string()
      .max(320)
      .regex(/^[^<>@\s\p{Cc}]*@[^<>@\s\p{Cc}]+$/u, 'is no mail address'),
  ),
);

/** `support@example.org` of `Support <support@example.org>`. */
export function addressIn(text: string): string {
  return /<([^>]+)>/.exec(text)?.[1] ?? text;
}

/** Host names; `*.` in front stands for every host below. */
export const hosts = words.pipe(
  z.array(z.string().regex(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/i, 'is no host name')).min(1),
);

/** 0 is for ever. */
export const days = z.coerce.number().int().min(0).max(36_500);

/** Addresses that only this machine can reach. */
export const loopbackHosts = ['127.0.0.1', 'localhost', '::1'] as const;

export function isLoopback(host: string): boolean {
  return loopbackHosts.some((name) => name === host);
}

/** `support-team=support,billing`; without queues a value opens all of them. */
export function toAgents(text: string): [string, string[]] {
  const [value = '', queues = '*'] = text.split('=', 2);
  return [value.trim(), queues.split(',').map((queue) => queue.trim())];
}

/** `20:00-08:00`, as minutes after midnight. */
export function toQuietHours(text: string): { from: number; to: number } {
  const [from = 0, to = 0] = text
    .split('-')
    .map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  return { from, to };
}

/** Teams gives the id inside of "Get link to channel", written as addresses write it. */
export function toChannelId(text: string): string {
  const [, id = text] = /\/channel\/([^/?]+)/.exec(text) ?? [];
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** Browsers send an origin without a path. */
export function toOrigin(url: string): string {
  return new URL(url).origin;
}

/** What is wrong with a setting. The schema sees what became of the text, and would speak of "NaN". */
export function inWords(issue: z.core.$ZodIssue): string {
  const isNumber = issue.code === 'invalid_type' && issue.expected === 'number';
  return `${issue.path.join('.')}: ${isNumber ? 'is no number' : issue.message}`;
}
