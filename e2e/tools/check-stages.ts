import { program, type Stage, vitest } from './stages.ts';

const types = ['pure', 'json', 'page', 'e2e'] as const;
const config = (name: (typeof types)[number]) => (name === 'json' ? 'tsconfig.json' : `tsconfig.${name}.json`);

/** Types of each world, lint, walls, unit tests: what must pass before each commit. */
export const checkStages: readonly Stage[] = [
  ...types.map((name) => ({ name: `types (${config(name)})`, minutes: 2, run: program('tsc', ['-p', config(name)]) })),
  { name: 'lint', minutes: 1, run: program('biome', ['check', '--error-on-warnings']) },
  { name: 'walls', minutes: 1, run: program('node', ['e2e/tools/walls.ts']) },
  { name: 'unit tests', minutes: 5, run: vitest('unit') },
];
