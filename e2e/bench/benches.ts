import type { Bench } from './bench.ts';
import { codecBenches } from './codec-bench.ts';
import { convertBench } from './convert-bench.ts';
import { lineBench } from './line-bench.ts';
import { memoryBench } from './memory-bench.ts';
import { queueBench } from './queue-bench.ts';

/** Every bench of `fax bench`, in the order of the table. */
export const benches: readonly Bench[] = [...codecBenches, convertBench, memoryBench, lineBench, queueBench];
