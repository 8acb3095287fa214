"use strict";

/** Add the key to requests to the gateway, and to no other address: signed files need none. */
const requestWithKey = (request, _z, bundle) => {
  const { apiKey, baseUrl } = bundle.authData;
  if (apiKey && request.url.startsWith(`${baseUrl}/`)) request.headers["X-API-Key"] = apiKey;
  return request;
};

/** Show the message of the platform, which names the field and the cause. */
const errorsAsMessages = (response, z) => {
  if (response.status < 400) return response;
  const error = (response.data && response.data.error) || {};
  if (response.status === 429 || (error.retryable && response.status === 503)) {
    const pause = Number(response.getHeader("retry-after")) || 60;
    throw new z.errors.ThrottledError(error.message || "The limit of the key is reached.", pause);
  }
  response.skipThrowForStatus = true;
  throw new z.errors.Error(error.message || `Status ${response.status}`, error.code || "UNKNOWN", response.status);
};

module.exports = { requestWithKey, errorsAsMessages };
