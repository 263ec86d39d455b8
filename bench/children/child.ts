import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A part of a benchmark in a process of its own, so that it shares neither heap nor event loop with the rest. */
export interface Child<Answer> {
  /** Its first message. */
  answer: Answer;
  stop(): Promise<void>;
}

/** Starts `run.js child <role>` with `input`, and waits until it has something to say. */
export async function startChild<Answer>(role: string, input: object): Promise<Child<Answer>> {
  const child: ChildProcess = fork(process.argv[1]!, ['child', role, JSON.stringify(input)]);
  const [answer] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The ${role} of the benchmark ended with ${String(code)}`);
    }),
  ])) as [Answer];
  return {
    answer,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.disconnect();
      const patience = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await gone;
      clearTimeout(patience);
    },
  };
}

/** Starts a child for the one answer it gives. */
export async function askChild<Answer>(role: string, input: object): Promise<Answer> {
  const child = await startChild<Answer>(role, input);
  await child.stop();
  return child.answer;
}

/** The child's side: gives its answer, and returns when it is no longer needed. */
export async function answerParent(answer: object): Promise<void> {
  const released = once(process, 'disconnect');
  process.send!(answer);
  await released;
}
