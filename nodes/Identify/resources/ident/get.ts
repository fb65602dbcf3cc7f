import { identGet } from '../../contract/ident';
import { simplifyIdent } from '../../output/ident';
import type { Operation } from '../../run/operation';
import { optionsCollection } from '../options';
import { toJson } from '../../output/json';
import { identIdField, identLocator } from './identLocator';
import { simplifyProperty } from './simplifyProperty';

/** `ident:get` */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get an ident',
	description: 'Get the status of an ident and the data of its person',
	endpoint: identGet,
	properties: [identLocator, simplifyProperty, optionsCollection()],
	prepare: (item) => {
		const settings = item.settings();
		const identId = identIdField(item);
		const simplify = item.boolean('simplify', true);
		const request = item.check(identGet, { ident_id: identId });
		return async (session) => {
			const { data } = await session.call(request, settings);
			return [{ json: simplify ? simplifyIdent(data, identId.text) : toJson(data) }];
		};
	},
};
