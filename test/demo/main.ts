/** The process behind `npm start`: sandbox, neighbours and first page, with a memory. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { freePort } from '../support/waiting';
import { startDemo } from './demo';

const placesSchema = z.object({
	url: z.string(),
	email: z.string(),
	password: z.string(),
	workflows: z.array(
		z.object({
			name: z.string(),
			id: z.string(),
			state: z.string(),
			formUrl: z.string().optional(),
			trouble: z.string().optional(),
		}),
	),
	logs: z.array(z.string()),
});

/** The wanted port or one near it, and a sentence where it is another. */
async function choosePort(what: string, wanted: number, notes: string[]): Promise<number> {
	const port = await freePort(wanted, wanted + 1, wanted + 2);
	if (port !== wanted) notes.push(`Port ${wanted} is in use: ${what} takes ${port}.`);
	return port;
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { folder: { type: 'string' } } });
	if (values.folder === undefined) throw new Error('--folder is required.');
	const notes: string[] = [];
	const demo = await startDemo({
		folder: join(values.folder),
		port: await choosePort('the first page', 4000, notes),
		sandboxPort: await choosePort('the sandbox', 4010, notes),
		smtpPort: await choosePort('the mail server', 2525, notes),
	});
	if (demo.trouble !== undefined) notes.push(demo.trouble);
	const { sandbox, neighbours } = demo;
	const { url, partner, apiKey } = sandbox;
	process.on('message', (message) => demo.tell(placesSchema.parse(message)));
	process.send?.({ sandbox: { url, partner, apiKey }, neighbours: neighbours.addresses, notes });
	const stop = () => void demo.stop().finally(() => process.exit());
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	process.once('disconnect', stop);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
