import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SupportError } from '../../errors.ts';
import { languageFaults } from './languages.ts';
import { fillManifest, stricterFaults, type Manifest, type ManifestValues } from './manifest.ts';
import { officialFaults, type Fault } from './official-schema.ts';
import { zip, type ZipEntry } from './zip.ts';

/** Pixels. Source: Teams, "Design your Teams app icon". */
const iconSizes = { color: 192, outline: 32 };

interface LanguageFile {
  tag: string;
  /** Its name in the package. */
  file: string;
  text: Buffer;
}

/**
 * The app package that a Teams administrator uploads.
 * @param folder with manifest.json, color.png, outline.png and, for further languages, languages/<tag>.json.
 * @throws SupportError `cli.invalid-input`, naming each fault with its file and place and what to do about it.
 */
export async function packageForTeams(folder: string, values: ManifestValues): Promise<Buffer> {
  const languages = languagesIn(folder);
  const tags = languages.map(({ tag }) => tag);
  const template = readFileSync(join(folder, 'manifest.json'), 'utf8');
  const manifest = orRefuse('manifest.json', () => fillManifest({ template, values, languages: tags }));
  const faults = await faultsOf({ manifest, values, languages });
  if (faults.length > 0) throw new SupportError('cli.invalid-input', report(faults));
  const entries: ZipEntry[] = [
    { name: 'manifest.json', content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) },
    { name: manifest.icons.color, content: icon(join(folder, manifest.icons.color), iconSizes.color) },
    { name: manifest.icons.outline, content: icon(join(folder, manifest.icons.outline), iconSizes.outline) },
    ...languages.map(({ file: name, text: content }) => ({ name, content })),
  ];
  return zip(entries);
}

async function faultsOf(input: {
  manifest: Manifest;
  values: ManifestValues;
  languages: LanguageFile[];
}): Promise<Fault[]> {
  const { manifest, values, languages } = input;
  const { manifestVersion: version } = manifest;
  const faults = [
    ...schemaFaults('manifest.json', manifest.$schema, `v${version}/MicrosoftTeams.schema.json`),
    ...stricterFaults(manifest, values),
    ...(await officialFaults({
      ...{ file: 'manifest.json', content: manifest, version },
      kind: 'MicrosoftTeams.schema.json',
    })),
  ];
  for (const { file, text } of languages) {
    const language = orRefuse(file, () => JSON.parse(text.toString('utf8')) as unknown);
    if (!isRecord(language)) {
      faults.push({
        ...{ file, place: 'the file', message: `holds ${kindOf(language)} in place of an object` },
        hint: 'Write the texts of this language by their keys, as languages/de.json has them, or delete the file.',
      });
      continue;
    }
    const kind = 'MicrosoftTeams.Localization.schema.json';
    faults.push(
      ...schemaFaults(file, language.$schema, `v${version}/${kind}`),
      ...(await officialFaults({ file, content: language, version, kind })),
      ...languageFaults({ file, language, manifest }),
    );
  }
  return faults;
}

/** Editors and Teams take the schema that a file names, so it has to be the one it is held against. */
function schemaFaults(file: string, named: unknown, wanted: string): Fault[] {
  const address = `https://developer.microsoft.com/json-schemas/teams/${wanted}`;
  if (named === address) return [];
  return [{ file, place: '$schema', message: 'is another schema', hint: `Write "${address}".` }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return value === null ? 'null' : `a ${typeof value}`;
}

function report(faults: readonly Fault[]): string {
  const lines = faults.map(({ file, place, message, hint }) => `  ${file}, ${place}: ${message}. ${hint}`);
  return ['The app package would be wrong:', ...lines].join('\n');
}

function orRefuse<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const hint = 'Correct it there, or take the file from the repository again.';
    throw new SupportError('cli.invalid-input', `${file} is no JSON: ${why}. ${hint}`, cause);
  }
}

function languagesIn(folder: string): LanguageFile[] {
  const path = join(folder, 'languages');
  if (!existsSync(path)) return [];
  const tags = readdirSync(path).flatMap(
    (name) => /^([a-z]{2}(?:-[A-Za-z]{2,4})?)\.json$/.exec(name)?.[1] ?? [],
  );
  return tags.sort().map((tag) => {
    const file = `languages/${tag}.json`;
    return { tag, file, text: readFileSync(join(folder, file)) };
  });
}

/** A square PNG of the size that Teams wants. */
function icon(file: string, size: number): Buffer {
  const content = readFileSync(file);
  const isPng = content.subarray(1, 4).toString('latin1') === 'PNG';
  const [width, height] = isPng ? [content.readUInt32BE(16), content.readUInt32BE(20)] : [0, 0];
  if (width === size && height === size) return content;
  throw new SupportError('cli.invalid-input', `${file} is no PNG of ${size} by ${size} pixels.`);
}
