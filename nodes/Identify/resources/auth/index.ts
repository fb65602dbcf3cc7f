import type { Resource } from '../../run/operation';
import { getToken } from './getToken';

export const auth: Resource = {
	value: 'auth',
	name: 'Authentication',
	operations: [getToken],
};
