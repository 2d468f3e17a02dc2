import process from 'node:process';
import { checkStages } from './check-stages.ts';
import { runStages } from './stages.ts';

process.exitCode = (await runStages(checkStages.filter((stage) => stage.name.startsWith('types')))) ? 0 : 1;
