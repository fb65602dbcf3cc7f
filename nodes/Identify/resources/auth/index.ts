import type { Resource } from '../operation';
import { getToken } from './getToken';

export const auth: Resource = {
	value: 'auth',
	name: 'Authentication',
	operations: [getToken],
};
