import process from 'node:process';
import { build } from './product-build.ts';

process.exitCode = await build();
