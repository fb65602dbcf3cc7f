import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { Session } from '../../client/session';
import { entriesOf } from '../../contract/list';
import { projectGetAll } from '../../contract/project';
import { toNodeError } from '../../run/nodeErrors';

const SETTINGS = { timeout: 20_000, maxTries: 2 };

/**
 * Fills the project dropdown from Identify's live list (documentation: "project/getAll").
 *
 * @param filter - what the person typed; matched in title and ID, whatever the case
 * @throws NodeApiError with the reason, which the dropdown shows
 */
export async function searchProjects(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	try {
		const session = await Session.open(this);
		const { data } = await session.call({ endpoint: projectGetAll, fields: {} }, SETTINGS);
		const wanted = (filter ?? '').trim().toLowerCase();
		const results = entriesOf(data)
			.map(({ id, title, status }) => ({
				value: String(id),
				name: `${String(title ?? '') || 'Project'} (${[id, status].filter(Boolean).join(', ')})`,
			}))
			.filter(({ name }) => name.toLowerCase().includes(wanted))
			.sort((a, b) => a.name.localeCompare(b.name));
		return { results };
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}
