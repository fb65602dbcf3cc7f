import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { N8nView } from '../support/n8nServer';

const idSchema = z.object({ id: z.string() });

/** Makes a data table, as the editor does; its columns are texts, those of the first row. */
export async function createDataTable(
	n8n: N8nView,
	name: string,
	rows: readonly IDataObject[],
): Promise<{ id: string; remove: () => Promise<void> }> {
	const project = idSchema.parse(await n8n.rest('GET', '/projects/personal')).id;
	const tables = `/projects/${project}/data-tables`;
	const columns = Object.keys(rows[0] ?? {}).map((column) => ({ name: column, type: 'string' }));
	const { id } = idSchema.parse(await n8n.rest('POST', tables, { name, columns }));
	await n8n.rest('POST', `${tables}/${id}/insert`, { data: rows, returnType: 'count' });
	const remove = async () => {
		await n8n.rest('DELETE', `${tables}/${id}`);
	};
	return { id, remove };
}
