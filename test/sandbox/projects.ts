import { ACTIVE_PROJECT_ID, INACTIVE_PROJECT_ID } from './constants';

export interface Project {
	id: string;
	title: string;
	status: string;
}

/** Project 6 is the sample of project/getAll; 13 and 274 are those of the ident samples. */
export function seedProjects(): Map<string, Project> {
	const projects: Project[] = [
		{ id: ACTIVE_PROJECT_ID, title: '911 Internet GmbH', status: 'Active' },
		{ id: '13', title: 'Test Company', status: 'Active' },
		{ id: '274', title: 'Account Opening', status: 'Active' },
		{ id: INACTIVE_PROJECT_ID, title: 'Discontinued Campaign', status: 'Inactive' },
	];
	return new Map(projects.map((project) => [project.id, project]));
}
