import { errorFrom } from './errors.ts';
import type { FixScope } from './conversation/fix.ts';
import type { Store } from './conversation/store.ts';
import type { TurnHandler } from './conversation/turn.ts';
import { fixOf, learnedFixes, nothingLearned, type LearnedFixes } from './troubleshooting/learned-fixes.ts';

/** After this long the counts are read anew, so that processes on one database learn from each other. */
const readAgainAfterMs = 60_000;

interface LearningParts {
  store: Pick<Store, 'countFixes'>;
  scope: FixScope;
  clock: () => Date;
  logger: { error(fields: object, event: string): void };
}

/** What solved cases teach, from the turn that solves one to the plans of later ones. */
export class Learning {
  readonly #parts: LearningParts;
  #fixes: LearnedFixes = nothingLearned;
  #readAt = -Infinity;

  constructor(parts: LearningParts) {
    this.#parts = parts;
  }

  /** The counts as they were read last: during a turn at most a minute old. */
  get fixes(): LearnedFixes {
    return this.#fixes;
  }

  /** The same handler, with fresh counts, whose solved cases are learned from in the turn that solves them. */
  around(handle: TurnHandler): TurnHandler {
    return async (turn) => {
      await this.#readWhenOld();
      await handle({
        ...turn,
        saveCase: (value) => {
          turn.saveCase(value);
          const fix = fixOf(value);
          if (fix) turn.learn(this.#parts.scope, fix);
        },
      });
    };
  }

  /** Counts that cannot be read must not keep anybody from an answer: the ones before go on to serve. */
  async #readWhenOld(): Promise<void> {
    const { store, scope, clock, logger } = this.#parts;
    const now = clock().getTime();
    if (now - this.#readAt < readAgainAfterMs) return;
    this.#readAt = now;
    try {
      this.#fixes = learnedFixes(await store.countFixes(scope));
    } catch (cause) {
      logger.error({ err: errorFrom(cause) }, 'learning.not-read');
    }
  }
}
