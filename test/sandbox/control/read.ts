import { BREAKAGES, type Breakage } from '../callbacks/payload';
import type { CallbackOptions } from '../callbacks/callbacks';
import { isJsonObject, type Json, type JsonObject } from '../json';
import type { CallbackFormat } from '../settings';

/** Readers of what other processes send; each throws a sentence about what is wrong. */

export function readObject(value: unknown): JsonObject {
	if (value === undefined) return {};
	if (!isJsonObject(value)) throw new Error('The body must be a JSON object.');
	return value;
}

export function readText(body: JsonObject, name: string): string {
	const value = body[name];
	if (typeof value === 'number') return String(value);
	if (typeof value !== 'string' || value === '') throw new Error(`${name} is required.`);
	return value;
}

export function readOptionalText(body: JsonObject, name: string): string | undefined {
	return body[name] === undefined ? undefined : readText(body, name);
}

export function readNumber(body: JsonObject, name: string, fallback?: number): number {
	const value = body[name] ?? fallback;
	if (typeof value !== 'number' || value < 0) throw new Error(`${name} must be a number.`);
	return value;
}

export function readTexts(value: Json | undefined, name: string): string[] {
	if (!Array.isArray(value)) throw new Error(`${name} must be a list.`);
	return value.map(String);
}

/** A flat object with its values as strings. */
export function readFields(value: Json | undefined, name: string): Record<string, string> {
	if (value === undefined) return {};
	if (!isJsonObject(value)) throw new Error(`${name} must be an object.`);
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
}

export function readBreakage(value: string): Breakage {
	const known = BREAKAGES.find((how) => how === value);
	if (!known) throw new Error(`how must be one of ${BREAKAGES.join(', ')}.`);
	return known;
}

const FORMATS: readonly CallbackFormat[] = ['json', 'jsonTrailingComma', 'form', 'text'];

export function readCallbackOptions(body: JsonObject): CallbackOptions {
	const webhookId = readOptionalText(body, 'webhookId');
	const format = FORMATS.find((known) => known === body.format);
	if (body.format !== undefined && !format) {
		throw new Error(`format must be one of ${FORMATS.join(', ')}.`);
	}
	const gzip = typeof body.gzip === 'boolean' ? body.gzip : undefined;
	return { webhookId, format, gzip };
}
