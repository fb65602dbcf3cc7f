import { isWanted } from '../input/lists';
import type { TriggerSettings } from './settings';

/** What the filters look at: the confirmed values, where there are some. */
export interface Filtered {
	status: string;
	status_code: string;
	project_id: string;
}

/** Whether a callback passes the filters; a filter that is not set lets everything pass. */
export function passes(
	{ status, status_code: code, project_id: projectId }: Filtered,
	{ statuses, projectIds }: Pick<TriggerSettings, 'statuses' | 'projectIds'>,
): boolean {
	return isWanted(statuses, [status, code]) && isWanted(projectIds, [projectId]);
}
