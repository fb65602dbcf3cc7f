import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ask } from './support';

const MAIN = join(__dirname, '../../sandbox/main.ts');

interface Running {
	child: ChildProcess;
	output: () => string;
	/** Resolves with the exit code. */
	ended: Promise<unknown>;
}

function run(...args: string[]): Running {
	const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
		env: { ...process.env, PORT: undefined },
	});
	let text = '';
	child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
	const ended = once(child, 'exit').then(([code]: unknown[]) => code);
	return { child, output: () => text, ended };
}

async function untilPrinted({ child, output }: Running, text: string): Promise<void> {
	while (!output().includes(text)) await once(child.stdout ?? child, 'data');
}

describe('npm run sandbox', () => {
	it('prints what one needs, refuses a busy port and ends cleanly', async () => {
		const sandbox = run('--port', '0');
		try {
			await untilPrinted(sandbox, 'Ctrl+C');
			const url = /Gateway Host\s+(\S+)/.exec(sandbox.output())?.[1] ?? '';
			for (const text of ['sandbox-partner', 'sandbox-api-key-0123456789', '911 Internet GmbH']) {
				expect(sandbox.output()).toContain(text);
			}
			const state = await ask('GET', `${url}/__sandbox/state`);
			expect(state.json().partner).toBe('sandbox-partner');

			const { port } = new URL(url);
			const second = run('--port', port);
			expect(await second.ended).toBe(1);
			expect(second.output()).toContain(`Port ${port} is in use.`);
			expect(second.output()).not.toContain(' at ');

			sandbox.child.kill('SIGTERM');
			expect(await sandbox.ended).toBe(0);
		} finally {
			sandbox.child.kill('SIGKILL');
		}
	}, 20_000);
});
