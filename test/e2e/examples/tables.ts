import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { N8nView } from '../../support/n8nServer';
import { n8nIs } from '../../support/n8nVersion';
import type { ExampleBench } from '../exampleSupport';

const listSchema = z.object({
	data: z.array(z.object({ id: z.string(), name: z.string() })),
});
const rowsSchema = z.object({ data: z.array(z.record(z.unknown())) });

/** An example, and the trigger to start it by. */
interface ExampleStart {
	file: string;
	trigger: string;
}

/** A data table that an example makes by itself, by its exact name. */
export class ExampleTable {
	constructor(
		private readonly n8n: N8nView,
		private readonly name: string,
	) {}

	private async path(): Promise<string | undefined> {
		const { id: project } = z
			.object({ id: z.string() })
			.parse(await this.n8n.rest('GET', '/projects/personal'));
		const tables = `/projects/${project}/data-tables`;
		const { data } = listSchema.parse(await this.n8n.rest('GET', `${tables}?take=100`));
		const found = data.find(({ name }) => name === this.name);
		return found && `${tables}/${found.id}`;
	}

	private async existing(): Promise<string> {
		const path = await this.path();
		if (path === undefined) throw new Error(`There is no data table "${this.name}".`);
		return path;
	}

	/** Fine without a table. */
	async remove() {
		const path = await this.path();
		if (path !== undefined) await this.n8n.rest('DELETE', path);
	}

	async insert(data: readonly IDataObject[]) {
		await this.n8n.rest('POST', `${await this.existing()}/insert`, { data, returnType: 'count' });
	}

	/** All rows; none where the table has not been made yet. */
	async rows() {
		const path = await this.path();
		if (path === undefined) return [];
		return rowsSchema.parse(await this.n8n.rest('GET', `${path}/rows?take=100`)).data;
	}
}

/**
 * Tests of an example that makes its table itself. README says which need n8n 2:
 * the Data Table node of n8n 1 makes none, so there the example fails before it does anything.
 */
export function withTables(bench: ExampleBench, start: ExampleStart, tests: () => void) {
	if (n8nIs('>=2')) {
		tests();
		return;
	}
	test('in n8n 1 the table cannot be made: the execution fails before anything is done', async () => {
		const id = await bench.import(bench.read(start.file));
		const execution = await bench.n8n.waitForExecution(
			await bench.n8n.startWorkflow(id, start.trigger),
		);
		expect(execution.errorMessage).toBe('Could not get parameter');
		expect(bench.sandbox.requests.entries).toEqual([]);
		expect((await bench.neighbours.of('slack', bench.account)).messages).toEqual([]);
	});
}
