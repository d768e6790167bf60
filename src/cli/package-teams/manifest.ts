import { z } from 'zod';
import { SupportError } from '../../errors.ts';

/** What stands in the manifest's template as `{name}`. */
export interface ManifestValues {
  'app-id': string;
  domain: string;
  organization: string;
  version: string;
}

const scopes = z.array(z.enum(['personal', 'team', 'groupChat'])).min(1);

const commandList = z.strictObject({
  scopes,
  commands: z
    .array(
      z.strictObject({
        title: z.string().min(1).max(32),
        description: z.string().min(1).max(128),
        type: z.enum(['basic', 'prompt']).optional(),
        prompt: z.string().min(1).max(4000).optional(),
      }),
    )
    .min(1)
    .max(10),
});

const language = z.strictObject({ languageTag: z.string(), file: z.string() });

/**
 * The part of Teams' manifest that is used here, with the lengths that older clients take too.
 * Source: Microsoft Teams app manifest, schema version 1.25.
 */
const manifestSchema = z.strictObject({
  $schema: z.literal('https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json'),
  manifestVersion: z.literal('1.25'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  id: z.guid(),
  developer: z.strictObject({
    name: z.string().min(1).max(32),
    websiteUrl: z.url({ protocol: /^https$/ }).max(2048),
    privacyUrl: z.url({ protocol: /^https$/ }).max(2048),
    termsOfUseUrl: z.url({ protocol: /^https$/ }).max(2048),
  }),
  localizationInfo: z
    .strictObject({ defaultLanguageTag: z.string(), additionalLanguages: z.array(language).min(1) })
    .optional(),
  name: z.strictObject({ short: z.string().min(1).max(30), full: z.string().min(1).max(100) }),
  description: z.strictObject({ short: z.string().min(1).max(80), full: z.string().min(1).max(4000) }),
  icons: z.strictObject({ color: z.string().max(2048), outline: z.string().max(2048) }),
  accentColor: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  defaultInstallScope: z.enum(['personal', 'team', 'groupChat']),
  bots: z
    .array(
      z.strictObject({
        botId: z.guid(),
        scopes,
        supportsFiles: z.boolean(),
        isNotificationOnly: z.boolean(),
        commandLists: z.array(commandList).min(1).max(3),
      }),
    )
    .length(1),
  permissions: z.array(z.enum(['identity', 'messageTeamMembers'])),
  validDomains: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'is no host name')).max(16),
});

export type Manifest = z.infer<typeof manifestSchema>;

/**
 * Fills the template and checks what comes out.
 * @param input.languages tags of the further languages, each a file `languages/<tag>.json` of the package.
 * @throws SupportError `cli.invalid-input`, naming what is wrong.
 */
export function fillManifest(input: {
  template: string;
  values: ManifestValues;
  languages: readonly string[];
}): Manifest {
  const { template, values, languages } = input;
  const text = template.replace(
    /\{(app-id|domain|organization|version)\}/g,
    (_, name: keyof ManifestValues) => JSON.stringify(values[name]).slice(1, -1),
  );
  const additionalLanguages = languages.map((tag) => ({ languageTag: tag, file: `languages/${tag}.json` }));
  const localizationInfo = { defaultLanguageTag: 'en', additionalLanguages };
  const filled: unknown = {
    ...(JSON.parse(text) as object),
    ...(languages.length > 0 ? { localizationInfo } : {}),
  };
  const parsed = manifestSchema.safeParse(filled);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new SupportError('cli.invalid-input', `The manifest would be wrong: ${wrong.join('; ')}`);
}
