import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { command, runCommand } from './command.ts';
import { packageForTeams } from './package-teams/package.ts';

interface Options {
  appId: string;
  domain: string;
  organization: string;
  privacyUrl?: string;
  termsUrl?: string;
  out: string;
}

const program = command('package:teams', 'Writes the app package that a Teams administrator uploads.')
  .requiredOption('--app-id <id>', 'application id of the bot’s registration')
  .requiredOption('--domain <domain>', 'host name of this server, such as support.example.org')
  .option('--organization <name>', 'who offers it, as Teams shows it', 'Phone Link support')
  .option('--privacy-url <url>', 'your privacy statement, in place of this server’s page')
  .option('--terms-url <url>', 'your terms of use, in place of this server’s page')
  .option('--out <file>', 'where to write it', 'build/phone-link-support.teams.zip')
  .parse();

await runCommand(async () => {
  const { appId, domain, organization, privacyUrl, termsUrl, out } = program.opts<Options>();
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  const archive = await packageForTeams(join(projectRoot, 'appPackage'), {
    ...{ 'app-id': appId, domain, organization, version },
    'privacy-url': privacyUrl ?? `https://${domain}/privacy`,
    'terms-url': termsUrl ?? `https://${domain}/terms`,
  });
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, archive);
  process.stdout.write(`${out}: ${archive.length} bytes\n`);
});
