import { Command } from 'commander';
import { SupportError } from '../errors.ts';

/** A command of this project, called as `npm run NAME -- …`. */
export function command(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .helpOption('-h, --help', 'show this help');
}

/** Runs a command's work; a coded error becomes two lines and exit code 1, not a stack. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SupportError)) throw error;
    process.stderr.write(`${error.code}: ${error.message}\n→ ${error.hint}\n`);
    process.exitCode = 1;
  }
}
