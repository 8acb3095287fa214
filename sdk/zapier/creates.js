"use strict";

const BACKGROUND = "run_in_background";

/** Return one action for each operation. */
const creates = (operations) =>
  Object.fromEntries(operations.map((operation) => [operation.key, createOf(operation)]));

const createOf = (operation) => ({
  key: operation.key,
  noun: operation.noun,
  display: { label: operation.label, description: operation.description },
  operation: {
    inputFields: operation.inputFields,
    sample: operation.sample,
    perform: (z, bundle) => perform(z, bundle, operation),
    performResume: resume,
  },
});

/** Call the operation. What may take longer than Zapier waits runs as a job, which calls Zapier back at its end. */
const perform = async (z, bundle, operation) => {
  const request = requestOf(bundle.inputData, operation);
  const base = bundle.authData.baseUrl;
  if (operation.job && (operation.slow || bundle.inputData[BACKGROUND])) {
    const body = { operation: operation.id, request: request.body, path: request.path, callback_url: z.generateCallbackUrl() };
    const response = await z.request({ method: "POST", url: `${base}/api/v1/jobs`, body });
    return response.data;
  }
  const address = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(request.path[name]));
  const response = await z.request({
    method: operation.verb,
    url: `${base}${address}`,
    params: operation.kept ? { ...request.query, output: "file" } : request.query,
    body: operation.hasBody ? request.body : undefined,
  });
  return answerOf(response);
};

/** The job has ended: fetch its result. */
const resume = async (z, bundle) => {
  const ended = bundle.cleanedRequest.data || bundle.cleanedRequest;
  const id = ended.id || bundle.outputData.id;
  const base = `${bundle.authData.baseUrl}/api/v1/jobs/${id}`;
  const job = (await z.request({ url: base })).data;
  if (job.state !== "succeeded") {
    throw new z.errors.Error((job.error && job.error.message) || `The job is ${job.state}.`, "JOB_FAILED", 422);
  }
  return answerOf(await z.request({ url: `${base}/result` }));
};

/** An action returns an object: lists and other values are put into one. */
const answerOf = (response) => {
  if (response.status === 204 || response.content === "") return { status: response.status };
  const { data } = response;
  return data && typeof data === "object" && !Array.isArray(data) ? data : { result: data };
};

const requestOf = (given, operation) => {
  const request = { path: {}, query: {}, body: {} };
  for (const field of operation.fields) {
    const value = given[field.name];
    if (value === undefined || value === null || value === "") continue;
    request[field.place][field.name] = field.json ? parsed(value) : value;
  }
  return request;
};

/** A field of several types or with parts is text in Zapier: JSON if it is that, else the text. */
const parsed = (value) => {
  if (typeof value !== "string" || !/^\s*[[{\d"tfn-]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

module.exports = { creates };
