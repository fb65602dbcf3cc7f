import { simplifiedIdent } from '../../output/shapes';
import { identGet } from '../../contract/ident';
import { identOutput } from '../../output/choice';
import type { Operation } from '../../run/operation';
import { optionsCollection } from '../options';
import { identIdField, identLocator } from './identLocator';
import { outputChoice, outputProperties } from './outputProperties';

/** `ident:get` */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get the status of an ident',
	description: 'Get the status of an ident and the data of its person',
	builderHint:
		'One look at one ident. To wait for the outcome use Wait for Result or Identify Trigger; to catch up with many idents on a schedule use Get Changes.',
	endpoint: identGet,
	result: simplifiedIdent,
	properties: [identLocator, ...outputProperties(), optionsCollection()],
	prepare: (item) => {
		const settings = item.settings();
		const identId = identIdField(item);
		const choice = outputChoice(item);
		const request = item.check(identGet, { ident_id: identId });
		return async (session) => {
			const { data } = await session.call(request, settings);
			return [{ json: identOutput(data, identId.text, choice) }];
		};
	},
};
