import { join } from 'node:path';
import type { FixCount } from '../conversation/fix.ts';
import type { FollowUpStore } from '../conversation/follow-up.ts';
import type { Guide } from '../guide/guide.ts';
import { loadGuide } from '../guide/load-guide.ts';
import { projectRoot } from '../project-root.ts';
import { fixScope } from '../troubleshooting/learned-fixes.ts';
import { command, runCommand } from './command.ts';
import { withStore } from './with-store.ts';

const program = command('learning', 'Prints which checks fixed which problems, as far as cases have taught.')
  .option('--reset', 'forget all of it')
  .option('--json', 'print one JSON object')
  .parse();

await runCommand(async () => {
  const { reset, json } = program.opts<{ reset?: boolean; json?: boolean }>();
  const guide = loadGuide(join(projectRoot, 'knowledge', 'phone-link'));
  await withStore(async (store) => {
    if (reset) {
      const cases = await store.forgetFixes(guide.settings.id);
      process.stdout.write(
        json ? `${JSON.stringify({ forgotten: cases })}\n` : `Forgot what ${cases} case(s) taught.\n`,
      );
      return;
    }
    const counts = await store.countFixes(fixScope(guide));
    const later = await store.followUps.outcomes();
    const text = `${report(guide, counts)}\n\n${askedLater(later)}\n`;
    process.stdout.write(json ? `${JSON.stringify({ counts, later })}\n` : text);
  });
});

/** One block for each kind of trouble, the commonest first. */
function report(guide: Guide, counts: FixCount[]): string {
  if (counts.length === 0) return 'Nothing was learned yet: no case was solved by a check.';
  const kinds = Map.groupBy(counts, ({ phone = 'any phone', feature = 'everything', trigger }) =>
    [phone, feature, ...(trigger ? [`after or with: ${trigger}`] : [])].join(', '),
  );
  const total = (of: FixCount[]) => of.reduce((sum, { cases }) => sum + cases, 0);
  const blocks = [...kinds]
    .sort(([, a], [, b]) => total(b) - total(a))
    .map(([kind, of]) =>
      [`${kind} (${total(of)} case(s))`, ...of.sort((a, b) => b.cases - a.cases).map(line)].join('\n'),
    );
  const summary = `Learned from ${total(counts)} case(s); the guide's own numbers are worth ${guide.settings.priorStrength}.`;
  return [summary, ...blocks].join('\n\n');
}

function askedLater({ asked, lasted, cameBack }: Awaited<ReturnType<FollowUpStore['outcomes']>>): string {
  return `Asked a day later: ${asked} visitor(s). It lasted for ${lasted}, and came back for ${cameBack}.`;
}

function line({ check, cases }: FixCount): string {
  return `${String(cases).padStart(6)}  ${check}`;
}
