import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AppManifestUtils, type AppManifest } from '@microsoft/app-manifest';

/** What is wrong in a file of the app package: where, what, and what to do about it. */
export interface Fault {
  file: string;
  /** As in the file: `bots[0].commandLists[0].commands[2].title`. */
  place: string;
  message: string;
  hint: string;
}

type Kind = 'MicrosoftTeams.schema.json' | 'MicrosoftTeams.Localization.schema.json';
type Schema = NonNullable<Parameters<typeof AppManifestUtils.validateAgainstSchema>[1]>;

const require = createRequire(import.meta.url);

/**
 * Holds a file of the app package against Teams' own schema, as `@microsoft/app-manifest` carries it. Nothing is
 * fetched.
 * @param input.version of the manifest's schema, such as `1.30`.
 */
export async function officialFaults(input: {
  file: string;
  content: object;
  version: string;
  kind: Kind;
}): Promise<Fault[]> {
  const { file, content, version, kind } = input;
  const schema = readSchema(version, kind);
  if (!schema) {
    const hint = 'Take a version that it has, in $schema and in manifestVersion.';
    const message = `@microsoft/app-manifest knows no schema ${version}.`;
    return [{ file, place: 'manifestVersion', message, hint }];
  }
  const told = await AppManifestUtils.validateAgainstSchema(content as AppManifest, schema);
  return told.map((line) => faultFrom(file, line));
}

/** The package's own reader would ask the network for a version that it does not have. */
function readSchema(version: string, kind: Kind): Schema | undefined {
  try {
    const path = require.resolve(`@microsoft/app-manifest/build/json-schemas/teams/v${version}/${kind}`);
    // What of these files is no regular expression with Unicode: two escapes, and a bracket without one.
    const text = readFileSync(path, 'utf8')
      .replace(/\\a/g, '\\u0007')
      .replace(/\\v/g, '\\u000b')
      .replaceAll(String.raw`\\b]`, String.raw`\\b\\]`);
    return JSON.parse(text) as Schema;
  } catch {
    return undefined;
  }
}

/** What the validator says beside its message, by the kind of fault. */
interface Details {
  limit?: number;
  additionalProperty?: string;
  missingProperty?: string;
  allowedValues?: (string | null)[];
  allowedValue?: unknown;
  pattern?: string;
  format?: string;
  type?: string;
}

/** `/name/short must NOT have more than 30 characters. Details: {"limit":30}` */
function faultFrom(file: string, line: string): Fault {
  const [, pointer = '', message = line, details = ''] = /^(\S*) (.*?)\. Details: (.*)$/s.exec(line) ?? [];
  const known = (details === '' ? {} : JSON.parse(details)) as Details;
  return { file, place: placeOf(pointer), message, hint: hintFor(known) };
}

/** `/bots/0/botId` as it reads in JSON. */
function placeOf(pointer: string): string {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const place = parts.reduce(
    (path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : `${path}.${part}`),
    '',
  );
  return place.replace(/^\./, '') || 'the file';
}

function hintFor(details: Details): string {
  const { limit, additionalProperty, missingProperty, allowedValues, allowedValue, pattern, type, format } =
    details;
  if (limit !== undefined) return `Bring it within ${limit}.`;
  if (additionalProperty) return `Take ${additionalProperty} out, or spell it as the schema does.`;
  if (missingProperty) return `Add ${missingProperty}.`;
  if (allowedValues) return `Write one of: ${allowedValues.join(', ')}.`;
  if (allowedValue !== undefined) return `Write ${JSON.stringify(allowedValue)}.`;
  if (pattern?.includes('{8}-')) return 'Write an id in the form 00000000-0000-0000-0000-000000000000.';
  if (pattern) return `Write it in the form ${pattern}.`;
  if (format) return `Write it as a ${format}.`;
  return type ? `Make it a ${type}.` : 'Compare it with the schema.';
}
