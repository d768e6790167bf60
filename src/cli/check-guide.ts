import { inspectAll } from '../content.ts';
import { formatProblem } from '../guide/problem.ts';
import { projectRoot } from '../project-root.ts';
import { command } from './command.ts';

const program = command('check-guide', 'Checks all content of the guide and says what to mend, file by file.')
  .argument('[folder]', 'folder that holds knowledge/ and cards/', projectRoot)
  .parse();

const { content, problems } = inspectAll(program.args[0] ?? projectRoot, { thorough: true });
for (const problem of problems) process.stdout.write(`${formatProblem(problem)}\n`);
const errors = problems.filter(({ severity }) => severity === 'error').length;
const warnings = problems.length - errors;
if (content) {
  const { sections, checks } = content.guide;
  const phrases = sections.reduce((sum, section) => sum + section.phrases.length, 0);
  process.stdout.write(
    `The guide is sound: ${sections.length} sections, ${checks.length} checks, ${phrases} example phrases, ${warnings} warning(s).\n`,
  );
} else {
  process.stdout.write(`The guide has ${errors} error(s) and ${warnings} warning(s).\n`);
  process.exitCode = 1;
}
