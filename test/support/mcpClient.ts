import axios from 'axios';
import { z } from 'zod';

const toolsSchema = z.object({
	result: z.object({ tools: z.array(z.object({ name: z.string() }).passthrough()) }),
});

const callSchema = z.object({
	result: z.object({
		content: z.array(z.object({ text: z.string() })),
		isError: z.boolean().optional(),
	}),
});

/** What a tool has answered. */
export interface ToolAnswer {
	text: string;
	isError: boolean;
}

/** A client of n8n's MCP Server Trigger, by streamable HTTP. */
export class McpClient {
	private session: string | undefined;

	private lastId = 0;

	constructor(private readonly url: string) {}

	async connect(): Promise<void> {
		await this.request('initialize', {
			protocolVersion: '2025-03-26',
			capabilities: {},
			clientInfo: { name: 'test', version: '1' },
		});
		await this.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
	}

	async toolNames(): Promise<string[]> {
		const { result } = toolsSchema.parse(await this.request('tools/list', {}));
		return result.tools.map(({ name }) => name);
	}

	async call(name: string, args: object): Promise<ToolAnswer> {
		const answer = await this.request('tools/call', { name, arguments: args });
		const { content, isError = false } = callSchema.parse(answer).result;
		return { text: content.map(({ text }) => text).join('\n'), isError };
	}

	private async request(method: string, params: object): Promise<unknown> {
		return await this.post({ jsonrpc: '2.0', id: ++this.lastId, method, params });
	}

	private async post(message: object): Promise<unknown> {
		const { data, headers } = await axios.post<string>(this.url, message, {
			headers: {
				accept: 'application/json, text/event-stream',
				...(this.session !== undefined && { 'mcp-session-id': this.session }),
			},
			responseType: 'text',
			transformResponse: (text: string) => text,
			proxy: false,
			timeout: 30_000,
		});
		const session: unknown = headers['mcp-session-id'];
		if (typeof session === 'string') this.session = session;
		// An answer comes as JSON, or as the only event of a stream.
		const event = /^data: (.*)$/m.exec(data)?.[1] ?? data;
		return event === '' ? undefined : (JSON.parse(event) as unknown);
	}
}
