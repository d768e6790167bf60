import { loadContent } from '../content.ts';
import { projectRoot } from '../project-root.ts';
import { planNext } from '../troubleshooting/plan.ts';
import { loadUnderstanding } from '../model-cache.ts';
import { command, runCommand } from './command.ts';

const program = command('ask', 'Prints the diagnosis of a symptom, and why.')
  .argument('<symptom...>', 'what a visitor would write')
  .option('--json', 'print one JSON object')
  .parse();

await runCommand(async () => {
  const { guide } = loadContent(projectRoot);
  const diagnosis = loadUnderstanding(guide).diagnose(program.args.join(' '));
  if (program.opts<{ json?: boolean }>().json) {
    process.stdout.write(`${JSON.stringify(diagnosis, null, 2)}\n`);
    return;
  }
  const percent = (share: number) => `${(100 * share).toFixed(0).padStart(3)} %`;
  const lines = [
    `${diagnosis.kind}${diagnosis.smallTalk ? ` (${diagnosis.smallTalk})` : ''}, confidence ${percent(diagnosis.confidence).trim()}, ${diagnosis.sure ? 'sure' : 'not sure'}`,
    ...diagnosis.sections.map(
      ({ section, share }) => `${percent(share)}  ${section}  ${guide.section(section)?.title ?? ''}`,
    ),
    `facets: ${
      Object.entries(diagnosis.facets)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ') || 'none'
    }`,
    ...(diagnosis.pointedAt.length > 0 ? [`points at: ${diagnosis.pointedAt.join(', ')}`] : []),
    ...(diagnosis.later.length > 0 ? [`for later: ${diagnosis.later.join(' | ')}`] : []),
    'why:',
    ...diagnosis.evidence.map((line) => `  ${line}`),
  ];
  if (diagnosis.kind === 'symptom') {
    const subject = { ...diagnosis, answers: [] };
    const { beliefs } = planNext({ guide, subject, mayAsk: false });
    const likely = [...beliefs.causes].sort((a, b) => b.probability - a.probability).slice(0, 6);
    lines.push(
      'likely causes:',
      ...likely.map(({ check, probability }) => `  ${percent(probability)}  ${check.id}`),
    );
    lines.push(`  ${percent(beliefs.outside)}  nothing in the guide`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
});
