import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { locateServers } from '../support/places';
import { freePort } from '../support/waiting';
import { listens, ServerProcess } from './serverProcess';

const execute = promisify(execFile);
const user = 'postgres';

/** PostgreSQL refuses to run as root: what to put before its commands. */
const unprivileged =
	process.getuid?.() === 0
		? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups']
		: [];

const idOf = (kind: '-u' | '-g') => Number(execFileSync('id', [kind, user], { encoding: 'utf8' }));

function asUser(file: string, args: readonly string[]): [string, ...string[]] {
	const [first = file, ...rest] = [...unprivileged, file, ...args];
	return [first, ...rest];
}

async function startPostgres(folder: string): Promise<ServerProcess> {
	const { initdb, postgres } = locateServers();
	const home = join(folder, 'postgres');
	mkdirSync(home);
	if (unprivileged.length > 0) {
		// Its user has to get through to its folder.
		chmodSync(folder, 0o711);
		chownSync(home, idOf('-u'), idOf('-g'));
	}
	const data = join(home, 'data');
	const [file, ...args] = asUser(initdb, ['-D', data, '-A', 'trust', '--no-sync', '-U', user]);
	await execute(file, args, { cwd: home });
	const port = await freePort();
	const settings = {
		listen_addresses: '127.0.0.1',
		unix_socket_directories: '',
		// Against a kill of the process, which is what is tested, no sync to the disk is needed.
		fsync: 'off',
		max_connections: '200',
		// In its folder, which is removed: a killed one would leave it in /dev/shm.
		dynamic_shared_memory_type: 'mmap',
	};
	const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	return await ServerProcess.start({
		command: asUser(postgres, ['-D', data, '-p', String(port), ...flags]),
		port,
		log: join(folder, 'postgres.log'),
		goodEnd: 'SIGINT',
		isReady: listens,
	});
}

async function startRedis(folder: string): Promise<ServerProcess> {
	const home = join(folder, 'redis');
	mkdirSync(home);
	const port = await freePort();
	const flags = ['--bind', '127.0.0.1', '--dir', home, '--appendonly', 'yes'];
	return await ServerProcess.start({
		command: [locateServers().redis, '--port', String(port), ...flags],
		port,
		log: join(folder, 'redis.log'),
		goodEnd: 'SIGTERM',
		isReady: listens,
	});
}

/** Redis, which keeps what it is told, and PostgreSQL, each in its part of the folder. */
export class QueueServers {
	private constructor(
		readonly redis: ServerProcess,
		readonly postgres: ServerProcess,
	) {}

	static async start(folder: string): Promise<QueueServers> {
		const postgres = await startPostgres(folder);
		try {
			return new QueueServers(await startRedis(folder), postgres);
		} catch (error) {
			await postgres.stop();
			throw error;
		}
	}

	/** What makes an n8n use them. */
	get env(): Record<string, string> {
		return {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(this.redis.port),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(this.postgres.port),
			// Made by initdb: a fresh one for each cluster.
			DB_POSTGRESDB_DATABASE: user,
			DB_POSTGRESDB_USER: user,
			DB_POSTGRESDB_PASSWORD: 'none-is-asked-for',
		};
	}

	async stop() {
		await this.redis.stop();
		await this.postgres.stop();
	}
}
