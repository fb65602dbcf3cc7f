import type { IExecuteFunctions } from 'n8n-workflow';
import { outcomeOf } from '../../client/outcome';
import type { Item, RequestField } from '../../input/item';
import { fileNames, fileOrName, isThere } from './pdfField';
import { fromBase64, isPdf, toPdfContent } from './pdf';

/** How the PDF to sign gets into the request. */
export interface PdfToSign {
	/** The fields known before sending. */
	fields: Record<string, RequestField>;
	/**
	 * Loads `pdf_content` when the request is about to leave, so that the files of a thousand items
	 * are not in memory at once.
	 */
	load?: () => Promise<string>;
	/** The size of the PDF in bytes; undefined where there is none, or only its address. */
	bytes?: number;
}

const NOT_A_PDF = 'is not a PDF';

async function binaryPdf(item: Item, context: IExecuteFunctions): Promise<PdfToSign> {
	const { index } = item;
	const field = fileOrName(item, context);
	if (field === undefined) return { fields: {} };
	if (!isThere(context, index, field)) {
		const names = fileNames(context, index);
		const hint =
			names.length > 0
				? `its files are in ${names.join(', ')}`
				: 'it has no file at all; add a node before this one that loads the PDF';
		item.report('pdfBinaryField', `names no file of the item: ${hint}`, field);
		return { fields: {} };
	}
	const read = async () => await context.helpers.getBinaryDataBuffer(index, field);
	const shown = typeof field === 'string' ? field : field.fileName;
	const outcome = await outcomeOf(read());
	if ('error' in outcome) {
		const reason = outcome.error instanceof Error ? outcome.error.message : String(outcome.error);
		item.report('pdfBinaryField', `names a file that n8n cannot read: ${reason}`, shown);
		return { fields: {} };
	}
	const file = outcome.result;
	if (!isPdf(file)) item.report('pdfBinaryField', `names a file that ${NOT_A_PDF}`, shown);
	return { fields: {}, load: async () => toPdfContent(await read()), bytes: file.length };
}

function base64Pdf(item: Item): PdfToSign {
	const entered = item.text('pdf_content');
	if (entered === '') {
		item.report('pdf_content', 'is required, but it is empty');
		return { fields: {} };
	}
	const file = fromBase64(entered);
	if (!file) item.report('pdf_content', 'is not base64', entered);
	else if (!isPdf(file)) item.report('pdf_content', NOT_A_PDF, entered);
	// A data URI of the user's own keeps its media type.
	const mediaType = /^data:([^;,\s]+)[;,]/i.exec(entered)?.[1];
	const text = file ? toPdfContent(file, mediaType) : '';
	return { fields: { pdf_content: { text, path: 'pdf_content' } }, bytes: file?.length };
}

/** Reads and checks the parameters around `pdfSource`; problems are reported on the item. */
export async function pdfToSign(item: Item, context: IExecuteFunctions): Promise<PdfToSign> {
	const source = item.text('pdfSource');
	switch (source) {
		case 'none':
		case '':
			return { fields: {} };
		case 'binary':
			return await binaryPdf(item, context);
		case 'base64':
			return base64Pdf(item);
		case 'url': {
			const url = item.text('pdf_url');
			if (url === '') item.report('pdf_url', 'is required, but it is empty');
			return { fields: { pdf_url: { text: url, path: 'pdf_url' } } };
		}
		default:
			item.report('pdfSource', 'must be one of none, binary, url, base64', source);
			return { fields: {} };
	}
}
