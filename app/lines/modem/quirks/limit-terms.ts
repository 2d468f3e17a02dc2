import type { CallTerms } from '../../fax-line.ts';
import type { ModemQuirks } from './modem-quirks.ts';

/** A call's terms within what a modem that runs T.30 itself is known to do well. Pure. */
export function limitTerms<C extends CallTerms>(
  call: C,
  { class2WithoutEcm, class2OnlyMh }: Pick<ModemQuirks, 'class2WithoutEcm' | 'class2OnlyMh'>,
): C {
  return {
    ...call,
    ...(class2WithoutEcm ? { ecm: false } : {}),
    ...(class2OnlyMh ? { codings: ['mh'] } : {}),
  };
}
