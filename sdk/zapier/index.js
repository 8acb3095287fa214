/** The Zapier app: every operation of the specification as an action. */
"use strict";

const { creates } = require("./creates");
const { requestWithKey, errorsAsMessages } = require("./requests");

module.exports = {
  version: require("./package.json").version,
  platformVersion: require("zapier-platform-core").version,
  flags: { cleanInputData: false },
  authentication: {
    type: "custom",
    fields: [
      { key: "baseUrl", label: "Address", type: "string", required: true, helpText: "Public address of your gateway, such as https://flowforge.example.com." },
      { key: "apiKey", label: "API Key", type: "password", required: true },
    ],
    test: { url: "{{bundle.authData.baseUrl}}/api/v1/portal/me" },
    connectionLabel: "{{name}}",
  },
  beforeRequest: [requestWithKey],
  afterResponse: [errorsAsMessages],
  creates: creates(require("./generated.json")),
};
