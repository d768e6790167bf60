import { type Figures, figuresOf } from './figures.ts';
import { playVisits } from './load.ts';
import type { Running } from './processes.ts';
import type { Subject } from './subjects.ts';

/** Whole visits in one round, and how many at a time. */
export interface Load {
  concurrency: number;
  visits: number;
}

/** Visits before the first round, after which compiled code has settled. */
const warmUpVisits = 120;

/**
 * Warms all servers up, then lets them take turns. Each round begins with another, so that none always runs first.
 * @returns for each subject, for each load in its order, the figures of each round.
 */
export async function playRounds(input: {
  subjects: readonly { subject: Subject; server: Running }[];
  loads: readonly Load[];
  rounds: number;
  progress: (text: string) => void;
}): Promise<Figures[][][]> {
  const { subjects, loads, rounds, progress } = input;
  for (const { subject, server } of subjects) {
    progress(`warming up: ${subject.name}`);
    await playVisits({ subject, server, visits: warmUpVisits, concurrency: 10 });
  }
  const figures = subjects.map(() => loads.map((): Figures[] => []));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, load] of loads.entries()) {
      for (const [place, played] of rotated([...subjects.entries()], round)) {
        progress(`round ${round + 1} of ${rounds}: ${played.subject.name}, ${load.concurrency} at once`);
        figures[place]?.[index]?.push(figuresOf(await playVisits({ ...played, ...load })));
      }
    }
  }
  return figures;
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const from = by % items.length;
  return [...items.slice(from), ...items.slice(0, from)];
}
