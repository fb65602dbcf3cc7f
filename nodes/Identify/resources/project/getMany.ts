import { project, projectGetAll } from '../../contract/project';
import { listOperation } from '../listOperation';

/** `project:getMany` */
export const getMany = listOperation(
	{ action: 'Get many projects', description: 'Get the projects of your partner account' },
	projectGetAll,
	project,
);
