import { simplifiedIdentData } from '../../output/shapes';
import { identGetData } from '../../contract/ident';
import { identDataOutput } from '../../output/choice';
import type { Operation } from '../../run/operation';
import { optionsCollection } from '../options';
import { identIdField, identLocator } from './identLocator';
import { outputChoice, outputProperties } from './outputProperties';

/** `ident:getData` */
export const getData: Operation = {
	value: 'getData',
	name: 'Get Identification Data',
	action: 'Get the identification data of an ident',
	description: 'Get an ident with the list of its PDFs, recordings and screenshots',
	endpoint: identGetData,
	result: simplifiedIdentData,
	properties: [identLocator, ...outputProperties('files'), optionsCollection()],
	prepare: (item) => {
		const settings = item.settings();
		const identId = identIdField(item);
		const choice = outputChoice(item, 'files');
		const request = item.check(identGetData, { ident_id: identId });
		return async (session) => {
			const { data } = await session.call(request, settings);
			return [{ json: identDataOutput(data, identId.text, choice) }];
		};
	},
};
