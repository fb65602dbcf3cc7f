import { satisfies } from 'semver';
import { locateRuntime } from './places';

/** Whether the n8n under test is one of these versions, e.g. `>=2`: what n8n itself does differs between them. */
export const n8nIs = (range: string) => satisfies(locateRuntime().version, range);
