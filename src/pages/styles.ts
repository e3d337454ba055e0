import { createHash } from 'node:crypto';
import type { Render } from './templates.ts';

/** The style sheet and its digest: a page lets only this text through as a style. */
export function stylesOf(render: Render): { styles: string; stylesHash: string } {
  const styles = render('styles', {}).replaceAll('\r', '').trim();
  return { styles, stylesHash: createHash('sha256').update(styles, 'utf8').digest('base64') };
}
