import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { property } from '../../client/failure';
import type { Item } from '../../input/item';

const PATH = 'pdfBinaryField';

/** What describes a file; n8n-workflow's own check is missing in n8n 1.x. */
const isFile = (value: unknown): value is IBinaryData =>
	typeof property(value, 'mimeType') === 'string';

/** Whether the content can be had: `$binary` leaves out the `data` of a file in memory. */
const hasContent = (file: IBinaryData) =>
	typeof property(file, 'data') === 'string' || typeof property(file, 'id') === 'string';

/** The files in an object, e.g. `item.binary` or, with n8n's combined binary mode, `item.json`. */
function filesIn(value: unknown): Array<[string, IBinaryData]> {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).filter((entry): entry is [string, IBinaryData] => isFile(entry[1]));
}

/**
 * The parameter's file: by the name of its field, or itself, as an expression like
 * `{{ $('Form').item.binary.contract }}` gives it, or as the only one of a list or of `item.binary`.
 * Anything else is reported.
 */
export function fileOrName(
	item: Item,
	context: IExecuteFunctions,
): string | IBinaryData | undefined {
	const value = item.value(PATH);
	if (typeof value !== 'object' || value === null) return item.text(PATH);
	const files: Array<[string, IBinaryData]> = isFile(value) ? [['', value]] : filesIn(value);
	const [only] = files;
	if (only && files.length === 1) {
		const found = hasContent(only[1]) ? only[1] : nameOf(context, item.index, only[1]);
		if (found !== undefined) return found;
	}
	const what = files.length > 1 ? `holds ${files.length} files` : 'is no file';
	item.report(PATH, `${what}: give the name of the field that has the PDF`);
	return undefined;
}

/** The field of the item that holds the file described. */
function nameOf(
	context: IExecuteFunctions,
	index: number,
	described: IBinaryData,
): string | undefined {
	const own = filesIn(context.getInputData()[index]?.binary);
	const same = own.filter(([, file]) =>
		Object.entries(described).every(([key, value]) => property(file, key) === value),
	);
	return same.length === 1 ? same[0]?.[0] : undefined;
}

/** Whether n8n finds the file, in the binary mode of the workflow. */
export function isThere(
	context: IExecuteFunctions,
	index: number,
	field: string | IBinaryData,
): boolean {
	try {
		return Boolean(context.helpers.assertBinaryData(index, field));
	} catch {
		return false;
	}
}

/** The names of the item's files. */
export function fileNames(context: IExecuteFunctions, index: number): string[] {
	const { binary, json } = context.getInputData()[index] ?? {};
	return [...filesIn(binary), ...filesIn(json)].map(([name]) => name);
}
