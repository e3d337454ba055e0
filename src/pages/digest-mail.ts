import { createHash } from 'node:crypto';
import type { Digest } from '../core/comparison/digest.ts';
import { type DigestDocuments, titleOf } from './digest.ts';
import { cleanText } from './escape.ts';

/** Who sends a digest and to whom, as mail headers have it: `Ada Byron <ada@example.org>`. */
export interface MailAddresses {
  from: string;
  to: string;
}

/**
 * A complete message with the digest as text and as HTML, ready for any mail system (`sendmail -t < digest.eml`). The
 * same digest gives the same bytes: the date is noon of its last day, and identity and boundaries are digests of it.
 */
export async function composeMail(
  digest: Digest,
  documents: DigestDocuments,
  { from, to }: MailAddresses,
): Promise<string> {
  const { createTransport } = await import('nodemailer');
  const identity = createHash('sha256')
    .update(JSON.stringify([documents, from, to]))
    .digest('hex')
    .slice(0, 32);
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const sent = await transport.sendMail({
    from,
    to,
    subject: cleanText(titleOf(digest)),
    date: new Date(`${digest.to}T12:00:00Z`),
    messageId: `<${identity}@ship-or-skip.invalid>`,
    text: documents['digest.txt'],
    html: documents['digest.html'],
    textEncoding: 'quoted-printable',
    xMailer: false,
    // Not in the types of the package, which otherwise draws boundaries by chance.
    ...{ baseBoundary: identity },
  });
  if (!Buffer.isBuffer(sent.message)) throw new Error('the message was not given back as a whole');
  return sent.message.toString('utf8');
}
