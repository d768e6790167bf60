import type { Fault } from './official-schema.ts';

/** What stands in the manifest's template as `{name}`. */
export interface ManifestValues {
  'app-id': string;
  domain: string;
  organization: string;
  version: string;
  'privacy-url': string;
  'terms-url': string;
}

/** The fields of a manifest that the package is made by. */
export interface Manifest {
  $schema: string;
  manifestVersion: string;
  icons: { color: string; outline: string };
  [field: string]: unknown;
}

const manifestFile = 'manifest.json';
const hostName = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/**
 * The template with its values, and the languages that have a file.
 * @param input.languages tags of the further languages, each a file `languages/<tag>.json` of the package.
 */
export function fillManifest(input: {
  template: string;
  values: ManifestValues;
  languages: readonly string[];
}): Manifest {
  const { template, values, languages } = input;
  const text = template.replace(
    /\{(app-id|domain|organization|version|privacy-url|terms-url)\}/g,
    (_, name: keyof ManifestValues) => JSON.stringify(values[name]).slice(1, -1),
  );
  const additionalLanguages = languages.map((tag) => ({ languageTag: tag, file: `languages/${tag}.json` }));
  const localizationInfo = { defaultLanguageTag: 'en', additionalLanguages };
  return {
    ...(JSON.parse(text) as Manifest),
    ...(languages.length > 0 ? { localizationInfo } : {}),
  };
}

/** What Teams refuses although its schema does not say so. */
export function stricterFaults(manifest: Manifest, { domain }: ManifestValues): Fault[] {
  const { developer } = manifest as { developer?: Record<string, unknown> };
  const addresses = ['websiteUrl', 'privacyUrl', 'termsOfUseUrl'].filter(
    (name) => !isHttps(developer?.[name]),
  );
  return [
    ...(hostName.test(domain)
      ? []
      : [
          {
            ...{ file: manifestFile, place: 'validDomains[0]', message: `${domain} is no host name` },
            hint: 'Give --domain as in support.example.org, without https:// and without a path.',
          },
        ]),
    ...addresses.map((name) => ({
      ...{ file: manifestFile, place: `developer.${name}`, message: 'is no https address' },
      hint: 'Give an address that begins with https://.',
    })),
  ];
}

function isHttps(address: unknown): boolean {
  return typeof address === 'string' && URL.canParse(address) && new URL(address).protocol === 'https:';
}
