import uPlot from 'uplot';
import { element } from '../shared/dom.ts';
import { bucketName } from './numbers.ts';
import { texts } from './texts.ts';
import { type Ends, type Insights } from './wire.ts';

/** From the bottom of a bar to its top, with the custom property that colours it. */
export const ends: { end: keyof Ends; color: string }[] = [
  { end: 'fixed', color: '--series-fixed' },
  { end: 'explained', color: '--series-explained' },
  { end: 'handed-over', color: '--series-person' },
  { end: 'abandoned', color: '--series-left' },
  { end: 'open', color: '--series-open' },
];

const height = 220;
const daySeconds = 24 * 60 * 60;
const font = '12px system-ui, sans-serif';

/** A chart in a box that it fills, however wide that is; it is drawn anew when the box or the colours change. */
export function chartBox(make: (width: number) => uPlot, alt: string): HTMLElement {
  const box = element('div', { class: 'chart' });
  box.setAttribute('role', 'img');
  box.setAttribute('aria-label', alt);
  let plot: uPlot | undefined;
  let drawn = 0;
  const draw = () => {
    const width = Math.floor(box.clientWidth);
    if (width === 0) return;
    plot?.destroy();
    drawn = width;
    plot = make(width);
    box.replaceChildren(plot.root);
  };
  new ResizeObserver(() => {
    if (Math.floor(box.clientWidth) !== drawn) draw();
  }).observe(box);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => requestAnimationFrame(draw));
  return box;
}

/** Cases of each day, one bar a day, in pieces by how they ended. */
export function daysChart({ days }: Insights): (width: number) => uPlot {
  const times = days.map(({ day }) => Date.parse(`${day}T00:00:00Z`) / 1000);
  // Each series is the sum up to it, and is drawn before those below it: what is seen of it is its own piece.
  const sums = ends.map((_, upTo) =>
    days.map((day) => ends.slice(0, upTo + 1).reduce((sum, { end }) => sum + day[end], 0)),
  );
  return (width) =>
    new uPlot(
      {
        ...common(width),
        scales: {
          x: {
            time: true,
            range: () => [(times[0] ?? 0) - daySeconds / 2, (times.at(-1) ?? 0) + daySeconds / 2],
          },
          y: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] },
        },
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        series: [{}, ...ends.toReversed().map(({ end, color }) => bars(texts.days[end], color))],
        axes: [{ ...axis(), values: dayNames, space: 60, grid: { show: false } }, countAxis()],
      },
      [times, ...sums.toReversed()],
    );
}

/** Fixed cases by how long they took. */
export function timesChart({ secondsToFix }: Insights): (width: number) => uPlot {
  const { buckets } = secondsToFix;
  return (width) =>
    new uPlot(
      {
        ...common(width),
        scales: {
          x: { time: false, range: () => [-0.6, buckets.length - 0.4] },
          y: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] },
        },
        series: [{}, bars(texts.times.cases, '--series-fixed')],
        axes: [
          {
            ...axis(),
            splits: () => buckets.map((_, index) => index),
            values: (_, splits) =>
              splits.map((index) => (index % labelEvery(width) === 0 ? bucketName(index) : '')),
            grid: { show: false },
          },
          countAxis(),
        ],
      },
      [buckets.map((_, index) => index), buckets],
    );
}

/** Every how many bars there is room for a name. */
function labelEvery(width: number): number {
  if (width < 420) return 3;
  return width < 640 ? 2 : 1;
}

function common(width: number): Pick<uPlot.Options, 'width' | 'height' | 'legend' | 'cursor' | 'padding'> {
  return { width, height, legend: { show: false }, cursor: { show: false }, padding: [12, 12, 0, 0] };
}

function bars(label: string, color: string): uPlot.Series {
  const paths = uPlot.paths.bars?.({ size: [0.72, 48], radius: 0.06 });
  const fill = colorOf(color);
  return { label, fill, stroke: fill, width: 0, points: { show: false }, ...(paths ? { paths } : {}) };
}

function axis(): uPlot.Axis {
  const line = colorOf('--line');
  return {
    stroke: colorOf('--ink-soft'),
    font,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1 },
  };
}

function countAxis(): uPlot.Axis {
  return {
    ...axis(),
    size: 44,
    incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
    space: 34,
  };
}

function dayNames(_: uPlot, splits: number[]): string[] {
  const { lang } = document.documentElement;
  // Days are written as the reader's country does, when they read the page in their language.
  const locale = navigator.language.startsWith(lang) ? navigator.language : lang;
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return splits.map((seconds) => (seconds % daySeconds === 0 ? format.format(new Date(seconds * 1000)) : ''));
}

function colorOf(name: string): string {
  return getComputedStyle(document.body).getPropertyValue(name).trim();
}
