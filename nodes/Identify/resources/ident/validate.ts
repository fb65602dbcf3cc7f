import type { IDataObject } from 'n8n-workflow';
import { outcomeOf } from '../../client/outcome';
import { asInvalidItem, shownValue } from '../../input/invalidItem';
import { validatedIdent } from '../../output/shapes';
import type { Operation } from '../../run/operation';
import { createProperties } from './createProperties';
import { readCreate, type CreateRequest } from './createRequest';

/** The request as Create sends it, but for the PDF: of that, its size. */
function withoutFile({ fields, pdfBytes }: CreateRequest): IDataObject {
	const request: IDataObject = {};
	Object.assign(request, fields);
	if (pdfBytes !== undefined) request.pdf_content = { bytes: pdfBytes };
	return request;
}

/** `ident:validate` */
export const validate: Operation = {
	value: 'validate',
	name: 'Validate',
	action: 'Validate the data of an ident',
	description: 'Find out what Create would send or refuse, item by item; nothing is sent',
	asks: 'nothing is sent',
	builderHint:
		'Branch on valid with an IF node before Create: problems says what a person has to correct, and in which field.',
	result: validatedIdent,
	properties: createProperties,
	prepare: async (item, context) => {
		const read = await outcomeOf(readCreate(item, context));
		if ('result' in read) {
			return [{ json: { valid: true, problems: [], request: withoutFile(read.result) } }];
		}
		const { error } = read;
		if (!(error instanceof Error)) throw error;
		const { issues } = asInvalidItem(error, item.index, createProperties);
		const problems = issues.map(({ path, label, problem, value }) => ({
			field: path,
			label,
			problem,
			value: shownValue(value) || null,
		}));
		// A part of a request would be taken for the request.
		return [{ json: { valid: false, problems, request: null } }];
	},
};
