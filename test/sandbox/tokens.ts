import { createHmac, randomBytes, randomUUID } from 'node:crypto';

interface IssuedToken {
	partner: string;
	lastUsed: number;
	uses: number;
}

export interface TokenLimits {
	tokenIdleMs: number;
	maxUsesPerToken: number | null;
}

function segment(value: object): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** JWTs that end 30 minutes after their last use (Lifetime, Authentication). */
export class TokenStore {
	private readonly secret = randomBytes(32);
	private readonly issued = new Map<string, IssuedToken>();

	constructor(
		private readonly now: () => number,
		private readonly limits: () => TokenLimits,
	) {}

	/** Those that have neither expired nor been used up, as far as anybody has tried. */
	get live(): string[] {
		return [...this.issued.keys()];
	}

	issue(partner: string): string {
		const head = segment({ alg: 'HS256', typ: 'JWT' });
		const claims = { sub: partner, jti: randomUUID(), iat: Math.floor(this.now() / 1000) };
		const content = `${head}.${segment(claims)}`;
		const signature = createHmac('sha256', this.secret).update(content).digest('base64url');
		const token = `${content}.${signature}`;
		this.issued.set(token, { partner, lastUsed: this.now(), uses: 0 });
		return token;
	}

	/** Counts as a use. Undefined when the token is good, else why it is not. */
	problemOf(token: string, partner: string): string | undefined {
		const issued = this.issued.get(token);
		if (!issued) return 'The token is unknown or has expired.';
		const { tokenIdleMs, maxUsesPerToken } = this.limits();
		const idle = this.now() - issued.lastUsed >= tokenIdleMs;
		const usedUp = maxUsesPerToken !== null && issued.uses >= maxUsesPerToken;
		if (idle || usedUp) {
			this.issued.delete(token);
			return 'The token has expired.';
		}
		if (issued.partner !== partner) return 'The token belongs to another partner.';
		issued.lastUsed = this.now();
		issued.uses++;
		return undefined;
	}

	expireAll(): number {
		const count = this.issued.size;
		this.issued.clear();
		return count;
	}
}
