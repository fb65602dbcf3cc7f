import type { INodeProperties } from 'n8n-workflow';

/** The parameter `project_id`: picked from Identify's live list, or entered. */
export const projectLocator: INodeProperties = {
	displayName: 'Project',
	name: 'project_id',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The Identify project of your partner account',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'e.g. Customer onboarding',
			typeOptions: { searchListMethod: 'searchProjects', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 6',
		},
	],
};
