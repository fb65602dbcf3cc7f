/** What the build writes for n8n's editor, as tests compare it. */
export { previewOf, type Field as PreviewField } from '../../scripts/previews.cjs';
