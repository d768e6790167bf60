import { z } from 'zod';
import type { InsightStore } from '../../conversation/insight-store.ts';
import { figuresOf } from '../../insights/case-figures.ts';
import { dayIn } from '../../insights/days.ts';
import { csvOf, tableNames } from '../../insights/insight-tables.ts';
import type { Insights, UnmatchedText } from '../../insights/insights.ts';
import { makeInsights } from '../../insights/make-insights.ts';
import { phrasesAsYaml } from '../../insights/phrases-yaml.ts';
import { contentDisposition } from '../directline/content-disposition.ts';
import { type DeskRequest, authorize } from './access.ts';
import { DeskError } from './errors.ts';
import { parseInput } from './schemas.ts';
import type { DeskSessions } from './sessions.ts';

export interface DeskInsightsParts {
  insights: InsightStore;
  sessions: DeskSessions;
  clock: () => Date;
  /** IANA name of the zone in which the team counts its days. */
  timezone: string;
  /** Takes personal data out of a visitor's words. */
  redactText: (text: string) => string;
  titleOf: { check: (id: string) => string; section: (id: string) => string | undefined };
}

/** What the page shows. */
export interface InsightsAnswer extends Omit<Insights, 'unmatched' | 'checks' | 'leftAt'> {
  first: string;
  last: string;
  timezone: string;
  checks: (Insights['checks'][number] & { title: string })[];
  leftAt: (Insights['leftAt'][number] & { title?: string })[];
  /** With the line that stands for it under `phrases` of a section. */
  unmatched: (UnmatchedText & { line: string; sectionTitle?: string })[];
}

export interface CsvFile {
  headers: Record<string, string>;
  content: AsyncIterable<Uint8Array>;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Days shown when none are asked for, and the most there can be. */
const periods = { usual: 30, longest: 400 } as const;
/** Figures are the same for so long: a page asks for them, and then for each table. Milliseconds. */
const rememberedMs = 15_000;

const day = z.iso.date();
const periodSchema = z.object({ from: day.optional(), to: day.optional() });
const tableSchema = z.object({ table: z.enum(tableNames) });

/** Figures for the support lead, made of the stored cases. Every method may throw DeskError. */
export class DeskInsights {
  readonly #parts: DeskInsightsParts;
  #last: { key: string; at: number; made: Promise<InsightsAnswer> } | undefined;

  constructor(parts: DeskInsightsParts) {
    this.#parts = parts;
  }

  async read(request: DeskRequest & { query: object }): Promise<InsightsAnswer> {
    await authorize(request, { sessions: this.#parts.sessions, changes: false });
    return this.#figures(this.#periodOf(request.query));
  }

  /** One table as a file. */
  async csv(request: DeskRequest & { query: object }): Promise<CsvFile> {
    await authorize(request, { sessions: this.#parts.sessions, changes: false });
    const { table } = parseInput(tableSchema, request.query);
    const period = this.#periodOf(request.query);
    const text = csvOf[table](await this.#figures(period));
    return {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': contentDisposition(
          'attachment',
          `${table}-${period.first}-${period.last}.csv`,
        ),
        'Cache-Control': 'no-store',
      },
      // Spreadsheets take UTF-8 for something else without the mark.
      content: once(Buffer.from(`\ufeff${text}`)),
    };
  }

  /** Counts cases that have changed, so that the next reader need not wait for it. */
  async keepUp(): Promise<void> {
    await this.#parts.insights.countCases(figuresOf);
  }

  #periodOf(query: object): { first: string; last: string } {
    const { clock, timezone } = this.#parts;
    const { from, to } = parseInput(periodSchema, query);
    const last = to ?? dayIn(timezone)(clock());
    const usual = new Date(Date.parse(last) - (periods.usual - 1) * dayMs).toISOString().slice(0, 10);
    const first = from ?? usual;
    const isTooLong = Date.parse(last) - Date.parse(first) >= periods.longest * dayMs;
    if (first > last || isTooLong) {
      throw new DeskError(
        'InputInvalid',
        `from, to: at most ${periods.longest} days, the first before the last`,
      );
    }
    return { first, last };
  }

  #figures(period: { first: string; last: string }): Promise<InsightsAnswer> {
    const now = this.#parts.clock().getTime();
    const key = `${period.first} ${period.last}`;
    if (this.#last?.key === key && now - this.#last.at < rememberedMs) return this.#last.made;
    const made = this.#make(period);
    this.#last = { key, at: now, made };
    made.catch(() => (this.#last = undefined));
    return made;
  }

  async #make({ first, last }: { first: string; last: string }): Promise<InsightsAnswer> {
    const { insights, clock, timezone, redactText, titleOf } = this.#parts;
    const made = await makeInsights({ insights, now: clock(), timezone, first, last });
    const { checks, leftAt, unmatched, ...figures } = made;
    return {
      ...{ first, last, timezone, ...figures },
      checks: checks.map((check) => ({ ...check, title: titleOf.check(check.check) })),
      leftAt: leftAt.map((one) => ({
        ...one,
        ...(one.check === undefined ? {} : { title: titleOf.check(one.check) }),
      })),
      unmatched: unmatched.map((found) => {
        const text = redactText(found.text);
        const sectionTitle = found.section === undefined ? undefined : titleOf.section(found.section);
        return { ...found, text, line: phrasesAsYaml([text]), ...(sectionTitle ? { sectionTitle } : {}) };
      }),
    };
  }
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
