/** What can go wrong, as classes: one for each thing that a program does about it. */

export class FlowForgeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** The server was not reached, or the connection broke, after all retries. */
export class ConnectionFailed extends FlowForgeError {}

/** Nothing came back within the time that the client waits. */
export class TimedOut extends FlowForgeError {}

/** The server sent a failure in the middle of a stream. */
export class StreamFailed extends FlowForgeError {
  constructor(readonly code: string, message: string) {
    super(message);
  }
}

/** A job ended without a result. */
export class JobFailed extends FlowForgeError {
  constructor(readonly state: string, readonly code: string, message: string, readonly job: unknown) {
    super(message);
  }
}

export interface Envelope {
  code?: string;
  message?: string;
  details?: { field?: string; message?: string }[];
  requestId?: string;
  retryable?: boolean;
}

/** The server refused the request: `message` names the field and the cause. */
export class ApiError extends FlowForgeError {
  readonly code: string;
  readonly details: { field?: string; message?: string }[];
  readonly requestId: string | undefined;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;

  constructor(readonly status: number, envelope: Envelope, headers: Headers) {
    super(envelope.message ?? `The server answered with status ${status}.`);
    this.code = envelope.code ?? "UNKNOWN";
    this.details = envelope.details ?? [];
    this.requestId = envelope.requestId ?? headers.get("x-request-id") ?? undefined;
    this.retryable = envelope.retryable ?? PASSING.has(status);
    this.retryAfter = seconds(headers.get("retry-after"));
  }
}

/** 400, 405, 413, 415 or 422: change the request before it is sent again. */
export class InvalidRequest extends ApiError {}
/** 401: the key is missing, wrong, expired or revoked. */
export class AuthenticationFailed extends ApiError {}
/** 403: the key may not do this. */
export class PermissionDenied extends ApiError {}
/** 404: there is no such thing, or not for this key. */
export class NotFound extends ApiError {}
/** 409: the state of the thing does not allow it. */
export class Conflict extends ApiError {}
/** 429: the tier's limit is used up; `retryAfter` says for how many seconds. */
export class RateLimited extends ApiError {}
/** 5xx: the server could not do it; `retryable` says whether another try may help. */
export class ServerError extends ApiError {}

/** Statuses of failures that pass. */
export const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

const BY_STATUS: Record<number, typeof ApiError> = {
  401: AuthenticationFailed,
  403: PermissionDenied,
  404: NotFound,
  409: Conflict,
  429: RateLimited,
};

export function errorOf(status: number, envelope: Envelope, headers: Headers): ApiError {
  const kind = BY_STATUS[status] ?? (status >= 500 ? ServerError : InvalidRequest);
  return new kind(status, envelope, headers);
}

export function seconds(text: string | null): number | undefined {
  const value = text === null || text === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? Math.max(0, value) : undefined;
}
