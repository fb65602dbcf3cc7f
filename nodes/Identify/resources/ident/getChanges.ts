import type { INodeProperties } from 'n8n-workflow';
import { IdentifyFailure, ownFailure } from '../../client/failure';
import { outcomeOf } from '../../client/outcome';
import { identGet, type Ident } from '../../contract/ident';
import type { Item } from '../../input/item';
import { isWanted, splitStatuses, statusFault } from '../../input/lists';
import { changeEvent, expiredEvent, EXPIRED, type Check } from '../../output/event';
import { changedIdent } from '../../output/shapes';
import { isOther } from '../../output/ident';
import type { Operation, Output } from '../../run/operation';
import { optionsCollection } from '../options';
import { identIdField, identLocator } from './identLocator';

const knownStatusCode: INodeProperties = {
	displayName: 'Known Status Code',
	name: 'known_status_code',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.status_code }}',
	description:
		'The status code that you noted last, e.g. in a data table. Only an ident with another one is returned; if this is empty, every ident is. Note "expired" for an ident that was returned as expired.',
};

/** Reads `known_status_code`; what cannot be one code is reported on the item. */
function knownCode(item: Item): string {
	const value = item.value('known_status_code');
	const known = item.text('known_status_code');
	const isNoCode =
		typeof value === 'boolean' || (typeof value === 'number' && !/^\d+$/.test(known));
	const isNotOne = splitStatuses(known).length > 1 || statusFault(known) !== undefined;
	if (!isNoCode && !isNotOne) return known;
	item.report('known_status_code', 'must be one status code, e.g. 2, or empty', value);
	return '';
}

const ASK_IDENTIFY = 'Run the item again; if it stays so, ask Identify.';

/** @throws IdentifyFailure when the answer says nothing about the status of the ident asked for */
function requireStatus(ident: Ident, identId: string): void {
	if (isOther(ident, identId)) {
		throw ownFailure('refused', {
			message: `Identify answered about another ident than ${identId}`,
			advice: ASK_IDENTIFY,
		});
	}
	if (String(ident.status_code ?? '').trim() === '') {
		throw ownFailure('refused', {
			message: `Identify's answer about the ident ${identId} does not tell its status code`,
			advice: ASK_IDENTIFY,
		});
	}
}

/** Nothing when the status is the known one, else the event. Some note the status in words. */
function ifChanged(ident: Ident, check: Check): Output[] {
	requireStatus(ident, check.identId);
	const current = [ident.status_code, ident.status].map((value) => String(value ?? '').trim());
	const isKnown = check.known !== '' && isWanted([check.known], current);
	return isKnown ? [] : [{ json: changeEvent(ident, check) }];
}

/** `ident:getChanges` */
export const getChanges: Operation = {
	value: 'getChanges',
	name: 'Get Changes',
	action: 'Get the idents that have changed',
	description:
		'From a list of idents with the status that you know, get those whose status is another one, or that Identify has deleted. Run on a schedule, it catches up on callbacks that were lost.',
	builderHint:
		'Start it by a Schedule Trigger with the open idents of a data table, and lead its output into the same Remove Duplicates (by event_key) as that of Identify Trigger.',
	endpoint: identGet,
	result: changedIdent,
	properties: [identLocator, knownStatusCode, optionsCollection()],
	prepare: (item) => {
		const settings = item.settings();
		const { text: identId, path } = identIdField(item);
		const known = knownCode(item);
		const request = item.check(identGet, { ident_id: { text: identId, path } });
		return async (session) => {
			const asked = await outcomeOf(session.call(request, settings));
			const check = { identId, known, receivedAt: new Date().toISOString() };
			if ('result' in asked) return ifChanged(asked.result.data, check);
			const { error } = asked;
			if (!(error instanceof IdentifyFailure && error.details.notFound)) throw error;
			return known.toLowerCase() === EXPIRED ? [] : [{ json: expiredEvent(check) }];
		};
	},
};
