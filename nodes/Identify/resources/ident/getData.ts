import { identGetData } from '../../contract/ident';
import { listFiles, simplifyIdent } from '../../output/ident';
import type { Operation } from '../../run/operation';
import { optionsCollection } from '../options';
import { toJson } from '../../output/json';
import { identIdField, identLocator } from './identLocator';
import { simplifyProperty } from './simplifyProperty';

/** `ident:getData` */
export const getData: Operation = {
	value: 'getData',
	name: 'Get Identification Data',
	action: 'Get the identification data of an ident',
	description: 'Get an ident with the list of its PDFs, recordings and screenshots',
	endpoint: identGetData,
	properties: [identLocator, simplifyProperty, optionsCollection()],
	prepare: (item) => {
		const settings = item.settings();
		const identId = identIdField(item);
		const simplify = item.boolean('simplify', true);
		const request = item.check(identGetData, { ident_id: identId });
		return async (session) => {
			const { data } = await session.call(request, settings);
			if (!simplify) return [{ json: toJson(data) }];
			const files = listFiles(data).map((file) => ({ ...file }));
			return [{ json: { ...simplifyIdent(data.ident, identId.text), files } }];
		};
	},
};
