import { z } from 'zod';
import { SupportError } from './errors.ts';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3978),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z.string().min(1).default('sqlite:data/support.db'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DIRECT_LINE_SECRET: z.string().min(16).optional(),
  LEARNING: z.enum(['on', 'off']).default('on'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** The process's settings, parsed once. README lists each with its default. */
export interface Config {
  /** 0 takes any free port. */
  port: number;
  host: string;
  databaseUrl: string;
  /** Where browsers reach this server, when a proxy stands before it. */
  publicUrl?: string;
  /** Opens POST /v3/directline/tokens/generate. Without it one is made and kept in the database. */
  directLineSecret?: string;
  /** Whether solved cases change the order of later checks. */
  learning: boolean;
  logLevel: z.infer<typeof schema>['LOG_LEVEL'];
}

/** The names of all settings, for the test that holds README and code together. */
export const settingNames = Object.keys(schema.shape);

/**
 * Reads settings from environment variables; an empty one counts as not set.
 * @throws SupportError `config.invalid`, naming every wrong setting.
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new SupportError('config.invalid', `Wrong settings: ${wrong}`);
  }
  const { PORT, HOST, DATABASE_URL, PUBLIC_URL, DIRECT_LINE_SECRET, LEARNING, LOG_LEVEL } = parsed.data;
  return {
    port: PORT,
    host: HOST,
    databaseUrl: DATABASE_URL,
    publicUrl: PUBLIC_URL,
    directLineSecret: DIRECT_LINE_SECRET,
    learning: LEARNING === 'on',
    logLevel: LOG_LEVEL,
  };
}
