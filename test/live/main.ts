import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { IdentifyFailure } from '../../nodes/Identify/client/failure';
import { DEFAULT_GATEWAY, gatewayUrl } from '../../nodes/Identify/client/gateway';
import { checkLive, type Target } from './check';
import { CannotRun } from './service';

/** `npm run check:live`: compares Identify's service with its documentation. Changes nothing. */

const USAGE = `npm run check:live -- --partner <name> [--host <address>] [--project <id>] [--ident <id>]
The API key is asked for, or read from standard input. It is never an argument.`;

function readOptions(): Omit<Target, 'apiKey'> {
	const string = { type: 'string' } as const;
	try {
		const { values } = parseArgs({
			options: { host: string, partner: string, ident: string, project: string },
		});
		const { partner, ident, project } = values;
		if (!partner) throw new CannotRun(USAGE);
		return { host: gatewayUrl(values.host ?? DEFAULT_GATEWAY), partner, ident, project };
	} catch (error) {
		if (error instanceof IdentifyFailure) {
			throw new CannotRun(`${error.message.replace('Gateway Host', '--host')}.`);
		}
		// What parseArgs says repeats arguments, and one might be a key.
		throw new CannotRun(USAGE);
	}
}

async function readKey(): Promise<string> {
	if (!process.stdin.isTTY) return (await text(process.stdin)).trim();
	process.stderr.write('API key (not shown): ');
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
	try {
		return await new Promise<string>((resolve, reject) => {
			lines.once('line', (line) => resolve(line.trim()));
			lines.once('SIGINT', () => reject(new CannotRun('Stopped.')));
			lines.once('close', () => reject(new CannotRun('No key was given.')));
		});
	} finally {
		lines.close();
		process.stderr.write('\n');
	}
}

async function main(): Promise<void> {
	const options = readOptions();
	const apiKey = await readKey();
	if (apiKey === '') throw new CannotRun('No key was given.');
	const deviations = await checkLive({ ...options, apiKey }, (line) => {
		process.stdout.write(`${line}\n`);
	});
	process.exitCode = deviations === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
	process.stderr.write(
		error instanceof CannotRun ? `${error.message}\n` : 'The check failed by a fault of its own.\n',
	);
	process.exitCode = 2;
});
