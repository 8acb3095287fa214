/** Client of FlowForge: every operation is a method, `client.crypto.hash({ text: "abc" })`. */
export { FlowForge, type ClientOptions } from "./client.js";
export {
  ApiError,
  AuthenticationFailed,
  Conflict,
  ConnectionFailed,
  FlowForgeError,
  InvalidRequest,
  JobFailed,
  NotFound,
  PermissionDenied,
  RateLimited,
  ServerError,
  StreamFailed,
  TimedOut,
} from "./errors.js";
export { FlowForgeFile, type FileInput } from "./files.js";
export { Job } from "./jobs.js";
export type { CallOptions } from "./sending.js";
export type { ServerEvent } from "./streams.js";
export type * as types from "./generated/types.js";
