import fc from 'fast-check';
import { type LineServer, lineInOwnProcess, lineInProcess } from '../support/line/line-server.ts';
import { LineWorld, type Who } from '../support/line/line-world.ts';
import { examples } from '../support/examples.ts';

jest.setTimeout(600_000);

/** What is known without the server: who holds a stream, and whether anything was said. */
interface Model {
  online: [boolean, boolean];
  hasSent: boolean;
}

type Command = fc.AsyncCommand<Model, LineWorld>;

interface Step {
  name: string;
  /** Whether it can be done now; always, without it. */
  when?: (model: Model) => boolean;
  /** What is known afterwards. */
  then?: (model: Model) => void;
  run: (world: LineWorld) => Promise<void>;
}

function command({ name, when = () => true, then = () => undefined, run }: Step): Command {
  return {
    toString: () => name,
    check: (model) => when(model),
    run: async (model, world) => {
      await run(world);
      then(model);
      await world.check();
    },
  };
}

const page = fc.constantFrom<Who>(0, 1);
const of = (step: (who: Who) => Step) => page.map((who) => command(step(who)));

const sent = (model: Model) => void (model.hasSent = true);
const allOffline = (model: Model) => void (model.online = [false, false]);

const talking: fc.Arbitrary<Command>[] = [
  of((who) => ({ name: `send(${who})`, run: (world) => world.send(who), then: sent })),
  of((who) => ({ name: `sendTwiceAtOnce(${who})`, run: (world) => world.sendTwiceAtOnce(who), then: sent })),
  fc
    .integer({ min: 1, max: 4 })
    .map((each) =>
      command({ name: `sendAllAtOnce(${each})`, run: (world) => world.sendAllAtOnce(each), then: sent }),
    ),
  fc.tuple(page, fc.nat(50)).map(([who, choice]) =>
    command({
      name: `sendAgain(${who}, ${choice})`,
      when: ({ hasSent }) => hasSent,
      run: (world) => world.sendAgain(who, choice),
    }),
  ),
];

const connecting: fc.Arbitrary<Command>[] = [
  of((who) => ({
    name: `connect(${who})`,
    when: ({ online }) => !online[who],
    run: (world) => world.connect(who),
    then: ({ online }) => void (online[who] = true),
  })),
  of((who) => ({
    name: `sendWhileConnecting(${who})`,
    when: ({ online }) => !online[who],
    run: (world) => world.sendWhileConnecting(who),
    then: (model) => {
      model.online[who] = true;
      model.hasSent = true;
    },
  })),
  of((who) => ({
    name: `sendAndCut(${who})`,
    when: ({ online }) => online[who],
    run: (world) => world.sendAndCut(who),
    then: (model) => {
      model.online[who] = false;
      model.hasSent = true;
    },
  })),
  of((who) => ({
    name: `cut(${who})`,
    when: ({ online }) => online[who],
    run: (world) => world.cut(who),
    then: ({ online }) => void (online[who] = false),
  })),
  of((who) => ({
    name: `collide(${who})`,
    when: ({ online }) => online[who],
    run: (world) => world.collide(who),
  })),
  of((who) => ({
    name: `reload(${who})`,
    run: (world) => world.reload(who),
    then: ({ online }) => void (online[who] = true),
  })),
  fc.constant(command({ name: 'poll', run: (world) => world.poll() })),
];

const ending: fc.Arbitrary<Command>[] = [
  fc.constant(command({ name: 'restart', run: (world) => world.restart(), then: allOffline })),
  of((who) => ({
    name: `crash(${who})`,
    run: (world) => world.crash(who),
    then: (model) => {
      allOffline(model);
      sent(model);
    },
  })),
];

async function play(server: LineServer, commands: Iterable<Command>): Promise<void> {
  const world = await LineWorld.begin(server);
  try {
    const model: Model = { online: [true, false], hasSent: false };
    await fc.asyncModelRun(() => ({ model, real: world }), commands);
    await world.checkAll();
  } finally {
    await world.end();
  }
}

describe('whatever two pages, a poller and the network do, nothing is lost, doubled or out of order', () => {
  it('on a server that is closed and opened again and crashes in the middle of turns', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands([...talking, ...connecting, ...ending], { maxCommands: 30, size: 'max' }),
        async (commands) => play(await lineInProcess(), commands),
      ),
      examples(15),
    );
  });

  it('on a process that is killed and started again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands([...talking, ...connecting, ...ending], { maxCommands: 10, size: 'max' }),
        async (commands) => play(await lineInOwnProcess(), commands),
      ),
      examples(2),
    );
  });
});
