import { project, projectGet } from '../../contract/project';
import type { Operation } from '../../run/operation';
import { optionsCollection } from '../options';
import { toJson } from '../../output/json';
import { projectLocator } from './projectLocator';

/** The documentation's sample sends the ID as a number; an ID that is none is sent as text. */
function projectIdField(id: string): string | number {
	return /^\d{1,15}$/.test(id) ? Number(id) : id;
}

/** `project:get` */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a project',
	description: 'Get the title and status of one project',
	endpoint: projectGet,
	result: project,
	properties: [projectLocator, optionsCollection()],
	prepare: (item) => {
		const settings = item.settings();
		const request = item.check(projectGet, {
			project_id: { text: projectIdField(item.located('project_id')), path: 'project_id' },
		});
		return async (session) => {
			const { data } = await session.call(request, settings);
			return [{ json: toJson(data) }];
		};
	},
};
