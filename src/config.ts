import { z } from 'zod';
import {
  days,
  hosts,
  inWords,
  isLoopback,
  loopbackHosts,
  mailAddress,
  toAgents,
  toChannelId,
  toOrigin,
  toQuietHours,
  webAddress,
  words,
} from './config/values.ts';
import { type MailInConfig, mailInFrom, mailInSettings } from './config/mail-in.ts';
import { SupportError } from './errors.ts';

const megabyte = 1024 * 1024;

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3978),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z.string().min(1).default('sqlite:data/support.db'),
  PUBLIC_URL: webAddress.optional(),
  DIRECT_LINE_SECRET: z.string().min(16).optional(),
  ALLOWED_ORIGINS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
    .pipe(
      z.array(
        z.union(
          [z.literal('*'), webAddress.transform(toOrigin)],
          'is no site such as https://shop.example, nor *',
        ),
      ),
    )
    .optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  TOKENS_PER_MINUTE: z.coerce.number().int().min(0).default(300),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(0).default(6000),
  SOCKETS_PER_ADDRESS: z.coerce.number().int().min(0).default(1000),
  UPLOAD_FILE_MB: z.coerce.number().min(0.001).max(100).default(10),
  UPLOAD_FILES: z.coerce.number().int().min(1).max(20).default(10),
  UPLOAD_DAY_MB: z.coerce.number().min(0.001).default(100),
  OIDC_ISSUER: webAddress.optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_AGENT_CLAIM: z.string().min(1).default('groups'),
  OIDC_AGENTS: z
    .string()
    .transform((text) => Object.fromEntries(text.split(';').filter(Boolean).map(toAgents)))
    .pipe(z.record(z.string().min(1), z.array(z.string().min(1)).min(1)))
    .optional(),
  ESCALATION_WEBHOOK_URL: webAddress.optional(),
  ESCALATION_WEBHOOK_SECRET: z.string().min(16).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: mailAddress.optional(),
  MAIL_TO: mailAddress.optional(),
  ...mailInSettings,
  MICROSOFT_APP_TYPE: z.enum(['SingleTenant', 'UserAssignedMSI']).default('SingleTenant'),
  MICROSOFT_APP_ID: z.guid().optional(),
  MICROSOFT_APP_TENANT_ID: z.guid().optional(),
  MICROSOFT_APP_PASSWORD: z.string().min(1).optional(),
  MICROSOFT_APP_CERTIFICATE_THUMBPRINT: z
    .string()
    .regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/i, 'is no thumbprint of hexadecimal digits')
    .optional(),
  MICROSOFT_APP_CERTIFICATE_KEY: z
    .string()
    .transform((text) => text.replaceAll('\\n', '\n'))
    .pipe(z.string().regex(/^-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'is no private key in PEM'))
    .optional(),
  TEAMS_APP_ID: z.guid().optional(),
  MICROSOFT_ALLOWED_TENANTS: words.pipe(z.array(z.union([z.literal('*'), z.guid()])).min(1)).optional(),
  MICROSOFT_SERVICE_HOSTS: hosts.default(['smba.trafficmanager.net', '*.botframework.com']),
  TEAMS_SUPPORT_CHANNEL: z
    .string()
    .transform(toChannelId)
    .pipe(
      z.string().regex(/^19:[\w@.-]{1,200}$/, 'is neither the id of a channel of Teams nor the link to one'),
    )
    .optional(),
  TEAMS_SERVICE_URL: webAddress.default('https://smba.trafficmanager.net/teams/'),
  TEAMS_FILE_HOSTS: hosts.default(['*.sharepoint.com']),
  PHONE_REGIONS: words
    .pipe(z.array(z.string().regex(/^[A-Z]{2}$/, 'is no country code of two capitals')).min(1))
    .default(['US']),
  REVEAL: words.pipe(z.array(z.enum(['email', 'phone', 'card', 'code', 'none']))).default(['email', 'phone']),
  KEEP_CONVERSATIONS_DAYS: days.default(90),
  KEEP_CASES_DAYS: days.default(365),
  KEEP_ESCALATIONS_DAYS: days.default(365),
  KEEP_FILES_DAYS: z.coerce.number().int().min(1).max(3650).default(1),
  LEARNING: z.enum(['on', 'off']).default('on'),
  FOLLOW_UP: z.enum(['on', 'off']).default('on'),
  QUIET_HOURS: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'has the form 20:00-08:00')
    .default('20:00-08:00'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Where escalations go beside the desk, which is always there. */
export interface EscalationConfig {
  /** A help desk that takes signed POSTs. */
  webhook?: { url: string; secret: string };
  /** Mail to visitors, and to the team when it has an address. */
  mail?: { smtpUrl: string; from: string; teamAddress?: string; answers?: MailInConfig };
  /** A channel of the support team in Microsoft Teams. */
  teamsChannel?: TeamsChannelConfig;
}

/** A channel in Microsoft Teams, and the address of the service of its region. */
export interface TeamsChannelConfig {
  channelId: string;
  serviceUrl: string;
}

/** Teams and the other channels of Azure Bot Service. */
export interface ConnectorConfig {
  /** The bot's registration; without it nobody logs in, and only this machine is served. */
  app?: MicrosoftAppConfig;
  /** Whose people are served; `*` is everybody. */
  allowedTenants: string[];
  /** Where the bot may send its answers; `*.` in front stands for every host below. */
  serviceHosts: string[];
  /** Where visitors' files may be read from and written to, in the same form. */
  fileHosts: string[];
  supportChannel?: TeamsChannelConfig;
  /** Of the app in the organisation's catalogue, when it is not the registration's. */
  teamsAppId?: string;
}

/** The bot's registration in Microsoft Entra ID, and how it proves to be itself. */
export interface MicrosoftAppConfig {
  id: string;
  tenantId: string;
  proof:
    | { by: 'secret'; secret: string }
    /** `key` is PEM. */
    | { by: 'certificate'; thumbprint: string; key: string }
    | { by: 'managed-identity' };
}

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
  /** Origins of the sites that may have the chat in their pages; without it, those of this machine. */
  allowedOrigins?: string[];
  /** How many proxies of ours a request passes before it comes here. */
  trustedProxies: number;
  /** How much one address may ask for; 0 is without a limit. */
  rateLimits: { tokensPerMinute: number; requestsPerMinute: number; socketsPerAddress: number };
  fileLimits: { fileBytes: number; filesPerUpload: number; conversationBytes: number };
  /** Where agents sign in; without it, by links that work once. */
  openId?: OpenIdConfig;
  /** Where escalations go beside the desk. */
  escalation: EscalationConfig;
  /** Without it there is no `/api/messages`. */
  connector?: ConnectorConfig;
  privacy: PrivacyConfig;
  /** Whether solved cases change the order of later checks. */
  learning: boolean;
  /** Whether visitors are asked later if a fix has lasted, and when not. Minutes after midnight. */
  followUp?: { quiet: { from: number; to: number } };
  logLevel: z.infer<typeof schema>['LOG_LEVEL'];
}

