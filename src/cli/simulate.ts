import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Option } from 'commander';
import { Listr } from 'listr2';
import { type App, createApp } from '../app.ts';
import { RateBudget } from '../channels/connector/rate-budget.ts';
import { readConfig } from '../config.ts';
import { loadContent, type Content } from '../content.ts';
import { SupportError } from '../errors.ts';
import { projectRoot } from '../project-root.ts';
import { command, runCommand } from './command.ts';
import { readJsonLines } from './data-files.ts';
import type { SimulatedClient } from './simulate/client.ts';
import { SimulatedTeams } from './simulate/connector-client.ts';
import { DirectLineClient } from './simulate/direct-line-client.ts';
import { play, type Played } from './simulate/play.ts';
import { scenarioSchema, type Scenario } from './simulate/visitor.ts';

interface Options {
  json?: boolean;
  url?: string;
  channel: 'directline' | 'connector';
}

/** Opens a conversation on the channel that is played. */
type Open = () => Promise<SimulatedClient>;

const program = command(
  'simulate',
  'Plays scenarios as a visitor over the HTTP and WebSocket routes of a server.',
)
  .argument('<file>', 'scenarios, one JSON object a line')
  .option('--json', 'print one JSON object on standard output')
  .option('--url <url>', 'a running server; without it one is started for the run')
  .addOption(
    new Option('--channel <channel>', 'the way in; connector is that of Teams, with a server of its own')
      .choices(['directline', 'connector'])
      .default('directline'),
  )
  .parse();

await runCommand(async () => {
  const { json, url, channel } = program.opts<Options>();
  const scenarios = readJsonLines(program.args[0] ?? '', scenarioSchema);
  const content = loadContent(projectRoot);
  const playOver = (open: Open) => playAll({ scenarios, content, open, json });
  if (url && channel === 'connector')
    throw new SupportError('cli.invalid-input', 'With --channel connector there can be no --url.');
  const played = url
    ? await playOver(() => DirectLineClient.open(url))
    : channel === 'connector'
      ? await withServer(content, (app, own) => withTeams(app, own, playOver))
      : await withServer(content, (_, own) => playOver(() => DirectLineClient.open(own)));
  const totals = totalsOf(played);
  process.stdout.write(json ? `${JSON.stringify({ scenarios: played, totals })}\n` : report(played, totals));
});

/** Teams' side of the conversations, on this machine. */
async function withTeams<T>(app: App, url: string, work: (open: Open) => Promise<T>): Promise<T> {
  const teams = await SimulatedTeams.start();
  try {
    return await work(() => teams.open({ url, idle: () => app.idle() }));
  } finally {
    await teams.close();
  }
}

async function withServer<T>(content: Content, work: (app: App, url: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
  const quiet = () => undefined;
  const config = readConfig({
    PORT: '0',
    LEARNING: 'off',
    TOKENS_PER_MINUTE: '0',
    DATABASE_URL: `sqlite:${join(folder, 'support.db')}`,
  });
  const logger = {
    debug: quiet,
    info: quiet,
    error: (fields: object, event: string) => process.stderr.write(`${event} ${JSON.stringify(fields)}\n`),
  };
  // Nobody minds here how quickly messages come.
  const azure = { budget: new RateBudget([]) };
  const app = await createApp({ config, content, logger, azure });
  try {
    const { url } = await app.listen();
    return await work(app, url);
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function playAll(input: {
  scenarios: Scenario[];
  content: Content;
  open: Open;
  json?: boolean;
}): Promise<Played[]> {
  const { scenarios, content, open, json } = input;
  const played: Played[] = [];
  const tasks = scenarios.map((scenario) => ({
    title: `${scenario.id}: ${scenario.first.slice(0, 60)}`,
    task: async (_: unknown, task: { title: string }) => {
      const result = await play({ scenario, guide: content.guide, open });
      task.title = `${scenario.id}: ${result.end}${result.asExpected ? '' : ' (not as expected)'}`;
      played.push(result);
    },
  }));
  await new Listr(tasks, {
    renderer: json ? 'silent' : 'default',
    fallbackRenderer: 'simple',
    exitOnError: true,
  }).run();
  return played;
}

function totalsOf(played: Played[]) {
  const solved = played.filter(({ end }) => end === 'solved');
  const mean = (values: number[]) =>
    values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    scenarios: played.length,
    asExpected: played.filter(({ asExpected }) => asExpected).length,
    meanChecksToFix: mean(solved.map(({ checks }) => checks.length)),
    meanSeconds: mean(played.map(({ seconds }) => seconds)),
  };
}

function report(played: Played[], totals: ReturnType<typeof totalsOf>): string {
  const rows = played.map(
    ({ id, end, asExpected, checks, questions, seconds }) =>
      `${id.padEnd(10)} ${end.padEnd(10)} ${asExpected ? 'as expected ' : 'NOT EXPECTED'} ${String(questions)} question(s), ${String(seconds).padStart(4)} s, ${String(checks.length)} check(s): ${checks.join(' ')}`,
  );
  return `${rows.join('\n')}\n${totals.asExpected} of ${totals.scenarios} as expected; on average ${totals.meanChecksToFix.toFixed(1)} checks to the fix and ${totals.meanSeconds.toFixed(0)} visitor seconds.\n`;
}
