import type { z } from 'zod';
import type { WireAnswer } from '../../app/contract/shell.ts';
import { FaxError, toFaxError } from '../../app/model/errors.ts';

/** Runs a request and turns what it gives or throws into an answer: errors cross as data, defects are told at home. */
export async function answer(run: () => Promise<unknown>, onProblem: (error: unknown) => void): Promise<WireAnswer> {
  try {
    return { ok: true, result: await run() };
  } catch (thrown) {
    const error = toFaxError(thrown);
    if (error.code === 'INTERNAL') onProblem(error.cause ?? error);
    return { ok: false, error: error.toData() };
  }
}

/** The input as its schema gives it. Throws `ARGUMENT_INVALID` naming the first thing that is wrong, never its value. */
export function checked<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new FaxError('ARGUMENT_INVALID', {
    ...(where === '' ? {} : { message: `“${where.slice(0, 80)}” is not right.` }),
    cause: parsed.error,
  });
}