/** What is taken out of texts, who may see it all the same, and how long things are kept. */
export interface PrivacyConfig {
  /** Countries whose phone numbers are known without a country code, as ISO 3166-1 alpha-2. */
  phoneRegions: string[];
  /** Kinds of personal data that agents may have shown at the desk. */
  reveal: ('email' | 'phone' | 'card' | 'code')[];
  /** Days; 0 is for ever. */
  keepDays: { conversations: number; cases: number; escalations: number; files: number };
}

/** An identity provider, and whom of its people the desk takes for agents. */
export interface OpenIdConfig {
  issuer: string;
  clientId: string;
  /** None for a public client. */
  clientSecret?: string;
  /** The claim that tells agents from others. */
  agentClaim: string;
  /** By value of the claim, the queues it opens. */
  queuesByValue: Record<string, string[]>;
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
    const wrong = parsed.error.issues.map(inWords).join('; ');
    throw new SupportError('config.invalid', `Wrong settings: ${wrong}`);
  }
  const read = parsed.data;
  return {
    port: read.PORT,
    host: read.HOST,
    databaseUrl: read.DATABASE_URL,
    publicUrl: read.PUBLIC_URL,
    directLineSecret: read.DIRECT_LINE_SECRET,
    allowedOrigins: read.ALLOWED_ORIGINS,
    trustedProxies: read.TRUST_PROXY,
    rateLimits: {
      tokensPerMinute: read.TOKENS_PER_MINUTE,
      requestsPerMinute: read.REQUESTS_PER_MINUTE,
      socketsPerAddress: read.SOCKETS_PER_ADDRESS,
    },
    fileLimits: {
      fileBytes: Math.round(read.UPLOAD_FILE_MB * megabyte),
      filesPerUpload: read.UPLOAD_FILES,
      conversationBytes: Math.round(read.UPLOAD_DAY_MB * megabyte),
    },
    openId: openIdFrom(read),
    escalation: escalationFrom(read),
    connector: connectorFrom(read),
    privacy: {
      phoneRegions: read.PHONE_REGIONS,
      reveal: read.REVEAL.filter((kind) => kind !== 'none'),
      keepDays: {
        conversations: read.KEEP_CONVERSATIONS_DAYS,
        cases: read.KEEP_CASES_DAYS,
        escalations: read.KEEP_ESCALATIONS_DAYS,
        files: read.KEEP_FILES_DAYS,
      },
    },
    learning: read.LEARNING === 'on',
    ...(read.FOLLOW_UP === 'on' ? { followUp: { quiet: toQuietHours(read.QUIET_HOURS) } } : {}),
    logLevel: read.LOG_LEVEL,
  };
}

