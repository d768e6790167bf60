import type { HttpClient } from '../http-client.ts';
import type { Running } from '../processes.ts';
import { type Load, playRounds } from '../rounds.ts';
import type { MeasuredServer } from '../report.ts';
import { ConnectorSink } from './sink.ts';
import { overConnector, recordOverConnector } from './subjects.ts';

/** The same messages to three servers, by the way of Teams: our bot, a bare echo bot, an echo behind our channel. */
export async function measureConnector(input: {
  client: HttpClient;
  servers: { support: Running; bare: Running; between: Running };
  loads: readonly Load[];
  rounds: number;
  progress: (text: string) => void;
}): Promise<Pick<MeasuredServer, 'name' | 'rounds'>[]> {
  const { client, servers, ...others } = input;
  const { support, bare, between } = servers;
  const sink = await ConnectorSink.start();
  try {
    const { sent, answers } = await recordOverConnector(client, { url: support.url, sink });
    const reach = (server: Running, name: string, counted?: readonly number[]) => ({
      subject: overConnector(client, { url: server.url, sink, name, sent, answers: counted }),
      server,
    });
    const subjects = [
      reach(support, 'support bot', answers),
      reach(bare, 'echo bot'),
      reach(between, 'echo, our channel'),
    ];
    const figures = await playRounds({ subjects, ...others });
    return subjects.map(({ subject }, index) => ({ name: subject.name, rounds: figures[index] ?? [] }));
  } finally {
    sink.close();
  }
}
