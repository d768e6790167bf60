import { openContent } from '../content-cache.ts';
import { errorFrom } from '../errors.ts';
import { loadUnderstanding } from '../model-cache.ts';
import { projectRoot } from '../project-root.ts';

/**
 * Makes ready what every start needs, right after an install: the compiled content and the trained classifier, so that
 * the first start is as quick as the next. What fails here is told and does not fail the install: the start makes it
 * anew, and a broken guide stops it there with the whole report.
 */
try {
  const { guide } = await openContent(projectRoot);
  loadUnderstanding(guide);
} catch (error) {
  process.stderr.write(`Not made ready: ${errorFrom(error).message}\n`);
}
