import { boundHeap } from '#nest-kit';
import { run } from './program.ts';

boundHeap();
process.exitCode = await run(process.argv, process.env);
