import type { Resource } from '../../run/operation';
import { create } from './create';
import { downloadFiles } from './downloadFiles';
import { get } from './get';
import { getChanges } from './getChanges';
import { getData } from './getData';
import { setAppointment } from './setAppointment';
import { validate } from './validate';
import { waitForResult } from './waitForResult';

export const ident: Resource = {
	value: 'ident',
	name: 'Ident',
	operations: [
		create,
		downloadFiles,
		get,
		getChanges,
		getData,
		setAppointment,
		validate,
		waitForResult,
	],
};
