import { Refused } from './requests.ts';
import type { Service } from './service.ts';

/** Keeps a file that was uploaded as a form. @throws Refused when the form holds none. */
export async function keepFile(service: Service, raw: Buffer, contentType: string): Promise<Record<string, unknown>> {
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': contentType } }).formData();
  const file = form.get('file');
  if (file === null || typeof file === 'string')
    throw new Refused(400, 'invalid_request_error', 'file: Field required');
  const seconds = Number(form.get('expires_in_seconds') ?? 0);
  const id = `file_${service.next()}`;
  const metadata = {
    id,
    type: 'file',
    filename: file.name,
    mime_type: file.type.split(';')[0],
    size_bytes: file.size,
    created_at: new Date().toISOString(),
    downloadable: false,
    expires_at: seconds === 0 ? null : new Date(Date.now() + seconds * 1_000).toISOString(),
  };
  service.files.set(id, { metadata, text: await file.text() });
  return metadata;
}
