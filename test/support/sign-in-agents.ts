import { createSignInLink } from '../../src/channels/desk/sign-in-codes.ts';
import { openStore } from '../../src/storage/stores.ts';

export interface SignedIn {
  name: string;
  cookie: string;
}

/**
 * Signs agents in at a server that runs, by links such as `npm run desk-link` makes them.
 * @throws Error when the server takes one of them for unknown.
 */
export async function signInAgents(input: {
  count: number;
  databaseUrl: string;
  url: string;
}): Promise<SignedIn[]> {
  const { count, databaseUrl, url } = input;
  const clock = () => new Date();
  const store = await openStore(databaseUrl, { clock, newId: () => crypto.randomUUID() });
  const newSecret = () => crypto.randomUUID() + crypto.randomUUID();
  const signedIn: SignedIn[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      const name = `Agent ${index}`;
      const agent = { id: `agent-${index}`, name };
      const link = await createSignInLink(agent, { agents: store.agents, clock, newSecret });
      const code = new URL(link, url).searchParams.get('code');
      const answer = await fetch(`${url}/api/desk/sign-in`, {
        method: 'POST',
        headers: { origin: url, 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      });
      if (!answer.ok) throw new Error(`${name} was not signed in: ${await answer.text()}`);
      signedIn.push({ name, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' });
    }
  } finally {
    await store.close();
  }
  return signedIn;
}
