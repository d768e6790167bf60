import { filesPath } from './channels/directline/files.ts';
import { tokenUserPrefix } from './channels/directline/access.ts';
import type { PrivacyConfig } from './config.ts';
import type { Erased } from './conversation/privacy-store.ts';
import { SupportError } from './errors.ts';
import type { PersonalKind } from './conversation/personal.ts';
import { isPhoneRegion } from './privacy/find-phones.ts';
import { redactDeep } from './privacy/redact.ts';
import type { Guide } from './guide/guide.ts';
import type { PageWords } from './privacy/data-as-page.ts';
import { RetentionJob } from './privacy/retention-job.ts';
import { VisitorData } from './privacy/visitor-data.ts';
import { activityToText } from './presentation/plain-text.ts';
import { createSay } from './presentation/say.ts';
import type { OpenedStore } from './storage/stores.ts';

export interface VisitorRightsParts {
  config: PrivacyConfig;
  guide: Guide;
  store: OpenedStore;
  clock: () => Date;
  newSecret: () => string;
  /** Where visitors reach this server: `https://support.example.org`, without a slash at the end. */
  baseUrl: () => string;
  /** Called when everything of these conversations is gone from the database. */
  onErased: (erased: Erased) => Promise<void> | void;
  every: (milliseconds: number, work: () => void) => () => void;
  logger: { error(fields: object, event: string): void; info(fields: object, event: string): void };
}

/** What visitors may ask for of what is kept about them, and how long it is kept. */
export function createVisitorRights(parts: VisitorRightsParts): {
  data: VisitorData;
  retention: RetentionJob;
} {
  const { config, guide, store, baseUrl } = parts;
  const data = new VisitorData({
    ...parts,
    /** Elsewhere on Direct Line the client says who it is, and may say anything. */
    isKnown: ({ channel, userId }) => channel !== 'directline' || userId.startsWith(tokenUserPrefix),
    urlOf: (id) => `${baseUrl()}${filesPath}/${id}`,
    words: pageWords(guide),
  });
  return { data, retention: new RetentionJob({ ...parts, store: store.privacy, days: config.keepDays }) };
}

/**
 * Takes personal data out of every text of a value, but for the kinds that are revealed.
 * @throws SupportError `config.invalid` for a country whose phone numbers are not known.
 */
export function createRedact({ phoneRegions: regions }: Pick<PrivacyConfig, 'phoneRegions'>) {
  const unknown = regions.filter((region) => !isPhoneRegion(region));
  if (unknown.length > 0) {
    throw new SupportError(
      'config.invalid',
      `Wrong settings: PHONE_REGIONS: no country ${unknown.join(', ')}`,
    );
  }
  return <T>(value: T, reveal: readonly PersonalKind[] = []): T => redactDeep(value, { regions, reveal });
}

/** What the page with a visitor's data says, in the language of the guide. */
export function pageWords(guide: Guide): PageWords {
  const say = createSay(guide.phrases);
  return {
    language: guide.settings.language,
    title: say('privacy.page-title'),
    text: say('privacy.page-text'),
    conversation: say('privacy.page-conversation'),
    case: say('privacy.page-case'),
    said: say('privacy.page-said'),
    files: say('privacy.page-files'),
    person: say('privacy.page-person'),
    you: say('privacy.page-you'),
    us: say('privacy.page-us'),
    textOf: activityToText,
    checkTitle: (id) => guide.check(id)?.title ?? id,
  };
}
