import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { INode, INodeExecutionData } from 'n8n-workflow';
import { emailOf } from '../support/person';
import { requestsWith, retryExecution, RETRY } from './onceSupport';
import type { EngineRun } from './engine';
import { createFromItem, people, useBench, withoutBackoff } from './support';

const bench = useBench();
withoutBackoff();

const PATH = '/ident/create';
const files = () => Container.get(BinaryDataService);

/** A file that came with a form or a webhook: n8n stores it before the execution has an ID. */
async function uploaded(item: INodeExecutionData, text: string): Promise<INodeExecutionData> {
	const pdf = Buffer.from(`%PDF-1.7\n${text}\n%%EOF\n`);
	const location = { type: 'execution', workflowId: '1', executionId: 'temp' } as const;
	const about = { mimeType: 'application/pdf', fileName: 'contract.pdf', data: '' };
	return { ...item, binary: { contract: await files().store(location, pdf, about) } };
}

/** What n8n does with such a file when the execution has ended: it gets the execution's ID. */
async function renamed(items: INodeExecutionData[]): Promise<INodeExecutionData[]> {
	const moved = await Promise.all(
		items.map(async (item) => {
			const contract = item.binary?.contract;
			const id = contract?.id;
			if (!contract || !id) throw new Error('the file is not stored');
			const next = id.replace('/temp/', '/4711/');
			expect(next).not.toBe(id);
			await files().rename(id.slice(id.indexOf(':') + 1), next.slice(next.indexOf(':') + 1));
			return { ...item, binary: { contract: { ...contract, id: next } } };
		}),
	);
	return moved;
}

interface Before {
	items: INodeExecutionData[];
	options: EngineRun;
}

/** Uploads for some people, and the node's run that fails. */
async function arrange(items: INodeExecutionData[], node: Partial<INode> = {}): Promise<Before> {
	const { credential } = bench();
	const parameters = {
		resource: 'ident',
		operation: 'create',
		...createFromItem({
			pdfSource: 'binary',
			pdfBinaryField: 'contract',
			options: { concurrency: 1 },
		}),
	};
	return { items, options: { credential, parameters, items, node } };
}

async function failAndRetry({ items, options }: Before) {
	const { resource, operation, ...parameters } = options.parameters;
	const { node } = options;
	const failed = await bench().run(String(resource), String(operation), parameters, {
		items,
		node,
	});
	const moved = await renamed(items);
	bench().sandbox.faults.clear();
	const retried = await retryExecution(failed.run, options, () => structuredClone(moved));
	return { failed, retried };
}

function loseAnswer(nth: number): void {
	const match = { path: PATH, nth };
	bench().sandbox.faults.add({ kind: 'reset', moment: 'afterCarriedOut', match });
}

const sentTo = (email: string) => requestsWith(bench().sandbox, 'email', email).length;

test('Retry of an execution whose uploaded file n8n has renamed: invited once', async () => {
	const [person] = people(1);
	const before = await arrange([await uploaded(person!, 'one')]);
	loseAnswer(1);
	const { failed, retried } = await failAndRetry(before);
	expect(failed.error).toBeDefined();
	expect(sentTo(emailOf(0))).toBe(1);
	expect(retried.error?.description).toMatch(/may have been carried out/);
});

test('three uploads, the second of unknown fate: the third is sent by the retry', async () => {
	const uploads = await Promise.all(
		people(3).map(async (item, index) => await uploaded(item, `${index}`)),
	);
	loseAnswer(2);
	const { retried } = await failAndRetry(await arrange(uploads));
	expect([0, 1, 2].map((index) => sentTo(emailOf(index)))).toEqual([1, 1, 1]);
	expect(retried.error?.message).toMatch(/2 of 3 idents were created/);
});

test('the same person with two contracts: two idents, each once', async () => {
	const [person] = people(1);
	const uploads = [await uploaded(person!, 'one'), await uploaded(person!, 'two')];
	loseAnswer(2);
	const { retried } = await failAndRetry(await arrange(uploads));
	expect(sentTo(emailOf(0))).toBe(2);
	expect(retried.error?.message).toMatch(/1 of 2 idents? w/);
});

test('Retry On Fail and a retry of the execution one after the other', async () => {
	const [person] = people(1);
	loseAnswer(1);
	await failAndRetry(await arrange([await uploaded(person!, 'one')], RETRY));
	expect(sentTo(emailOf(0))).toBe(1);
});
