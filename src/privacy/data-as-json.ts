import type { PersonalData } from './personal-data.ts';

/**
 * Everything as one JSON object, piece by piece: `{generatedAt, conversations: [{conversation, cases, escalations,
 * unmatched, files, log}]}`.
 */
export async function* dataAsJson(
  data: AsyncIterable<PersonalData>,
  { at }: { at: Date },
): AsyncIterable<string> {
  yield `{"generatedAt":${JSON.stringify(at.toISOString())},"conversations":[`;
  let isFirst = true;
  for await (const { log, ...kept } of data) {
    yield `${isFirst ? '' : ','}${JSON.stringify(kept).slice(0, -1)},"log":[`;
    isFirst = false;
    let isFirstEntry = true;
    for await (const page of log) {
      yield (isFirstEntry ? '' : ',') + page.map((entry) => JSON.stringify(entry)).join(',');
      isFirstEntry = false;
    }
    yield ']}';
  }
  yield ']}\n';
}
