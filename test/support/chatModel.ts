import express, { type Express, type Request, type Response, type Router } from 'express';
import { z } from 'zod';

/** One call of a tool, as a model asks for it. */
export interface ToolCall {
	tool: string;
	args: Readonly<Record<string, unknown>>;
}

/** A tool as it is offered to a model. */
export interface ToolOffer {
	name: string;
	description: string;
	/** JSON schema of the arguments. */
	parameters: unknown;
}

/** What a model is asked: the tools it may call, and what those called so far have answered. */
export interface Asked {
	tools: ToolOffer[];
	answers: string[];
}

/** What the model says next: tools to call, all at once, or the words that end the conversation. */
export type Turn = readonly ToolCall[] | string;

/** A request as it came. */
export interface ModelRequest {
	path: string;
	headers: Request['headers'];
	body: string;
}

const offer = z.object({ name: z.string(), description: z.string(), parameters: z.unknown() });

/** `POST /chat/completions`: a tool's answer is a message of the role `tool`. */
const chatSchema = z.object({
	tools: z.array(z.object({ function: offer })).default([]),
	messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
});

/** `POST /responses`: a tool's answer is an entry of its own. */
const responsesSchema = z.object({
	tools: z.array(offer).default([]),
	input: z.array(z.object({ type: z.string().optional(), output: z.unknown() })),
});

/** Whether the answer is to come as a stream of events. */
const streamSchema = z.object({ stream: z.boolean().default(false) });

const textOf = (content: unknown) =>
	typeof content === 'string' ? content : JSON.stringify(content);

function readChat(body: unknown): Asked {
	const { tools, messages } = chatSchema.parse(body);
	const answers = messages.filter(({ role }) => role === 'tool');
	return {
		tools: tools.map((tool) => ({ ...tool.function, parameters: tool.function.parameters })),
		answers: answers.map(({ content }) => textOf(content)),
	};
}

function readResponses(body: unknown): Asked {
	const { tools, input } = responsesSchema.parse(body);
	const answers = input.filter(({ type }) => type === 'function_call_output');
	return {
		tools: tools.map((tool) => ({ ...tool, parameters: tool.parameters })),
		answers: answers.map(({ output }) => textOf(output)),
	};
}

function chatAnswer(turn: Turn, number: number, isStream: boolean): object {
	const isText = typeof turn === 'string';
	const calls = isText
		? undefined
		: turn.map(({ tool, args }, index) => ({
				index,
				id: `call_${number}_${index}`,
				type: 'function',
				function: { name: tool, arguments: JSON.stringify(args) },
			}));
	const message = { role: 'assistant', content: isText ? turn : null, tool_calls: calls };
	return {
		id: `chatcmpl-${number}`,
		object: isStream ? 'chat.completion.chunk' : 'chat.completion',
		created: 1_700_000_000,
		model: 'stand-in',
		choices: [
			{
				index: 0,
				finish_reason: isText ? 'stop' : 'tool_calls',
				...(isStream ? { delta: message } : { message }),
			},
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

function responsesAnswer(turn: Turn, number: number): object {
	const output =
		typeof turn === 'string'
			? [
					{
						type: 'message',
						id: `msg_${number}`,
						role: 'assistant',
						status: 'completed',
						content: [{ type: 'output_text', text: turn, annotations: [] }],
					},
				]
			: turn.map(({ tool, args }, index) => ({
					type: 'function_call',
					id: `fc_${number}_${index}`,
					call_id: `call_${number}_${index}`,
					name: tool,
					arguments: JSON.stringify(args),
					status: 'completed',
				}));
	return {
		id: `resp_${number}`,
		object: 'response',
		created_at: 1_700_000_000,
		model: 'stand-in',
		status: 'completed',
		error: null,
		output,
		usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
	};
}

/**
 * OpenAI's API, `/chat/completions` and `/responses`, below the base URL.
 * @param next what the model says to what it is asked
 */
export function modelRoutes(next: (asked: Asked, request: ModelRequest) => Turn): Router {
	const routes = express.Router();
	let number = 0;
	routes.use(express.text({ type: '*/*', limit: '100mb' }));
	const answer =
		(
			read: (body: unknown) => Asked,
			write: (turn: Turn, number: number, isStream: boolean) => object,
		) =>
		(request: Request, response: Response) => {
			const text = String(request.body);
			const body: unknown = JSON.parse(text);
			const path = `${request.baseUrl}${request.path}`;
			const turn = next(read(body), { path, headers: request.headers, body: text });
			number += 1;
			const { stream } = streamSchema.parse(body);
			const said = write(turn, number, stream);
			if (!stream) response.json(said);
			else {
				response.type('text/event-stream');
				response.send(`data: ${JSON.stringify(said)}\n\ndata: [DONE]\n\n`);
			}
		};
	routes.post('/chat/completions', answer(readChat, chatAnswer));
	routes.post('/responses', answer(readResponses, responsesAnswer));
	return routes;
}

/**
 * Stands in for a chat model: speaks OpenAI's HTTP API (chat completions, streamed as one chunk where
 * asked for, and unstreamed responses), says what its script has, and keeps every request whole.
 */
export class ChatModel {
	/** Everything that was sent to the model since `play`. */
	readonly requests: ModelRequest[] = [];

	/** What was asked, request by request. */
	readonly asked: Asked[] = [];

	private turns: readonly Turn[] = [];

	private server: ReturnType<Express['listen']> | undefined;

	static async start(): Promise<ChatModel> {
		const model = new ChatModel();
		await new Promise<void>((resolve) => {
			const app = express();
			app.use(
				'/v1',
				modelRoutes((asked, request) => model.next(asked, request)),
			);
			model.server = app.listen(0, '127.0.0.1', () => resolve());
		});
		return model;
	}

	/** The base URL, as n8n's credential for OpenAI wants it. */
	get url(): string {
		const address = this.server?.address();
		if (typeof address !== 'object' || address === null) throw new Error('The model is not up.');
		return `http://127.0.0.1:${address.port}/v1`;
	}

	/** Begins a conversation: what the model says, request by request. */
	play(turns: readonly Turn[]): void {
		this.turns = turns;
		this.requests.length = 0;
		this.asked.length = 0;
	}

	/** The tools that were offered last. */
	get tools(): ToolOffer[] {
		return this.asked.at(-1)?.tools ?? [];
	}

	/** What the tools have answered, call by call, once the conversation is over. */
	get answers(): string[] {
		return this.asked.at(-1)?.answers ?? [];
	}

	private next(asked: Asked, request: ModelRequest): Turn {
		this.requests.push(request);
		const number = this.asked.push(asked);
		return this.turns[number - 1] ?? 'There is nothing more to say.';
	}

	async stop(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((resolve) => this.server?.close(resolve));
	}
}
