module.exports = {
  root: true,
  parser: "@typescript-eslint/parser",
  parserOptions: { sourceType: "module", extraFileExtensions: [".json"] },
  plugins: ["eslint-plugin-n8n-nodes-base"],
  overrides: [
    {
      files: ["package.json"],
      extends: ["plugin:n8n-nodes-base/community"],
      // The whole project is under Apache-2.0, this package too.
      rules: { "n8n-nodes-base/community-package-json-license-not-default": "off" },
    },
    {
      files: ["./credentials/**/*.ts"],
      extends: ["plugin:n8n-nodes-base/credentials"],
      // For credentials inside n8n itself; those of packages have a URL, which another rule checks.
      rules: { "n8n-nodes-base/cred-class-field-documentation-url-miscased": "off" },
    },
    { files: ["./nodes/**/*.ts"], extends: ["plugin:n8n-nodes-base/nodes"] },
  ],
};
