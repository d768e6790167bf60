import type { TroubleFigures } from './figures.ts';

const wide = { label: 150, bar: 420, row: 34, top: 64 } as const;
const colours = { plan: '#0f6cbd', byProbability: '#8a8886', asRead: '#c8c6c4' } as const;
const names = {
  plan: 'the bot',
  byProbability: 'by probability alone',
  asRead: 'the guide as it is read',
} as const;
const rows = ['plan', 'byProbability', 'asRead'] as const;

/** Horizontal bars of visitor seconds for each kind of trouble, as an SVG that reads on light and dark pages. */
export function plotOf(figures: readonly TroubleFigures[]): string {
  const most = Math.max(...figures.flatMap((one) => rows.map((row) => one[row].seconds)));
  const height = wide.top + figures.length * wide.row + 16;
  const width = wide.label + wide.bar + 70;
  const bars = figures.flatMap((one, index) => [
    text({ x: wide.label - 8, y: yOf(index) + 17, anchor: 'end' }, one.name),
    ...rows.map((row, place) => {
      const length = Math.round((one[row].seconds / most) * wide.bar);
      const y = yOf(index) + 2 + place * 9;
      return `<rect x="${wide.label}" y="${y}" width="${length}" height="8" fill="${colours[row]}"/>`;
    }),
    text({ x: wide.label + wide.bar + 8, y: yOf(index) + 11 }, `${Math.round(one.plan.seconds)} s`),
  ]);
  const legend = rows.flatMap((row, place) => [
    `<rect x="${wide.label + place * 150}" y="36" width="10" height="10" fill="${colours[row]}"/>`,
    text({ x: wide.label + place * 150 + 15, y: 45 }, names[row]),
  ]);
  const title = text({ x: 12, y: 20 }, 'Visitor seconds to the fix or to a person, by trouble');
  const frame = `<rect width="${width}" height="${height}" fill="#ffffff"/>`;
  const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" role="img" aria-label="Visitor seconds by trouble">`;
  return `${[open, frame, title, ...legend, ...bars, '</svg>'].join('\n')}\n`;
}

function yOf(index: number): number {
  return wide.top + index * wide.row;
}

function text(at: { x: number; y: number; anchor?: 'end' }, content: string): string {
  return `<text x="${at.x}" y="${at.y}" fill="#242424"${at.anchor ? ` text-anchor="${at.anchor}"` : ''}>${content}</text>`;
}
