import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SupportError } from '../../errors.ts';
import { fillManifest, type ManifestValues } from './manifest.ts';
import { zip, type ZipEntry } from './zip.ts';

/** Pixels. Source: Teams, "Design your Teams app icon". */
const iconSizes = { color: 192, outline: 32 };

/**
 * The app package that a Teams administrator uploads.
 * @param folder with manifest.json, color.png, outline.png and, for further languages, languages/<tag>.json.
 * @throws SupportError `cli.invalid-input`.
 */
export function packageForTeams(folder: string, values: ManifestValues): Buffer {
  const languages = languagesIn(folder);
  const manifest = fillManifest({
    template: readFileSync(join(folder, 'manifest.json'), 'utf8'),
    values,
    languages,
  });
  const entries: ZipEntry[] = [
    { name: 'manifest.json', content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) },
    { name: manifest.icons.color, content: icon(join(folder, manifest.icons.color), iconSizes.color) },
    { name: manifest.icons.outline, content: icon(join(folder, manifest.icons.outline), iconSizes.outline) },
    ...languages.map((tag) => ({
      name: `languages/${tag}.json`,
      content: readFileSync(join(folder, 'languages', `${tag}.json`)),
    })),
  ];
  return zip(entries);
}

function languagesIn(folder: string): string[] {
  const path = join(folder, 'languages');
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .flatMap((name) => /^([a-z]{2}(?:-[A-Za-z]{2,4})?)\.json$/.exec(name)?.[1] ?? [])
    .sort();
}

/** A square PNG of the size that Teams wants. */
function icon(file: string, size: number): Buffer {
  const content = readFileSync(file);
  const isPng = content.subarray(1, 4).toString('latin1') === 'PNG';
  const [width, height] = isPng ? [content.readUInt32BE(16), content.readUInt32BE(20)] : [0, 0];
  if (width === size && height === size) return content;
  throw new SupportError('cli.invalid-input', `${file} is no PNG of ${size} by ${size} pixels.`);
}
