import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Body } from '../replies';

/** Content is made of slices of one block per file, so hundreds of megabytes cost 64 KiB. */
const BLOCK_BYTES = 64 * 1024;

/** Drawn pictures and a drawn recording: nobody was photographed or filmed. */
function asset(name: string): Buffer {
	return readFileSync(join(__dirname, 'assets', name));
}

const RECORDING = asset('recording.webm');
const PERSON = asset('person.png');
const DOCUMENT = asset('document.png');

/** Letters only: harmless inside a PDF stream, different for every seed, the same in every run. */
function fillerBlock(seed: string): Buffer {
	const block = Buffer.alloc(BLOCK_BYTES);
	let digest = createHash('sha256').update(seed).digest();
	for (let at = 0; at < BLOCK_BYTES; at += 64) {
		block.write(digest.toString('hex'), at, 'latin1');
		digest = createHash('sha256').update(digest).digest();
	}
	return block;
}

function* filler(seed: string, bytes: number): Iterable<Buffer> {
	const block = fillerBlock(seed);
	for (let left = bytes; left > 0; left -= BLOCK_BYTES) {
		yield left >= BLOCK_BYTES ? block : block.subarray(0, left);
	}
}

function framed(head: Buffer, seed: string, fillerBytes: number, tail: Buffer): Body {
	return {
		size: head.length + fillerBytes + tail.length,
		*chunks() {
			yield head;
			yield* filler(seed, fillerBytes);
			if (tail.length > 0) yield tail;
		},
	};
}

/** The objects before the filler and everything after it, for a filler of a given length. */
function pdfFrame(text: string, fillerBytes: number): { head: Buffer; tail: Buffer } {
	const plain = text.replace(/[^\w ./-]/g, '');
	const title = plain.endsWith('signed.pdf') ? 'Signed document' : 'Identification report';
	const page = [
		`BT /F1 24 Tf 72 740 Td (${title}) Tj ET`,
		`BT /F1 12 Tf 72 706 Td (File: ${plain}) Tj ET`,
		'BT /F1 12 Tf 72 676 Td (Made by the Identify sandbox for trying workflows.) Tj ET',
		'BT /F1 12 Tf 72 658 Td (Nobody was identified: this is no evidence of anything.) Tj ET',
	].join('\n');
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ' +
			'/Resources << /Font << /F1 5 0 R >> >> >>',
		`<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
	];
	let head = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';
	const offsets: number[] = [];
	objects.forEach((object, index) => {
		offsets.push(head.length);
		head += `${index + 1} 0 obj\n${object}\nendobj\n`;
	});
	offsets.push(head.length);
	head += `6 0 obj\n<< /Length ${fillerBytes} >>\nstream\n`;
	const end = '\nendstream\nendobj\n';
	const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
	const tail =
		`${end}xref\n0 7\n0000000000 65535 f \n${entries.join('')}` +
		`trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n${head.length + fillerBytes + end.length}\n%%EOF\n`;
	return { head: Buffer.from(head, 'latin1'), tail: Buffer.from(tail, 'latin1') };
}

/** A PDF of one page, padded by an unused stream object to exactly the size asked for. */
export function pdfBody(seed: string, size: number): Body {
	let fillerBytes = 0;
	let frame = pdfFrame(seed, fillerBytes);
	// The filler's length is written inside the frame, so the frame grows with its digits.
	for (let round = 0; round < 4; round++) {
		fillerBytes = Math.max(0, size - frame.head.length - frame.tail.length);
		frame = pdfFrame(seed, fillerBytes);
	}
	return framed(frame.head, seed, fillerBytes, frame.tail);
}

/** An EBML size of eight bytes. */
function ebmlSize(value: number): Buffer {
	const size = Buffer.alloc(8);
	size.writeBigUInt64BE(BigInt(value));
	size[0] = 0x01;
	return size;
}

/** EBML header of a WebM file without anything to play. */
const WEBM_HEADER = Buffer.from(
	'1a45dfa39f4286810142f7810142f2810442f381084282847765626d4287810442858102',
	'hex',
);
const SEGMENT = Buffer.from('18538067', 'hex');

/**
 * A WebM of exactly the size asked for: a segment that a Void element fills. Where there is room for it, the
 * recording stands before the Void; its own positions count from the segment's start and stay right.
 */
export function webmBody(seed: string, size: number): Body {
	const at = RECORDING.indexOf(SEGMENT);
	const header = RECORDING.subarray(0, at);
	const content = RECORDING.subarray(at + 12);
	const frameBytes = 4 + 8 + 1 + 8;
	const fits = size >= header.length + content.length + frameBytes;
	const [start, played] = fits ? [header, content] : [WEBM_HEADER, Buffer.alloc(0)];
	const fillerBytes = Math.max(0, size - start.length - played.length - frameBytes);
	const head = Buffer.concat([
		start,
		SEGMENT,
		ebmlSize(played.length + 1 + 8 + fillerBytes),
		played,
		Buffer.from('ec', 'hex'),
		ebmlSize(fillerBytes),
	]);
	return framed(head, seed, fillerBytes, Buffer.alloc(0));
}

function pngChunk(type: string, data: Buffer): Buffer {
	const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const chunk = Buffer.alloc(content.length + 8);
	chunk.writeUInt32BE(data.length, 0);
	content.copy(chunk, 4);
	chunk.writeUInt32BE(crc32(content), content.length + 4);
	return chunk;
}

/** zlib stream of one white pixel, 8-bit greyscale: filter byte 0, value 255. */
const WHITE_PIXEL = Buffer.from('789c63f80f0001010100', 'hex');

function onePixel(): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(1, 0);
	header.writeUInt32BE(1, 4);
	header[8] = 8;
	return Buffer.concat([
		Buffer.from('89504e470d0a1a0a', 'hex'),
		pngChunk('IHDR', header),
		pngChunk('IDAT', WHITE_PIXEL),
	]);
}

/** The picture that belongs to a name, up to its IEND chunk: odd numbers show the document, even ones the person. */
function picture(name: string): Buffer {
	const number = Number(/(\d+)\.png$/.exec(name)?.[1] ?? 0);
	const whole = number % 2 === 1 ? DOCUMENT : PERSON;
	return whole.subarray(0, whole.length - 12);
}

/**
 * A PNG of exactly the size asked for, with a picture where there is room for one, else with one pixel;
 * private ancillary chunks bring it to the size, each with its checksum.
 */
export function pngBody(seed: string, size: number): Body {
	const shown = picture(seed);
	const head = size >= shown.length + 24 ? shown : onePixel();
	const tail = pngChunk('IEND', Buffer.alloc(0));
	const padding = Math.max(0, size - head.length - tail.length);
	const whole = BLOCK_BYTES + 12;
	// What is left is at least the 12 bytes that a chunk takes; the one before gives way if not.
	const rest = padding % whole;
	const wholeChunks = Math.floor(padding / whole) - (rest > 0 && rest < 12 ? 1 : 0);
	const lastBytes = padding - Math.max(0, wholeChunks) * whole - 12;
	return {
		size: head.length + tail.length + (padding < 12 ? 0 : padding),
		*chunks() {
			yield head;
			if (padding >= 12) {
				const block = fillerBlock(seed);
				const chunk = wholeChunks > 0 ? pngChunk('fiLl', block) : head;
				for (let index = 0; index < wholeChunks; index++) yield chunk;
				const last = Buffer.concat([block, block]).subarray(0, Math.max(0, lastBytes));
				if (lastBytes >= 0) yield pngChunk('fiLl', last);
			}
			yield tail;
		},
	};
}
