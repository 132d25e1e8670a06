import { type ReactNode, useState } from 'react';
import type { File } from './model.ts';

const sizeInWords = (bytes: number): string =>
  bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KB`;

/** A file that was sent; one of text opens in place. */
export const FileCard = ({ file }: { file: File }): ReactNode => {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="tw-file">
      <button
        type="button"
        aria-expanded={isOpen}
        disabled={file.content === undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <strong>{file.title}</strong>
        <small>
          {file.name} · {file.mimetype} · {sizeInWords(file.size)}
        </small>
      </button>
      {isOpen && <pre>{file.content}</pre>}
    </div>
  );
};
