import { FaxError } from '../app/model/errors.ts';

/** One line for the log of what went wrong where nobody asked: what and where, never what is on a page. */
export function logProblem(problem: unknown): void {
  process.stderr.write(`${describeProblem(problem)}\n`);
}

/** A problem with its causes; the stack only of what is a defect. */
export function describeProblem(problem: unknown): string {
  if (problem instanceof FaxError) {
    const cause = problem.cause === undefined ? '' : ` (${describeProblem(problem.cause)})`;
    return `${problem.code}: ${problem.message}${cause}`;
  }
  if (problem instanceof Error) return problem.stack ?? String(problem);
  return String(problem);
}
