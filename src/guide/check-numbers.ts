import type { ContentFile, ContentFiles } from './read-files.ts';
import type { Report } from './report.ts';
import {
  phones,
  symptomGroups,
  type Check,
  type Feature,
  type Phone,
  type Section,
  type WindowsVersion,
} from './schema.ts';

/** Holds the numbers of the plan together: priors, multipliers, weights and seconds. */
export function checkNumbers(files: ContentFiles, error: Report, warning: Report): void {
  checkSums(files, error);
  for (const file of files.sections) {
    checkPhonesOfPriors(file, error);
    checkTriggers(file, warning);
    checkWeights(file, { checks: files.checks, error });
  }
  for (const file of files.checks) checkSeconds(file, error);
}

function checkSums(files: ContentFiles, error: Report): void {
  if (files.unread.sections.size > 0) return;
  const { settings } = files;
  if (!settings) return;
  for (const group of symptomGroups) {
    const inside = files.sections.reduce((sum, { value }) => sum + (value.priors[group] ?? 0), 0);
    const total = inside + (settings.value.outside[group] ?? 0);
    if (total === 0 || Math.abs(total - 100) <= 5) continue;
    error({
      in: settings,
      at: ['outside', group],
      message: `the priors of ${group} sum to ${total} instead of 100 percent`,
      hint: 'Correct the priors of the sections for this group, or its share under outside.',
    });
  }
}

function checkPhonesOfPriors(file: ContentFile<Section>, error: Report): void {
  const { id, phone, priors } = file.value;
  if (phone === 'any') return;
  const other = phone === 'android' ? 'iphone' : 'android';
  for (const group of symptomGroups) {
    if (!group.endsWith(`-${other}`) || !priors[group]) continue;
    error({
      in: file,
      at: ['priors', group],
      message: `the section ${id} is for ${phone} and has a prior for ${group}`,
      hint: 'Take the prior out, or set phone to any.',
    });
  }
}

function checkTriggers(file: ContentFile<Section>, warning: Report): void {
  const { id, priors, triggers } = file.value;
  if (Object.keys(triggers).length === 0 || Object.values(priors).some((percent) => percent > 0)) return;
  warning({
    in: file,
    at: ['triggers'],
    message: `the section ${id} has triggers but no priors for them to multiply`,
    hint: 'Add priors, or take the triggers out.',
  });
}

/** A section must have something to ask of every visitor it is shown to. */
function checkWeights(
  file: ContentFile<Section>,
  { checks, error }: { checks: ContentFile<Check>[]; error: Report },
): void {
  const { id, phone, features } = file.value;
  const known = new Map(checks.map(({ value }) => [value.id, value]));
  for (const kind of phone === 'any' ? phones : [phone]) {
    const empty = features.filter(
      (feature) => weightOf(file.value, { known, kind, feature, windows: 11 }) <= 0,
    );
    if (empty.length === 0 || file.value.checks.some(({ check }) => !known.has(check))) continue;
    error({
      in: file,
      at: ['checks'],
      message: `the section ${id} has no check with a weight for ${kind}, Windows 11, ${empty.join(', ')}`,
      hint: 'Give one of its checks a weight there, or add a check for that phone.',
    });
  }
}

function weightOf(
  section: Section,
  of: { known: ReadonlyMap<string, Check>; kind: Phone; feature: Feature; windows: WindowsVersion },
): number {
  return section.checks.reduce((sum, { check: id, weight, byFeature }) => {
    const check = of.known.get(id);
    if (!check || (check.windows ?? of.windows) !== of.windows) return sum;
    const isOther = phones.some((one) => check.device === one && one !== of.kind);
    return isOther ? sum : sum + (byFeature?.[of.feature] ?? weight);
  }, 0);
}

function checkSeconds(file: ContentFile<Check>, error: Report): void {
  const { id, seconds } = file.value;
  if (seconds.slow >= seconds.median) return;
  error({
    in: file,
    at: ['seconds'],
    message: `the check ${id} takes a slow visitor less than a usual one`,
    hint: 'Give slow at least the seconds of median.',
  });
}
