// Imported first by a process that `handOver` started: it ends when the process that started it is gone, kill -9 included.

/** Set for that one process, and taken away here: those that it starts in turn have their own channels. */
export const MARK = 'DEMARCHE_HANDED_OVER';

if (process.env[MARK]) {
  delete process.env[MARK];
  const end = () => process.kill(process.pid, 'SIGKILL');
  process.on('disconnect', end);
  // The starter may have gone while this one was loaded.
  if (process.connected) process.channel.unref();
  else end();
}