/** @throws SupportError `config.invalid` when only a part of it is set. */
function openIdFrom(read: z.infer<typeof schema>): OpenIdConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_AGENTS: queuesByValue } = read;
  if (issuer === undefined) return undefined;
  if (clientId === undefined || queuesByValue === undefined) {
    throw new SupportError('config.invalid', 'OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_AGENTS beside it.');
  }
  return {
    issuer,
    clientId,
    clientSecret: read.OIDC_CLIENT_SECRET,
    agentClaim: read.OIDC_AGENT_CLAIM,
    queuesByValue,
  };
}

/** @throws SupportError `config.invalid` when only a part of a target is set. */
function escalationFrom(read: z.infer<typeof schema>): EscalationConfig {
  const { ESCALATION_WEBHOOK_URL: url, ESCALATION_WEBHOOK_SECRET: secret } = read;
  const { SMTP_URL: smtpUrl, MAIL_FROM: from, MAIL_TO: teamAddress } = read;
  if ((url === undefined) !== (secret === undefined)) {
    throw new SupportError(
      'config.invalid',
      'ESCALATION_WEBHOOK_URL and ESCALATION_WEBHOOK_SECRET need each other.',
    );
  }
  if ((smtpUrl === undefined) !== (from === undefined) || (teamAddress !== undefined && !smtpUrl)) {
    throw new SupportError('config.invalid', 'SMTP_URL and MAIL_FROM need each other, and MAIL_TO both.');
  }
  if (read.MAIL_IN_PORT !== undefined && smtpUrl === undefined) {
    throw new SupportError('config.invalid', 'MAIL_IN_PORT needs SMTP_URL and MAIL_FROM beside it.');
  }
  return {
    ...(url === undefined || secret === undefined ? {} : { webhook: { url, secret } }),
    ...(smtpUrl === undefined || from === undefined
      ? {}
      : { mail: { smtpUrl, from, teamAddress, answers: mailInFrom(read, from) } }),
    teamsChannel: teamsChannelFrom(read),
  };
}

/** @throws SupportError `config.invalid` when only a part of it is set. */
function connectorFrom(read: z.infer<typeof schema>): ConnectorConfig | undefined {
  const {
    MICROSOFT_APP_ID: id,
    MICROSOFT_APP_TENANT_ID: tenantId,
    MICROSOFT_SERVICE_HOSTS: serviceHosts,
    TEAMS_FILE_HOSTS: fileHosts,
  } = read;
  const supportChannel = teamsChannelFrom(read);
  if (id === undefined) {
    const here = [...loopbackHosts];
    return isLoopback(read.HOST)
      ? { allowedTenants: ['*'], serviceHosts: here, fileHosts: here, supportChannel }
      : undefined;
  }
  if (tenantId === undefined) {
    throw new SupportError('config.invalid', 'MICROSOFT_APP_ID needs MICROSOFT_APP_TENANT_ID beside it.');
  }
  const allowedTenants = read.MICROSOFT_ALLOWED_TENANTS ?? [tenantId];
  const teamsAppId = read.TEAMS_APP_ID;
  return {
    app: { id, tenantId, proof: proofFrom(read) },
    ...{ allowedTenants, serviceHosts, fileHosts, supportChannel, teamsAppId },
  };
}

/** @throws SupportError `config.invalid` when there is no bot that could be in it. */
function teamsChannelFrom(read: z.infer<typeof schema>): TeamsChannelConfig | undefined {
  const { TEAMS_SUPPORT_CHANNEL: channelId, TEAMS_SERVICE_URL: serviceUrl, MICROSOFT_APP_ID: app } = read;
  if (channelId === undefined) return undefined;
  if (app === undefined && !isLoopback(read.HOST)) {
    throw new SupportError('config.invalid', 'TEAMS_SUPPORT_CHANNEL needs MICROSOFT_APP_ID beside it.');
  }
  return { channelId, serviceUrl };
}

function proofFrom(read: z.infer<typeof schema>): MicrosoftAppConfig['proof'] {
  const {
    MICROSOFT_APP_PASSWORD: secret,
    MICROSOFT_APP_CERTIFICATE_THUMBPRINT: thumbprint,
    MICROSOFT_APP_CERTIFICATE_KEY: key,
  } = read;
  const isManaged = read.MICROSOFT_APP_TYPE === 'UserAssignedMSI';
  const given = [isManaged, secret, thumbprint ?? key].filter(Boolean).length;
  if (given === 1 && isManaged) return { by: 'managed-identity' };
  if (given === 1 && secret !== undefined) return { by: 'secret', secret };
  if (given === 1 && thumbprint !== undefined && key !== undefined)
    return { by: 'certificate', thumbprint, key };
  throw new SupportError(
    'config.invalid',
    'MICROSOFT_APP_ID needs one of MICROSOFT_APP_PASSWORD, MICROSOFT_APP_CERTIFICATE_THUMBPRINT with MICROSOFT_APP_CERTIFICATE_KEY, or MICROSOFT_APP_TYPE UserAssignedMSI with neither.',
  );
}
