import { Teams, executesOf, type TeamsPerson } from '../../support/azure/teams.ts';

const day = 24 * 60 * 60 * 1000;
const symptom = 'None of the notifications on my Galaxy reach Phone Link on the PC';
const answers = (data: Record<string, unknown>) => data.answer === 'already-ok';

/** Milliseconds that the program's clock is ahead. */
let ahead = 0;
const clock = () => new Date(Date.now() + ahead);
let teams: Teams;
beforeAll(async () => {
  teams = await Teams.start({ clock });
});
beforeEach(() => {
  ahead = 0;
});
afterAll(() => teams.close());

/** Somebody who is asked a check, and the click that answers it. */
async function atCheck() {
  const from = { id: `29:${crypto.randomUUID()}`, name: 'Ada', aadObjectId: crypto.randomUUID() };
  const person = teams.person({ from });
  await person.says(symptom);
  await teams.service.until(() => person.withButton(answers) !== undefined);
  const card = person.withButton(answers);
  const action = executesOf(card?.activity).find(({ data }) => answers(data));
  if (!card || !action) throw new Error('There is no such button.');
  const click = async () => {
    const activity = person.clicked(action, card.id);
    const exp = Math.round(clock().getTime() / 1000) + 600;
    const claims = { aud: teams.appId, serviceurl: activity.serviceUrl, exp };
    return teams.postRaw(activity, `Bearer ${await teams.provider.token(claims)}`);
  };
  return { person, click };
}

const caseOf = (person: TeamsPerson) =>
  (person.screen().at(-1)?.activity.channelData as { support?: { case: string | null } } | undefined)?.support
    ?.case;

describe('a click on a card', () => {
  it('of a case whose data was deleted begins nothing and brings nothing back', async () => {
    const { person, click } = await atCheck();
    const before = caseOf(person);
    await person.says('delete my data');
    await teams.service.until(
      () => person.withButton(({ do: what }) => what === 'confirm-delete') !== undefined,
    );
    const deleted = await person.clicks(({ answer }) => answer === 'yes');
    expect(deleted.text).toMatch(/was deleted/i);
    await teams.service.until(() => /was deleted/i.test(person.screen().at(-1)?.activity.text ?? ''));
    const answered = await click();
    expect(answered.status).toBe(200);
    expect(JSON.parse(answered.text)).toMatchObject({ statusCode: 200 });
    expect(answered.text).not.toContain(before);
    expect(await teams.app.store.findCase(before ?? '')).toBeUndefined();
  });

  it('or a typed yes deletes, and who deleted is told so', async () => {
    const { person } = await atCheck();
    await person.says('delete my data');
    const asks = (data: Record<string, unknown>) => data.do === 'confirm-delete';
    await teams.service.until(() => person.withButton(asks) !== undefined);
    await person.says('yes');
    await teams.service.until(() => /was deleted/i.test(person.screen().at(-1)?.activity.text ?? ''));
  });

  it('of last month goes on where the case stands', async () => {
    const { person, click } = await atCheck();
    const before = caseOf(person);
    ahead = 31 * day;
    expect(JSON.parse((await click()).text)).toMatchObject({ statusCode: 200 });
    const next = (data: Record<string, unknown>) => answers(data) && data.step !== 1;
    await teams.service.until(() => person.withButton(next) !== undefined);
    expect(caseOf(person)).toBe(before);
  });

  it('of last month that was answered then changes nothing', async () => {
    const { person, click } = await atCheck();
    await click();
    const next = (data: Record<string, unknown>) => answers(data) && data.step !== 1;
    await teams.service.until(() => person.withButton(next) !== undefined);
    const asked = executesOf(person.withButton(next)?.activity).map(({ data }) => data.step);
    ahead = 31 * day;
    expect((await click()).status).toBe(200);
    await teams.app.idle();
    expect(executesOf(person.withButton(next)?.activity).map(({ data }) => data.step)).toEqual(asked);
  });
});
