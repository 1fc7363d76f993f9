// A PostgreSQL server of a test's own: a fresh folder, a free port of loopback, gone when the test ends.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../clients/free-port.js';

const run = promisify(execFile);
const folder = findFolder();

/** Why there can be none here; false: there can. */
export const missingPostgres = folder ? false : 'PostgreSQL is not installed here (looked for initdb in /usr/lib/postgresql/*/bin and on the path)';

/** Its programs refuse root: then another user runs them. setpriv replaces itself, so that no process lies between. */
const isRoot = process.getuid?.() === 0;
const command = (program, args) => (isRoot
  ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', join(folder, program), ...args]]
  : [join(folder, program), args]);
const surroundings = { cwd: tmpdir(), env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } };

export async function startPostgres(t) {
  const home = await mkdtemp(join(tmpdir(), 'realtime-pg-'));
  const data = join(home, 'data');
  if (isRoot) await run('chown', ['postgres', home]);
  await chmod(home, 0o700);
  await run(...command('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions']), surroundings);
  const server = {
    port: await freePort(),
    /** Again on the same port, with the same data. */
    async start() {
      const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${home}`, 'fsync=off', 'shared_buffers=32MB']
        .flatMap((setting) => ['-c', setting]);
      const streams = ['ignore', 'ignore', 'pipe'];
      const child = spawn(...command('postgres', ['-D', data, '-p', String(server.port), ...settings]), { ...surroundings, stdio: streams });
      let log = '';
      child.stderr.on('data', (chunk) => { log = (log + chunk).slice(-4000); });
      const ended = once(child, 'exit');
      const last = () => child.kill('SIGQUIT');
      process.once('exit', last);
      server.stop = async () => {
        process.off('exit', last);
        child.kill('SIGINT');
        await ended;
      };
      while (!log.includes('ready to accept connections')) {
        await Promise.race([once(child.stderr, 'data'), ended.then(() => { throw new Error(`PostgreSQL ended at once: ${log}`); })]);
      }
    },
    /** As an operator would: connections are cut, data is kept. */
    async stop() {},
    /** A session that runs a statement for as long as the server or the test does. */
    work(application, sql) {
      const session = spawn(join(folder, 'psql'), ['-h', '127.0.0.1', '-p', String(server.port), '-U', 'postgres', '-q', '-c', sql],
        { cwd: tmpdir(), env: { ...process.env, PGAPPNAME: application }, stdio: 'ignore' });
      t.after(() => session.kill());
    },
    settings: () => ['--Realtime:Store=postgres', `--ConnectionStrings:Store=Host=127.0.0.1;Port=${server.port};Username=postgres;Database=postgres`],
  };
  t.after(async () => {
    await server.stop();
    await rm(home, { recursive: true });
  });
  await server.start();
  return server;
}

function findFolder() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin')) : [];
  return [...versions, ...(process.env.PATH ?? '').split(delimiter)].find((path) => existsSync(join(path, 'initdb')));
}
