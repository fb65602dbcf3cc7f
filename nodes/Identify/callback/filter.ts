import { commaList } from './authorise';
import type { TriggerSettings } from './settings';

/** What the filters look at: the confirmed values, where there are some. */
export interface Filtered {
	status: string;
	status_code: string;
	project_id: string;
}

function isWanted(wanted: readonly string[], values: readonly string[]): boolean {
	const lower = values.map((value) => value.toLowerCase());
	return wanted.some((entry) => lower.includes(entry.toLowerCase()));
}

/** Whether a callback passes the filters; an empty filter lets everything pass. */
export function passes(
	{ status, status_code: code, project_id: projectId }: Filtered,
	settings: Pick<TriggerSettings, 'statuses' | 'otherStatuses' | 'projectIds'>,
): boolean {
	const statuses = [...settings.statuses, ...commaList(settings.otherStatuses)];
	const projects = commaList(settings.projectIds);
	return (
		(statuses.length === 0 || isWanted(statuses, [status, code])) &&
		(projects.length === 0 || isWanted(projects, [projectId]))
	);
}
