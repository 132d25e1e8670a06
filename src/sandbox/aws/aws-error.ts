/** Answered in the form of the service's protocol, with its status. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}

export const missing = (what: string): AwsError =>
  new AwsError('ValidationError', `1 validation error detected: ${what} must not be null`);

export const notFound = (what: string): AwsError =>
  new AwsError('NotFound', `${what} does not exist`, 404);
