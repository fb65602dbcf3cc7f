import type { Resource } from '../../run/operation';
import { get } from './get';
import { getMany } from './getMany';

export const project: Resource = {
	value: 'project',
	name: 'Project',
	operations: [get, getMany],
};
