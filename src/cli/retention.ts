import { readConfig } from '../config.ts';
import { retainedKinds } from '../conversation/privacy-store.ts';
import { applyRetention } from '../privacy/retention.ts';
import { command, runCommand } from './command.ts';
import { withStore } from './with-store.ts';

const program = command(
  'retention',
  'Tells what is older than it may be kept; the server deletes it once a day.',
)
  .option('--now', 'delete it now')
  .option('--json', 'print one JSON object')
  .parse();

await runCommand(async () => {
  const { now = false, json = false } = program.opts<{ now?: boolean; json?: boolean }>();
  const days = readConfig().privacy.keepDays;
  const counts = await withStore(({ privacy }) =>
    applyRetention(privacy, { days, now: new Date(), dryRun: !now }),
  );
  const lines = retainedKinds.map((kind) => {
    const kept = days[kind] === 0 ? 'kept for ever' : `kept ${days[kind]} day(s)`;
    return `${String(counts[kind] ?? 0).padStart(8)}  ${kind.padEnd(14)} ${kept}`;
  });
  const text = [now ? 'Deleted:' : 'Would be deleted:', ...lines].join('\n');
  process.stdout.write(`${json ? JSON.stringify({ deleted: now, counts, days }) : text}\n`);
});
