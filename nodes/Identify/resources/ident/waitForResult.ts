import { ownFailure } from '../../client/failure';
import { identGet } from '../../contract/ident';
import { isWanted } from '../../input/lists';
import { identOutput } from '../../output/choice';
import { isOther, statusOf } from '../../output/ident';
import { awaitedIdent } from '../../output/shapes';
import type { WaitOperation } from '../../run/operation';
import { optionsCollection } from '../options';
import { finalStatusesOf, finalStatusesProperties } from './finalStatuses';
import { identIdField, identLocator } from './identLocator';
import { outputChoice, outputProperties } from './outputProperties';
import { waitLimitOf, waitLimitProperties } from './waitLimit';

const OTHER_IDENT = {
	message: 'Identify answered about another ident',
	advice: 'Run the item again; if it happens again, ask Identify.',
};

/** `ident:waitForResult` */
export const waitForResult: WaitOperation = {
	value: 'waitForResult',
	name: 'Wait for Result',
	action: 'Wait for the result of an ident',
	description:
		'Pause the workflow until idents have a final status. A POST to the resume URL makes the node look again.',
	endpoint: identGet,
	asks: "then n8n's wait",
	builderHint:
		'Follow it by an IF or Switch on status_code. When the limit passes, the input items are passed on instead: lead Wait for Result, Get and an IF back to Wait for Result to wait on. To wake it by a callback, store {{ $execution.resumeUrl }} with the ident ID before it and POST to it from the workflow of Identify Trigger.',
	result: awaitedIdent,
	notForTools: 'Use Get, which reads the status as it is now.',
	properties: [
		{
			displayName:
				'One wait for all items: the workflow goes on when every ident is final. For one wait per person, call a sub-workflow for each. A POST to {{ $execution.resumeUrl }} makes this node look again at once.',
			name: 'waitNotice',
			type: 'notice',
			default: '',
		},
		identLocator,
		...finalStatusesProperties,
		...waitLimitProperties,
		...outputProperties(),
		optionsCollection(),
	],
	wait: (item) => {
		const settings = item.settings();
		const identId = identIdField(item);
		const finalStatuses = finalStatusesOf(item);
		const limitMs = waitLimitOf(item);
		const choice = outputChoice(item);
		const request = item.check(identGet, { ident_id: identId });
		return {
			limitMs,
			look: async (session, signal) => {
				const patience = signal ? { ...settings, signal } : settings;
				const { data } = await session.call(request, patience);
				if (isOther(data, identId.text)) throw ownFailure('refused', OTHER_IDENT, true);
				const { status, status_code: code } = statusOf(data, identId.text);
				const isFinal = isWanted(finalStatuses, [String(code ?? ''), String(status ?? '')]);
				if (!isFinal) return undefined;
				return { json: { ...identOutput(data, identId.text, choice), final: true } };
			},
		};
	},
};
