import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openStore } from '../../src/storage/stores.ts';
import { signInAgents } from '../support/sign-in-agents.ts';
import { CrashAgent } from './crash-agent.ts';
import { CrashServer } from './crash-server.ts';
import { CrashVisitor } from './crash-visitor.ts';
import type { Outcome } from './find-problems.ts';
import { Patient } from './patient.ts';
import { readKept } from './read-kept.ts';

export interface CrashPlan {
  kills: number;
  visitors: number;
  agents: number;
  random: () => number;
  /** Told after each kill. */
  onKill?: (number: number) => void;
}

export interface CrashOutcome extends Outcome {
  agents: readonly CrashAgent[];
  /** Requests that had no answer at first, and were sent again. */
  cutOff: number;
}

/** The most requests that are answered between a start and the next kill: in work, as machines are not equally fast. */
const longestLife = 300;
/** The longest time between them, and the latest kill of a process that is still starting. Milliseconds. */
const longestLifeMs = 30_000;
const longestStartMs = 1500;
/** Of so many kills one hits a process that is still starting. */
const whileStarting = 6;
const catchUpMs = 120_000;

/**
 * Visitors and agents talk over the program's own routes, while its process is killed at random moments and started
 * again. Resolves when everybody has an answer to everything and every stream has caught up.
 */
export async function playCrashes(plan: CrashPlan): Promise<CrashOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'crash-'));
  const databaseUrl = `sqlite:${join(folder, 'support.db')}`;
  const server = await CrashServer.start(databaseUrl, plan.random);
  const patient = new Patient(server.url, () => server.isServing);
  const { random } = plan;
  const visitors = Array.from(
    { length: plan.visitors },
    (_, index) => new CrashVisitor({ name: `visitor ${index}`, patient, random }),
  );
  try {
    const signedIn = await signInAgents({ count: plan.agents, databaseUrl, url: server.url });
    const agents = signedIn.map(
      ({ name, cookie }) => new CrashAgent({ name, cookie, origin: server.url, patient, random }),
    );
    const all = [...visitors, ...agents];
    const playing = Promise.all(all.map((one) => one.play()));
    await Promise.race([playing, killAll({ server, patient, plan })]);
    for (const one of all) one.stop();
    await playing;
    await untilCaughtUp(visitors, databaseUrl);
    for (const visitor of visitors) visitor.leave();
    await server.stop();
    const conversations = await Promise.all(visitors.map((visitor) => visitor.conversationId()));
    const kept = await readKept(databaseUrl, conversations);
    return { visitors, agents, kept, logged: server.logged(), cutOff: patient.cutOff };
  } finally {
    for (const visitor of visitors) visitor.leave();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function killAll(parts: { server: CrashServer; patient: Patient; plan: CrashPlan }): Promise<void> {
  const { server, patient } = parts;
  const { kills, random, onKill } = parts.plan;
  for (let number = 1; number <= kills; number += 1) {
    await untilAnswered(patient, random() * longestLife);
    if (number % whileStarting === 0 && number < kills) {
      await server.killTwice(random() * longestStartMs);
      number += 1;
    } else await server.kill();
    onKill?.(number);
  }
  // What was cut off by the last one is sent once more, and life goes on for a moment.
  await untilAnswered(patient, longestLife);
}

/** Waits for so many more answers; a part of one is a part of the time it takes. */
async function untilAnswered(patient: Patient, requests: number): Promise<void> {
  const goal = patient.answered + Math.floor(requests);
  const until = performance.now() + longestLifeMs;
  while (patient.answered < goal && performance.now() < until) await pause(2);
  await pause((requests % 1) * 10);
}

/** @throws Error when a stream does not get all of its conversation. */
async function untilCaughtUp(visitors: readonly CrashVisitor[], databaseUrl: string): Promise<void> {
  const parts = { clock: () => new Date(), newId: () => crypto.randomUUID() };
  const store = await openStore(databaseUrl, parts);
  const until = performance.now() + catchUpMs;
  const isBehind = async (visitor: CrashVisitor) =>
    visitor.watermark < (await store.lastSeq(await visitor.conversationId()));
  try {
    for (const visitor of visitors) {
      while ((await isBehind(visitor)) && performance.now() < until) await pause(20);
      if (await isBehind(visitor)) throw new Error(`The stream of ${visitor.name} stays behind.`);
    }
  } finally {
    await store.close();
  }
}
