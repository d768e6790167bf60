/** Something wrong in the content, told so that an author without code knowledge can mend it. */
export interface Problem {
  severity: 'error' | 'warning';
  /** Relative to the folder of the content. */
  file: string;
  /** From 1. */
  line: number;
  message: string;
  /** What to do. */
  hint: string;
}

/** One problem in two lines: where and what, then what to do. */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}  ${problem.severity}: ${problem.message}\n    → ${problem.hint}`;
}
