import { z } from 'zod';
import { addressIn, mailAgents } from './values.ts';

const megabyte = 1024 * 1024;

/** Where answers by mail come in. */
export interface MailInConfig {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** For which mail is received. */
  domain: string;
  largestBytes: number;
  /** Who answers for the team, in lower case: addresses, and `@example.org` for everybody there. */
  agents: string[];
}

export const mailInSettings = {
  MAIL_IN_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  MAIL_IN_HOST: z.string().min(1).default('127.0.0.1'),
  MAIL_IN_DOMAIN: z
    .string()
    .max(253)
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i, 'is no host name')
    .optional(),
  MAIL_IN_MB: z.coerce.number().min(0.01).max(100).default(15),
  MAIL_AGENTS: mailAgents.default([]),
};

type Read = z.infer<z.ZodObject<typeof mailInSettings>> & { MAIL_TO?: string };

/** Who has the team's address may answer, and whom MAIL_AGENTS names. Undefined when it is switched off. */
export function mailInFrom(read: Read, from: string): MailInConfig | undefined {
  const { MAIL_IN_PORT: port, MAIL_IN_HOST: host, MAIL_TO: teamAddress, MAIL_AGENTS: others } = read;
  if (port === undefined) return undefined;
  const team = teamAddress === undefined ? [] : [addressIn(teamAddress)];
  return {
    ...{ port, host },
    domain: (read.MAIL_IN_DOMAIN ?? addressIn(from).split('@')[1] ?? '').toLowerCase(),
    largestBytes: Math.round(read.MAIL_IN_MB * megabyte),
    agents: [...team, ...others].map((agent) => agent.toLowerCase()),
  };
}
